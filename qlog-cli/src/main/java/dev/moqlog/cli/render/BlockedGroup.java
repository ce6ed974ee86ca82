package dev.moqlog.cli.render;

import dev.moqlog.analyzer.summary.BlockedSummary;
import dev.moqlog.analyzer.summary.BlockedSummary.BlockedTime;
import dev.moqlog.analyzer.summary.Source;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What kept this side, or the peer, from sending, the longest first. */
final class BlockedGroup {

  private BlockedGroup() {}

  static void add(CardLines card, Optional<BlockedSummary> blocked) {
    blocked.ifPresent(
        summary -> {
          card.group();
          if (summary.reasons().isEmpty()) {
            card.line("blocked", "never, as far as the log tells");
            return;
          }
          Columns columns = new Columns(1);
          summary.reasons().stream()
              .sorted(Comparator.comparingLong(BlockedTime::nanos).reversed())
              .forEach(time -> row(columns, time));
          List<String> rows = columns.lines();
          for (int i = 0; i < rows.size(); i++) {
            card.line(i == 0 ? "blocked" : "", rows.get(i));
          }
        });
  }

  private static void row(Columns columns, BlockedTime time) {
    columns.row(
        (time.side() == BlockedSummary.Side.REMOTE ? "peer: " : "") + time.reason().label(),
        Text.duration(time.nanos()),
        Text.count(time.periods(), "period"),
        "longest " + Text.duration(time.longestNanos()),
        time.streams() == 0 ? "" : Text.count(time.streams(), "stream"),
        time.source() == Source.EVENT ? "logged" : "inferred");
  }
}
