package dev.moqlog.analyzer.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;

/**
 * Takes measurements of the metrics in the catalogue. Values are integers: nanoseconds, bytes,
 * billionths or counts, as the metric's {@link TelemetryUnit} says.
 */
public interface Measurements {

  /**
   * A counter grew.
   *
   * @param amount not negative; 0 makes the series known
   * @param context may hold the span and the id of a connection, for exemplars
   */
  void add(TelemetryMetric counter, Attributes attributes, long amount, Context context);

  /**
   * A value of a histogram was met.
   *
   * @param value not negative
   * @param times how often, at least once
   * @param context as for {@link #add}
   */
  void record(
      TelemetryMetric histogram, Attributes attributes, long value, long times, Context context);

  /** A gauge has a new value. */
  void set(TelemetryMetric gauge, Attributes attributes, long value);
}
