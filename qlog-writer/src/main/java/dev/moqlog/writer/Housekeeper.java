package dev.moqlog.writer;

import dev.moqlog.writer.sampling.TraceRateLimit;
import dev.moqlog.writer.store.Compression;
import dev.moqlog.writer.store.Deleted;
import dev.moqlog.writer.store.StartupRepair;
import dev.moqlog.writer.store.TraceCompressor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What need not be done at once, on a thread of its own: repair after a crash, compression, and
 * keeping the disk budget.
 */
final class Housekeeper {

  private static final long LOOK_SECONDS = 5;

  private static final String LOOK_FAILED = "cannot look after the traces in";

  /** More closed traces than that are not compressed if the thread cannot keep up. */
  private static final int MAX_WAITING = 10_000;

  private final RecorderContext context;
  private final TraceRateLimit promotions;
  private final ScheduledThreadPoolExecutor executor;
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile boolean lookingSoon;

  /** Written since the disk was looked at; the I/O thread adds to it. */
  private final AtomicLong unseenBytes = new AtomicLong();

  Housekeeper(RecorderContext context) {
    this.context = context;
    FlightRecorder flight = context.settings.flightRecorder();
    this.promotions =
        flight == null
            ? null
            : TraceRateLimit.perMinute(flight.promotionsPerMinute(), context.settings.nanoClock());
    this.executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "qlog-housekeeper");
              thread.setDaemon(true);
              thread.setPriority(Thread.MIN_PRIORITY);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Repairs what a crash left, and from then on looks after the disk from time to time. */
  void start(long startMillis) {
    run(LOOK_FAILED, context.settings.directory(), () -> begin(startMillis));
    executor.scheduleWithFixedDelay(
        guarded(LOOK_FAILED, context.settings.directory(), this::look),
        LOOK_SECONDS,
        LOOK_SECONDS,
        TimeUnit.SECONDS);
  }

  private void begin(long startMillis) throws IOException {
    context.counters.tracesRepaired.add(
        StartupRepair.repairAllBefore(
            context.directory,
            startMillis,
            context.inventory::isOpen,
            (file, failure) -> context.errors.failed("cannot repair", file, failure)));
    context.inventory.scan();
    if (context.directory.isAlone()) {
      context.inventory.deleteUnfinished();
    }
    look();
  }

  private void look() {
    unseenBytes.set(0);
    List<Deleted> deleted =
        context.inventory.enforce(context.settings.limits(), System.currentTimeMillis());
    context.counters.tracesDeleted.add(deleted.size());
    if (context.inventory.isOver()) {
      context.sayThatThereIsNoRoom();
    }
  }

  /** Looks at the disk before it is time to: something has failed. */
  void lookSoon() {
    if (!lookingSoon) {
      lookingSoon = true;
      run(
          LOOK_FAILED,
          context.settings.directory(),
          () -> {
            lookingSoon = false;
            look();
          });
    }
  }

  /** Looks at the disk when the budget is used up, or what is left free may be. */
  void grown(long bytes) {
    if (unseenBytes.addAndGet(bytes) > mayGrowUnseen() || isOverBudget()) {
      lookSoon();
    }
  }

  /** With many traces that write, the space left free must not be used up between two looks. */
  private long mayGrowUnseen() {
    long minFree = context.settings.limits().minFreeBytes();
    return minFree == 0 ? Long.MAX_VALUE : Math.max(1 << 20, minFree / 8);
  }

  private boolean isOverBudget() {
    return context.inventory.usedBytes() > context.settings.limits().budgetBytes();
  }

  /** Whether one more flight recorder may be written out in this minute. */
  boolean mayPromote() {
    return promotions == null || promotions.tryAcquire();
  }

  /** Takes over a file that is complete. */
  void closed(Path file, boolean keepLonger) {
    // At once: what waits for its compression must not be safe from the disk budget meanwhile.
    context.inventory.closed(file, keepLonger);
    Compression compression = context.settings.compression();
    if (compression == Compression.NONE) {
      return;
    }
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      return;
    }
    run(
        "cannot compress",
        file,
        () -> {
          waiting.decrementAndGet();
          compress(file, compression);
        });
  }

  private void compress(Path file, Compression compression) throws IOException {
    // There may be many to compress before it is the turn of the look that was asked for.
    if (lookingSoon || isOverBudget()) {
      look();
    }
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path compressed = TraceCompressor.compress(file, compression);
    context.inventory.replaced(file, compressed);
    context.counters.tracesCompressed.increment();
  }

  /** Finishes what is waiting, for as long as there is time. */
  void stop(long deadlineNanos) throws InterruptedException {
    executor.shutdown();
    executor.awaitTermination(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    executor.shutdownNow();
  }

  private interface Task {
    void run() throws IOException;
  }

  private void run(String what, Path path, Task task) {
    try {
      executor.execute(guarded(what, path, task));
    } catch (RejectedExecutionException e) {
      // The recorder is being closed; what is left stays as it is.
      waiting.updateAndGet(count -> Math.max(0, count - 1));
    }
  }

  private Runnable guarded(String what, Path path, Task task) {
    return () -> {
      try {
        task.run();
      } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
        context.counters.otherErrors.increment();
        context.errors.failed(what, path, e);
      }
    };
  }
}
