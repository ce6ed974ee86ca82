package dev.moqlog.analyzer.read;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The names of the members of events that are read, in all drafts and dialects, as data: a decoder
 * switches on these instead of on strings.
 */
enum MemberName {
  /** Any name that nobody asks for. */
  OTHER(null),

  ACKED_RANGES,
  ACK_DELAY,
  ACK_DELAY_EXPONENT,
  ADDRESS_V4,
  ADDRESS_V6,
  ADDR_FROM,
  ADDR_TO,
  ALPN,
  APPLICATION_CODE,
  APPLICATION_ERROR,
  BYTES_IN_FLIGHT,
  BYTE_LENGTH,
  CATEGORY,
  CE,
  CF_LOST_BYTES,
  CF_LOST_PACKETS,
  CHOSEN_ALPN,
  CHOSEN_VERSION,
  CLIENT_ALPNS,
  CODE_BYTES,
  CONGESTION_WINDOW,
  CONNECTION_CODE,
  CONNECTION_ERROR,
  CONTAINS_END_OF_GROUP,
  CONTAINS_END_OF_GROUP_CAMEL("containsEndOfGroup"),
  COUNT,
  CURRENT_CWND,
  CWND,
  DATA,
  DATA_LEN,
  DCID,
  DELTA,
  DELTA_TIME,
  DROP_REASON,
  DST_IP,
  DST_PORT,
  ECN,
  ECN_CE,
  ECN_ECT0,
  ECN_ECT1,
  ECT0,
  ECT1,
  END_GROUP,
  END_GROUP_CAMEL("endGroup"),
  END_LOCATION,
  END_OBJECT,
  END_OBJECT_CAMEL("endObject"),
  END_OF_GROUP,
  END_OF_GROUP_CAMEL("endOfGroup"),
  END_OF_NONEXISTENT_RANGE,
  END_OF_UNKNOWN_RANGE,
  ERROR,
  ERROR_CODE,
  ERROR_CODE_CAMEL("errorCode"),
  ERROR_CODE_VALUE,
  ERROR_SPACE,
  EVENT,
  EVENT_TYPE,
  EXISTING_REQUEST_ID,
  EXISTING_REQUEST_ID_CAMEL("existingRequestId"),
  FETCH_TYPE,
  FETCH_TYPE_CAMEL("fetchType"),
  FILTER_TYPE,
  FILTER_TYPE_CAMEL("filterType"),
  FIN,
  FINAL_SIZE,
  FRAMES,
  FRAME_TYPE,
  FROM,
  GENERATION,
  GROUP,
  GROUP_ID,
  GROUP_ID_CAMEL("groupId"),
  HEADER,
  HEADER_TYPE,
  ID,
  IDLE_TIMEOUT,
  INITIAL_MAX_DATA,
  INITIAL_MAX_STREAMS_BIDI,
  INITIAL_MAX_STREAMS_UNI,
  INITIAL_MAX_STREAM_DATA_BIDI_LOCAL,
  INITIAL_MAX_STREAM_DATA_BIDI_REMOTE,
  INITIAL_MAX_STREAM_DATA_UNI,
  INITIAL_RTT,
  INITIATOR,
  IP,
  IP_V4,
  IP_V6,
  IS_MTU_PROBE_PACKET,
  JOINING_FETCH,
  JOINING_REQUEST_ID,
  JOINING_REQUEST_ID_CAMEL("joiningRequestId"),
  JOINING_SUBSCRIBE_ID,
  JOINING_SUBSCRIBE_ID_CAMEL("joiningSubscribeId"),
  KEY_PHASE,
  KEY_PHASE_BIT,
  KEY_TYPE,
  LARGEST,
  LARGEST_GROUP_ID,
  LARGEST_GROUP_ID_CAMEL("largestGroupId"),
  LARGEST_LOCATION,
  LARGEST_OBJECT,
  LARGEST_OBJECT_ID,
  LARGEST_OBJECT_ID_CAMEL("largestObjectId"),
  LATEST_RTT,
  LEN,
  LENGTH,
  LIMIT,
  LOCAL,
  LOST_BYTES,
  LOST_PACKETS,
  MAXIMUM,
  MAX_ACK_DELAY,
  MAX_DATAGRAM_FRAME_SIZE,
  MAX_IDLE_TIMEOUT,
  MAX_PACKET_SIZE,
  MAX_SUBSCRIBE_ID,
  MAX_SUBSCRIBE_ID_CAMEL("maxSubscribeId"),
  MAX_UDP_PAYLOAD_SIZE,
  MESSAGE,
  MESSAGE_TYPE,
  MIN_RTT,
  MTU,
  NAME,
  NEW,
  OBJECT,
  OBJECT_ID,
  OBJECT_ID_CAMEL("objectId"),
  OBJECT_ID_DELTA,
  OBJECT_ID_DELTA_CAMEL("objectIdDelta"),
  OBJECT_PAYLOAD,
  OBJECT_PAYLOAD_CAMEL("objectPayload"),
  OBJECT_PAYLOAD_LENGTH,
  OBJECT_PAYLOAD_LENGTH_CAMEL("objectPayloadLength"),
  OBJECT_STATUS,
  OBJECT_STATUS_CAMEL("objectStatus"),
  OFFSET,
  OLD,
  ORIGINAL_CONNECTION_ID,
  ORIGINAL_DESTINATION_CONNECTION_ID,
  OWNER,
  PACING_RATE,
  PACKET_NUM,
  PACKET_NUMBER,
  PACKET_NUMBERS,
  PACKET_NUMBER_SPACE,
  PACKET_NUM_SPACE,
  PACKET_SIZE,
  PACKET_TYPE,
  PARAMETERS,
  PATH,
  PATH_CHALLENGE,
  PATH_ID,
  PATH_LOCAL,
  PATH_REMOTE,
  PATH_RESPONSE,
  PAYLOAD_LENGTH,
  PORT,
  PORT_V4,
  PORT_V6,
  PROTOCOL_TYPE,
  PTO_COUNT,
  PUBLISHER_PRIORITY,
  PUBLISHER_PRIORITY_CAMEL("publisherPriority"),
  QUIC_VERSION,
  RAW,
  RAW_ERROR_CODE,
  REASON,
  REASON_BYTES,
  REASON_BYTES_CAMEL("reasonBytes"),
  REASON_PHRASE,
  RELATIVE_TIME,
  REMOTE,
  REQUEST_ID,
  REQUEST_ID_CAMEL("requestId"),
  RESUMPTION_ALLOWED,
  RETRY_SOURCE_CONNECTION_ID,
  RTT_VARIANCE,
  SELECTED_VERSION,
  SELECTED_VERSION_CAMEL("selectedVersion"),
  SEND_AT_TIME,
  SEQUENCE_NUMBER,
  SERVER_ALPNS,
  SIZE,
  SMOOTHED_RTT,
  SRC_IP,
  SRC_PORT,
  SSTHRESH,
  STANDALONE_FETCH,
  START,
  START_GROUP,
  START_GROUP_CAMEL("startGroup"),
  START_LOCATION,
  START_OBJECT,
  START_OBJECT_CAMEL("startObject"),
  STATE,
  STATUS_CODE,
  STATUS_CODE_CAMEL("statusCode"),
  STREAM_COUNT,
  STREAM_COUNT_CAMEL("streamCount"),
  STREAM_ID,
  STREAM_ID_CAMEL("streamId"),
  STREAM_SIDE,
  STREAM_TYPE,
  STREAM_TYPE_CAMEL("streamType"),
  STRING_VALUE,
  SUBGROUP_ID,
  SUBGROUP_ID_BITS,
  SUBGROUP_ID_CAMEL("subgroupId"),
  SUBGROUP_ID_MODE,
  SUBGROUP_ID_MODE_CAMEL("subgroupIdMode"),
  SUBSCRIBE_ID,
  SUBSCRIBE_ID_CAMEL("subscribeId"),
  SUBSCRIPTION_FILTER,
  SUCCESS,
  SYSTEM_INFO,
  TIME,
  TIMEOUT,
  TIMER_TYPE,
  TIME_FORMAT,
  TO,
  TOKEN,
  TOTAL,
  TOTAL_BYTES_RETRANSMITTED,
  TOTAL_PACKETS_SPURIOUSLY_MARKED_LOST,
  TRACK_ALIAS,
  TRACK_ALIAS_CAMEL("trackAlias"),
  TRACK_NAME,
  TRACK_NAMESPACE,
  TRACK_NAMESPACE_CAMEL("trackNamespace"),
  TRACK_NAMESPACE_PREFIX,
  TRACK_NAMESPACE_PREFIX_CAMEL("trackNamespacePrefix"),
  TRACK_NAMESPACE_SUFFIX,
  TRACK_NAME_CAMEL("trackName"),
  TRIGGER,
  TUPLE,
  TUPLE_ID,
  TUPLE_LOCAL,
  TUPLE_REMOTE,
  TYPE,
  VALUE,
  VALUE_BYTES,
  VALUE_BYTES_CAMEL("valueBytes"),
  VANTAGE_POINT_CAMEL("vantagePoint"),
  VERSION;

