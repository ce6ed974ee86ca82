package dev.moqlog.cli.render;

import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.summary.FleetSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import java.io.IOException;

/** Hands on to a report only connections whose id begins in a certain way. */
public final class ConnectionFilter implements Report {

  private final Report report;
  private final String idPrefix;

  /** A filter before a report. */
  public ConnectionFilter(Report report, String idPrefix) {
    this.report = report;
    this.idPrefix = idPrefix;
  }

  @Override
  public void connection(DiagnosedConnection connection) throws IOException {
    if (connection.connection().connectionId().startsWith(idPrefix)) {
      report.connection(connection);
    }
  }

  @Override
  public void source(SourceSummary source) throws IOException {
    report.source(source);
  }

  @Override
  public void end(FleetSummary fleet) throws IOException {
    report.end(fleet);
  }
}
