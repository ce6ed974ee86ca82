package dev.moqlog.cli.otlp;

import dev.moqlog.analyzer.telemetry.ConnectionSpans;
import dev.moqlog.analyzer.telemetry.TelemetryMetric;
import dev.moqlog.cli.telemetry.MetricExemplar;
import dev.moqlog.cli.telemetry.MetricSeries;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DoubleExemplarData;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.HistogramData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongExemplarData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.metrics.export.MetricProducer;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Series as OpenTelemetry has them: cumulative since a given time, with exemplars. Safe for all
 * threads if what it asks for the series is.
 */
public final class OtlpMetrics implements MetricProducer {

  private final InstrumentationScopeInfo scope;
  private final Supplier<List<MetricSeries>> series;
  private final Supplier<Instant> start;
  private final InstantSource clock;

  /**
   * @param scope what recorded the metrics
   * @param series gives all series as they are now; nothing is exported while there are none
   * @param start since when they have been counted
   * @param clock tells the time that they have these values
   */
  public OtlpMetrics(
      InstrumentationScopeInfo scope,
      Supplier<List<MetricSeries>> series,
      Supplier<Instant> start,
      InstantSource clock) {
    this.scope = scope;
    this.series = series;
    this.start = start;
    this.clock = clock;
  }

  @Override
  public Collection<MetricData> produce(Resource resource) {
    Map<TelemetryMetric, List<MetricSeries>> metrics = new EnumMap<>(TelemetryMetric.class);
    for (MetricSeries one : series.get()) {
      metrics.computeIfAbsent(one.metric(), any -> new ArrayList<>()).add(one);
    }
    Instant now = clock.instant();
    Instant since = start.get();
    long nowNanos = nanos(now);
    long startNanos = since.isAfter(now) ? nowNanos : nanos(since);
    List<MetricData> all = new ArrayList<>();
    metrics.forEach(
        (metric, of) -> {
          Points points = new Points(of, startNanos, nowNanos);
          all.add(new Metric(resource, scope, metric, type(metric), points.data(metric)));
        });
    return all;
  }

  /** How many data points metrics have. */
  static long points(Collection<MetricData> metrics) {
    return metrics.stream().mapToLong(metric -> metric.getData().getPoints().size()).sum();
  }

