package dev.moqlog.analyzer.connection;

import dev.moqlog.analyzer.summary.BlockedSummary.BlockedTime;
import dev.moqlog.analyzer.summary.BlockedSummary.Reason;
import dev.moqlog.analyzer.summary.BlockedSummary.Side;
import dev.moqlog.analyzer.summary.Episode;
import dev.moqlog.analyzer.summary.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The periods that one reason took; of the longest it is kept when they were. */
final class BlockedPeriods {

  private static final int MAX_EPISODES = Episodes.MAX_PER_KIND;

  private final Side side;
  private final Reason reason;
  private final Source source;
  private PriorityQueue<Episode> longest;
  private long periods;
  private long nanos;
  private long longestNanos;
  private long streams;
  private long latestStart;
  private long latestEnd;

  BlockedPeriods(Side side, Reason reason, Source source) {
    this.side = side;
    this.reason = reason;
    this.source = source;
  }

  /** A period; one that took no time is none. */
  void add(long startNanos, long endNanos, long firstOffset, long lastOffset) {
    long duration = endNanos - startNanos;
    if (duration <= 0) {
      return;
    }
    latestStart = startNanos;
    latestEnd = endNanos;
    periods++;
    nanos = Saturated.sum(nanos, duration);
    longestNanos = Math.max(longestNanos, duration);
    if (longest == null) {
      longest = new PriorityQueue<>(Comparator.comparingLong(Episode::durationNanos));
    } else if (longest.size() == MAX_EPISODES) {
      if (longest.peek().durationNanos() >= duration) {
        return;
      }
      longest.remove();
    }
    longest.add(
        new Episode(
            side == Side.LOCAL ? Episode.Kind.BLOCKED : Episode.Kind.PEER_BLOCKED,
            startNanos,
            endNanos,
            firstOffset,
            lastOffset,
            1,
            Episode.UNKNOWN,
            reason.ordinal()));
  }

  /** One more stream was concerned. */
  void stream() {
    streams++;
  }

  /** How much of a stretch of time the latest period takes. */
  long latestWithin(long startNanos, long endNanos) {
    return periods == 0
        ? 0
        : Math.max(0, Math.min(endNanos, latestEnd) - Math.max(startNanos, latestStart));
  }

  boolean isEmpty() {
    return periods == 0;
  }

  BlockedTime summary() {
    return new BlockedTime(side, reason, source, periods, nanos, longestNanos, streams);
  }

  /** The longest periods, by time. */
  List<Episode> episodes() {
    List<Episode> episodes = longest == null ? new ArrayList<>() : new ArrayList<>(longest);
    episodes.sort(Comparator.comparingLong(Episode::startNanos));
    return episodes;
  }
}
