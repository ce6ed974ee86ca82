package dev.moqlog.cli.render;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary.Flag;
import dev.moqlog.analyzer.summary.LossSummary;
import dev.moqlog.analyzer.summary.RttSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Why a connection stands out, in a few words. */
final class Reasons {

  /** A 95th percentile this many times the minimum is worth a word. */
  private static final double RTT_SPREAD = 2;

  private static final double NOTABLE_RATIO = 0.001;

  private Reasons() {}

  /** What stands out, the most telling first; empty if nothing does. */
  static String of(ConnectionSummary connection) {
    List<String> reasons = new ArrayList<>();
    connection.loss().ifPresent(loss -> loss(loss, reasons));
    connection.rtt().ifPresent(rtt -> rtt(rtt, reasons));
    if (connection.packets().filter(packets -> packets.received() == 0).isPresent()) {
      reasons.add("nothing received");
    }
    if (connection.flags().contains(Flag.TRUNCATED)) {
      reasons.add("log truncated");
    }
    if (connection.flags().contains(Flag.CORRUPT_RECORDS)) {
      reasons.add("log damaged");
    }
    if (connection.flags().contains(Flag.NO_EVENTS)) {
      reasons.add("no events");
    }
    return String.join(", ", reasons);
  }

  private static void loss(LossSummary loss, List<String> reasons) {
    if (loss.ratio().orElse(0) >= NOTABLE_RATIO) {
      reasons.add(
          Text.count(loss.lostInFlight()) + " of " + Text.count(loss.sentInFlight()) + " lost");
    }
    if (loss.spurious().orElse(0) > 0) {
      reasons.add(Text.count(loss.spurious()) + " spurious");
    }
  }

  private static void rtt(RttSummary rtt, List<String> reasons) {
    double spread = (double) rtt.p95Nanos() / rtt.minNanos();
    if (rtt.belowResolution() > rtt.samples()) {
      reasons.add("most RTTs too short to tell");
    } else if (spread >= RTT_SPREAD) {
      reasons.add(String.format(Locale.ROOT, "RTT p95 %.1f x min", spread));
    }
  }
}
