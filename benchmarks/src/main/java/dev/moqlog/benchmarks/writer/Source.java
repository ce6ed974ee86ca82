package dev.moqlog.benchmarks.writer;

import dev.moqlog.writer.QlogTrace;

/** Records events one after the other. For one thread. */
final class Source {

  private final QlogTrace trace;
  private long packetNumber = SampleEvent.FIRST_PACKET;
  private long nanos;

  Source(QlogTrace trace) {
    this.trace = trace;
    this.nanos = trace.nanoTime();
  }

  /** Records an event with a time that goes on by itself. */
  void record() {
    nanos += SampleEvent.INTERVAL_NANOS;
    SampleEvent.record(trace, nanos, packetNumber++);
  }

  /** Records an event and looks at the clock for it. */
  void recordNow() {
    SampleEvent.record(trace, System.nanoTime(), packetNumber++);
  }
}
