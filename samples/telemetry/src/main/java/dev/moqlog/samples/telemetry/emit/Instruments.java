package dev.moqlog.samples.telemetry.emit;

import dev.moqlog.observability.SourceMetric;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongGauge;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The instruments of one program: the relay's, or those of players. */
final class Instruments {

  /** Told as a whole when it has changed; other gauges are told by how much they change. */
  private static final Set<SourceMetric> TOLD_WHOLE = EnumSet.of(SourceMetric.QUEUE_DEPTH);

  private final Map<SourceMetric, LongCounter> counters = new EnumMap<>(SourceMetric.class);
  private final Map<SourceMetric, LongUpDownCounter> upDown = new EnumMap<>(SourceMetric.class);
  private final Map<SourceMetric, LongGauge> gauges = new EnumMap<>(SourceMetric.class);
  private final Map<SourceMetric, DoubleHistogram> histograms = new EnumMap<>(SourceMetric.class);

  Instruments(Meter meter, boolean relay) {
    for (SourceMetric metric : SourceMetric.values()) {
      if (metric.isClients() != relay) {
        make(metric, meter);
      }
    }
  }

  private void make(SourceMetric metric, Meter meter) {
    String name = metric.otelName();
    String unit = metric.unit();
    String description = metric.description();
    switch (metric.kind()) {
      case COUNTER ->
          counters.put(
              metric, meter.counterBuilder(name).setUnit(unit).setDescription(description).build());
      case GAUGE -> {
        if (TOLD_WHOLE.contains(metric)) {
          gauges.put(
              metric,
              meter.gaugeBuilder(name).ofLongs().setUnit(unit).setDescription(description).build());
        } else {
          upDown.put(
              metric,
              meter.upDownCounterBuilder(name).setUnit(unit).setDescription(description).build());
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
    }
  }

  /** Adds to a counter; an exemplar leads to the span of the context. */
  void add(SourceMetric counter, long amount, Attributes labels, Context context) {
    counters.get(counter).add(amount, labels, context);
  }

  /** Raises or lowers what goes up and down. */
  void change(SourceMetric gauge, long by, Attributes labels) {
    upDown.get(gauge).add(by, labels);
  }

  void set(SourceMetric gauge, long value, Attributes labels) {
    gauges.get(gauge).set(value, labels);
  }

  void record(SourceMetric histogram, double value, Attributes labels, Context context) {
    histograms.get(histogram).record(value, labels, context);
  }
}
