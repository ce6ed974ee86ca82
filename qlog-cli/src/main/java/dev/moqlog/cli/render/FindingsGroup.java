package dev.moqlog.cli.render;

import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.diagnose.Finding;
import dev.moqlog.analyzer.diagnose.Finding.Evidence;
import dev.moqlog.analyzer.diagnose.Finding.Severity;
import dev.moqlog.analyzer.summary.ConnectionSummary;

/** What is to be said about a connection, with the evidence and what to try. */
final class FindingsGroup {

  private FindingsGroup() {}

  static void add(CardLines card, DiagnosedConnection diagnosed) {
    if (diagnosed.severity().filter(worst -> worst != Severity.INFO).isEmpty()) {
      card.group();
      card.line("findings", "none above info");
    }
    for (Finding finding : diagnosed.findings()) {
      card.group();
      add(card, diagnosed.connection(), finding);
    }
  }

  private static void add(CardLines card, ConnectionSummary connection, Finding finding) {
    Style style = card.style();
    String title = finding.rule().title();
    String kind =
        "(" + finding.rule().label() + ", " + finding.confidence().label() + " confidence)";
    boolean together = title.length() + 1 + kind.length() <= card.room();
    String text = style.heading(title) + (together ? " " + kind : "");
    if (finding.severity() == Severity.INFO) {
      card.line(finding.severity().label(), text);
    } else {
      card.alert(finding.severity().label(), text);
    }
    if (!together) {
      card.wrapped("", kind);
    }
    card.wrapped("", finding.text());
    String span = Times.span(connection, finding.startNanos(), finding.endNanos());
    if (!span.isEmpty()) {
      card.line("  when", span);
    }
    String label = "  evidence";
    for (Evidence evidence : finding.evidence()) {
      card.wrapped(label, text(connection, evidence));
      label = "";
    }
    card.wrapped("  try", finding.rule().advice());
  }

  private static String text(ConnectionSummary connection, Evidence evidence) {
    StringBuilder text = new StringBuilder(evidence.text());
    evidence
        .timeNanos()
        .ifPresent(nanos -> text.append(", at ").append(Times.at(connection, nanos)));
    evidence.offset().ifPresent(offset -> text.append(", at byte ").append(offset));
    return text.toString();
  }
}
