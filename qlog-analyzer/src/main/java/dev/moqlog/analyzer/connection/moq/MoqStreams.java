package dev.moqlog.analyzer.connection.moq;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.MoqFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The data streams of a connection, and what became of streams whose header is yet to come. */
final class MoqStreams {

  static final int MAX_STREAMS = 4096;
  static final int MAX_ALIKE = 16;

  private static final long UNIDIRECTIONAL = 2;

  private record Key(boolean created, long id) {}

  private record Place(boolean created, long group, long subgroup) {}

  /**
   * How a stream ended.
   *
   * @param fin whether all was delivered; else it was reset or stopped
   */
  record End(boolean fin, boolean stopped, long code, long nanos, long offset) {}

  private final Map<Key, DataStream> streams = new BoundedMap<>(MAX_STREAMS);
  private final Map<Key, End> early = new BoundedMap<>(MAX_STREAMS / 4);

  /** Streams of subgroups whose id is a placeholder. */
  private final Map<Place, List<DataStream>> unnumbered = new BoundedMap<>(MAX_STREAMS);

  private long ambiguous;

  /** Objects that may belong to another stream. */
  long ambiguous() {
    return ambiguous;
  }

  /**
   * A stream began.
   *
   * @return how it had ended already, or null
   */
  End open(boolean created, long id, DataStream stream) {
    if (id <= 0) {
      List<DataStream> alike =
          unnumbered.computeIfAbsent(
              new Place(created, stream.group, stream.subgroup), any -> new ArrayList<>());
      if (alike.size() == MAX_ALIKE) {
        alike.remove(0);
      }
      alike.add(stream);
    }
    if (id == ABSENT) {
      return null;
    }
    streams.put(new Key(created, id), stream);
    return early.remove(new Key(created, id));
  }

  /** The stream with that id, or null. */
  DataStream get(boolean created, long id) {
    return id == ABSENT ? null : streams.get(new Key(created, id));
  }

  /** The stream of a subgroup that an object without a stream id belongs to, or null. */
  DataStream byPlace(boolean created, MoqFields object) {
    List<DataStream> alike =
        unnumbered.get(new Place(created, object.groupId(), object.subgroupId()));
    if (alike == null) {
      return null;
    }
    DataStream found = alike.get(alike.size() - 1);
    int expecting = 0;
    if (object.objectId() != ABSENT) {
      for (DataStream stream : alike) {
        if (stream.expects(object.objectId())) {
          found = stream;
          expecting++;
        }
      }
    }
    if (alike.size() > 1 && expecting != 1) {
      ambiguous++;
    }
    return found;
  }

  /**
   * QUIC says that a stream ended.
   *
   * @return the stream, or null if it is not known, or not yet
   */
  DataStream ended(boolean created, long id, End end) {
    Key key = new Key(created, id);
    DataStream stream = streams.get(key);
    if (stream == null && (id & UNIDIRECTIONAL) != 0) {
      early.putIfAbsent(key, end);
    }
    return stream;
  }
}
