package dev.moqlog.writer.hostile;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another thread or process does, no longer than needed. */
final class Until {

  private static final Duration LONGEST = Duration.ofSeconds(20);

  private Until() {}

  /** Waits until it is so. */
  static void isTrue(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not within " + LONGEST + ": " + what);
      }
      LockSupport.parkNanos(2_000_000);
    }
  }
}
