package dev.moqlog.analyzer.connection.moq;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

/** One group of a track: which of its objects were there, and whether its end is known. */
final class GroupState {

  final long id;
  final ObjectIds objects = new ObjectIds();
  final ObjectIds subgroups = new ObjectIds();

  /** Streams that carried part of it, and those of them that have ended. */
  int streams;

  int endedStreams;
  boolean reset;

  /** The last object id of the group, or ABSENT. */
  long lastObject = ABSENT;

  /** Times of the objects delivered live, ABSENT without any. */
  long firstLiveNanos = ABSENT;

  long lastLiveNanos = ABSENT;

  /** The last event about it. */
  long offset;

  /** What can be said of its completeness. */
  enum Verdict {
    COMPLETE,
    INCOMPLETE,
    UNKNOWN
  }

  GroupState(long id) {
    this.id = id;
  }

  void end(long object) {
    lastObject = Math.max(lastObject, object);
  }

  /** Whether nothing more of the group is to come. */
  boolean finished() {
    return lastObject != ABSENT || (streams > 0 && endedStreams == streams);
  }

  /** How many ids are missing; the first group of a subscription may begin in its middle. */
  long missing(boolean firstOfTrack) {
    if (objects.empty() || objects.approximate()) {
      return 0;
    }
    long first = firstOfTrack ? objects.min() : 0;
    return objects.missing(first, Math.max(objects.max(), lastObject));
  }

  Verdict verdict(boolean firstOfTrack, boolean laterFinished) {
    if (objects.approximate()) {
      return Verdict.UNKNOWN;
    }
    boolean gap = missing(firstOfTrack) > 0;
    if (lastObject != ABSENT && !gap) {
      return Verdict.COMPLETE;
    }
    return reset || (gap && laterFinished) ? Verdict.INCOMPLETE : Verdict.UNKNOWN;
  }

  /** Takes over what another state of the same group knows. */
  void absorb(GroupState other) {
    objects.addAll(other.objects);
    subgroups.addAll(other.subgroups);
    streams += other.streams;
    endedStreams += other.endedStreams;
    reset |= other.reset;
    lastObject = Math.max(lastObject, other.lastObject);
    if (firstLiveNanos == ABSENT) {
      firstLiveNanos = other.firstLiveNanos;
    } else if (other.firstLiveNanos != ABSENT) {
      firstLiveNanos = Math.min(firstLiveNanos, other.firstLiveNanos);
    }
    lastLiveNanos = Math.max(lastLiveNanos, other.lastLiveNanos);
    offset = Math.max(offset, other.offset);
  }
}
