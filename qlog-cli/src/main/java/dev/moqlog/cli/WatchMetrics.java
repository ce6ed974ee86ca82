package dev.moqlog.cli;

import dev.moqlog.analyzer.telemetry.ConnectionMetrics;
import dev.moqlog.analyzer.telemetry.TelemetryMetric;
import dev.moqlog.cli.telemetry.MetricSeries;
import dev.moqlog.cli.telemetry.MetricTable;
import dev.moqlog.cli.watch.WatchNumbers;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a watch shows to Prometheus: what it has counted, and how it is doing. Any thread. */
final class WatchMetrics {

  private final TraceCounter counter;
  private final WatchLoop loop;
  private final TelemetryOptions options;
  private final InstantSource clock;

  WatchMetrics(
      TraceCounter counter, WatchLoop loop, TelemetryOptions options, InstantSource clock) {
    this.counter = counter;
    this.loop = loop;
    this.options = options;
    this.clock = clock;
  }

  /** All series, by metric. */
  List<MetricSeries> series() {
    MetricTable own = new MetricTable(clock);
    ConnectionMetrics metrics = options.metrics(own);
    metrics.build(QlogCli.versionNumber());
    WatchLoop.Run run = loop.lastRun();
    metrics.run(run.end(), run.duration(), run.success());
    WatchNumbers numbers = loop.numbers();
    metrics.set(TelemetryMetric.WATCH_OPEN, numbers.open());
    metrics.set(TelemetryMetric.WATCH_LAG, numbers.lag().toNanos());
    metrics.set(TelemetryMetric.WATCH_COUNTED, numbers.totals().counted());
    metrics.set(TelemetryMetric.WATCH_MISSED, numbers.totals().missed());
    metrics.set(TelemetryMetric.WATCH_CHANGED, numbers.totals().changed());
    metrics.set(TelemetryMetric.WATCH_FAILED, numbers.totals().failed());
    metrics.set(TelemetryMetric.WATCH_UNREADABLE, numbers.unreadable());
    List<MetricSeries> all = new ArrayList<>(counter.series());
    all.addAll(own.series());
    all.sort(Comparator.comparing(MetricSeries::metric));
    return all;
  }
}
