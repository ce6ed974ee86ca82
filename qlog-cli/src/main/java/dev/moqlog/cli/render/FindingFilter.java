package dev.moqlog.cli.render;

import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.diagnose.Finding;
import dev.moqlog.analyzer.summary.FleetSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import java.io.IOException;
import java.util.function.Predicate;

/** Hands on to a report only some findings, and only connections that have one of them. */
public final class FindingFilter implements Report {

  private final Report report;
  private final Predicate<Finding> condition;

  /** A filter before a report; the condition is asked once for each finding. */
  public FindingFilter(Report report, Predicate<Finding> condition) {
    this.report = report;
    this.condition = condition;
  }

  @Override
  public void connection(DiagnosedConnection connection) throws IOException {
    DiagnosedConnection filtered = connection.only(condition);
    if (!filtered.findings().isEmpty()) {
      report.connection(filtered);
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
