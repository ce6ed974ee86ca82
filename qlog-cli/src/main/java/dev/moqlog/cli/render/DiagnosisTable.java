package dev.moqlog.cli.render;

import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.diagnose.Finding;
import dev.moqlog.analyzer.diagnose.Finding.Severity;
import dev.moqlog.analyzer.diagnose.FleetDiagnosis;
import dev.moqlog.analyzer.diagnose.FleetDiagnosis.Example;
import dev.moqlog.analyzer.diagnose.Rule;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.FleetSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * For people: what was found in how many connections with the worst examples, then the worst
 * connections with what was found in them. Takes only connections that have findings.
 */
public final class DiagnosisTable implements Report {

  private static final int MAX_FINDINGS = 3;
  private static final int MAX_ID_COLUMNS = 40;
  private static final int SEVERITY_COLUMNS = 12;

  private final OutputStream out;
  private final Selection selection;
  private final Severity atLeast;
  private final Style style;
  private final FleetDiagnosis diagnosis = new FleetDiagnosis();
  private final Problems problems = new Problems();
  private final List<String> lines = new ArrayList<>();

  /**
   * A report of the selected connections.
   *
   * @param atLeast the severity that the findings have at least
   */
  public DiagnosisTable(OutputStream out, Selection selection, Severity atLeast, Style style) {
    this.out = out;
    this.selection = selection;
    this.atLeast = atLeast;
    this.style = style;
  }

  @Override
  public void connection(DiagnosedConnection connection) {
    diagnosis.add(connection);
    selection.add(connection);
  }

  @Override
  public void source(SourceSummary source) {
    problems.add(source);
  }

  @Override
  public void end(FleetSummary fleet) throws IOException {
    if (fleet.sources() == 0) {
      lines.add(style.alert("There are no files to read."));
    } else if (fleet.sources() > fleet.sourcesSkipped()) {
      title(fleet);
    }
    if (diagnosis.connections() > 0) {
      lines.add("");
      rules(fleet);
      worst();
    }
    lines.addAll(problems.lines(style));
    for (String line : lines) {
      out.write((line + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
    }
    out.flush();
  }

  private void title(FleetSummary fleet) {
    lines.add(
        style.heading(
            Text.count(fleet.connections(), "connection")
                + " in "
                + Text.count(fleet.sources() - fleet.sourcesSkipped(), "file")
                + ": "
                + (diagnosis.connections() == 0
                    ? "no connection has a finding " + threshold()
                    : Text.count(diagnosis.connections())
                        + (diagnosis.connections() == 1 ? " has" : " have")
                        + " a finding "
                        + threshold())));
  }

  private String threshold() {
    return switch (atLeast) {
      case INFO -> "at all";
      case WARNING -> "above info";
      case CRITICAL -> "that is critical";
    };
  }

  private void rules(FleetSummary fleet) {
    List<Rule> rules = diagnosis.rules(atLeast);
    Columns columns = new Columns(1);
    columns.row("found", "connections", "share", "critical");
    for (Rule rule : rules) {
      long connections = diagnosis.connections(rule, atLeast);
      columns.row(
          rule.label(),
          Text.count(connections),
          Text.percent((double) connections / fleet.connections()),
          Text.count(diagnosis.connections(rule, Severity.CRITICAL)));
    }
    List<String> rows = columns.lines();
    lines.add(style.heading(rows.get(0)));
    for (int i = 0; i < rules.size(); i++) {
      lines.add(rows.get(i + 1));
      for (Example example : diagnosis.worst(rules.get(i), atLeast)) {
        String id = Text.fit(example.connectionId(), MAX_ID_COLUMNS);
        lines.add("  " + id + "  " + Text.fit(example.source(), style.columns() - 4 - id.length()));
      }
    }
    lines.add("");
  }

  private void worst() {
    List<DiagnosedConnection> connections = selection.connections();
    if (connections.isEmpty()) {
      return;
    }
    lines.add(style.heading("worst connections"));
    connections.forEach(this::details);
    long others = diagnosis.connections() - connections.size();
    if (others > 0) {
      lines.add(Text.count(others) + " more; see --top, or --format ndjson for all");
    }
    lines.add("qlog-cli inspect FILE tells more about one, --explain NAME about a finding");
    lines.add("");
  }

  private void details(DiagnosedConnection diagnosed) {
    ConnectionSummary connection = diagnosed.connection();
    lines.add(
        Text.fit(connection.connectionId(), MAX_ID_COLUMNS)
            + "  "
            + connection.vantagePoint().qlogName()
            + connection.producer().map(producer -> "  " + Text.printable(producer)).orElse("")
            + "  "
            + Text.duration(connection.durationNanos()));
    lines.add("  " + Text.fit(connection.source(), style.columns() - 2));
    List<Finding> findings = diagnosed.findings();
    for (Finding finding : findings.subList(0, Math.min(MAX_FINDINGS, findings.size()))) {
      details(connection, finding);
    }
    if (findings.size() > MAX_FINDINGS) {
      lines.add("  and " + Text.count(findings.size() - MAX_FINDINGS) + " more");
    }
    lines.add("");
  }

  private void details(ConnectionSummary connection, Finding finding) {
    String severity = finding.severity().label();
    String indent = " ".repeat(SEVERITY_COLUMNS);
    String padded = "  " + severity + " ".repeat(SEVERITY_COLUMNS - 2 - severity.length());
    List<String> text =
        Text.wrap(
            finding.rule().label() + ": " + finding.text(), style.columns() - SEVERITY_COLUMNS);
    lines.add((finding.severity() == Severity.INFO ? padded : style.alert(padded)) + text.get(0));
    text.stream().skip(1).forEach(line -> lines.add(indent + line));
    List<String> where = new ArrayList<>();
    String span = Times.span(connection, finding.startNanos(), finding.endNanos());
    if (!span.isEmpty()) {
      where.add(span);
    }
    finding.evidence().stream()
        .flatMapToLong(evidence -> evidence.offset().stream())
        .findFirst()
        .ifPresent(offset -> where.add("at byte " + offset));
    if (!where.isEmpty()) {
      lines.add(indent + String.join(", ", where));
    }
  }
}
