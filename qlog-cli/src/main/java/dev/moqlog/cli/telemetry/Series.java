package dev.moqlog.cli.telemetry;

import dev.moqlog.analyzer.telemetry.TelemetryMetric;
import dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind;
import io.opentelemetry.api.common.Attributes;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A series that grows. Not safe for several threads. */
final class Series {

  final TelemetryMetric metric;
  final Attributes attributes;

  // The value, or the sum: the upper part counts how often the lower one reached 2^63.
  private long upper;
  private long lower;
  private final long[] bounds;
  private final long[] buckets;
  private final MetricExemplar[] exemplars;

  /** Whether it is new, or grew since it was last saved. */
  boolean changed = true;

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
    setTotal(saved.total());
    changed = false;
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = saved.buckets().get(i);
    }
    for (int i = 0; i < exemplars.length; i++) {
      exemplars[i] = saved.exemplars().get(i).orElse(null);
    }
    return true;
  }

  void add(long amount, MetricExemplar exemplar) {
    if (amount == 0) {
      return;
    }
    addTotal(0, amount);
    exemplars[0] = MetricExemplar.newer(exemplars[0], exemplar);
    changed = true;
  }

  void record(long recorded, long times, MetricExemplar exemplar) {
    int bucket = bucketOf(recorded);
    buckets[bucket] += times;
    addProduct(recorded, times);
    exemplars[bucket] = MetricExemplar.newer(exemplars[bucket], exemplar);
    changed = true;
  }

  void set(long newValue) {
    upper = 0;
    lower = newValue;
    changed = true;
  }

  /** Adds what another series of the same metric has; the value of a gauge is replaced. */
  void merge(Series other) {
    switch (metric.kind()) {
      case GAUGE -> set(other.lower);
      case COUNTER, HISTOGRAM -> {
        addTotal(other.upper, other.lower);
        changed |= !other.isZero();
      }
    }
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] += other.buckets[i];
    }
    for (int i = 0; i < exemplars.length; i++) {
      exemplars[i] = MetricExemplar.newer(exemplars[i], other.exemplars[i]);
    }
  }

  /** Whether nothing was added to it. */
  boolean isZero() {
    return upper == 0 && lower == 0 && Arrays.stream(buckets).allMatch(count -> count == 0);
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
        total(),
        Arrays.stream(buckets).boxed().toList(),
        List.copyOf(Arrays.stream(exemplars).map(Optional::ofNullable).toList()));
  }

  /** 2^63 times the upper part and the lower part. */
  private BigInteger total() {
    BigInteger low = BigInteger.valueOf(lower);
    return upper == 0 ? low : BigInteger.valueOf(upper).shiftLeft(Long.SIZE - 1).add(low);
  }

  private void setTotal(BigInteger total) {
    upper = total.signum() < 0 ? 0 : total.shiftRight(Long.SIZE - 1).longValueExact();
    lower = upper == 0 ? total.longValueExact() : total.longValue() & Long.MAX_VALUE;
  }

  private void addTotal(long addedUpper, long addedLower) {
    long sum = lower + addedLower;
    upper += addedUpper + (lower >= 0 && sum < 0 ? 1 : 0);
    lower = upper == 0 ? sum : sum & Long.MAX_VALUE;
  }

  private void addProduct(long recorded, long times) {
    // The 128 bits of the product are cut at bit 63 instead of bit 64.
    long low = recorded * times;
    long high = Math.multiplyHigh(recorded, times);
    addTotal(high << 1 | low >>> Long.SIZE - 1, low & Long.MAX_VALUE);
  }
}