  /** A power of two, large enough that most names have a slot of their own. */
  private static final int SLOTS = 1024;

  private static final MemberName[] TABLE = new MemberName[SLOTS];
  private static final Map<String, MemberName> BY_TEXT = new HashMap<>();

  static {
    for (MemberName name : values()) {
      if (name != OTHER) {
        BY_TEXT.put(name.text, name);
        int slot = slot(name.first, name.second, name.bytes.length);
        while (TABLE[slot] != null) {
          slot = slot + 1 & SLOTS - 1;
        }
        TABLE[slot] = name;
      }
    }
  }

  private final String text;
  private final byte[] bytes;

  /** Its first eight bytes, little-endian, zero where it is shorter. */
  private final long first;

  /** The next eight. */
  private final long second;

  MemberName() {
    this.text = name().toLowerCase(Locale.ROOT);
    this.bytes = text.getBytes(US_ASCII);
    this.first = Words.upTo8(bytes, 0);
    this.second = Words.upTo8(bytes, 8);
  }

  MemberName(String text) {
    this.text = text;
    this.bytes = text == null ? new byte[0] : text.getBytes(US_ASCII);
    this.first = Words.upTo8(bytes, 0);
    this.second = Words.upTo8(bytes, 8);
  }

  /** The member of that name, {@link #OTHER} for any other. */
  static MemberName of(String text) {
    return BY_TEXT.getOrDefault(text, OTHER);
  }

  /**
   * The member whose name stands between quotes in a buffer.
   *
   * @param first the first eight bytes of the name, zero behind its end
   * @param second the next eight
   * @return {@link #OTHER} for any other; a name that is found is ASCII without escapes
   */
  static MemberName of(byte[] buffer, int from, int length, long first, long second) {
    for (int slot = slot(first, second, length); ; slot = slot + 1 & SLOTS - 1) {
      MemberName name = TABLE[slot];
      if (name == null) {
        return OTHER;
      }
      if (name.first == first
          && name.second == second
          && name.bytes.length == length
          && (length <= 16 || name.endsLike(buffer, from))) {
        return name;
      }
    }
  }

  private boolean endsLike(byte[] buffer, int from) {
    return Arrays.equals(bytes, 16, bytes.length, buffer, from + 16, from + bytes.length);
  }

  private static int slot(long first, long second, int length) {
    return (int) Words.hash(first, second, length) & SLOTS - 1;
  }
}
