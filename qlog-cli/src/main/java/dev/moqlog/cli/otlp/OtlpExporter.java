package dev.moqlog.cli.otlp;

import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.telemetry.ConnectionLogs;
import dev.moqlog.analyzer.telemetry.ConnectionSpans;
import dev.moqlog.cli.telemetry.MetricSeries;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Sends connections and metrics to an OTLP endpoint, by the SDK of OpenTelemetry, which the
 * standard {@code OTEL_} variables configure.
 *
 * <p>Nothing is lost without being counted: a run with an end waits where a queue is full, one
 * without an end drops and says so, and every batch is counted as taken or failed by the answer of
 * the endpoint. Each kind of failure is told once in a while.
 *
 * <p>For one thread, but for {@link #outcome()}, and for what the SDK asks for metrics in its own.
 */
public final class OtlpExporter implements AutoCloseable {

  private static final String SCOPE = "dev.moqlog";
  private static final long FLUSH_SECONDS = 300;
  private static final long CLOSE_SECONDS = 10;
  private static final int QUEUE = 2048;

  private final OtlpSettings settings;
  private final OtlpProblems problems;
  private final OtlpDelivery spans;
  private final OtlpDelivery logRecords;
  private final OtlpDelivery metricPoints;
  private final OpenTelemetrySdk sdk;
  private final ConnectionSpans connectionSpans;
  private final ConnectionLogs connectionLogs;
  private final Supplier<List<MetricSeries>> series;
  private volatile boolean ended;
  private volatile long spansNotSampled;

  /** Where series come from, and since when they have been counted. */
  public record Metrics(Supplier<List<MetricSeries>> series, Supplier<Instant> start) {}

  /**
   * Starts to export.
   *
   * @param metrics asked whenever metrics are due, by another thread; they are exported every
   *     {@code OTEL_METRIC_EXPORT_INTERVAL}, and when all is flushed
   * @param problems gets lines for the user
   * @throws io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException if the settings or the
   *     environment are wrong; the message says how
   */
  public OtlpExporter(
      OtlpSettings settings, Metrics metrics, InstantSource clock, Consumer<String> problems) {
    this.settings = settings;
    this.problems = new OtlpProblems(problems, System::nanoTime);
    this.spans = delivery(OtlpSignal.TRACES);
    this.logRecords = delivery(OtlpSignal.LOGS);
    this.metricPoints = delivery(OtlpSignal.METRICS);
    this.series = metrics.series();
    OtlpMetrics producer =
        new OtlpMetrics(
            InstrumentationScopeInfo.builder(SCOPE).setVersion(settings.version()).build(),
            () -> ended ? List.of() : series.get(),
            metrics.start(),
            clock);
    try {
      this.sdk = sdk(producer);
    } catch (RuntimeException e) {
      this.problems.close();
      throw e;
    }
    this.connectionSpans =
        new ConnectionSpans(
            sdk.getSdkTracerProvider()
                .tracerBuilder(SCOPE)
                .setInstrumentationVersion(settings.version())
                .build());
    this.connectionLogs =
        new ConnectionLogs(
            sdk.getSdkLoggerProvider()
                .loggerBuilder(SCOPE)
                .setInstrumentationVersion(settings.version())
                .build());
  }

  private OtlpDelivery delivery(OtlpSignal signal) {
    return new OtlpDelivery(signal, settings.continuous(), problems);
  }

  private OpenTelemetrySdk sdk(OtlpMetrics producer) {
    return AutoConfiguredOpenTelemetrySdk.builder()
        .disableShutdownHook()
        .setComponentLoader(new OtlpSenders())
        .addPropertiesSupplier(OtlpSettings::defaults)
        .addPropertiesCustomizer(settings::overrides)
        .addResourceCustomizer((resource, environment) -> resource(resource))
        .addTracerProviderCustomizer(
            (provider, environment) -> provider.setIdGenerator(new ConnectionIds()))
        .addSpanExporterCustomizer(
            (exporter, environment) -> {
              spans.exportsTo(settings.shownEndpoint(OtlpSignal.TRACES, environment));
              return new OtlpExporters.Spans(exporter, spans);
            })
        .addSpanProcessorCustomizer(
            (queue, environment) -> {
              spans.queueHolds(environment.getInt("otel.bsp.max.queue.size", QUEUE));
              return new OtlpQueues.Spans(queue, spans);
            })
        .addLogRecordExporterCustomizer(
            (exporter, environment) -> {
              logRecords.exportsTo(settings.shownEndpoint(OtlpSignal.LOGS, environment));
              return new OtlpExporters.Logs(exporter, logRecords);
            })
        .addLogRecordProcessorCustomizer(
            (queue, environment) -> {
              logRecords.queueHolds(environment.getInt("otel.blrp.max.queue.size", QUEUE));
              return new OtlpQueues.Logs(queue, logRecords);
            })
        .addMetricExporterCustomizer(
            (exporter, environment) -> {
              metricPoints.exportsTo(settings.shownEndpoint(OtlpSignal.METRICS, environment));
              warnIfNotAsWanted(environment);
              return new OtlpExporters.Metrics(exporter, metricPoints);
            })
        .addMeterProviderCustomizer((provider, environment) -> metrics(provider, producer))
        .build()
        .getOpenTelemetrySdk();
  }

  /** Its own instruments, those of the SDK, are dropped by the exporter's default aggregation. */
  private static SdkMeterProviderBuilder metrics(
      SdkMeterProviderBuilder provider, OtlpMetrics producer) {
    return provider.registerMetricProducer(producer);
  }

  private Resource resource(Resource environment) {
    AttributeKey<String> name = AttributeKey.stringKey("service.name");
    var attributes = environment.getAttributes().toBuilder();
    String given = environment.getAttribute(name);
    if (given == null || given.startsWith("unknown_service")) {
      attributes.put(name, OtlpSettings.SERVICE);
      attributes.put("service.version", settings.version());
    }
    return Resource.create(
        attributes.putAll(settings.resource()).build(), environment.getSchemaUrl());
  }

  private void warnIfNotAsWanted(ConfigProperties environment) {
    String temporality =
        environment.getString("otel.exporter.otlp.metrics.temporality.preference", "cumulative");
    if (!temporality.toLowerCase(Locale.ROOT).equals("cumulative")) {
      problems.tell(
          temporality,
          "metrics are exported as cumulative, not as "
              + temporality
              + ", since they go on from"
              + " where an earlier run was");
    }
  }

  /**
   * Exports a connection as a span and a log record.
   *
   * @param now stands for its end if its log does not tell the time of day
   */
  public void export(DiagnosedConnection connection, Instant now) {
    long before = queuedSoFar();
    connectionSpans.record(connection, now);
    if (spans.isWanted() && queuedSoFar() == before) {
      spansNotSampled++;
    }
    connectionLogs.record(connection, now);
  }

  private long queuedSoFar() {
    OtlpOutcome.Count count = spans.count();
    return count.taken() + count.failed() + count.dropped() + count.waiting();
  }

  /** Sends all there is, and waits for what becomes of it. */
  public OtlpOutcome flush() {
    long points = metricPoints.exports();
    CompletableResultCode spansSent = sdk.getSdkTracerProvider().forceFlush();
    CompletableResultCode logRecordsSent = sdk.getSdkLoggerProvider().forceFlush();
    join(sdk.getSdkMeterProvider().forceFlush(), FLUSH_SECONDS);
    join(spansSent, FLUSH_SECONDS);
    join(logRecordsSent, FLUSH_SECONDS);
    if (metricPoints.isWanted() && !series.get().isEmpty() && metricPoints.exports() == points) {
      // It was just about to see whether metrics are due.
      join(sdk.getSdkMeterProvider().forceFlush(), FLUSH_SECONDS);
    }
    return outcome();
  }

  private static void join(CompletableResultCode result, long seconds) {
    result.join(seconds, TimeUnit.SECONDS);
  }

  /** What became of everything so far. */
  public OtlpOutcome outcome() {
    return new OtlpOutcome(
        spans.count(),
        logRecords.count(),
        metricPoints.count(),
        spansNotSampled,
        List.of(spans, logRecords, metricPoints).stream()
            .filter(OtlpDelivery::isWanted)
            .map(OtlpDelivery::endpoint)
            .distinct()
            .toList(),
        problems.first());
  }

  /**
   * Sends what waits yet, for some seconds at most, and ends. What could not be sent is lost, and
   * counted so.
   */
  @Override
  public void close() {
    if (settings.continuous()) {
      join(sdk.getSdkMeterProvider().forceFlush(), CLOSE_SECONDS);
    }
    ended = true;
    join(sdk.shutdown(), CLOSE_SECONDS);
    spans.end();
    logRecords.end();
    metricPoints.end();
    problems.close();
  }
}
