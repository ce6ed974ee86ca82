package dev.moqlog.writer;

import dev.moqlog.writer.sampling.TraceRateLimit;
import java.time.Duration;
import java.util.Objects;

/**
 * How a recorder remembers connections that it does not record, and what makes it write them out:
 * tail sampling. Immutable; {@link #DEFAULT} is a good start.
 *
 * @param budgetBytes memory of all flight recorders together; 64 MiB
 * @param headBytes how much of the beginning of a connection is kept; 8 KiB
 * @param ringBytes how much of its latest events is kept; 64 KiB, less when the budget is short
 * @param promotionsPerMinute how many connections a minute are written out at most, twice as many
 *     in a minute after a quiet one; 60, and 1,000,000 at most
 * @param ptoCount so many probe timeouts in a row make a connection bad; 3
 * @param lossRatio so large a share of lost packets does; 0.1
 * @param rttInflation so many times the lowest round-trip time does; 8
 * @param leastRttRise but only if it is that much more; 200 ms
 * @param stall so long between two MoQ objects, or blocked, does; 2 s
 */
public record FlightRecorder(
    long budgetBytes,
    int headBytes,
    int ringBytes,
    int promotionsPerMinute,
    int ptoCount,
    double lossRatio,
    double rttInflation,
    Duration leastRttRise,
    Duration stall) {

  /** The defaults that are given with each component. */
  public static final FlightRecorder DEFAULT =
      new FlightRecorder(
          64L << 20,
          8 << 10,
          64 << 10,
          60,
          3,
          0.1,
          8,
          Duration.ofMillis(200),
          Duration.ofSeconds(2));

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the first that makes no sense
   */
  public FlightRecorder {
    positive(budgetBytes, "budgetBytes");
    positive(ringBytes, "ringBytes");
    positive(promotionsPerMinute, "promotionsPerMinute");
    if (promotionsPerMinute > TraceRateLimit.MAX_TRACES_PER_MINUTE) {
      throw new IllegalArgumentException(
          "promotionsPerMinute must be at most "
              + TraceRateLimit.MAX_TRACES_PER_MINUTE
              + ": "
              + promotionsPerMinute);
    }
    positive(ptoCount, "ptoCount");
    if (headBytes < 0) {
      throw new IllegalArgumentException("headBytes must not be negative: " + headBytes);
    }
    if (!(lossRatio > 0)) {
      throw new IllegalArgumentException("lossRatio must be positive: " + lossRatio);
    }
    if (!(rttInflation >= 1)) {
      throw new IllegalArgumentException("rttInflation must be at least 1: " + rttInflation);
    }
    upToOneDay(leastRttRise, "leastRttRise");
    upToOneDay(stall, "stall");
  }

  /** The same with another memory budget. */
  public FlightRecorder withBudgetBytes(long bytes) {
    return new FlightRecorder(
        bytes,
        headBytes,
        ringBytes,
        promotionsPerMinute,
        ptoCount,
        lossRatio,
        rttInflation,
        leastRttRise,
        stall);
  }

  long leastRttRiseNanos() {
    return leastRttRise.toNanos();
  }

  long stallNanos() {
    return stall.toNanos();
  }

  private static void upToOneDay(Duration value, String name) {
    Objects.requireNonNull(value, name);
    if (value.isNegative() || value.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(name + " must be from 0 to 1 day: " + value);
    }
  }

  private static void positive(long value, String name) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive: " + value);
    }
  }
}
