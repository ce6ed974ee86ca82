package dev.moqlog.analyzer.read;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import java.util.Objects;

/**
 * What an event says about Media over QUIC Transport, in the names of moq-events-07 whatever draft
 * or stack wrote it. A number that the log does not give is ABSENT, a text null.
 */
public final class MoqFields {

  /** How many {@link EventNumbers} it has. */
  static final int NUMBERS = 24;

  /** A variable-length integer holds no more (RFC 9000 section 16). */
  static final long MAX_ID = (1L << 62) - 1;

  /** Anything was set since the last time all was cleared. */
  boolean touched = true;

  long streamId;
  long trackAlias;
  long groupId;
  long subgroupId;
  long subgroupIdMode;
  long subgroupIdBits;
  long objectId;
  long objectIdDelta;
  long payloadLengthBytes;
  long objectStatus;
  long publisherPriority;
  long requestId;
  long existingRequestId;
  long joiningRequestId;
  long errorCode;
  long statusCode;
  long streamCount;
  long selectedVersion;
  long largestGroup;
  long largestObject;
  long startGroup;
  long startObject;
  long endGroup;
  long endObject;
  String messageType;
  String streamType;
  String trackNamespace;
  String trackName;
  String reason;
  String filterType;
  String fetchType;
  boolean endOfGroup;
  boolean containsEndOfGroup;
  boolean rangeMarker;

  MoqFields() {
    clear();
  }

  void clear() {
    if (!touched) {
      return;
    }
    touched = false;
    streamId = ABSENT;
    trackAlias = ABSENT;
    groupId = ABSENT;
    subgroupId = ABSENT;
    subgroupIdMode = ABSENT;
    subgroupIdBits = ABSENT;
    objectId = ABSENT;
    objectIdDelta = ABSENT;
    payloadLengthBytes = ABSENT;
    objectStatus = ABSENT;
    publisherPriority = ABSENT;
    requestId = ABSENT;
    existingRequestId = ABSENT;
    joiningRequestId = ABSENT;
    errorCode = ABSENT;
    statusCode = ABSENT;
    streamCount = ABSENT;
    selectedVersion = ABSENT;
    largestGroup = ABSENT;
    largestObject = ABSENT;
    startGroup = ABSENT;
    startObject = ABSENT;
    endGroup = ABSENT;
    endObject = ABSENT;
    messageType = null;
    streamType = null;
    trackNamespace = null;
    trackName = null;
    reason = null;
    filterType = null;
    fetchType = null;
    endOfGroup = false;
    containsEndOfGroup = false;
    rangeMarker = false;
  }

  /**
   * Becomes like another one, but takes its numbers from an array, where they begin at an index.
   */
  void set(MoqFields other, long[] numbers, int at) {
    if (!other.touched) {
      clear();
      return;
    }
    touched = true;
    messageType = other.messageType;
    streamType = other.streamType;
    trackNamespace = other.trackNamespace;
    trackName = other.trackName;
    reason = other.reason;
    filterType = other.filterType;
    fetchType = other.fetchType;
    endOfGroup = other.endOfGroup;
    containsEndOfGroup = other.containsEndOfGroup;
    rangeMarker = other.rangeMarker;
    streamId = numbers[at];
    trackAlias = numbers[at + 1];
    groupId = numbers[at + 2];
    subgroupId = numbers[at + 3];
    subgroupIdMode = numbers[at + 4];
    subgroupIdBits = numbers[at + 5];
    objectId = numbers[at + 6];
    objectIdDelta = numbers[at + 7];
    payloadLengthBytes = numbers[at + 8];
    objectStatus = numbers[at + 9];
    publisherPriority = numbers[at + 10];
    requestId = numbers[at + 11];
    existingRequestId = numbers[at + 12];
    joiningRequestId = numbers[at + 13];
    errorCode = numbers[at + 14];
    statusCode = numbers[at + 15];
    streamCount = numbers[at + 16];
    selectedVersion = numbers[at + 17];
    largestGroup = numbers[at + 18];
    largestObject = numbers[at + 19];
    startGroup = numbers[at + 20];
    startObject = numbers[at + 21];
    endGroup = numbers[at + 22];
    endObject = numbers[at + 23];
  }

  /** Puts its numbers into an array, from an index on. */
  void get(long[] numbers, int at) {
    numbers[at] = streamId;
    numbers[at + 1] = trackAlias;
    numbers[at + 2] = groupId;
    numbers[at + 3] = subgroupId;
    numbers[at + 4] = subgroupIdMode;
    numbers[at + 5] = subgroupIdBits;
    numbers[at + 6] = objectId;
    numbers[at + 7] = objectIdDelta;
    numbers[at + 8] = payloadLengthBytes;
    numbers[at + 9] = objectStatus;
    numbers[at + 10] = publisherPriority;
    numbers[at + 11] = requestId;
    numbers[at + 12] = existingRequestId;
    numbers[at + 13] = joiningRequestId;
    numbers[at + 14] = errorCode;
    numbers[at + 15] = statusCode;
    numbers[at + 16] = streamCount;
    numbers[at + 17] = selectedVersion;
    numbers[at + 18] = largestGroup;
    numbers[at + 19] = largestObject;
    numbers[at + 20] = startGroup;
    numbers[at + 21] = startObject;
    numbers[at + 22] = endGroup;
    numbers[at + 23] = endObject;
  }

