package dev.moqlog.samples.telemetry;

import dev.moqlog.samples.telemetry.emit.ScrapeReader;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;
import io.opentelemetry.sdk.metrics.View;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.List;
import java.util.Map;

/** The SDKs of the two programs, as the environment variables {@code OTEL_...} ask for them. */
final class Sdk {

  private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");

  /**
   * What holds unless a variable says otherwise. Logs go to standard output. There is no instance
   * id, which is another one after each start: relays are told apart by {@code relay_instance}, and
   * this one program stands for all players. (A real player has an SDK of its own, and so sends
   * deltas.)
   */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "otel.logs.exporter",
          "none",
          "otel.metric.export.interval",
          "10000",
          "otel.java.disabled.resource.providers",
          "io.opentelemetry.sdk.autoconfigure.ServiceInstanceIdResourceProvider");

  /** Spans get ids even where none are exported, as log lines, qlog and exemplars refer to them. */
  private static final SpanProcessor IDS =
      new SpanProcessor() {
        @Override
        public void onStart(Context parent, ReadWriteSpan span) {}

        @Override
        public boolean isStartRequired() {
          return true;
        }

        @Override
        public void onEnd(ReadableSpan span) {}

        @Override
        public boolean isEndRequired() {
          return false;
        }
      };

  /** The SDK's metrics of itself, whose names are not fit for Prometheus. */
  private static final List<String> OF_ITSELF =
      List.of(
          "io.opentelemetry.sdk.trace",
          "io.opentelemetry.exporters.otlp-grpc",
          "io.opentelemetry.exporters.otlp-http");

  private Sdk() {}

  /** One whose metrics are pushed. */
  static OpenTelemetrySdk pushing(String service) {
    return builder(service).build().getOpenTelemetrySdk();
  }

  /** One whose metrics are read and not pushed, lest anything be counted twice. */
  static OpenTelemetrySdk readBy(ScrapeReader reader, String service) {
    return builder(service)
        .addPropertiesCustomizer(properties -> Map.of("otel.metrics.exporter", "none"))
        .addMeterProviderCustomizer((meters, properties) -> meters.registerMetricReader(reader))
        .build()
        .getOpenTelemetrySdk();
  }

  private static AutoConfiguredOpenTelemetrySdkBuilder builder(String service) {
    return AutoConfiguredOpenTelemetrySdk.builder()
        .disableShutdownHook()
        .addPropertiesSupplier(() -> DEFAULTS)
        .addTracerProviderCustomizer((tracers, properties) -> tracers.addSpanProcessor(IDS))
        .addMeterProviderCustomizer((meters, properties) -> leaveOut(meters))
        .addResourceCustomizer(
            (resource, properties) -> resource.toBuilder().put(SERVICE_NAME, service).build());
  }

  private static SdkMeterProviderBuilder leaveOut(SdkMeterProviderBuilder meters) {
    View nothing = View.builder().setAggregation(Aggregation.drop()).build();
    for (String scope : OF_ITSELF) {
      meters.registerView(InstrumentSelector.builder().setMeterName(scope).build(), nothing);
    }
    return meters;
  }
}
