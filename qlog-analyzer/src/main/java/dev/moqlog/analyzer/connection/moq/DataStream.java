package dev.moqlog.analyzer.connection.moq;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.MoqFields;

/** A stream that carries a subgroup, or the answer to a fetch. */
final class DataStream {

  private static final long MAX_ID = (1L << 62) - 1;

  private final TrackMetric track;

  /** The fetch that it answers, or null for a subgroup. */
  final MoqRequests.Request fetch;

  final long startNanos;
  boolean containsEndOfGroup;

  /** Whether its sender delivered all of it. */
  boolean ended;

  /** Whether its sender is done with it, in one way or the other. */
  boolean closed;

  /** Whether it was reset, or its receiver asked to stop it. */
  boolean dropped;

  /** Of a subgroup the one, of a fetch that of the object before; or ABSENT. */
  long group = ABSENT;

  long subgroup = ABSENT;
  private long object = ABSENT;
  private boolean subgroupIsFirstObject;

  private DataStream(TrackMetric track, MoqRequests.Request fetch, long startNanos) {
    this.track = track;
    this.fetch = fetch;
    this.startNanos = startNanos;
  }

  static DataStream ofSubgroup(TrackMetric track, MoqFields header, long nanos) {
    DataStream stream = new DataStream(track, null, nanos);
    stream.group = header.groupId();
    stream.containsEndOfGroup = header.containsEndOfGroup();
    if (header.subgroupId() != ABSENT) {
      stream.subgroup = header.subgroupId();
    } else if (header.subgroupIdMode() == 0) {
      stream.subgroup = 0;
    } else {
      stream.subgroupIsFirstObject = header.subgroupIdMode() == 1;
    }
    return stream;
  }

  static DataStream ofFetch(TrackMetric track, MoqRequests.Request request, long nanos) {
    return new DataStream(track, request, nanos);
  }

  /** The track, or null if no more tracks are kept. */
  TrackMetric track() {
    return track == null ? null : track.current();
  }

  /** The last object on the stream so far, or ABSENT. */
  long lastObject() {
    return object;
  }

  /** Whether an object with that id may come next on the stream of a subgroup. */
  boolean expects(long objectId) {
    return object == ABSENT ? objectId == 0 : objectId == object + 1;
  }

  /**
   * The absolute id of the next object on the stream of a subgroup: as given, else the delta over
   * the one before; ABSENT if it cannot be told.
   */
  long nextInSubgroup(MoqFields fields) {
    long id = fields.objectId();
    if (id == ABSENT && fields.objectIdDelta() != ABSENT) {
      id = object == ABSENT ? fields.objectIdDelta() : object + fields.objectIdDelta() + 1;
      id = id > MAX_ID ? ABSENT : id;
    }
    if (id != ABSENT) {
      if (object == ABSENT && subgroupIsFirstObject) {
        subgroup = id;
      }
      object = id;
    }
    return id;
  }

  /** The absolute id of the next object on the stream of a fetch; what is absent is as before. */
  long nextInFetch(MoqFields fields) {
    if (fields.groupId() != ABSENT) {
      group = fields.groupId();
    }
    if (fields.subgroupId() != ABSENT) {
      subgroup = fields.subgroupId();
    } else if (fields.subgroupIdBits() == 0) {
      subgroup = 0;
    } else if (fields.subgroupIdBits() == 2 && subgroup != ABSENT && subgroup < MAX_ID) {
      subgroup++;
    }
    if (fields.objectId() != ABSENT) {
      object = fields.objectId();
    } else {
      object = object == ABSENT || object >= MAX_ID ? ABSENT : object + 1;
    }
    return object;
  }
}
