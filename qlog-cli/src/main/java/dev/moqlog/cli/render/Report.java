package dev.moqlog.cli.render;

import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.summary.FleetSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import java.io.IOException;

/** A way to show results. */
public interface Report {

  /** Takes a connection, in order. */
  void connection(DiagnosedConnection connection) throws IOException;

  /** Takes a source whose connections were taken. */
  void source(SourceSummary source) throws IOException;

  /** Writes what is not yet written; the stream stays open. */
  void end(FleetSummary fleet) throws IOException;
}
