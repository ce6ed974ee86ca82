package dev.moqlog.analyzer.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.api.metrics.DoubleGauge;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import java.util.EnumMap;
import java.util.Map;

/** Measurements that become instruments of an OpenTelemetry meter. Safe for all threads. */
final class MeterMeasurements implements Measurements {

  private final Map<TelemetryMetric, LongCounter> counts = new EnumMap<>(TelemetryMetric.class);
  private final Map<TelemetryMetric, DoubleCounter> sums = new EnumMap<>(TelemetryMetric.class);
  private final Map<TelemetryMetric, DoubleHistogram> histograms =
      new EnumMap<>(TelemetryMetric.class);
  private final Map<TelemetryMetric, DoubleGauge> gauges = new EnumMap<>(TelemetryMetric.class);

  /**
   * @param relay whether there shall be metrics of relays, too
   */
  MeterMeasurements(Meter meter, boolean relay) {
    for (TelemetryMetric metric : TelemetryMetric.values()) {
      if (relay || !metric.isRelays()) {
        instrument(meter, metric);
      }
    }
  }

  private void instrument(Meter meter, TelemetryMetric metric) {
    String name = metric.otelName();
    String unit = metric.unit().ucum();
    String description = metric.description();
    switch (metric.kind()) {
      case COUNTER -> {
        var counter = meter.counterBuilder(name).setUnit(unit).setDescription(description);
        if (metric.unit().whole()) {
          counts.put(metric, counter.build());
        } else {
          sums.put(metric, counter.ofDoubles().build());
        }
      }
      case HISTOGRAM ->
          histograms.put(
              metric,
              meter
                  .histogramBuilder(name)
                  .setUnit(unit)
                  .setDescription(description)
                  .setExplicitBucketBoundariesAdvice(metric.boundaries())
                  .build());
      case GAUGE ->
          gauges.put(
              metric, meter.gaugeBuilder(name).setUnit(unit).setDescription(description).build());
    }
  }

  @Override
  public void add(TelemetryMetric counter, Attributes attributes, long amount, Context context) {
    if (counter.unit().whole()) {
      counts.get(counter).add(amount, attributes, context);
    } else {
      sums.get(counter).add(counter.unit().value(amount), attributes, context);
    }
  }

  @Override
  public void record(
      TelemetryMetric histogram, Attributes attributes, long value, long times, Context context) {
    double inUnit = histogram.unit().value(value);
    DoubleHistogram instrument = histograms.get(histogram);
    for (long i = 0; i < times; i++) {
      instrument.record(inUnit, attributes, context);
    }
  }

  @Override
  public void set(TelemetryMetric gauge, Attributes attributes, long value) {
    gauges.get(gauge).set(gauge.unit().value(value), attributes);
  }
}
