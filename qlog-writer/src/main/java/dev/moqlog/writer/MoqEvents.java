package dev.moqlog.writer;

import dev.moqlog.vocabulary.ControlMessageType;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.Field;

/**
 * The thirteen events of Media over QUIC of one trace (draft-pardue-moq-qlog-moq-events-07): {@code
 * created} by this end, {@code parsed} from the peer. Times are nanoseconds of the recorder's
 * clock. The rules of {@link QlogTrace} apply; nothing here allocates.
 *
 * <p>Object status: 0 normal, 3 end of group, 4 end of track (moq-transport).
 */
public final class MoqEvents {

  /** How a subgroup header gives its subgroup id, when that is written in the header. */
  private static final int EXPLICIT_SUBGROUP_ID = 2;

  private final QlogTrace trace;

  MoqEvents(QlogTrace trace) {
    this.trace = trace;
  }

  /** A control message was made, to be filled with the members that its type has. */
  public ControlMessageEvent controlMessageCreated(
      long nanos, long streamId, ControlMessageType type) {
    return trace.controlMessage(EventType.CONTROL_MESSAGE_CREATED, nanos, streamId, type);
  }

  /** A control message was read, to be filled with the members that its type has. */
  public ControlMessageEvent controlMessageParsed(
      long nanos, long streamId, ControlMessageType type) {
    return trace.controlMessage(EventType.CONTROL_MESSAGE_PARSED, nanos, streamId, type);
  }

  /**
   * What a stream is for has become known.
   *
   * @param byRemote whether the peer opened the stream
   * @param streamType one of {@code control}, {@code subgroup_header}, {@code fetch_header}, {@code
   *     subscribe_namespace}
   */
  public void streamTypeSet(long nanos, long streamId, boolean byRemote, CharSequence streamType) {
    trace
        .event(EventType.STREAM_TYPE_SET, nanos)
        .put(Field.OWNER, byRemote ? "remote" : "local")
        .put(Field.STREAM_ID, streamId)
        .put(Field.STREAM_TYPE, streamType)
        .commit();
  }

  /** An object was made into a datagram. */
  public void objectDatagramCreated(
      long nanos,
      long trackAlias,
      long groupId,
      long objectId,
      int publisherPriority,
      int status,
      long payloadBytes,
      boolean endOfGroup) {
    objectDatagram(
        trace.event(EventType.OBJECT_DATAGRAM_CREATED, nanos),
        trackAlias,
        groupId,
        objectId,
        publisherPriority,
        status,
        payloadBytes,
        endOfGroup);
    trace.watchObject(nanos);
  }

  /** An object was read from a datagram. */
  public void objectDatagramParsed(
      long nanos,
      long trackAlias,
      long groupId,
      long objectId,
      int publisherPriority,
      int status,
      long payloadBytes,
      boolean endOfGroup) {
    objectDatagram(
        trace.event(EventType.OBJECT_DATAGRAM_PARSED, nanos),
        trackAlias,
        groupId,
        objectId,
        publisherPriority,
        status,
        payloadBytes,
        endOfGroup);
    trace.watchObject(nanos);
  }

  /** The header of a subgroup's stream was made. */
  public void subgroupHeaderCreated(
      long nanos,
      long streamId,
      long trackAlias,
      long groupId,
      long subgroupId,
      int publisherPriority,
      boolean containsEndOfGroup,
      boolean propertiesPresent) {
    subgroupHeader(
        trace.event(EventType.SUBGROUP_HEADER_CREATED, nanos),
        streamId,
        trackAlias,
        groupId,
        subgroupId,
        publisherPriority,
        containsEndOfGroup,
        propertiesPresent);
  }

  /** The header of a subgroup's stream was read. */
  public void subgroupHeaderParsed(
      long nanos,
      long streamId,
      long trackAlias,
      long groupId,
      long subgroupId,
      int publisherPriority,
      boolean containsEndOfGroup,
      boolean propertiesPresent) {
    subgroupHeader(
        trace.event(EventType.SUBGROUP_HEADER_PARSED, nanos),
        streamId,
        trackAlias,
        groupId,
        subgroupId,
        publisherPriority,
        containsEndOfGroup,
        propertiesPresent);
  }

  /**
   * An object was written to a subgroup's stream.
   *
   * @param objectIdDelta as on the wire: the id of the first object of the stream; later the
   *     distance from the one before, less one
   */
  public void subgroupObjectCreated(
      long nanos, long streamId, long objectIdDelta, long payloadBytes, int status) {
    subgroupObject(
        trace.event(EventType.SUBGROUP_OBJECT_CREATED, nanos),
        streamId,
        objectIdDelta,
        payloadBytes,
        status);
    trace.watchObject(nanos);
  }

