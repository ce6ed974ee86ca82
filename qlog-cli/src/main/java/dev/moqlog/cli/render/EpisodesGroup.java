package dev.moqlog.cli.render;

import dev.moqlog.analyzer.summary.BlockedSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.Episode;
import java.util.List;

/** What happened when, with the place in the log. */
final class EpisodesGroup {

  private static final int MAX_EPISODES = 20;

  private EpisodesGroup() {}

  static void add(CardLines card, ConnectionSummary connection) {
    List<Episode> episodes = connection.episodes();
    if (episodes.isEmpty()) {
      return;
    }
    card.group();
    Columns columns = new Columns(4);
    columns.row("what", "when", "how much", "bytes of the log");
    for (Episode episode : episodes.subList(0, Math.min(MAX_EPISODES, episodes.size()))) {
      columns.row(
          episode.kind().label(),
          Times.span(connection, episode.startNanos(), episode.endNanos()),
          amount(episode),
          episode.firstOffset() == episode.lastOffset()
              ? Long.toString(episode.firstOffset())
              : episode.firstOffset() + " to " + episode.lastOffset());
    }
    List<String> rows = columns.lines();
    card.line("episodes", rows.get(0));
    rows.stream().skip(1).forEach(row -> card.line("", row));
    if (episodes.size() > MAX_EPISODES) {
      card.line(
          "", "and " + Text.count(episodes.size() - MAX_EPISODES) + " more; see --format json");
    }
  }

  private static String amount(Episode episode) {
    long value = episode.value();
    boolean known = value != Episode.UNKNOWN;
    return switch (episode.kind()) {
      case LOSS -> packets(episode) + (known ? ", " + Text.count(value) + " in a row" : "");
      case SILENCE -> packets(episode) + " without an answer";
      case RTT_INFLATION ->
          "for "
              + Text.duration(episode.count())
              + (known ? ", mean up to " + Text.duration(value) : "");
      case BLOCKED, PEER_BLOCKED ->
          Text.count(episode.count(), "period") + (known ? " by " + reason(value) : "");
    };
  }

  private static String packets(Episode episode) {
    return Text.count(episode.count(), "packet");
  }

  /** The reason with that ordinal. */
  static String reason(long ordinal) {
    BlockedSummary.Reason[] reasons = BlockedSummary.Reason.values();
    return ordinal >= 0 && ordinal < reasons.length ? reasons[(int) ordinal].label() : "something";
  }
}
