package dev.moqlog.analyzer.telemetry;

import dev.moqlog.analyzer.Qlogs.Analysis;
import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Measurements added up as the integers that they are. */
final class Exact implements Measurements {

  /** A series. */
  record Series(TelemetryMetric metric, Attributes attributes) {}

  /** What a series comes to: the sum, and of a histogram how many values. */
  record Total(long sum, long count) {

    Total plus(Total other) {
      return new Total(Math.addExact(sum, other.sum), count + other.count);
    }
  }

  private final Map<Series, Total> series = new HashMap<>();

  static Exact of(Consumer<ConnectionMetrics> recording, boolean relay) {
    Exact exact = new Exact();
    recording.accept(new ConnectionMetrics(exact, Attributes.empty(), relay));
    return exact;
  }

  static Exact of(List<Analysis> logs) {
    return of(metrics -> record(logs, metrics), true);
  }

  static void record(List<Analysis> logs, ConnectionMetrics metrics) {
    for (Analysis log : logs) {
      log.connections().forEach(each -> metrics.connection(DiagnosedConnection.of(each)));
      metrics.source(log.summary());
    }
  }

  @Override
  public void add(TelemetryMetric counter, Attributes attributes, long amount, Context context) {
    series.merge(new Series(counter, attributes), new Total(amount, 0), Total::plus);
  }

  @Override
  public void record(
      TelemetryMetric histogram, Attributes attributes, long value, long times, Context context) {
    series.merge(
        new Series(histogram, attributes),
        new Total(Math.multiplyExact(value, times), times),
        Total::plus);
  }

  @Override
  public void set(TelemetryMetric gauge, Attributes attributes, long value) {
    series.put(new Series(gauge, attributes), new Total(value, 0));
  }

  Map<Series, Total> series() {
    return series;
  }

  /** Over all series of a metric. */
  Total total(TelemetryMetric metric) {
    return series.entrySet().stream()
        .filter(entry -> entry.getKey().metric == metric)
        .map(Map.Entry::getValue)
        .reduce(new Total(0, 0), Total::plus);
  }

  long sum(TelemetryMetric metric) {
    return total(metric).sum;
  }

  long count(TelemetryMetric metric) {
    return total(metric).count;
  }

  /** The sums that are not 0, by a label. */
  Map<String, Long> by(TelemetryMetric metric, TelemetryLabel label) {
    Map<String, Long> sums = new TreeMap<>();
    series.forEach(
        (one, total) -> {
          if (one.metric == metric && total.sum > 0) {
            sums.merge(one.attributes.get(label.key()), total.sum, Long::sum);
          }
        });
    return sums;
  }
}
