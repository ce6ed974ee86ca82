package dev.moqlog.cli.render;

import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.diagnose.Finding;
import dev.moqlog.analyzer.diagnose.Finding.Severity;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import java.util.List;

/** One connection at a glance, for people; {@link InspectCard} is all there is. */
final class ConnectionCard {

  private static final int MAX_FINDINGS = 3;

  private ConnectionCard() {}

  /** The lines of the card. */
  static List<String> lines(DiagnosedConnection diagnosed, Style style) {
    ConnectionSummary connection = diagnosed.connection();
    CardLines card = new CardLines(style);
    TransportGroups groups = new TransportGroups(card);
    groups.identity(connection);
    groups.rtt(connection.rtt());
    groups.packets(connection.packets());
    groups.loss(connection.loss());
    groups.retransmit(connection.retransmit());
    findings(card, diagnosed);
    return card.lines();
  }

  private static void findings(CardLines card, DiagnosedConnection diagnosed) {
    List<Finding> findings =
        diagnosed.only(finding -> finding.severity().compareTo(Severity.WARNING) >= 0).findings();
    card.group();
    if (findings.isEmpty()) {
      card.line("why", "no finding above info");
      return;
    }
    String label = "why";
    for (Finding finding : findings.subList(0, Math.min(MAX_FINDINGS, findings.size()))) {
      card.wrapped(label, finding.rule().label() + ": " + finding.text());
      label = "";
    }
    int more = findings.size() - MAX_FINDINGS;
    card.line(
        "",
        (more > 0 ? "and " + Text.count(more) + " more; " : "")
            + "see qlog-cli inspect "
            + Text.printable(file(diagnosed.connection().source())));
  }

  /** What a user can name: the archive of an entry. */
  private static String file(String source) {
    int entry = source.indexOf("!/");
    return entry < 0 ? source : source.substring(0, entry);
  }
}
