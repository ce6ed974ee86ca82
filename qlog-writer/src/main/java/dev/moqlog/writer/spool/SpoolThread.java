package dev.moqlog.writer.spool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The one thread that does I/O.
 *
 * <p>Whoever has something to be written pushes it ({@link #push}), which neither blocks nor
 * allocates; everything that was pushed once is also looked after from time to time until it is
 * done. The thread is not woken for every chunk, because waking a thread costs the caller
 * microseconds: it looks by itself every {@link #POLL}, and sleeps only while nothing is live.
 */
public final class SpoolThread {

  /** How often the thread looks for full chunks while there are live traces. */
  public static final Duration POLL = Duration.ofMillis(10);

  private final AtomicReference<Spooled> pushed = new AtomicReference<>();
  private final List<Spooled> live = new ArrayList<>();
  private final Thread thread;
  private final LongSupplier nanoClock;
  private final long scanIntervalNanos;
  private final Consumer<Throwable> failures;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean sleeping;
  private volatile boolean stopping;
  private volatile FlushRequest flush;
  private volatile int liveCount;
  private volatile boolean abandoned;
  private volatile boolean relief;
  private long scannedNanos;

  /** Somebody waits until everything that was pending is written. */
  private static final class FlushRequest {
    final CountDownLatch done = new CountDownLatch(1);
  }

  /**
   * A thread that is not running yet.
   *
   * @param scanInterval how often all live traces are looked after
   * @param failures told of what a trace throws, which ends neither the trace nor the thread
   */
  public SpoolThread(
      String name, Duration scanInterval, LongSupplier nanoClock, Consumer<Throwable> failures) {
    this.nanoClock = nanoClock;
    this.scanIntervalNanos = scanInterval.toNanos();
    this.failures = failures;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /** Starts the thread. */
  public void start() {
    scannedNanos = nanoClock.getAsLong();
    thread.start();
  }

  /** Asks the thread to look after it soon. Any thread; never blocks. */
  public void push(Spooled spooled) {
    if (!spooled.enqueue()) {
      return;
    }
    Spooled seen;
    do {
      seen = pushed.getPlain();
      spooled.below = seen;
    } while (!pushed.compareAndSet(seen, spooled));
    if (sleeping) {
      wake();
    }
  }

  /** Makes the thread look now at what was pushed. Any thread; never blocks. */
  public void wake() {
    LockSupport.unpark(thread);
  }

  /** Memory is getting short: makes the thread write everything and free what it can. */
  public void relieve() {
    if (!relief) {
      relief = true;
      wake();
    }
  }

  /** The number of traces it looks after. */
  public int live() {
    return liveCount;
  }

  /**
   * Waits until everything that is pending now is written.
   *
   * @return whether it was within the time
   */
  public boolean flush(Duration atMost) throws InterruptedException {
    FlushRequest request;
    synchronized (live) {
      request = flush;
      if (request == null) {
        request = new FlushRequest();
        flush = request;
      }
    }
    wake();
    long deadline = System.nanoTime() + atMost.toNanos();
    while (true) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return request.done.getCount() == 0;
      }
      if (request.done.await(Math.min(left, 10_000_000), TimeUnit.NANOSECONDS)) {
        return true;
      }
      if (ended.getCount() == 0) {
        return false;
      }
    }
  }

  /**
   * Lets the thread finish: it drains everything once more and ends.
   *
   * @return whether it has ended within the time, and everything was done
   */
  public boolean stop(Duration atMost) throws InterruptedException {
    stopping = true;
    wake();
    return ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS) && !abandoned;
  }

  private void run() {
    try {
      boolean last = false;
      while (!last) {
        // Read before looking, so that what was pushed before the flag is seen.
        last = stopping;
        try {
          look(last);
          if (!last) {
            rest();
          }
        } catch (Throwable e) {
          // Such as a clock that throws. Without this thread, nothing would be written any more.
          tell(e);
          LockSupport.parkNanos(this, POLL.toNanos());
        }
      }
    } finally {
      ended.countDown();
    }
  }

  private void look(boolean last) {
    FlushRequest request = takeFlush();
    long now = nanoClock.getAsLong();
    takePushed(now);
    if (last || request != null) {
      scan(true, now);
      if (request != null) {
        request.done.countDown();
      }
    } else if (relief) {
      // Afterwards, so that one pass serves all who asked meanwhile.
      scan(true, now);
      relief = false;
    } else if (now - scannedNanos >= scanIntervalNanos) {
      scan(false, now);
      scannedNanos = now;
    }
    if (last) {
      abandonRest(now);
    }
  }

  /** Who asks from now on is told only after a pass that begins later. */
  private FlushRequest takeFlush() {
    if (flush == null) {
      return null;
    }
    synchronized (live) {
      FlushRequest request = flush;
      flush = null;
      return request;
    }
  }

  private void rest() {
    // A thread pool that is shut down may interrupt all threads of its group; this one goes on.
    Thread.interrupted();
    if (!live.isEmpty()) {
      LockSupport.parkNanos(this, POLL.toNanos());
      return;
    }
    sleeping = true;
    if (pushed.get() == null && !stopping && flush == null) {
      LockSupport.park(this);
    }
    sleeping = false;
  }

  private void takePushed(long now) {
    Spooled newest = pushed.getAndSet(null);
    Spooled oldest = null;
    while (newest != null) {
      Spooled below = newest.below;
      newest.below = oldest;
      oldest = newest;
      newest = below;
    }
    while (oldest != null) {
      Spooled next = oldest.below;
      oldest.below = null;
      oldest.dequeued();
      if (oldest.position < 0) {
        live.add(oldest);
        oldest.position = live.size() - 1;
      }
      look(oldest, false, now);
      oldest = next;
    }
    liveCount = live.size();
  }

  private void scan(boolean everything, long now) {
    for (int i = live.size() - 1; i >= 0; i--) {
      look(live.get(i), everything, now);
    }
    liveCount = live.size();
  }

  private void look(Spooled spooled, boolean everything, long now) {
    boolean done;
    try {
      done = spooled.drain(everything, now);
    } catch (Throwable e) {
      // Whatever it is: without this thread, nothing would be written any more.
      done = false;
      tell(e);
    }
    if (done) {
      remove(spooled);
    }
  }

  private void abandonRest(long now) {
    for (Spooled spooled : live) {
      abandoned = true;
      try {
        spooled.abandon(now);
      } catch (Throwable e) {
        tell(e);
      }
    }
    live.clear();
    liveCount = 0;
  }

  private void tell(Throwable failure) {
    try {
      failures.accept(failure);
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      // Such as a class that cannot be loaded for lack of file descriptors.
    }
  }

  private void remove(Spooled spooled) {
    Spooled moved = live.remove(live.size() - 1);
    if (moved != spooled) {
      live.set(spooled.position, moved);
      moved.position = spooled.position;
    }
    spooled.position = -1;
  }
}
