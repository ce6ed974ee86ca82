package dev.moqlog.benchmarks.writer;

import com.sun.management.ThreadMXBean;
import dev.moqlog.writer.QlogTrace;
import dev.moqlog.writer.RecorderStats;
import dev.moqlog.writer.SizeLimitAction;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** Records at a steady rate for a while, and then counts what is in the file. Used once. */
final class PacedRun {

  /** How the line of an event begins, unlike those of the header. */
  private static final String EVENT = "{\"time\":";

  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(60);

  private final StalledDisk disk = new StalledDisk();
  private final int events;
  private final long stallNanos;
  private volatile boolean ended;
  private volatile long stalledFromNanos;
  private volatile long stalledToNanos;
  private volatile long mostMemoryBytes;
  private volatile long otherEvents;

  /** A disk that hangs in the middle of the run, or not at all if that is zero. */
  PacedRun(Duration length, Duration stall) {
    this.events = Math.toIntExact(length.toNanos() / SampleEvent.INTERVAL_NANOS);
    this.stallNanos = stall.toNanos();
  }

  /**
   * What came of it.
   *
   * @param caller times of the events as the caller saw them, with the clock's
   * @param whileStalled those of them while the disk hung, or null
   * @param clock the time it takes to look at the clock, which is in all others
   * @param bytesPerEvent memory allocated by the caller
   * @param written events of the caller that are in the file, as it says
   * @param countedAsWritten those that the recorder says are
   */
  record Outcome(
      String run,
      Latencies caller,
      Latencies whileStalled,
      Latencies clock,
      double bytesPerEvent,
      long events,
      long written,
      long dropped,
      long countedAsWritten,
      long mostMemoryBytes,
      long memoryBoundBytes) {

    /** Whether nothing is unaccounted for. */
    public boolean isExact() {
      return written + dropped == events
          && written == countedAsWritten
          && mostMemoryBytes <= memoryBoundBytes;
    }
  }

  Outcome run(String name) throws IOException, InterruptedException {
    try (RecorderOnDisk files =
        new RecorderOnDisk(
            settings ->
                settings
                    .memoryBytes(16L << 20)
                    .maxTraceBytes(64L << 30)
                    .onSizeLimit(SizeLimitAction.STOP)
                    .diskBudgetBytes(64L << 30)
                    .listener(disk))) {
      QlogTrace trace = files.open();
      Thread watch = new Thread(() -> watch(files), "watch");
      watch.start();
      int[] clock = new int[events];
      int[] nanos = new int[events];
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      long began = pace(trace, nanos, clock);
      allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - allocated;
      ended = true;
      watch.join();
      trace.close();
      files.recorder().close(LONGEST_CLOSE);
      RecorderStats stats = files.recorder().stats();
      Latencies whileStalled =
          stallNanos == 0
              ? null
              : Latencies.of(nanos, index(stalledFromNanos - began), index(stalledToNanos - began));
      return new Outcome(
          name,
          Latencies.of(nanos, 0, events),
          whileStalled,
          Latencies.of(clock, 0, events),
          (double) allocated / events,
          events + otherEvents,
          lines(files.directory(), ":packet_sent\""),
          stats.allEventsDropped(),
          stats.eventsWritten(),
          mostMemoryBytes,
          stats.memoryBytes());
    }
  }

  private int index(long sinceNanos) {
    return (int) Math.max(0, Math.min(events, sinceNanos / SampleEvent.INTERVAL_NANOS));
  }

  /** Records the events, each when its time has come, or at once if that is over already. */
  private long pace(QlogTrace trace, int[] nanos, int[] clock) {
    long began = System.nanoTime();
    for (int i = 0; i < events; i++) {
      long due = began + i * SampleEvent.INTERVAL_NANOS;
      while (System.nanoTime() - due < 0) {
        Thread.onSpinWait();
      }
      long first = System.nanoTime();
      long before = System.nanoTime();
      SampleEvent.record(trace, before, SampleEvent.FIRST_PACKET + i);
      long after = System.nanoTime();
      clock[i] = (int) (before - first);
      nanos[i] = (int) Math.min(Integer.MAX_VALUE, after - before);
    }
    return began;
  }

  /** Looks at the memory all the time, and stalls the disk in the middle. */
  private void watch(RecorderOnDisk files) {
    long length = events * SampleEvent.INTERVAL_NANOS;
    long stallAt = System.nanoTime() + (length - stallNanos) / 2;
    boolean done = stallNanos == 0;
    try {
      while (!ended) {
        Thread.sleep(5);
        mostMemoryBytes = Math.max(mostMemoryBytes, files.recorder().stats().memoryUsedBytes());
        long now = System.nanoTime();
        if (!done && stalledFromNanos == 0 && now - stallAt >= 0) {
          stall(files);
        } else if (!done && stalledFromNanos != 0 && now - stalledFromNanos >= stallNanos) {
          stalledToNanos = now;
          disk.goOn();
          done = true;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      disk.goOn();
    }
  }

  /** Another connection, whose file is made now. */
  private void stall(RecorderOnDisk files) {
    disk.stallAtNextFile();
    try (QlogTrace other = files.open()) {
      SampleEvent.record(other, System.nanoTime(), SampleEvent.FIRST_PACKET);
      otherEvents = 1;
    }
    disk.awaitStall();
    stalledFromNanos = System.nanoTime();
  }

  private static long lines(Path directory, String word) throws IOException {
    long lines = 0;
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
          for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith(EVENT) && line.contains(word)) {
              lines++;
            }
          }
        }
      }
    }
    return lines;
  }
}
