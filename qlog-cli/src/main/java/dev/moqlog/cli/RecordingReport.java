package dev.moqlog.cli;

import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.summary.FleetSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.cli.render.Report;
import java.util.function.Consumer;

/**
 * Hands results on to be recorded, and writes nothing.
 *
 * @param connections takes each connection
 * @param sources takes each source
 */
record RecordingReport(Consumer<DiagnosedConnection> connections, Consumer<SourceSummary> sources)
    implements Report {

  @Override
  public void connection(DiagnosedConnection connection) {
    connections.accept(connection);
  }

  @Override
  public void source(SourceSummary source) {
    sources.accept(source);
  }

  @Override
  public void end(FleetSummary fleet) {}
}
