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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What an event costs when several threads record at once, each with the clock's time.
 *
 * <p>All threads begin a burst together, after the disk has caught up. The result is the time of an
 * event as one of the threads sees it; with more threads than processors, it has the time in it
 * when the others run.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ContendedBenchmark {

  /** Long, next to the time in which threads wake up; four threads fill half of the memory. */
  static final int BURST = 20_000;

  /** The trace that threads share, and where they meet. */
  @State(Scope.Benchmark)
  public static class Shared {

    private RecorderOnDisk files;
    private QlogTrace trace;
    private Meeting meeting;

    /** Opens the trace. */
    @Setup
    public void open(BenchmarkParams threads) {
      files = new RecorderOnDisk();
      trace = files.open();
      meeting = new Meeting(threads.getThreads(), files::drain);
    }

    /** Removes the files. */
    @TearDown
    public void close() {
      files.close();
    }
  }

  /** One of the threads. */
  @State(Scope.Thread)
  public static class Producer {

    private RecorderOnDisk files;
    private Source shared;
    private Source own;

    /** Opens a trace of its own. */
    @Setup
    public void open(Shared all) {
      files = all.files;
      shared = new Source(all.trace);
      own = new Source(all.files.open());
    }

    /** Waits for the other threads and for the disk. */
    @Setup(Level.Invocation)
    public void meet(Shared all) {
      all.meeting.meet();
    }

    void burst(Source source, Dropped count) {
      for (int i = 0; i < BURST; i++) {
        source.recordNow();
      }
      count.recorded(files, BURST);
    }
  }

  /** Two threads on one trace. */
  @Benchmark
  @Threads(2)
  @OperationsPerInvocation(BURST)
  public void twoOnOneTrace(Producer producer, Dropped count) {
    producer.burst(producer.shared, count);
  }

  /** Four threads on one trace. */
  @Benchmark
  @Threads(4)
  @OperationsPerInvocation(BURST)
  public void fourOnOneTrace(Producer producer, Dropped count) {
    producer.burst(producer.shared, count);
  }

  /** Two threads, each on its own trace. */
  @Benchmark
  @Threads(2)
  @OperationsPerInvocation(BURST)
  public void twoOnOwnTraces(Producer producer, Dropped count) {
    producer.burst(producer.own, count);
  }

  /** Four threads, each on its own trace. */
  @Benchmark
  @Threads(4)
  @OperationsPerInvocation(BURST)
  public void fourOnOwnTraces(Producer producer, Dropped count) {
    producer.burst(producer.own, count);
  }
}
