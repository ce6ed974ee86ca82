package dev.moqlog.analyzer.diagnose;

import static dev.moqlog.analyzer.diagnose.Findings.count;
import static dev.moqlog.analyzer.diagnose.Findings.millis;
import static dev.moqlog.analyzer.diagnose.Findings.percent;

import dev.moqlog.analyzer.diagnose.Finding.Confidence;
import dev.moqlog.analyzer.diagnose.Finding.Evidence;
import dev.moqlog.analyzer.diagnose.Finding.Severity;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.DropSummary;
import dev.moqlog.analyzer.summary.PacketSummary;
import dev.moqlog.analyzer.summary.ReorderSummary;
import java.util.List;

/** What happened to the peer's packets on their way here. */
final class ArrivalRules {

  private static final double MIN_SHARE = 0.005;
  private static final String DUPLICATE = "duplicate";
  private static final int MIN_PACKETS = 3;
  private static final int MIN_DROPPED = 5;
  private static final double MIN_DROPPED_SHARE = 0.01;

  private ArrivalRules() {}

  static void examine(Findings findings) {
    ConnectionSummary connection = findings.connection();
    connection.packets().ifPresent(packets -> duplicates(findings, packets));
    connection.reorder().ifPresent(order -> order(findings, order));
    connection.drops().ifPresent(drops -> dropped(findings, drops));
  }

  private static void order(Findings findings, ReorderSummary order) {
    double reordered = order.ratio().orElse(0);
    if (order.reordered() >= MIN_PACKETS && reordered >= MIN_SHARE) {
      findings.add(
          Rule.REORDERING,
          Severity.WARNING,
          Confidence.HIGH,
          reordered,
          count(order.reordered(), "packet")
              + " arrived late, "
              + percent(reordered)
              + " of those received"
              + order
                  .extentNanos()
                  .map(extent -> ", by " + millis(extent.p50()) + " in the median")
                  .orElse(""),
          List.of());
    }
    // What was dropped on arrival came, but has no number of its own in most logs.
    long dropped = findings.connection().drops().map(ArrivalRules::dropped).orElse(0L);
    long gone = Math.max(0, order.missing() - dropped);
    double missing = share(gone, order.received() + gone);
    if (gone >= MIN_PACKETS + skipped(order, dropped) && missing >= MIN_SHARE) {
      findings.add(
          Rule.INBOUND_LOSS,
          Severity.WARNING,
          Confidence.MEDIUM,
          missing * (mostlyReceives(findings) ? 5 : 1),
          count(gone, "packet number")
              + " of the peer never came, "
              + percent(missing)
              + " of all, at most "
              + order.longestGap()
              + " in a row",
          List.of());
    }
  }

  /** Whether what is lost on the way here is data rather than acknowledgments. */
  private static boolean mostlyReceives(Findings findings) {
    return findings
        .connection()
        .packets()
        .map(packets -> packets.receivedBytes().orElse(0) > packets.sentBytes().orElse(0))
        .orElse(false);
  }

  /**
   * How many numbers a peer may have skipped, one by one, to find out who acknowledges what it
   * never received (RFC 9000 section 21.4): stacks that do so skip ever more rarely.
   */
  private static int skipped(ReorderSummary order, long dropped) {
    return order.longestGap() >= MIN_PACKETS && dropped == 0
        ? 0
        : Long.SIZE - Long.numberOfLeadingZeros(order.received());
  }

  /** Packets dropped for any reason but having come before. */
  private static long dropped(DropSummary drops) {
    return drops.reasons().stream()
        .filter(reason -> !reason.reason().equals(DUPLICATE))
        .mapToLong(DropSummary.Reason::packets)
        .sum();
  }

  private static void dropped(Findings findings, DropSummary drops) {
    long packets = dropped(drops);
    long received = findings.connection().packets().map(PacketSummary::received).orElse(0L);
    double share = share(packets, received + packets);
    if (packets < MIN_DROPPED || share < MIN_DROPPED_SHARE) {
      return;
    }
    findings.add(
        Rule.PACKETS_DROPPED,
        Severity.WARNING,
        Confidence.HIGH,
        share,
        count(packets, "packet") + " arrived and could not be used, " + percent(share) + " of all",
        drops.reasons().stream()
            .limit(MIN_DROPPED)
            .map(reason -> Evidence.of(reason.reason() + ": " + count(reason.packets(), "packet")))
            .toList());
  }

  private static void duplicates(Findings findings, PacketSummary packets) {
    // Some stacks throw away what comes twice before they log it as received.
    long duplicates =
        packets.receivedDuplicate()
            + findings
                .connection()
                .drops()
                .map(
                    drops ->
                        drops.reasons().stream()
                            .filter(reason -> reason.reason().equals(DUPLICATE))
                            .mapToLong(DropSummary.Reason::packets)
                            .sum())
                .orElse(0L);
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
