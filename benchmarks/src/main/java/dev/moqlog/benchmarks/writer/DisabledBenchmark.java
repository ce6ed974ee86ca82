package dev.moqlog.benchmarks.writer;

import dev.moqlog.vocabulary.EventType;
import dev.moqlog.writer.QlogTrace;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What an event costs that nobody wants. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DisabledBenchmark {

  private static final int WARM_UP_EVENTS = 50_000;

  /**
   * What the process did before: {@code never} recorded anything, or {@code before} recorded other
   * connections with the same code, so that the compiler cannot leave out how it is done.
   */
  @Param({"never", "before"})
  public String recorded;

  private QlogTrace trace;
  private long nanos;
  private long packetNumber;

  /** Finds a connection that is not recorded. */
  @Setup
  public void open() {
    if (recorded.equals("before")) {
      try (RecorderOnDisk files = new RecorderOnDisk()) {
        trace = files.open();
        for (int i = 0; i < WARM_UP_EVENTS; i++) {
          unguarded();
          guarded();
        }
      }
    }
    trace = QlogTrace.disabled();
  }

  /** The loop without any event: what to subtract. */
  @Benchmark
  public void nothing() {
    nanos += SampleEvent.INTERVAL_NANOS;
    packetNumber++;
  }

  /** All calls are made, and do nothing. */
  @Benchmark
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  public void unguarded() {
    nanos += SampleEvent.INTERVAL_NANOS;
    SampleEvent.record(trace, nanos, packetNumber++);
  }

  /** The trace is asked first. */
  @Benchmark
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  public void guarded() {
    nanos += SampleEvent.INTERVAL_NANOS;
    packetNumber++;
    if (trace.isEnabled(EventType.PACKET_SENT)) {
      SampleEvent.record(trace, nanos, packetNumber);
    }
  }
}
