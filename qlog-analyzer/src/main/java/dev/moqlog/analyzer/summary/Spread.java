package dev.moqlog.analyzer.summary;

import java.util.Optional;

/**
 * How the values of something are spread, in the unit of the value.
 *
 * @param samples how many values there are, at least 1
 * @param min the smallest
 * @param mean the mean, rounded down
 * @param p50 the median
 * @param p95 the 95th percentile
 * @param max the largest
 */
public record Spread(long samples, long min, long mean, long p50, long p95, long max) {

  /** The spread of the values of a sketch, absent if it has none. */
  public static Optional<Spread> of(QuantileSketch sketch) {
    if (sketch.count() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Spread(
            sketch.count(),
            sketch.min().orElseThrow(),
            sketch.mean().orElseThrow(),
            sketch.quantile(0.50).orElseThrow(),
            sketch.quantile(0.95).orElseThrow(),
            sketch.max().orElseThrow()));
  }
}
