package dev.moqlog.samples.telemetry.emit;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Reads the metrics of an SDK whenever Prometheus asks for them. Safe for all threads. */
public final class ScrapeReader implements MetricReader {

  private volatile CollectionRegistration registration = CollectionRegistration.noop();

  /** Reads nothing until it is registered with an SDK. */
  public ScrapeReader() {}

  @Override
  public void register(CollectionRegistration source) {
    registration = source;
  }

  /** All metrics as they are now. */
  public MetricSnapshots collect() {
    Collection<MetricData> metrics = registration.collectAllMetrics();
    List<MetricData> present = new ArrayList<>(metrics);
    present.removeIf(metric -> metric.isEmpty());
    return new MetricSnapshots(present.stream().map(Snapshots::of).toList());
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType type) {
    return AggregationTemporality.CUMULATIVE;
  }

  @Override
  public CompletableResultCode forceFlush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }
}
