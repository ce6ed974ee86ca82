package dev.moqlog.analyzer.connection;

import dev.moqlog.analyzer.summary.Episode;
import java.util.Comparator;
import java.util.List;

/** Lists of episodes that do not grow without bound. */
final class Episodes {

  /** How many of each kind a summary keeps. */
  static final int MAX_PER_KIND = 16;

  private static final Comparator<Episode> BY_TIME =
      Comparator.comparingLong(Episode::startNanos).thenComparingLong(Episode::firstOffset);

  private Episodes() {}

  /** Those that count most, then last longest, in order of time. */
  static List<Episode> largest(List<Episode> episodes, int limit) {
    return select(
        episodes,
        Comparator.comparingLong(Episode::count)
            .thenComparingLong(Episode::durationNanos)
            .reversed()
            .thenComparing(BY_TIME),
        limit);
  }

  /** Those that last longest, in order of time. */
  static List<Episode> longest(List<Episode> episodes, int limit) {
    return select(
        episodes,
        Comparator.comparingLong(Episode::durationNanos).reversed().thenComparing(BY_TIME),
        limit);
  }

  /** In order of time, then kind. */
  static List<Episode> inOrder(List<Episode> episodes) {
    return episodes.stream().sorted(BY_TIME.thenComparing(Episode::kind)).toList();
  }

  private static List<Episode> select(
      List<Episode> episodes, Comparator<Episode> order, int limit) {
    return episodes.stream().sorted(order).limit(limit).sorted(BY_TIME).toList();
  }
}
