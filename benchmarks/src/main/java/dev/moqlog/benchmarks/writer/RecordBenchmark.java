package dev.moqlog.benchmarks.writer;

import dev.moqlog.writer.QlogTrace;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What an event costs the thread that records it, while the I/O thread writes to a file.
 *
 * <p>One thread records faster than a disk writes. So events come in bursts, and the time in which
 * the disk catches up is not measured: none is dropped.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RecordBenchmark {

  /** 660 kB: what comes in 20 ms at 100 000 events per second. */
  static final int BURST = 2_000;

  /** A trace as it is opened by default. */
  @State(Scope.Thread)
  public static class DefaultTrace {

    private RecorderOnDisk files;
    private Source source;

    /** Opens the trace. */
    @Setup
    public void open() {
      files = new RecorderOnDisk();
      source = new Source(trace(files));
    }

    QlogTrace trace(RecorderOnDisk from) {
      return from.open();
    }

    /** Waits for the disk. */
    @Setup(Level.Invocation)
    public void drain() {
      files.drain();
    }

    /** Removes the files. */
    @TearDown
    public void close() {
      files.close();
    }

    void burst(Dropped count) {
      for (int i = 0; i < BURST; i++) {
        source.record();
      }
      count.recorded(files, BURST);
    }
  }

  /** A trace that one thread alone uses, and says so. */
  @State(Scope.Thread)
  public static class SingleThreadTrace extends DefaultTrace {

    @Override
    QlogTrace trace(RecorderOnDisk from) {
      return from.openSingleThreaded();
    }
  }

  /** One thread, on a trace that others could use as well. */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public void oneThread(DefaultTrace trace, Dropped count) {
    trace.burst(count);
  }

  /** One thread, on a trace that is opened for one thread. */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public void singleThreadMode(SingleThreadTrace trace, Dropped count) {
    trace.burst(count);
  }

  /** One thread that looks at the clock for each event. */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public void withClock(DefaultTrace trace, Dropped count) {
    for (int i = 0; i < BURST; i++) {
      trace.source.recordNow();
    }
    count.recorded(trace.files, BURST);
  }
}
