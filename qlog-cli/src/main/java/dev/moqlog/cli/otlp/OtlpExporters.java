package dev.moqlog.cli.otlp;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The SDK's exporters, with what they export counted. Spans and log records go in batches that are
 * small enough for any endpoint: collectors take 4 MiB a request by gRPC.
 */
final class OtlpExporters {

  private static final long MAX_BATCH_BYTES = 2 << 20;
  private static final long ITEM_BYTES = 256;

  private OtlpExporters() {}

  private static <T> CompletableResultCode export(
      Collection<T> all,
      ToLongFunction<T> size,
      OtlpDelivery delivery,
      Function<Collection<T>, CompletableResultCode> exporter) {
    List<CompletableResultCode> results = new ArrayList<>();
    List<T> batch = new ArrayList<>();
    long bytes = 0;
    for (T item : all) {
      long itemBytes = size.applyAsLong(item);
      if (bytes + itemBytes > MAX_BATCH_BYTES && !batch.isEmpty()) {
        results.add(one(batch, delivery, exporter));
        batch = new ArrayList<>();
        bytes = 0;
      }
      batch.add(item);
      bytes += itemBytes;
    }
    results.add(one(batch, delivery, exporter));
    return CompletableResultCode.ofAll(results);
  }

  private static <T> CompletableResultCode one(
      List<T> batch,
      OtlpDelivery delivery,
      Function<Collection<T>, CompletableResultCode> exporter) {
    return delivery.export(batch.size(), batch.size(), () -> exporter.apply(batch));
  }

  /** About as many bytes as attributes take, at most 3 times more or fewer. */
  private static long size(Attributes attributes) {
    long[] bytes = {0};
    attributes.forEach(
        (key, value) -> bytes[0] += 16 + key.getKey().length() + value.toString().length());
    return bytes[0];
  }

  /** Spans that are counted. */
  record Spans(SpanExporter exporter, OtlpDelivery delivery) implements SpanExporter {

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      return OtlpExporters.export(spans, Spans::bytes, delivery, exporter::export);
    }

    private static long bytes(SpanData span) {
      long bytes = ITEM_BYTES + size(span.getAttributes());
      for (EventData event : span.getEvents()) {
        bytes += 32 + event.getName().length() + size(event.getAttributes());
      }
      return bytes;
    }

    @Override
    public CompletableResultCode flush() {
      return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
      return exporter.shutdown();
    }
  }

  /** Log records that are counted. */
  record Logs(LogRecordExporter exporter, OtlpDelivery delivery) implements LogRecordExporter {

    @Override
    public CompletableResultCode export(Collection<LogRecordData> logs) {
      return OtlpExporters.export(
          logs, log -> ITEM_BYTES + size(log.getAttributes()), delivery, exporter::export);
    }

    @Override
    public CompletableResultCode flush() {
      return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
      return exporter.shutdown();
    }
  }

  /** Metrics whose points are counted. */
  record Metrics(MetricExporter exporter, OtlpDelivery delivery) implements MetricExporter {

    @Override
    public CompletableResultCode export(Collection<MetricData> metrics) {
      return delivery.export(OtlpMetrics.points(metrics), 0, () -> exporter.export(metrics));
    }

    @Override
    public CompletableResultCode flush() {
      return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
      return exporter.shutdown();
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType instrument) {
      return AggregationTemporality.CUMULATIVE;
    }

    @Override
    public Aggregation getDefaultAggregation(InstrumentType instrument) {
      return Aggregation.drop();
    }

    @Override
    public MemoryMode getMemoryMode() {
      return exporter.getMemoryMode();
    }
  }
}
