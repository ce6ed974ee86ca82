package dev.moqlog.writer.store;

import java.time.Duration;

/**
 * What traces may take.
 *
 * @param budgetBytes how much all traces together may take
 * @param minFreeBytes how much of the disk must stay free, 0 for no such limit
 * @param maxAge how long a trace is kept after it was last written to, null for ever
 */
public record Limits(long budgetBytes, long minFreeBytes, Duration maxAge) {

  /** Refuses what cannot be meant. */
  public Limits {
    if (budgetBytes < 0 || minFreeBytes < 0) {
      throw new IllegalArgumentException(
          "limits in bytes must not be negative: budget " + budgetBytes + ", free " + minFreeBytes);
    }
    if (maxAge != null && (maxAge.isNegative() || maxAge.isZero())) {
      throw new IllegalArgumentException("the age of a trace must be positive: " + maxAge);
    }
  }
}
