package dev.moqlog.cli.render;

import dev.moqlog.analyzer.summary.LossPatternSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How losses lie in what was sent. */
final class LossPatternGroup {

  private LossPatternGroup() {}

  static void add(CardLines card, Optional<LossPatternSummary> lossPattern) {
    lossPattern
        .filter(pattern -> pattern.packets() > 0)
        .ifPresent(
            pattern -> {
              card.group();
              card.parts("losses", parts(pattern));
            });
  }

  private static List<String> parts(LossPatternSummary pattern) {
    List<String> parts = new ArrayList<>();
    parts.add(Text.count(pattern.packets(), "packet"));
    parts.add("in " + Text.count(pattern.runs(), "run"));
    parts.add("longest " + Text.count(pattern.longestRun()));
    parts.add("in " + Text.count(pattern.clusters(), "place"));
    if (pattern.medianQueueNanos().isPresent()) {
      parts.add(
          "RTT around them "
              + Text.duration(pattern.medianQueueNanos())
              + " above the smallest (median)");
    }
    parts.add(Text.count(pattern.packetsAtHighRtt()) + " at a high RTT");
    parts.add(Text.count(pattern.latePackets()) + " late in a burst");
    parts.add(Text.count(pattern.tailPackets()) + " at the end of what was sent");
    if (pattern.largePackets() > 0) {
      parts.add(
          Text.count(pattern.largePackets())
              + " larger than all that arrived"
              + (pattern.largestArrivedBytes().isPresent()
                  ? " (" + Text.bytes(pattern.largestArrivedBytes().getAsLong()) + ")"
                  : ""));
    }
    parts.add(Text.count(pattern.deliveredPackets()) + " delivered among them");
    return parts;
  }
}
