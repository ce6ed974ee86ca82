package dev.moqlog.writer.sampling;

import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Limits how many connections are recorded per minute, whatever the samplers say.
 *
 * <p>A bucket holds the tokens of one minute. It is full at first and fills evenly, so after a
 * quiet minute that many connections may come at once, and within any 60 seconds at most twice as
 * many. What it turns away is not chance: do not weight counts for it. Safe for use by several
 * threads; a caller waits for others for a few instructions only.
 */
public final class TraceRateLimit {

  /** The highest limit, {@value} per minute. */
  public static final int MAX_TRACES_PER_MINUTE = 1_000_000;

  private static final long MINUTE_NANOS = 60_000_000_000L;

  private final int tracesPerMinute;
  private final LongSupplier nanoClock;
  private final Object lock = new Object();

  /** In nanoseconds times traces per minute, which makes it exact; a trace costs a minute. */
  private long credit;

  private long creditedNanos;

  private TraceRateLimit(int tracesPerMinute, LongSupplier nanoClock) {
    this.tracesPerMinute = tracesPerMinute;
    this.nanoClock = nanoClock;
    this.credit = tracesPerMinute * MINUTE_NANOS;
    this.creditedNanos = nanoClock.getAsLong();
  }

  /** A limit by {@link System#nanoTime()}; see {@link #perMinute(int, LongSupplier)}. */
  public static TraceRateLimit perMinute(int tracesPerMinute) {
    return perMinute(tracesPerMinute, System::nanoTime);
  }

  /**
   * A limit.
   *
   * @param tracesPerMinute from 1 to {@value #MAX_TRACES_PER_MINUTE}
   * @param nanoClock like {@link System#nanoTime()}: may be negative and may wrap
   * @throws IllegalArgumentException if the limit is anything else
   */
  public static TraceRateLimit perMinute(int tracesPerMinute, LongSupplier nanoClock) {
    Objects.requireNonNull(nanoClock, "nanoClock");
    if (tracesPerMinute < 1 || tracesPerMinute > MAX_TRACES_PER_MINUTE) {
      throw new IllegalArgumentException(
          "tracesPerMinute must be from 1 to " + MAX_TRACES_PER_MINUTE + ": " + tracesPerMinute);
    }
    return new TraceRateLimit(tracesPerMinute, nanoClock);
  }

  /** Takes a token if there is one. */
  public boolean tryAcquire() {
    synchronized (lock) {
      long now = nanoClock.getAsLong();
      // Right across a wrap of the clock; a clock that was set back earns nothing and goes on.
      long elapsed = now - creditedNanos;
      creditedNanos = now;
      if (elapsed > 0) {
        long earned = Math.min(elapsed, MINUTE_NANOS) * tracesPerMinute;
        credit = Math.min(credit + earned, tracesPerMinute * MINUTE_NANOS);
      }
      if (credit < MINUTE_NANOS) {
        return false;
      }
      credit -= MINUTE_NANOS;
      return true;
    }
  }

  /** The limit. */
  public int tracesPerMinute() {
    return tracesPerMinute;
  }
}
