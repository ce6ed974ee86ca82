package dev.moqlog.benchmarks.writer;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What an event costs when there are more than can be written, so that many are dropped. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FloodBenchmark {

  /** A disk that takes what it can. */
  @State(Scope.Thread)
  public static class Flood {

    private final StalledDisk disk = new StalledDisk();
    private RecorderOnDisk files;
    private Source source;

    /** Opens a trace. */
    @Setup
    public void open() {
      files = new RecorderOnDisk(settings -> settings.memoryBytes(1 << 20).listener(disk));
      source = new Source(files.open());
    }

    /** Removes the files. */
    @TearDown
    public void close() {
      disk.goOn();
      files.close();
    }

    /** Fills the memory while the disk takes nothing. */
    void stall() {
      disk.stallAtNextFile();
      source.record();
      disk.awaitStall();
      while (files.newlyDropped() == 0) {
        source.record();
      }
    }

    void record(Dropped count) {
      source.record();
      count.recorded(files, 1);
    }
  }

  /** A disk that hangs. */
  @State(Scope.Thread)
  public static class StalledFlood extends Flood {

    /** Fills the memory of the trace that was opened. */
    @Setup
    public void fill() {
      stall();
    }
  }

  /** One thread without a pause. */
  @Benchmark
  public void endless(Flood flood, Dropped count) {
    flood.record(count);
  }

  /** One thread without a pause, while the disk takes nothing: every event is dropped. */
  @Benchmark
  public void stalledDisk(StalledFlood flood, Dropped count) {
    flood.record(count);
  }
}
