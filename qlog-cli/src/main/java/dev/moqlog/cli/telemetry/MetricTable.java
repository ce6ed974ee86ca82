package dev.moqlog.cli.telemetry;

import dev.moqlog.analyzer.telemetry.Measurements;
import dev.moqlog.analyzer.telemetry.TelemetryMetric;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All series of all metrics, which only ever grow.
 *
 * <p>Sums are of integers, so that the same connections give the same table in any order. The table
 * can be saved series by series and goes on from where it was when it is restored, so that counters
 * outlive the process. Not safe for several threads; what {@link #series()} gives is immutable.
 */
public final class MetricTable implements Measurements {

  private final InstantSource clock;
  private final Map<TelemetryMetric, Map<Attributes, Series>> metrics =
      new EnumMap<>(TelemetryMetric.class);
  private Context exemplarContext;
  private Instant exemplarTime;

  /**
   * @param clock tells the time that exemplars may have at most
   */
  public MetricTable(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void add(TelemetryMetric counter, Attributes attributes, long amount, Context context) {
    seriesOf(counter, attributes).add(amount, exemplar(context, amount));
  }

  @Override
  public void record(
      TelemetryMetric histogram, Attributes attributes, long value, long times, Context context) {
    seriesOf(histogram, attributes).record(value, times, exemplar(context, value));
  }

  /** Takes the values of counters, too. */
  @Override
  public void set(TelemetryMetric gauge, Attributes attributes, long value) {
    seriesOf(gauge, attributes).set(value);
  }

  /** A connection's measurements all come in one context, so the time is asked for once. */
  private MetricExemplar exemplar(Context context, long value) {
    if (context != exemplarContext) {
      exemplarContext = context;
      exemplarTime = clock.instant();
    }
    return MetricExemplar.in(context, value, exemplarTime);
  }

  private Series seriesOf(TelemetryMetric metric, Attributes attributes) {
    return metrics
        .computeIfAbsent(metric, any -> new HashMap<>())
        .computeIfAbsent(attributes, labels -> new Series(metric, labels));
  }

  /** Adds all that another table has, which stays as it is. */
  public void merge(MetricTable other) {
    other.metrics.forEach(
        (metric, all) -> all.forEach((labels, series) -> seriesOf(metric, labels).merge(series)));
  }

  /** As {@link #merge(MetricTable)}, of one metric; the series that are new or changed by it. */
  List<MetricSeries> merge(MetricTable other, TelemetryMetric metric) {
    List<MetricSeries> changed = new ArrayList<>();
    other
        .metrics
        .getOrDefault(metric, Map.of())
        .forEach(
            (labels, series) -> {
              boolean known = metrics.getOrDefault(metric, Map.of()).containsKey(labels);
              if (!known || !series.isZero()) {
                Series sum = seriesOf(metric, labels);
                sum.merge(series);
                changed.add(sum.snapshot());
              }
            });
    return changed;
  }

  /** All series, by metric in the order of the catalogue, then by labels. */
  public List<MetricSeries> series() {
    List<MetricSeries> all = new ArrayList<>();
    metrics
        .values()
        .forEach(
            of ->
                of.values().stream()
                    .sorted(Comparator.comparing(series -> series.attributes.toString()))
                    .map(Series::snapshot)
                    .forEach(all::add));
    return all;
  }

  /** The series that changed since the last call, each as bytes, by a name of its own. */
  public Map<String, byte[]> takeChanges() {
    Map<String, byte[]> changes = new HashMap<>();
    metrics
        .values()
        .forEach(
            of ->
                of.values().stream()
                    .filter(series -> series.changed)
                    .forEach(
                        series -> {
                          series.changed = false;
                          changes.put(
                              SavedSeries.key(series.metric, series.attributes),
                              SavedSeries.write(series.snapshot()));
                        }));
    return changes;
  }

  /**
   * Puts back a series that {@link #takeChanges} gave.
   *
   * @throws IOException if it is damaged, or of another version of the program; the message says so
   */
  public void restore(byte[] saved) throws IOException {
    MetricSeries series = SavedSeries.read(saved);
    if (!seriesOf(series.metric(), series.attributes()).restore(series)) {
      throw new IOException(
          series.metric().otelName() + " was saved with other buckets, by another version");
    }
  }
}
