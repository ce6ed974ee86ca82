package dev.moqlog.cli;

import dev.moqlog.analyzer.QlogAnalyzer;
import dev.moqlog.analyzer.Results;
import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.analyzer.telemetry.ConnectionMetrics;
import dev.moqlog.analyzer.telemetry.Measurements;
import dev.moqlog.cli.telemetry.MetricSeries;
import dev.moqlog.cli.telemetry.MetricTable;
import dev.moqlog.cli.watch.Counter;
import dev.moqlog.cli.watch.FinishedTrace;
import dev.moqlog.cli.watch.WatchNumbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Analyzes finished traces and adds them to the table of metrics.
 *
 * <p>What it has not been told to be committed, it shows to nobody: neither in {@link #series()}
 * nor to the listener. Not safe for several threads, but for {@link #series()}.
 */
final class TraceCounter implements Counter {

  /** Learns what was committed. */
  interface Listener {

    /** A connection was counted for good. Its distributions are still there. */
    void connection(DiagnosedConnection connection);

    /** A source was counted for good. */
    void source(SourceSummary source);

    /** All of a batch was told. */
    void committed(WatchNumbers numbers);
  }

  private final QlogAnalyzer analyzer;
  private final InstantSource clock;
  private final Function<Measurements, ConnectionMetrics> metrics;
  private final Listener listener;
  private final MetricTable table;
  private final List<Batch> uncommitted = new ArrayList<>();
  private volatile List<MetricSeries> shown;

  /** What came of some traces. */
  private static final class Batch implements Results {

    private final List<DiagnosedConnection> connections = new ArrayList<>();
    private final List<SourceSummary> sources = new ArrayList<>();

    @Override
    public void connection(ConnectionSummary connection) {
      connections.add(DiagnosedConnection.of(connection));
    }

    @Override
    public void source(SourceSummary source) {
      sources.add(source);
    }
  }

  /**
   * @param metrics records into the measurements it is given
   * @param saved the series of an earlier process
   * @throws IOException if they are not from this version of the program
   */
  TraceCounter(
      QlogAnalyzer analyzer,
      InstantSource clock,
      Function<Measurements, ConnectionMetrics> metrics,
      Map<String, byte[]> saved,
      Listener listener)
      throws IOException {
    this.analyzer = analyzer;
    this.clock = clock;
    this.metrics = metrics;
    this.listener = listener;
    this.table = new MetricTable(clock);
    for (byte[] series : saved.values()) {
      table.restore(series);
    }
    metrics.apply(table).begin();
    this.shown = table.series();
  }

  @Override
  public Collection<FinishedTrace> count(List<FinishedTrace> traces) {
    List<FinishedTrace> gone = new ArrayList<>();
    List<FinishedTrace> there = new ArrayList<>(traces);
    Batch batch;
    do {
      batch = new Batch();
      List<String> paths =
          there.stream().flatMap(trace -> trace.paths().stream()).map(Path::toString).toList();
      analyzer.analyzeJoined(paths, batch, QlogAnalyzer.Progress.NONE);
    } while (removeGone(there, batch, gone));
    MetricTable added = new MetricTable(clock);
    ConnectionMetrics recorder = metrics.apply(added);
    batch.connections.forEach(recorder::connection);
    batch.sources.forEach(recorder::source);
    table.merge(added);
    uncommitted.add(batch);
    return gone;
  }

  /** Moves traces of which a file vanished; what was read besides must be read once more then. */
  private static boolean removeGone(
      List<FinishedTrace> there, Batch batch, List<FinishedTrace> gone) {
    boolean unread =
        batch.sources.stream()
            .anyMatch(source -> source.status() == SourceSummary.Status.UNREADABLE);
    if (!unread) {
      return false;
    }
    List<FinishedTrace> vanished =
        there.stream()
            .filter(trace -> trace.paths().stream().anyMatch(path -> !Files.exists(path)))
            .toList();
    there.removeAll(vanished);
    gone.addAll(vanished);
    return !vanished.isEmpty();
  }

  @Override
  public Map<String, byte[]> takeChanges() {
    return table.takeChanges();
  }

  @Override
  public void committed(WatchNumbers numbers) {
    shown = table.series();
    for (Batch batch : uncommitted) {
      batch.connections.forEach(listener::connection);
      batch.sources.forEach(listener::source);
    }
    uncommitted.clear();
    listener.committed(numbers);
  }

  /** All series as of the last commit. Any thread. */
  List<MetricSeries> series() {
    return shown;
  }
}
