package dev.moqlog.observability.stand;

import dev.moqlog.observability.Metric;
import dev.moqlog.observability.SourceMetric;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Metrics as they might be so many seconds after a start: counters and histograms have grown. */
final class MadeUpMetrics {

  /** Values of each label, the first of which go together, and the second. */
  private static final Map<String, List<String>> VALUES =
      Map.ofEntries(
          Map.entry("relay_instance", List.of("relay-1", "relay-2.example")),
          Map.entry("namespace", List.of("live/cam-1", "live/cam-2")),
          Map.entry("region", List.of("eu-west", "us-east")),
          Map.entry("transport", List.of("webtransport", "websocket")),
          Map.entry("codec", List.of("avc1.64001f", "opus")),
          Map.entry("track_type", List.of("video", "audio")),
          Map.entry("decision", List.of("sampled", "skipped")),
          Map.entry("reason", List.of("rate", "memory")));

  private final double seconds;

  MadeUpMetrics(double seconds) {
    this.seconds = seconds;
  }

  MetricSnapshot of(Metric metric) {
    String name = metric.prometheusName();
    return switch (metric.kind()) {
      case COUNTER -> {
        CounterSnapshot.Builder counter =
            CounterSnapshot.builder().name(name.substring(0, name.length() - "_total".length()));
        for (int i = 0; i < series(metric); i++) {
          counter.dataPoint(
              CounterSnapshot.CounterDataPointSnapshot.builder()
                  .labels(labels(metric, i))
                  .value(Math.floor(seconds * (1 + i + scale(name))))
                  .build());
        }
        yield counter.build();
      }
      case GAUGE -> {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name);
        for (int i = 0; i < series(metric); i++) {
          gauge.dataPoint(
              GaugeSnapshot.GaugeDataPointSnapshot.builder()
                  .labels(labels(metric, i))
                  .value(10 * (i + 1) + seconds % 7)
                  .build());
        }
        yield gauge.build();
      }
      case HISTOGRAM -> {
        HistogramSnapshot.Builder histogram = HistogramSnapshot.builder().name(name);
        for (int i = 0; i < series(metric); i++) {
          histogram.dataPoint(
              HistogramSnapshot.HistogramDataPointSnapshot.builder()
                  .labels(labels(metric, i))
                  .classicHistogramBuckets(buckets((SourceMetric) metric, i))
                  .sum(seconds * 10)
                  .build());
        }
        yield histogram.build();
      }
    };
  }

  /** Sent is more than received, and of bytes there are more than of objects. */
  private static double scale(String name) {
    double scale = name.contains("sent") || name.contains("decoded") ? 30 : 5;
    if (name.contains("bytes")) {
      scale *= name.contains("app_bytes") ? 1000 : 1080;
    }
    return scale;
  }

  /** Most values are in the second quarter of the buckets, and a few beyond the last. */
  private ClassicHistogramBuckets buckets(SourceMetric metric, int shift) {
    List<Double> bounds = new ArrayList<>(metric.boundaries());
    bounds.add(Double.POSITIVE_INFINITY);
    List<Number> counts = new ArrayList<>();
    for (int i = 0; i < bounds.size(); i++) {
      double distance = Math.abs(i - bounds.size() / 4.0 - shift);
      counts.add((long) (seconds * 20 / (1 + distance * distance * distance)));
    }
    return ClassicHistogramBuckets.of(bounds, counts);
  }

  private static Labels labels(Metric metric, int which) {
    List<String> names = metric.labels();
    return Labels.of(
        names.toArray(String[]::new),
        names.stream().map(name -> VALUES.get(name).get(which)).toArray(String[]::new));
  }

  /** A metric without labels has one series only. */
  private static int series(Metric metric) {
    return metric.labels().isEmpty() ? 1 : 2;
  }
}
