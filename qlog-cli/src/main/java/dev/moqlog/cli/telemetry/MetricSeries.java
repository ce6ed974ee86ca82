package dev.moqlog.cli.telemetry;

import dev.moqlog.analyzer.telemetry.TelemetryMetric;
import io.opentelemetry.api.common.Attributes;
import java.util.List;
import java.util.Optional;

/**
 * One series at one moment. Immutable.
 *
 * @param metric what it is of
 * @param attributes its labels
 * @param value the value of a counter or gauge, or the sum of a histogram, in the integers that the
 *     metric is recorded in
 * @param buckets how many values are in each bucket of a histogram, the one without an upper bound
 *     last; empty for others
 * @param exemplars for each bucket, or for a counter, the newest connection that has one
 */
public record MetricSeries(
    TelemetryMetric metric,
    Attributes attributes,
    long value,
    List<Long> buckets,
    List<Optional<MetricExemplar>> exemplars) {

  /** The value, or the sum, in the unit of the metric. */
  public double valueInUnit() {
    return metric.unit().value(value);
  }

  /** The same without exemplars. */
  MetricSeries withoutExemplars() {
    return new MetricSeries(
        metric,
        attributes,
        value,
        buckets,
        exemplars.stream().map(any -> Optional.<MetricExemplar>empty()).toList());
  }

  /** How many values a histogram has. */
  public long count() {
    return buckets.stream().mapToLong(Long::longValue).sum();
  }
}
