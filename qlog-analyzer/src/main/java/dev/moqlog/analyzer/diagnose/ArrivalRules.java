package dev.moqlog.analyzer.diagnose;

import static dev.moqlog.analyzer.diagnose.Findings.count;
import static dev.moqlog.analyzer.diagnose.Findings.percent;

import dev.moqlog.analyzer.diagnose.Finding.Confidence;
import dev.moqlog.analyzer.diagnose.Finding.Severity;
import dev.moqlog.analyzer.summary.PacketSummary;
import java.util.List;

/** What happened to the peer's packets on their way here. */
final class ArrivalRules {

  private static final double MIN_SHARE = 0.005;
  private static final int MIN_PACKETS = 3;

  private ArrivalRules() {}

  static void examine(Findings findings) {
    findings.connection().packets().ifPresent(packets -> duplicates(findings, packets));
  }

  private static void duplicates(Findings findings, PacketSummary packets) {
    long duplicates = packets.receivedDuplicate();
    double share = share(duplicates, packets.received());
    if (duplicates < MIN_PACKETS || share < MIN_SHARE) {
      return;
    }
    findings.add(
        Rule.DUPLICATES,
        Severity.WARNING,
        Confidence.HIGH,
        share,
        count(duplicates, "packet") + " arrived twice: " + percent(share) + " of those received",
        List.of());
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
