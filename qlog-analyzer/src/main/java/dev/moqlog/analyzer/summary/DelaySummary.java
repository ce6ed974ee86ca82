package dev.moqlog.analyzer.summary;

import java.util.Optional;

/**
 * One-way delays of one direction, in nanoseconds.
 *
 * <p>Absolute delays need the clock offset and are as wrong as it: {@link
 * ClockSummary#errorNanos()}. The variation, a packet's delay less the smallest of its direction,
 * needs no offset.
 *
 * @param delayNanos delays by the estimated offset; absent if that is unknown
 * @param variationNanos delays over the smallest one
 */
public record DelaySummary(
    Optional<DistributionSummary> delayNanos, DistributionSummary variationNanos) {

  DelaySummary withoutDistributions() {
    return new DelaySummary(
        delayNanos.map(DistributionSummary::withoutSketch), variationNanos.withoutSketch());
  }
}