  /** Whether all that is no number of {@link EventNumbers} is as in another one. */
  boolean likeBesideNumbers(MoqFields other) {
    return Objects.equals(messageType, other.messageType)
        && Objects.equals(streamType, other.streamType)
        && Objects.equals(trackNamespace, other.trackNamespace)
        && Objects.equals(trackName, other.trackName)
        && Objects.equals(reason, other.reason)
        && Objects.equals(filterType, other.filterType)
        && Objects.equals(fetchType, other.fetchType)
        && endOfGroup == other.endOfGroup
        && containsEndOfGroup == other.containsEndOfGroup
        && rangeMarker == other.rangeMarker;
  }

  /** {@code stream_id}: the QUIC stream. */
  public long streamId() {
    return streamId;
  }

  /** {@code track_alias}: stands for a full track name, as the publisher chose; or ABSENT. */
  public long trackAlias() {
    return trackAlias;
  }

  /**
   * {@code group_id} of an object: a MoQ group number, unlike {@link QlogEvent#groupId()}; or
   * ABSENT.
   */
  public long groupId() {
    return groupId;
  }

  /** {@code subgroup_id}; or ABSENT. */
  public long subgroupId() {
    return subgroupId;
  }

  /**
   * {@code subgroup_id_mode}: 0 the subgroup is 0, 1 it is the id of the first object, 2 it is
   * given; or ABSENT.
   */
  public long subgroupIdMode() {
    return subgroupIdMode;
  }

  /**
   * {@code subgroup_id_bits} of a fetched object: 0 the subgroup is 0, 1 as before, 2 one more than
   * before, 3 it is given; or ABSENT.
   */
  public long subgroupIdBits() {
    return subgroupIdBits;
  }

  /** {@code object_id}, absolute; or ABSENT. */
  public long objectId() {
    return objectId;
  }

  /**
   * {@code object_id_delta}: the id of the first object on a stream, later the distance from the
   * one before, less one; or ABSENT.
   */
  public long objectIdDelta() {
    return objectIdDelta;
  }

  /** The length of an object's payload in bytes; or ABSENT. */
  public long payloadLengthBytes() {
    return payloadLengthBytes;
  }

  /**
   * {@code object_status}: 0 normal, 1 does not exist, 3 end of group, 4 end of track; or ABSENT.
   */
  public long objectStatus() {
    return objectStatus;
  }

  /** {@code publisher_priority}, 0 is the most urgent; or ABSENT. */
  public long publisherPriority() {
    return publisherPriority;
  }

  /** {@code request_id}, which was {@code subscribe_id} until moq-events-01; or ABSENT. */
  public long requestId() {
    return requestId;
  }

  /** The request that an update changes; or ABSENT. */
  public long existingRequestId() {
    return existingRequestId;
  }

  /** The subscription that a fetch joins; or ABSENT. */
  public long joiningRequestId() {
    return joiningRequestId;
  }

  /** Why a request was refused; or ABSENT. */
  public long errorCode() {
    return errorCode;
  }

  /** Why a subscription ended; or ABSENT. */
  public long statusCode() {
    return statusCode;
  }

  /** How many data streams the publisher opened for a subscription that ended; or ABSENT. */
  public long streamCount() {
    return streamCount;
  }

  /** The version that a server setup selects; or ABSENT. */
  public long selectedVersion() {
    return selectedVersion;
  }

  /** The group of the largest object that a publisher has; or ABSENT. */
  public long largestGroup() {
    return largestGroup;
  }

  /** The largest object that a publisher has, within its group; or ABSENT. */
  public long largestObject() {
    return largestObject;
  }

  /** The first group that is asked for; or ABSENT. */
  public long startGroup() {
    return startGroup;
  }

  /** The first object that is asked for, within its group; or ABSENT. */
  public long startObject() {
    return startObject;
  }

  /** The last group that is asked for; or ABSENT. */
  public long endGroup() {
    return endGroup;
  }

  /** The last object that is asked for, within its group; or ABSENT. */
  public long endObject() {
    return endObject;
  }

  /** The type of a control message in lower case, such as {@code subscribe_ok}; or null. */
  public String messageType() {
    return messageType;
  }

  /** {@code stream_type}: control, subgroup_header, fetch_header or another name; or null. */
  public String streamType() {
    return streamType;
  }

  /** The namespace tuple of a track, its elements joined as {@link MoqNames} does; or null. */
  public String trackNamespace() {
    return trackNamespace;
  }

  /** The name of a track, escaped as {@link MoqNames} does; or null. */
  public String trackName() {
    return trackName;
  }

  /** A reason phrase; or null. */
  public String reason() {
    return reason;
  }

  /** The kind of subscription filter; or null. */
  public String filterType() {
    return filterType;
  }

  /** The kind of fetch: standalone, relative_joining, absolute_joining, or its number; or null. */
  public String fetchType() {
    return fetchType;
  }

  /** Whether the object is the last one of its group. */
  public boolean endOfGroup() {
    return endOfGroup;
  }

  /** Whether the last object of the stream is the last one of its group. */
  public boolean containsEndOfGroup() {
    return containsEndOfGroup;
  }

  /** Whether a fetched object stands for a range that has no objects. */
  public boolean rangeMarker() {
    return rangeMarker;
  }
}
