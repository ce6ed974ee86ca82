package dev.moqlog.cli;

import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.cli.otlp.OtlpExporter;
import dev.moqlog.cli.otlp.OtlpOutcome;
import dev.moqlog.cli.otlp.OtlpSettings;
import dev.moqlog.cli.telemetry.MetricSeries;
import dev.moqlog.cli.watch.WatchNumbers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * Exports by OTLP what a watch has counted, besides what else is done with it. An endpoint that is
 * down never holds the watch up. Not safe for several threads.
 */
final class WatchExport implements TraceCounter.Listener, AutoCloseable {

  private final TraceCounter.Listener next;
  private final OtlpExporter exporter;
  private final InstantSource clock;
  private final Terminal terminal;
  private volatile Supplier<List<MetricSeries>> series = List::of;

  /**
   * @param next learns everything first
   * @param since since when it has been counted
   */
  WatchExport(
      TraceCounter.Listener next,
      OtlpSettings settings,
      Instant since,
      InstantSource clock,
      Terminal terminal) {
    this.next = next;
    this.clock = clock;
    this.terminal = terminal;
    this.exporter =
        new OtlpExporter(
            settings,
            new OtlpExporter.Metrics(() -> series.get(), () -> since),
            clock,
            terminal::error);
  }

  /** From now on, these are exported whenever metrics are due. */
  void exports(Supplier<List<MetricSeries>> all) {
    series = all;
  }

  @Override
  public void connection(DiagnosedConnection connection) {
    next.connection(connection);
    exporter.export(connection, clock.instant());
  }

  @Override
  public void source(SourceSummary source) {
    next.source(source);
  }

  @Override
  public void committed(WatchNumbers numbers) {
    next.committed(numbers);
  }

  /** Sends what is left, for some seconds at most, and says so if something was lost. */
  @Override
  public void close() {
    exporter.close();
    OtlpOutcome outcome = exporter.outcome();
    if (outcome.lost() > 0) {
      terminal.error(outcome.message());
    }
  }
}
