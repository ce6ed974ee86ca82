package dev.moqlog.analyzer.connection.moq;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.summary.QuantileSketch;
import java.util.ArrayList;
import java.util.List;

/** Groups of a track that were judged: at the end of the log, or before they are given up. */
final class GroupCounts {

  static final int MAX_MISSING = 32;

  /** A group that lacks objects. */
  record Missing(long group, long startNanos, long endNanos, long offset) {}

  private boolean anyJudged;
  long complete;
  long incomplete;
  long unknown;
  long objectsMissing;
  long groupsMissingObjects;
  final List<Missing> missing = new ArrayList<>();
  final QuantileSketch delivery = new QuantileSketch();
  final LongestSpans slowest = new LongestSpans();

  /** Judges a group; of a track, the oldest must come first. */
  void count(GroupState group, boolean laterFinished) {
    boolean first = !anyJudged;
    anyJudged = true;
    switch (group.verdict(first, laterFinished)) {
      case COMPLETE -> complete++;
      case INCOMPLETE -> {
        incomplete++;
        missing(group, first);
      }
      case UNKNOWN -> unknown++;
    }
    if (group.firstLiveNanos != ABSENT && group.lastLiveNanos >= group.firstLiveNanos) {
      delivery.add(group.lastLiveNanos - group.firstLiveNanos);
      slowest.add(group.id, group.firstLiveNanos, group.lastLiveNanos, group.offset);
    }
  }

  private void missing(GroupState group, boolean first) {
    long objects = group.missing(first);
    objectsMissing = TrackMetric.saturated(objectsMissing, objects);
    if (objects > 0 && group.firstLiveNanos != ABSENT) {
      groupsMissingObjects++;
      if (missing.size() < MAX_MISSING) {
        missing.add(new Missing(group.id, group.firstLiveNanos, group.lastLiveNanos, group.offset));
      }
    }
  }

  void absorb(GroupCounts other) {
    anyJudged |= other.anyJudged;
    complete += other.complete;
    incomplete += other.incomplete;
    unknown += other.unknown;
    objectsMissing = TrackMetric.saturated(objectsMissing, other.objectsMissing);
    groupsMissingObjects += other.groupsMissingObjects;
    for (Missing group : other.missing) {
      if (missing.size() < MAX_MISSING) {
        missing.add(group);
      }
    }
    delivery.merge(other.delivery);
    slowest.addAll(other.slowest);
  }
}
