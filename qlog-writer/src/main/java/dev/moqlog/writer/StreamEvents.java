package dev.moqlog.writer;

import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.Field;

/**
 * The events of streams and datagrams of one trace, and of what holds them up (quic-events section
 * 5). Times are nanoseconds of the recorder's clock. The rules of {@link QlogTrace} apply.
 */
public final class StreamEvents {

  private final QlogTrace trace;

  StreamEvents(QlogTrace trace) {
    this.trace = trace;
  }

  /**
   * A stream has entered a state.
   *
   * @param sending whether it is the sending or the receiving side of the stream
   * @param state one of the words of quic-events, such as {@code open} or {@code data_sent}
   */
  public void stateUpdated(long nanos, long streamId, boolean sending, CharSequence state) {
    trace
        .event(EventType.STREAM_STATE_UPDATED, nanos)
        .put(Field.STREAM_ID, streamId)
        .put(Field.STREAM_TYPE, (streamId & 2) == 0 ? "bidirectional" : "unidirectional")
        .put(Field.NEW, state)
        .put(Field.STREAM_SIDE, sending ? "sending" : "receiving")
        .commit();
  }

  /**
   * Data of a stream has moved between two layers.
   *
   * @param from one of {@code application}, {@code transport}, {@code network}
   * @param to likewise
   */
  public void dataMoved(
      long nanos, long streamId, long offset, long bytes, CharSequence from, CharSequence to) {
    trace
        .event(EventType.STREAM_DATA_MOVED, nanos)
        .put(Field.STREAM_ID, streamId)
        .put(Field.OFFSET, offset)
        .put(Field.MOVED_LENGTH, bytes)
        .put(Field.FROM, from)
        .put(Field.TO, to)
        .rawLength(bytes)
        .commit();
  }

  /** The payload of a DATAGRAM frame has moved between two layers, as in {@link #dataMoved}. */
  public void datagramMoved(long nanos, long bytes, CharSequence from, CharSequence to) {
    trace
        .event(EventType.DATAGRAM_DATA_MOVED, nanos)
        .put(Field.FROM, from)
        .put(Field.TO, to)
        .rawLength(bytes)
        .commit();
  }

  /**
   * The connection can send nothing, or can again.
   *
   * @param reason what holds it up, such as {@code connection_flow_control}, {@code pacing} or
   *     {@code congestion_control}; null if not known
   */
  public void connectionBlocked(long nanos, boolean blocked, CharSequence reason) {
    trace.watchBlocked(nanos, blocked);
    blocked(trace.event(EventType.CONNECTION_DATA_BLOCKED_UPDATED, nanos), blocked, reason);
  }

  /** A stream can send nothing, or can again, as in {@link #connectionBlocked}. */
  public void streamBlocked(long nanos, long streamId, boolean blocked, CharSequence reason) {
    trace.watchBlocked(nanos, blocked);
    blocked(
        trace.event(EventType.STREAM_DATA_BLOCKED_UPDATED, nanos).put(Field.STREAM_ID, streamId),
        blocked,
        reason);
  }

  /** Datagrams cannot be sent, or can again, as in {@link #connectionBlocked}. */
  public void datagramsBlocked(long nanos, boolean blocked, CharSequence reason) {
    trace.watchBlocked(nanos, blocked);
    blocked(trace.event(EventType.DATAGRAM_DATA_BLOCKED_UPDATED, nanos), blocked, reason);
  }

  private static void blocked(FieldsEvent event, boolean blocked, CharSequence reason) {
    event
        .put(Field.OLD, blocked ? "unblocked" : "blocked")
        .put(Field.NEW, blocked ? "blocked" : "unblocked")
        .put(Field.BLOCKED_REASON, reason)
        .commit();
  }
}