  /** An object was read from a subgroup's stream, as in {@link #subgroupObjectCreated}. */
  public void subgroupObjectParsed(
      long nanos, long streamId, long objectIdDelta, long payloadBytes, int status) {
    subgroupObject(
        trace.event(EventType.SUBGROUP_OBJECT_PARSED, nanos),
        streamId,
        objectIdDelta,
        payloadBytes,
        status);
    trace.watchObject(nanos);
  }

  /** The header of a fetch's stream was made. */
  public void fetchHeaderCreated(long nanos, long streamId, long requestId) {
    fetchHeader(trace.event(EventType.FETCH_HEADER_CREATED, nanos), streamId, requestId);
  }

  /** The header of a fetch's stream was read. */
  public void fetchHeaderParsed(long nanos, long streamId, long requestId) {
    fetchHeader(trace.event(EventType.FETCH_HEADER_PARSED, nanos), streamId, requestId);
  }

  /** An object was written to a fetch's stream; the ids are absolute. */
  public void fetchObjectCreated(
      long nanos,
      long streamId,
      long groupId,
      long subgroupId,
      long objectId,
      int publisherPriority,
      long payloadBytes) {
    fetchObject(
        trace.event(EventType.FETCH_OBJECT_CREATED, nanos),
        streamId,
        groupId,
        subgroupId,
        objectId,
        publisherPriority,
        payloadBytes);
    trace.watchObject(nanos);
  }

  /** An object was read from a fetch's stream; the ids are absolute. */
  public void fetchObjectParsed(
      long nanos,
      long streamId,
      long groupId,
      long subgroupId,
      long objectId,
      int publisherPriority,
      long payloadBytes) {
    fetchObject(
        trace.event(EventType.FETCH_OBJECT_PARSED, nanos),
        streamId,
        groupId,
        subgroupId,
        objectId,
        publisherPriority,
        payloadBytes);
    trace.watchObject(nanos);
  }

  private static void objectDatagram(
      FieldsEvent event,
      long trackAlias,
      long groupId,
      long objectId,
      int publisherPriority,
      int status,
      long payloadBytes,
      boolean endOfGroup) {
    event
        .put(Field.TRACK_ALIAS, trackAlias)
        .put(Field.GROUP_ID, groupId)
        .put(Field.OBJECT_ID, objectId)
        .put(Field.PUBLISHER_PRIORITY, publisherPriority);
    if (status != 0) {
      event.put(Field.OBJECT_STATUS, status);
    } else {
      event.open(Field.OBJECT_PAYLOAD).put(Field.LENGTH, payloadBytes).close();
    }
    event.put(Field.END_OF_GROUP, endOfGroup).commit();
  }

  private static void subgroupHeader(
      FieldsEvent event,
      long streamId,
      long trackAlias,
      long groupId,
      long subgroupId,
      int publisherPriority,
      boolean containsEndOfGroup,
      boolean propertiesPresent) {
    event
        .put(Field.STREAM_ID, streamId)
        .put(Field.TRACK_ALIAS, trackAlias)
        .put(Field.GROUP_ID, groupId)
        .put(Field.SUBGROUP_ID_MODE, EXPLICIT_SUBGROUP_ID)
        .put(Field.SUBGROUP_ID, subgroupId)
        .put(Field.PUBLISHER_PRIORITY, publisherPriority)
        .put(Field.CONTAINS_END_OF_GROUP, containsEndOfGroup)
        .put(Field.PROPERTIES_PRESENT, propertiesPresent)
        .commit();
  }

  private static void subgroupObject(
      FieldsEvent event, long streamId, long objectIdDelta, long payloadBytes, int status) {
    event
        .put(Field.STREAM_ID, streamId)
        .put(Field.OBJECT_ID_DELTA, objectIdDelta)
        .put(Field.OBJECT_PAYLOAD_LENGTH, payloadBytes);
    if (status != 0) {
      event.put(Field.OBJECT_STATUS, status);
    }
    event.commit();
  }

  private static void fetchHeader(FieldsEvent event, long streamId, long requestId) {
    event.put(Field.STREAM_ID, streamId).put(Field.REQUEST_ID, requestId).commit();
  }

  private static void fetchObject(
      FieldsEvent event,
      long streamId,
      long groupId,
      long subgroupId,
      long objectId,
      int publisherPriority,
      long payloadBytes) {
    event
        .put(Field.STREAM_ID, streamId)
        .put(Field.DATAGRAM, false)
        .put(Field.END_OF_NONEXISTENT_RANGE, false)
        .put(Field.END_OF_UNKNOWN_RANGE, false)
        .put(Field.GROUP_ID, groupId)
        .put(Field.SUBGROUP_ID, subgroupId)
        .put(Field.OBJECT_ID, objectId)
        .put(Field.PUBLISHER_PRIORITY, publisherPriority)
        .put(Field.OBJECT_PAYLOAD_LENGTH, payloadBytes)
        .commit();
  }
}
