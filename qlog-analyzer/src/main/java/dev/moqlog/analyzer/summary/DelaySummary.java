package dev.moqlog.analyzer.summary;

import java.util.Optional;

/**
 * One-way delays of one direction, in nanoseconds.
 *
 * <p>Absolute delays need the clock offset and are as wrong as it: {@link
 * ClockSummary#errorNanos()}. The variation, a packet's delay less the smallest of its direction,
 * needs no offset.
 *
 * @param delay delays by the estimated offset; absent if that is unknown
 * @param variation delays over the smallest one
 */
public record DelaySummary(Optional<Spread> delay, Spread variation) {

  /**
   * How delays are distributed; quantiles by nearest rank, exact to 0.8 %.
   *
   * @param packets how many packets
   * @param minNanos the smallest
   * @param p50Nanos the median
   * @param p95Nanos the 95th percentile
   * @param p99Nanos the 99th percentile
   * @param maxNanos the largest
   * @param distribution all of them, absent once the summary was merged
   */
  public record Spread(
      long packets,
      long minNanos,
      long p50Nanos,
      long p95Nanos,
      long p99Nanos,
      long maxNanos,
      Optional<QuantileSketch> distribution) {

    /**
     * The spread of a distribution that has at least one value.
     *
     * @param distribution must not be changed afterwards
     */
    public static Spread of(QuantileSketch distribution) {
      return new Spread(
          distribution.count(),
          distribution.min().orElseThrow(),
          distribution.quantile(0.50).orElseThrow(),
          distribution.quantile(0.95).orElseThrow(),
          distribution.quantile(0.99).orElseThrow(),
          distribution.max().orElseThrow(),
          Optional.of(distribution));
    }

    private Spread withoutDistribution() {
      return new Spread(
          packets, minNanos, p50Nanos, p95Nanos, p99Nanos, maxNanos, Optional.empty());
    }
  }

  DelaySummary withoutDistributions() {
    return new DelaySummary(
        delay.map(Spread::withoutDistribution), variation.withoutDistribution());
  }
}
