package dev.moqlog.analyzer.summary;

import java.util.Optional;

/**
 * How non-negative integers are distributed; the unit is that of the member that holds it. Those
 * between the smallest and the largest are exact to 0.8 % ({@link QuantileSketch}).
 *
 * @param samples how many there are, at least 1
 * @param min the smallest
 * @param mean the mean, rounded down
 * @param p50 the median
 * @param p90 the 90th percentile
 * @param p95 the 95th percentile
 * @param p99 the 99th percentile
 * @param max the largest
 * @param sketch all of them, for merging; absent where nothing merges, or once that was done
 */
public record DistributionSummary(
    long samples,
    long min,
    long mean,
    long p50,
    long p90,
    long p95,
    long p99,
    long max,
    Optional<QuantileSketch> sketch) {

  /** The summary of a sketch, without it; absent if it is empty or null. */
  public static Optional<DistributionSummary> of(QuantileSketch sketch) {
    return of(sketch, Optional.empty());
  }

  /**
   * The summary of a sketch, with it; absent if it is empty or null.
   *
   * @param sketch must not be changed afterwards
   */
  public static Optional<DistributionSummary> mergeable(QuantileSketch sketch) {
    return of(sketch, Optional.ofNullable(sketch));
  }

  private static Optional<DistributionSummary> of(
      QuantileSketch sketch, Optional<QuantileSketch> kept) {
    if (sketch == null || sketch.count() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new DistributionSummary(
            sketch.count(),
            sketch.min().orElseThrow(),
            sketch.mean().orElseThrow(),
            sketch.quantile(0.50).orElseThrow(),
            sketch.quantile(0.90).orElseThrow(),
            sketch.quantile(0.95).orElseThrow(),
            sketch.quantile(0.99).orElseThrow(),
            sketch.max().orElseThrow(),
            kept));
  }

  /** The same without the sketch, which only merging needs. */
  public DistributionSummary withoutSketch() {
    return new DistributionSummary(samples, min, mean, p50, p90, p95, p99, max, Optional.empty());
  }
}
