package dev.moqlog.samples.telemetry.emit;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.DoubleExemplarData;
import io.opentelemetry.sdk.metrics.data.ExemplarData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongExemplarData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
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
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Metrics of the SDK as the client library of Prometheus has them. */
final class Snapshots {

  private Snapshots() {}

  /** A point of a sum or gauge. */
  private record Point(
      double value, Attributes attributes, List<? extends ExemplarData> exemplars) {

    Labels labels() {
      return Snapshots.labels(attributes);
    }
  }

  static MetricSnapshot of(MetricData metric) {
    boolean counter = isCounter(metric);
    MetricMetadata metadata =
        new MetricMetadata(
            PrometheusNames.of(metric.getName(), metric.getUnit(), counter),
            metric.getDescription());
    if (metric.getType() == MetricDataType.HISTOGRAM) {
      return new HistogramSnapshot(
          metadata,
          metric.getHistogramData().getPoints().stream().map(Snapshots::histogram).toList());
    }
    return counter
        ? new CounterSnapshot(
            metadata,
            points(metric)
                .map(
                    point ->
                        new CounterDataPointSnapshot(
                            point.value, point.labels(), latest(point.exemplars), 0))
                .toList())
        : new GaugeSnapshot(
            metadata,
            points(metric)
                .map(point -> new GaugeDataPointSnapshot(point.value, point.labels(), null))
                .toList());
  }

  private static boolean isCounter(MetricData metric) {
    return switch (metric.getType()) {
      case LONG_SUM -> metric.getLongSumData().isMonotonic();
      case DOUBLE_SUM -> metric.getDoubleSumData().isMonotonic();
      default -> false;
    };
  }

  private static Stream<Point> points(MetricData metric) {
    return switch (metric.getType()) {
      case LONG_SUM, LONG_GAUGE ->
          (metric.getType() == MetricDataType.LONG_SUM
                  ? metric.getLongSumData()
                  : metric.getLongGaugeData())
              .getPoints().stream()
                  .map(
                      point ->
                          new Point(point.getValue(), point.getAttributes(), point.getExemplars()));
      case DOUBLE_SUM, DOUBLE_GAUGE ->
          (metric.getType() == MetricDataType.DOUBLE_SUM
                  ? metric.getDoubleSumData()
                  : metric.getDoubleGaugeData())
              .getPoints().stream()
                  .map(
                      point ->
                          new Point(point.getValue(), point.getAttributes(), point.getExemplars()));
      default -> Stream.empty();
    };
  }

  private static HistogramDataPointSnapshot histogram(HistogramPointData point) {
    List<Double> bounds = new ArrayList<>(point.getBoundaries());
    bounds.add(Double.POSITIVE_INFINITY);
    return new HistogramDataPointSnapshot(
        ClassicHistogramBuckets.of(bounds, new ArrayList<Number>(point.getCounts())),
        HistogramSnapshot.CLASSIC_HISTOGRAM,
        0,
        0,
        NativeHistogramBuckets.EMPTY,
        NativeHistogramBuckets.EMPTY,
        point.getSum(),
        labels(point.getAttributes()),
        Exemplars.of(point.getExemplars().stream().map(Snapshots::exemplar).toList()),
        0,
        0);
  }

  private static Exemplar latest(List<? extends ExemplarData> exemplars) {
    return exemplars.stream()
        .max((one, other) -> Long.compare(one.getEpochNanos(), other.getEpochNanos()))
        .map(Snapshots::exemplar)
        .orElse(null);
  }

  private static Exemplar exemplar(ExemplarData exemplar) {
    double value =
        exemplar instanceof LongExemplarData whole
            ? whole.getValue()
            : ((DoubleExemplarData) exemplar).getValue();
    return Exemplar.builder()
        .value(value)
        .traceId(exemplar.getSpanContext().getTraceId())
        .spanId(exemplar.getSpanContext().getSpanId())
        .timestampMillis(TimeUnit.NANOSECONDS.toMillis(exemplar.getEpochNanos()))
        .build();
  }

  private static Labels labels(Attributes attributes) {
    Labels.Builder labels = Labels.builder();
    attributes.forEach((key, value) -> labels.label(key.getKey(), value.toString()));
    return labels.build();
  }
}
