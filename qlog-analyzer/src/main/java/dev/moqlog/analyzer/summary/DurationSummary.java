package dev.moqlog.analyzer.summary;

import java.util.Optional;

/**
 * A distribution of durations, in nanoseconds.
 *
 * @param count how many there are, at least 1
 * @param minNanos the shortest
 * @param meanNanos the mean
 * @param p50Nanos the median
 * @param p95Nanos the 95th percentile
 * @param maxNanos the longest
 */
public record DurationSummary(
    long count, long minNanos, long meanNanos, long p50Nanos, long p95Nanos, long maxNanos) {

  /** The summary of a distribution, absent if it is empty. */
  public static Optional<DurationSummary> of(QuantileSketch distribution) {
    return distribution.count() == 0
        ? Optional.empty()
        : Optional.of(
            new DurationSummary(
                distribution.count(),
                distribution.min().orElseThrow(),
                distribution.mean().orElseThrow(),
                distribution.quantile(0.50).orElseThrow(),
                distribution.quantile(0.95).orElseThrow(),
                distribution.max().orElseThrow()));
  }
}
