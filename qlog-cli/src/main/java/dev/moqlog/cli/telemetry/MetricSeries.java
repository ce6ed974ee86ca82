package dev.moqlog.cli.telemetry;

import dev.moqlog.analyzer.telemetry.TelemetryMetric;
import io.opentelemetry.api.common.Attributes;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * One series at one moment. Immutable.
 *
 * @param metric what it is of
 * @param attributes its labels
 * @param total the value of a counter or gauge, or the sum of a histogram, in the integers that the
 *     metric is recorded in; the nanoseconds of a fleet's connections outgrow 64 bits within days
 * @param buckets how many values are in each bucket of a histogram, the one without an upper bound
 *     last; empty for others
 * @param exemplars for each bucket, or for a counter, the newest connection that has one
 */
public record MetricSeries(
    TelemetryMetric metric,
    Attributes attributes,
    BigInteger total,
    List<Long> buckets,
    List<Optional<MetricExemplar>> exemplars) {

  private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

  /** The value, or the sum, in the unit of the metric. */
  public double valueInUnit() {
    return total.bitLength() < Long.SIZE
        ? metric.unit().value(total.longValue())
        : total.doubleValue() / metric.unit().recorded(1);
  }

  /** The value, or the sum, at most {@link Long#MAX_VALUE}. */
  public long value() {
    return total.min(LARGEST).longValue();
  }

  /** The same without exemplars. */
  MetricSeries withoutExemplars() {
    return new MetricSeries(
        metric,
        attributes,
        total,
        buckets,
        exemplars.stream().map(any -> Optional.<MetricExemplar>empty()).toList());
  }

  /** How many values a histogram has. */
  public long count() {
    return buckets.stream().mapToLong(Long::longValue).sum();
  }
}
