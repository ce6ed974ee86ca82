package dev.moqlog.cli.telemetry;

import dev.moqlog.analyzer.telemetry.TelemetryMetric;
import io.opentelemetry.api.common.Attributes;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Series as Prometheus reads them. Stateless. */
public enum Exposition {
  /** OpenMetrics 1.0, with exemplars. */
  OPENMETRICS(
      OpenMetricsTextFormatWriter.builder().setCreatedTimestampsEnabled(false).build(), true),

  /**
   * Prometheus text format 0.0.4, without exemplars, which node_exporter and Pushgateway refuse.
   */
  TEXT(PrometheusTextFormatWriter.builder().setIncludeCreatedTimestamps(false).build(), false);

  private final ExpositionFormatWriter writer;
  private final boolean exemplars;

  Exposition(ExpositionFormatWriter writer, boolean exemplars) {
    this.writer = writer;
    this.exemplars = exemplars;
  }

  /** The media type, for HTTP. */
  public String contentType() {
    return writer.getContentType();
  }

  /**
   * What a scraper that sends an {@code Accept} header wants; text, if it does not ask for
   * OpenMetrics.
   *
   * @param accept null if there is none
   */
  public static Exposition of(String accept) {
    return accept != null && OPENMETRICS.writer.accepts(accept) ? OPENMETRICS : TEXT;
  }

  /** Writes series to a stream, which stays open. */
  public void write(List<MetricSeries> series, OutputStream out) throws IOException {
    write(series, 0, out);
  }

  /**
   * Writes series with the time they had these values.
   *
   * @param timeMillis since 1970; 0 leaves it to the scraper
   */
  void write(List<MetricSeries> series, long timeMillis, OutputStream out) throws IOException {
    Map<TelemetryMetric, List<MetricSeries>> metrics = new EnumMap<>(TelemetryMetric.class);
    for (MetricSeries one : series) {
      metrics.computeIfAbsent(one.metric(), any -> new ArrayList<>()).add(one);
    }
    List<MetricSnapshot> snapshots = new ArrayList<>();
    metrics.forEach((metric, all) -> snapshots.add(snapshot(metric, all, timeMillis)));
    writer.write(out, new MetricSnapshots(snapshots), EscapingScheme.UNDERSCORE_ESCAPING);
  }

  private MetricSnapshot snapshot(
      TelemetryMetric metric, List<MetricSeries> series, long timeMillis) {
    MetricMetadata metadata = new MetricMetadata(metric.prometheusName(), metric.description());
    return switch (metric.kind()) {
      case COUNTER ->
          new CounterSnapshot(
              metadata, series.stream().map(one -> counter(one, timeMillis)).toList());
      case HISTOGRAM ->
          new HistogramSnapshot(
              metadata, series.stream().map(one -> histogram(one, timeMillis)).toList());
      case GAUGE ->
          new GaugeSnapshot(
              metadata,
              series.stream()
                  .map(
                      one ->
                          new GaugeDataPointSnapshot(
                              one.valueInUnit(), labels(one.attributes()), null, timeMillis))
                  .toList());
    };
  }

  private CounterDataPointSnapshot counter(MetricSeries series, long timeMillis) {
    return new CounterDataPointSnapshot(
        series.valueInUnit(),
        labels(series.attributes()),
        series.exemplars().get(0).map(exemplar -> exemplar(series, exemplar)).orElse(null),
        0,
        timeMillis);
  }

  private HistogramDataPointSnapshot histogram(MetricSeries series, long timeMillis) {
    List<Double> bounds = new ArrayList<>(series.metric().boundaries());
    bounds.add(Double.POSITIVE_INFINITY);
    List<Exemplar> shown =
        series.exemplars().stream()
            .flatMap(Optional::stream)
            .map(exemplar -> exemplar(series, exemplar))
            .filter(Objects::nonNull)
            .toList();
    return new HistogramDataPointSnapshot(
        ClassicHistogramBuckets.of(bounds, series.buckets()),
        HistogramSnapshot.CLASSIC_HISTOGRAM,
        0,
        0,
        NativeHistogramBuckets.EMPTY,
        NativeHistogramBuckets.EMPTY,
        series.valueInUnit(),
        labels(series.attributes()),
        Exemplars.of(shown),
        0,
        timeMillis);
  }

  private Exemplar exemplar(MetricSeries series, MetricExemplar exemplar) {
    if (!exemplars) {
      return null;
    }
    Exemplar.Builder builder =
        Exemplar.builder()
            .value(series.metric().unit().value(exemplar.value()))
            .traceId(exemplar.traceId())
            .spanId(exemplar.spanId());
    if (!exemplar.connectionId().isEmpty()) {
      builder.labels(Labels.of("connection_id", exemplar.connectionId()));
    }
    builder.timestampMillis(exemplar.timeMillis());
    return builder.build();
  }

  private static Labels labels(Attributes attributes) {
    Labels.Builder labels = Labels.builder();
    attributes.forEach((key, value) -> labels.label(key.getKey(), value.toString()));
    return labels.build();
  }
}