  private static long nanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }

  private static MetricDataType type(TelemetryMetric metric) {
    return switch (metric.kind()) {
      case COUNTER -> metric.unit().whole() ? MetricDataType.LONG_SUM : MetricDataType.DOUBLE_SUM;
      case HISTOGRAM -> MetricDataType.HISTOGRAM;
      case GAUGE -> MetricDataType.DOUBLE_GAUGE;
    };
  }

  /** The data points of a metric. */
  private record Points(List<MetricSeries> series, long startNanos, long nowNanos) {

    Data<?> data(TelemetryMetric metric) {
      AggregationTemporality cumulative = AggregationTemporality.CUMULATIVE;
      return switch (metric.kind()) {
        case COUNTER ->
            metric.unit().whole()
                ? SumData.createLongSumData(true, cumulative, all(this::whole))
                : SumData.createDoubleSumData(true, cumulative, all(this::fraction));
        case HISTOGRAM -> HistogramData.create(cumulative, all(this::histogram));
        case GAUGE -> GaugeData.createDoubleGaugeData(all(this::fraction));
      };
    }

    private <P> List<P> all(Function<MetricSeries, P> point) {
      return series.stream().map(point).toList();
    }

    private LongPointData whole(MetricSeries one) {
      return new LongPoint(
          startNanos,
          nowNanos,
          one.attributes(),
          one.value(),
          exemplars(
              one,
              (exemplar, attributes, time) ->
                  LongExemplarData.create(attributes, time, span(exemplar), exemplar.value())));
    }

    private DoublePointData fraction(MetricSeries one) {
      return DoublePointData.create(
          startNanos, nowNanos, one.attributes(), one.valueInUnit(), doubleExemplars(one));
    }

    private HistogramPointData histogram(MetricSeries one) {
      return new HistogramPoint(
          startNanos,
          nowNanos,
          one.attributes(),
          one.valueInUnit(),
          one.count(),
          one.metric().boundaries(),
          one.buckets(),
          doubleExemplars(one));
    }

    private List<DoubleExemplarData> doubleExemplars(MetricSeries one) {
      return exemplars(
          one,
          (exemplar, attributes, time) ->
              DoubleExemplarData.create(
                  attributes, time, span(exemplar), one.metric().unit().value(exemplar.value())));
    }

    private <E> List<E> exemplars(MetricSeries one, ExemplarFactory<E> factory) {
      return one.exemplars().stream()
          .flatMap(Optional::stream)
          .map(exemplar -> factory.make(exemplar, attributes(exemplar), time(exemplar)))
          .toList();
    }

    private static long time(MetricExemplar exemplar) {
      return TimeUnit.MILLISECONDS.toNanos(exemplar.timeMillis());
    }

    private static Attributes attributes(MetricExemplar exemplar) {
      return exemplar.connectionId().isEmpty()
          ? Attributes.empty()
          : Attributes.of(ConnectionSpans.CONNECTION_ID, exemplar.connectionId());
    }

    private static SpanContext span(MetricExemplar exemplar) {
      return SpanContext.create(
          exemplar.traceId(), exemplar.spanId(), TraceFlags.getSampled(), TraceState.getDefault());
    }
  }

  /** Makes an exemplar of either kind. */
  private interface ExemplarFactory<E> {
    E make(MetricExemplar exemplar, Attributes attributes, long timeNanos);
  }

  /** The SDK makes metrics of its own instruments only. */
  private record Metric(
      Resource resource,
      InstrumentationScopeInfo scope,
      TelemetryMetric metric,
      MetricDataType type,
      Data<?> data)
      implements MetricData {

    @Override
    public Resource getResource() {
      return resource;
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
      return scope;
    }

    @Override
    public String getName() {
      return metric.otelName();
    }

    @Override
    public String getDescription() {
      return metric.description();
    }

    @Override
    public String getUnit() {
      return metric.unit().ucum();
    }

    @Override
    public MetricDataType getType() {
      return type;
    }

    @Override
    public Data<?> getData() {
      return data;
    }
  }

  /** The SDK's own factory takes no exemplars. */
  private record LongPoint(
      long startNanos, long nanos, Attributes attributes, long value, List<LongExemplarData> shown)
      implements LongPointData {

    @Override
    public long getStartEpochNanos() {
      return startNanos;
    }

    @Override
    public long getEpochNanos() {
      return nanos;
    }

    @Override
    public Attributes getAttributes() {
      return attributes;
    }

    @Override
    public long getValue() {
      return value;
    }

    @Override
    public List<LongExemplarData> getExemplars() {
      return shown;
    }
  }

  /** The SDK's own factory takes no exemplars. */
  private record HistogramPoint(
      long startNanos,
      long nanos,
      Attributes attributes,
      double sum,
      long count,
      List<Double> boundaries,
      List<Long> counts,
      List<DoubleExemplarData> shown)
      implements HistogramPointData {

    @Override
    public long getStartEpochNanos() {
      return startNanos;
    }

    @Override
    public long getEpochNanos() {
      return nanos;
    }

    @Override
    public Attributes getAttributes() {
      return attributes;
    }

    @Override
    public double getSum() {
      return sum;
    }

    @Override
    public long getCount() {
      return count;
    }

    @Override
    public boolean hasMin() {
      return false;
    }

    @Override
    public double getMin() {
      return 0;
    }

    @Override
    public boolean hasMax() {
      return false;
    }

    @Override
    public double getMax() {
      return 0;
    }

    @Override
    public List<Double> getBoundaries() {
      return boundaries;
    }

    @Override
    public List<Long> getCounts() {
      return counts;
    }

    @Override
    public List<DoubleExemplarData> getExemplars() {
      return shown;
    }
  }
}
