package dev.moqlog.cli.telemetry;

import dev.moqlog.analyzer.telemetry.TelemetryMetric;
import dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind;
import io.opentelemetry.api.common.Attributes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A series that grows. Not safe for several threads. */
final class Series {

  final TelemetryMetric metric;
  final Attributes attributes;
  private long value;
  private final long[] bounds;
  private final long[] buckets;
  private final MetricExemplar[] exemplars;

  /** Whether it grew since it was last saved. */
  boolean changed;

  Series(TelemetryMetric metric, Attributes attributes) {
    this.metric = metric;
    this.attributes = attributes;
    this.bounds = metric.boundaries().stream().mapToLong(metric.unit()::recorded).toArray();
    boolean histogram = metric.kind() == Kind.HISTOGRAM;
    this.buckets = new long[histogram ? bounds.length + 1 : 0];
    this.exemplars = new MetricExemplar[Math.max(1, buckets.length)];
  }

  /** Puts back what {@link #snapshot} gave; false if it does not fit. */
  boolean restore(MetricSeries saved) {
    if (saved.buckets().size() != buckets.length || saved.exemplars().size() != exemplars.length) {
      return false;
    }
    value = saved.value();
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = saved.buckets().get(i);
    }
    for (int i = 0; i < exemplars.length; i++) {
      exemplars[i] = saved.exemplars().get(i).orElse(null);
    }
    return true;
  }

  void add(long amount, MetricExemplar exemplar) {
    value = saturatedSum(value, amount);
    exemplars[0] = MetricExemplar.newer(exemplars[0], exemplar);
    changed = true;
  }

  void record(long recorded, long times, MetricExemplar exemplar) {
    int bucket = bucketOf(recorded);
    buckets[bucket] += times;
    value = saturatedSum(value, saturatedProduct(recorded, times));
    exemplars[bucket] = MetricExemplar.newer(exemplars[bucket], exemplar);
    changed = true;
  }

  void set(long newValue) {
    value = newValue;
    changed = true;
  }

  /** Adds what another series of the same metric has; the value of a gauge is replaced. */
  void merge(Series other) {
    value = metric.kind() == Kind.GAUGE ? other.value : saturatedSum(value, other.value);
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] += other.buckets[i];
    }
    for (int i = 0; i < exemplars.length; i++) {
      exemplars[i] = MetricExemplar.newer(exemplars[i], other.exemplars[i]);
    }
    changed = true;
  }

  /** Bounds are inclusive. */
  private int bucketOf(long recorded) {
    int i = Arrays.binarySearch(bounds, recorded);
    return i >= 0 ? i : -i - 1;
  }

  MetricSeries snapshot() {
    return new MetricSeries(
        metric,
        attributes,
        value,
        Arrays.stream(buckets).boxed().toList(),
        List.copyOf(Arrays.stream(exemplars).map(Optional::ofNullable).toList()));
  }

  private static long saturatedSum(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  private static long saturatedProduct(long a, long b) {
    return Math.multiplyHigh(a, b) == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE;
  }
}
