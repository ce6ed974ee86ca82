package dev.moqlog.samples.telemetry.emit;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongGauge;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import java.util.EnumMap;
import java.util.Map;

/** The instruments of one program: the relay's, or those of players. */
final class Instruments {

  private final Map<MoqInstrument, LongCounter> counters = new EnumMap<>(MoqInstrument.class);
  private final Map<MoqInstrument, LongUpDownCounter> upDown = new EnumMap<>(MoqInstrument.class);
  private final Map<MoqInstrument, LongGauge> gauges = new EnumMap<>(MoqInstrument.class);
  private final Map<MoqInstrument, DoubleHistogram> histograms = new EnumMap<>(MoqInstrument.class);

  Instruments(Meter meter, boolean relay) {
    for (MoqInstrument instrument : MoqInstrument.values()) {
      if (instrument.isRelay() == relay) {
        make(instrument, meter);
      }
    }
  }

  private void make(MoqInstrument instrument, Meter meter) {
    String name = instrument.otelName();
    String unit = instrument.unit();
    String description = instrument.description();
    switch (instrument.kind()) {
      case COUNTER ->
          counters.put(
              instrument,
              meter.counterBuilder(name).setUnit(unit).setDescription(description).build());
      case UP_DOWN ->
          upDown.put(
              instrument,
              meter.upDownCounterBuilder(name).setUnit(unit).setDescription(description).build());
      case GAUGE ->
          gauges.put(
              instrument,
              meter.gaugeBuilder(name).ofLongs().setUnit(unit).setDescription(description).build());
      case HISTOGRAM ->
          histograms.put(
              instrument,
              meter
                  .histogramBuilder(name)
                  .setUnit(unit)
                  .setDescription(description)
                  .setExplicitBucketBoundariesAdvice(instrument.boundaries())
                  .build());
    }
  }

  /** Adds to a counter; an exemplar leads to the span of the context. */
  void add(MoqInstrument counter, long amount, Attributes labels, Context context) {
    counters.get(counter).add(amount, labels, context);
  }

  /** Raises or lowers what goes up and down. */
  void change(MoqInstrument gauge, long by, Attributes labels) {
    upDown.get(gauge).add(by, labels);
  }

  void set(MoqInstrument gauge, long value, Attributes labels) {
    gauges.get(gauge).set(value, labels);
  }

  void record(MoqInstrument histogram, double value, Attributes labels, Context context) {
    histograms.get(histogram).record(value, labels, context);
  }
}
