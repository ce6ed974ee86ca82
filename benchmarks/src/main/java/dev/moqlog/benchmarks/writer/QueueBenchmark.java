package dev.moqlog.benchmarks.writer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
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
 * What it costs the caller to hand the event as an object to another thread, which drops it: the
 * usual way to get encoding out of the way. Bursts as in {@link RecordBenchmark}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class QueueBenchmark {

  private static final int CAPACITY = 1 << 16;

  private final BlockingQueue<PacketSent> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicLong taken = new AtomicLong();
  private Thread consumer;
  private long given;
  private long nanos;
  private long packetNumber = SampleEvent.FIRST_PACKET;

  /** Starts the other thread. */
  @Setup
  public void start() {
    consumer = new Thread(this::consume, "consumer");
    consumer.setDaemon(true);
    consumer.start();
  }

  private void consume() {
    List<PacketSent> batch = new ArrayList<>(CAPACITY);
    try {
      while (true) {
        batch.add(queue.take());
        queue.drainTo(batch);
        taken.addAndGet(batch.size());
        batch.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the other thread. */
  @Setup(Level.Invocation)
  public void drain() {
    while (taken.get() < given) {
      LockSupport.parkNanos(20_000);
    }
  }

  /** Ends the other thread. */
  @TearDown
  public void stop() throws InterruptedException {
    consumer.interrupt();
    consumer.join();
  }

  /** A blocking queue of the JDK. */
  @Benchmark
  @OperationsPerInvocation(RecordBenchmark.BURST)
  public void arrayBlockingQueue(Dropped count) {
    for (int i = 0; i < RecordBenchmark.BURST; i++) {
      nanos += SampleEvent.INTERVAL_NANOS;
      if (queue.offer(PacketSent.of(nanos, packetNumber++))) {
        given++;
      } else {
        count.dropped++;
      }
    }
    count.events += RecordBenchmark.BURST;
  }
}
