package dev.moqlog.benchmarks.writer;

import java.util.concurrent.TimeUnit;

/**
 * Where threads wait for each other before each burst. At the edges of an iteration some do not
 * come; then the others go on without them after a while.
 */
final class Meeting {

  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final int threads;
  private final Runnable whenAllAreThere;
  private int waiting;
  private long meetings;

  Meeting(int threads, Runnable whenAllAreThere) {
    this.threads = threads;
    this.whenAllAreThere = whenAllAreThere;
  }

  synchronized void meet() {
    long mine = meetings;
    waiting++;
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    try {
      while (mine == meetings && waiting < threads) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          break;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (mine == meetings) {
      whenAllAreThere.run();
      meetings++;
      waiting = 0;
      notifyAll();
    }
  }
}
