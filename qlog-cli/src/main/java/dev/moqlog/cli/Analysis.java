package dev.moqlog.cli;

import dev.moqlog.analyzer.QlogAnalyzer;
import dev.moqlog.analyzer.Results;
import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.FleetSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.analyzer.summary.StratifiedSummary;
import dev.moqlog.cli.render.Report;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Reads all logs of a command line once, adds them up, and hands them to a report. */
final class Analysis implements Results {

  private static final int BUFFER_BYTES = 1 << 16;

  private final Terminal terminal;
  private final boolean problemsToTerminal;
  private final Optional<StratifiedSummary> groups;
  private final Report report;
  private final FleetSummary fleet = new FleetSummary();

  /** Makes the report on a stream. */
  interface Reports {
    Report on(OutputStream out) throws IOException;
  }

  private Analysis(
      Terminal terminal,
      Optional<StratifiedSummary> groups,
      boolean problemsToTerminal,
      Report report) {
    this.groups = groups;
    this.terminal = terminal;
    this.problemsToTerminal = problemsToTerminal;
    this.report = report;
  }

  /**
   * Reads everything and writes the report.
   *
   * @param analyzer what reads the logs
   * @param groups gets each connection, too; empty for none
   * @param problemsToTerminal whether what could not be read is named on standard error, for
   *     reports that do not name it
   * @return the totals
   */
  static FleetSummary run(
      Terminal terminal,
      LogOptions logs,
      QlogAnalyzer analyzer,
      Optional<StratifiedSummary> groups,
      boolean problemsToTerminal,
      OutputStream out,
      Reports reports)
      throws IOException {
    OutputStream buffered = new BufferedOutputStream(out, BUFFER_BYTES);
    Report report = reports.on(buffered);
    Analysis analysis = new Analysis(terminal, groups, problemsToTerminal, report);
    ProgressBar progress = new ProgressBar(terminal, System::nanoTime);
    try {
      analyzer.analyzeJoined(
          logs.paths(), analysis, terminal.errIsTerminal() ? progress : QlogAnalyzer.Progress.NONE);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      progress.close();
    }
    report.end(analysis.fleet);
    buffered.flush();
    return analysis.fleet;
  }

  /**
   * Reads everything for a report that writes nothing; what could not be read is named on standard
   * error.
   *
   * @return the totals
   */
  static FleetSummary run(
      Terminal terminal, LogOptions logs, QlogAnalyzer analyzer, RecordingReport report)
      throws IOException {
    return run(
        terminal,
        logs,
        analyzer,
        Optional.empty(),
        true,
        OutputStream.nullOutputStream(),
        nowhere -> report);
  }

  @Override
  public void connection(ConnectionSummary connection) {
    fleet.add(connection);
    groups.ifPresent(all -> all.add(connection));
    try {
      report.connection(DiagnosedConnection.of(connection));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void source(SourceSummary source) {
    fleet.add(source);
    try {
      report.source(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (problemsToTerminal) {
      for (String problem : source.problems()) {
        terminal.error(source.source() + ": " + problem);
      }
    }
  }
}
