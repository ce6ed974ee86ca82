package dev.moqlog.analyzer.summary;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Round-trip times of one connection (RFC 9002 section 5), in nanoseconds.
 *
 * @param source where the samples come from
 * @param samples how many samples there are, at least 1
 * @param minNanos the smallest sample
 * @param meanNanos the mean of the samples
 * @param p50Nanos the median
 * @param p90Nanos the 90th percentile
 * @param p95Nanos the 95th percentile
 * @param p99Nanos the 99th percentile
 * @param maxNanos the largest sample
 * @param jitterNanos the mean difference between one sample and the next, absent with one sample
 * @param smoothedLastNanos the last smoothed RTT
 * @param belowResolution how many more samples were too short for the resolution of the log, which
 *     gives them as 0; they are in none of the other numbers
 * @param distribution all samples, absent once the summary was merged
 */
public record RttSummary(
    Source source,
    long samples,
    long minNanos,
    long meanNanos,
    long p50Nanos,
    long p90Nanos,
    long p95Nanos,
    long p99Nanos,
    long maxNanos,
    OptionalLong jitterNanos,
    OptionalLong smoothedLastNanos,
    long belowResolution,
    Optional<QuantileSketch> distribution) {

  /**
   * The summary of a distribution that has at least one sample.
   *
   * @param distribution must not be changed afterwards
   */
  public static RttSummary of(
      Source source,
      QuantileSketch distribution,
      OptionalLong jitterNanos,
      OptionalLong smoothedLastNanos,
      long belowResolution) {
    return new RttSummary(
        source,
        distribution.count(),
        distribution.min().orElseThrow(),
        distribution.mean().orElseThrow(),
        distribution.quantile(0.50).orElseThrow(),
        distribution.quantile(0.90).orElseThrow(),
        distribution.quantile(0.95).orElseThrow(),
        distribution.quantile(0.99).orElseThrow(),
        distribution.max().orElseThrow(),
        jitterNanos,
        smoothedLastNanos,
        belowResolution,
        Optional.of(distribution));
  }

  RttSummary withoutDistribution() {
    return new RttSummary(
        source,
        samples,
        minNanos,
        meanNanos,
        p50Nanos,
        p90Nanos,
        p95Nanos,
        p99Nanos,
        maxNanos,
        jitterNanos,
        smoothedLastNanos,
        belowResolution,
        Optional.empty());
  }
}
