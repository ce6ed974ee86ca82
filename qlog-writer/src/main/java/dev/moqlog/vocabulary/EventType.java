package dev.moqlog.vocabulary;

import static dev.moqlog.vocabulary.Field.*;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The catalogue of events: the QUIC, log level and simulation events of qlog, those of Media over
 * QUIC, and what this writer says about itself. Each has its current name, the name it had in qlog
 * 0.3, its importance and its fields.
 *
 * <p>{@link #of(String)} accepts the name of any era, from the {@code TRANSPORT:PACKET_SENT} of
 * draft-00 to today's {@code quic:packet_sent}. An event outside this catalogue (another namespace,
 * a stack's private event) is {@link #OTHER}; its own name stays available to the reader of the
 * log.
 */
public enum EventType {
  SERVER_LISTENING(
      "quic",
      "server_listening",
      Importance.EXTRA,
      "connectivity:server_listening",
      IP_V4,
      IP_V6,
      PORT_V4,
      PORT_V6,
      RETRY_REQUIRED),
  CONNECTION_STARTED(
      "quic",
      "connection_started",
      Importance.BASE,
      "connectivity:connection_started",
      LOCAL,
      REMOTE,
      IP_VERSION,
      SRC_IP,
      SRC_PORT,
      DST_IP,
      DST_PORT),
  CONNECTION_CLOSED(
      "quic",
      "connection_closed",
      Importance.BASE,
      "connectivity:connection_closed",
      INITIATOR,
      CONNECTION_ERROR,
      APPLICATION_ERROR,
      CLOSE_CODE,
      INTERNAL_CODE,
      REASON,
      TRIGGER),
  CONNECTION_ID_UPDATED(
      "quic",
      "connection_id_updated",
      Importance.BASE,
      "connectivity:connection_id_updated",
      INITIATOR,
      OLD_CONNECTION_ID,
      NEW_CONNECTION_ID),
  SPIN_BIT_UPDATED(
      "quic", "spin_bit_updated", Importance.BASE, "connectivity:spin_bit_updated", STATE),
  CONNECTION_STATE_UPDATED(
      "quic",
      "connection_state_updated",
      Importance.BASE,
      "connectivity:connection_state_updated",
      OLD,
      NEW),
  TUPLE_ASSIGNED(
      "quic", "tuple_assigned", Importance.BASE, null, TUPLE_ID, TUPLE_LOCAL, TUPLE_REMOTE),
  MTU_UPDATED(
      "quic", "mtu_updated", Importance.EXTRA, "connectivity:mtu_updated", OLD_MTU, NEW_MTU, DONE),
  VERSION_INFORMATION(
      "quic",
      "version_information",
      Importance.CORE,
      "transport:version_information",
      SERVER_VERSIONS,
      CLIENT_VERSIONS,
      CHOSEN_VERSION),
  ALPN_INFORMATION(
      "quic",
      "alpn_information",
      Importance.CORE,
      "transport:alpn_information",
      SERVER_ALPNS,
      CLIENT_ALPNS,
      CHOSEN_ALPN),
  PARAMETERS_SET(
      "quic",
      "parameters_set",
      Importance.CORE,
      "transport:parameters_set",
      INITIATOR,
      RESUMPTION_ALLOWED,
      EARLY_DATA_ENABLED,
      TLS_CIPHER,
      ORIGINAL_DESTINATION_CONNECTION_ID,
      INITIAL_SOURCE_CONNECTION_ID,
      RETRY_SOURCE_CONNECTION_ID,
      STATELESS_RESET_TOKEN,
      DISABLE_ACTIVE_MIGRATION,
      MAX_IDLE_TIMEOUT,
      MAX_UDP_PAYLOAD_SIZE,
      ACK_DELAY_EXPONENT,
      MAX_ACK_DELAY,
      ACTIVE_CONNECTION_ID_LIMIT,
      INITIAL_MAX_DATA,
      INITIAL_MAX_STREAM_DATA_BIDI_LOCAL,
      INITIAL_MAX_STREAM_DATA_BIDI_REMOTE,
      INITIAL_MAX_STREAM_DATA_UNI,
      INITIAL_MAX_STREAMS_BIDI,
      INITIAL_MAX_STREAMS_UNI,
      PREFERRED_ADDRESS,
      MAX_DATAGRAM_FRAME_SIZE,
      GREASE_QUIC_BIT),
  PARAMETERS_RESTORED(
      "quic",
      "parameters_restored",
      Importance.BASE,
      "transport:parameters_restored",
      DISABLE_ACTIVE_MIGRATION,
      MAX_IDLE_TIMEOUT,
      MAX_UDP_PAYLOAD_SIZE,
      ACTIVE_CONNECTION_ID_LIMIT,
      INITIAL_MAX_DATA,
      INITIAL_MAX_STREAM_DATA_BIDI_LOCAL,
      INITIAL_MAX_STREAM_DATA_BIDI_REMOTE,
      INITIAL_MAX_STREAM_DATA_UNI,
      INITIAL_MAX_STREAMS_BIDI,
      INITIAL_MAX_STREAMS_UNI,
      MAX_DATAGRAM_FRAME_SIZE),
  PACKET_SENT(
      "quic",
      "packet_sent",
      Importance.CORE,
      "transport:packet_sent",
      HEADER,
      FRAMES,
      SUPPORTED_VERSIONS,
      RAW,
      STATELESS_RESET_TOKEN,
      IS_MTU_PROBE_PACKET,
      TRIGGER),
  PACKET_RECEIVED(
      "quic",
      "packet_received",
      Importance.CORE,
      "transport:packet_received",
      HEADER,
      FRAMES,
      SUPPORTED_VERSIONS,
      RAW,
      STATELESS_RESET_TOKEN,
      TRIGGER),
  PACKET_DROPPED(
      "quic",
      "packet_dropped",
      Importance.BASE,
      "transport:packet_dropped",
      HEADER,
      RAW,
      TRIGGER,
      DETAILS),
  PACKET_BUFFERED(
      "quic",
      "packet_buffered",
      Importance.BASE,
      "transport:packet_buffered",
      HEADER,
      RAW,
      TRIGGER),
  PACKETS_ACKED(
      "quic",
      "packets_acked",
      Importance.EXTRA,
      "transport:packets_acked",
      PACKET_NUMBER_SPACE,
      PACKET_NUMBERS),
  UDP_DATAGRAMS_SENT(
      "quic",
      "udp_datagrams_sent",
      Importance.EXTRA,
      "transport:datagrams_sent",
      COUNT_OF,
      RAW,
      ECN),
  UDP_DATAGRAMS_RECEIVED(
      "quic",
      "udp_datagrams_received",
      Importance.EXTRA,
      "transport:datagrams_received",
      COUNT_OF,
      RAW,
      ECN),
  UDP_DATAGRAM_DROPPED(
      "quic", "udp_datagram_dropped", Importance.EXTRA, "transport:datagram_dropped", RAW),
  STREAM_STATE_UPDATED(
      "quic",
      "stream_state_updated",
      Importance.BASE,
      "transport:stream_state_updated",
      STREAM_ID,
      STREAM_TYPE,
      OLD,
      NEW,
      STREAM_SIDE,
      TRIGGER),
  FRAMES_PROCESSED(
      "quic",
      "frames_processed",
      Importance.EXTRA,
      "transport:frames_processed",
      FRAMES,
      PACKET_NUMBERS),
  FRAMES_CREATED("quic", "frames_created", Importance.EXTRA, null, FRAMES, PACKET_NUMBERS),
  FRAMES_PARSED("quic", "frames_parsed", Importance.EXTRA, null, FRAMES, PACKET_NUMBERS),
  STREAM_DATA_MOVED(
      "quic",
      "stream_data_moved",
      Importance.BASE,
      "transport:data_moved",
      STREAM_ID,
      OFFSET,
      MOVED_LENGTH,
      FROM,
      TO,
      ADDITIONAL_INFO,
      RAW),
  DATAGRAM_DATA_MOVED("quic", "datagram_data_moved", Importance.BASE, null, FROM, TO, RAW),
  CONNECTION_DATA_BLOCKED_UPDATED(
      "quic", "connection_data_blocked_updated", Importance.EXTRA, null, OLD, NEW, BLOCKED_REASON),
  STREAM_DATA_BLOCKED_UPDATED(
      "quic",
      "stream_data_blocked_updated",
      Importance.EXTRA,
      null,
      STREAM_ID,
      OLD,
      NEW,
      BLOCKED_REASON),
  DATAGRAM_DATA_BLOCKED_UPDATED(
      "quic", "datagram_data_blocked_updated", Importance.EXTRA, null, OLD, NEW, BLOCKED_REASON),
  MIGRATION_STATE_UPDATED(
      "quic",
      "migration_state_updated",
      Importance.EXTRA,
      null,
      OLD,
      NEW,
      TUPLE_ID,
      TUPLE_LOCAL,
      TUPLE_REMOTE),
  TIMER_UPDATED(
      "quic",
      "timer_updated",
      Importance.EXTRA,
      "recovery:loss_timer_updated",
      TIMER_TYPE,
      TIMER_ID,
      PACKET_NUMBER_SPACE,
      TIMER_EVENT,
      DELTA),
  KEY_UPDATED(
      "quic",
      "key_updated",
      Importance.BASE,
      "security:key_updated",
      KEY_TYPE,
      OLD_KEY,
      NEW_KEY,
      KEY_PHASE,
      TRIGGER),
  KEY_DISCARDED(
      "quic",
      "key_discarded",
      Importance.BASE,
      "security:key_discarded",
      KEY_TYPE,
      KEY,
      KEY_PHASE,
      TRIGGER),
  RECOVERY_PARAMETERS_SET(
      "quic",
      "recovery_parameters_set",
      Importance.BASE,
      "recovery:parameters_set",
      REORDERING_THRESHOLD,
      TIME_THRESHOLD,
      TIMER_GRANULARITY,
      INITIAL_RTT,
      MAX_DATAGRAM_SIZE,
      INITIAL_CONGESTION_WINDOW,
      MINIMUM_CONGESTION_WINDOW,
      LOSS_REDUCTION_FACTOR,
      PERSISTENT_CONGESTION_THRESHOLD),
  RECOVERY_METRICS_UPDATED(
      "quic",
      "recovery_metrics_updated",
      Importance.CORE,
      "recovery:metrics_updated",
      MIN_RTT,
      SMOOTHED_RTT,
      LATEST_RTT,
      RTT_VARIANCE,
      PTO_COUNT,
      CONGESTION_WINDOW,
      BYTES_IN_FLIGHT,
      SSTHRESH,
      PACKETS_IN_FLIGHT,
      PACING_RATE),
  CONGESTION_STATE_UPDATED(
      "quic",
      "congestion_state_updated",
      Importance.BASE,
      "recovery:congestion_state_updated",
      OLD,
      NEW,
      TRIGGER),
  PACKET_LOST(
      "quic",
      "packet_lost",
      Importance.CORE,
      "recovery:packet_lost",
      HEADER,
      FRAMES,
      IS_MTU_PROBE_PACKET,
      TRIGGER),
  SPURIOUS_LOSS(
      "quic",
      "spurious_loss",
      Importance.EXTRA,
      "recovery:spurious_loss",
      PACKET_NUMBER_SPACE,
      PACKET_NUMBER,
      REORDERING_PACKETS,
      REORDERING_TIME),
  MARKED_FOR_RETRANSMIT(
      "quic", "marked_for_retransmit", Importance.EXTRA, "recovery:marked_for_retransmit", FRAMES),
  ECN_STATE_UPDATED(
      "quic", "ecn_state_updated", Importance.EXTRA, "recovery:ecn_state_updated", OLD, NEW),
  LOGLEVEL_ERROR("loglevel", "error", Importance.CORE, "generic:error", CODE, MESSAGE),
  LOGLEVEL_WARNING("loglevel", "warning", Importance.BASE, "generic:warning", CODE, MESSAGE),
  LOGLEVEL_INFO("loglevel", "info", Importance.EXTRA, "generic:info", MESSAGE),
  LOGLEVEL_DEBUG("loglevel", "debug", Importance.EXTRA, "generic:debug", MESSAGE),
  LOGLEVEL_VERBOSE("loglevel", "verbose", Importance.EXTRA, "generic:verbose", MESSAGE),
  SIMULATION_SCENARIO("simulation", "scenario", Importance.EXTRA, null, SCENARIO_NAME, DETAILS),
  SIMULATION_MARKER("simulation", "marker", Importance.EXTRA, null, MARKER_TYPE, MESSAGE),
  CONTROL_MESSAGE_CREATED(
      "moqt", "control_message_created", Importance.CORE, null, STREAM_ID, LENGTH, CONTROL_MESSAGE),
  CONTROL_MESSAGE_PARSED(
      "moqt", "control_message_parsed", Importance.CORE, null, STREAM_ID, LENGTH, CONTROL_MESSAGE),
  STREAM_TYPE_SET("moqt", "stream_type_set", Importance.BASE, null, OWNER, STREAM_ID, STREAM_TYPE),
  OBJECT_DATAGRAM_CREATED(
      "moqt",
      "object_datagram_created",
      Importance.CORE,
      null,
      TRACK_ALIAS,
      GROUP_ID,
      OBJECT_ID,
      PUBLISHER_PRIORITY,
      PROPERTIES_LENGTH,
      PROPERTIES,
      OBJECT_STATUS,
      OBJECT_PAYLOAD,
      END_OF_GROUP),
  OBJECT_DATAGRAM_PARSED(
      "moqt",
      "object_datagram_parsed",
      Importance.CORE,
      null,
      TRACK_ALIAS,
      GROUP_ID,
      OBJECT_ID,
      PUBLISHER_PRIORITY,
      PROPERTIES_LENGTH,
      PROPERTIES,
      OBJECT_STATUS,
      OBJECT_PAYLOAD,
      END_OF_GROUP),
  SUBGROUP_HEADER_CREATED(
      "moqt",
      "subgroup_header_created",
      Importance.CORE,
      null,
      STREAM_ID,
      TRACK_ALIAS,
      GROUP_ID,
      SUBGROUP_ID_MODE,
      SUBGROUP_ID,
      PUBLISHER_PRIORITY,
      CONTAINS_END_OF_GROUP,
      PROPERTIES_PRESENT),
  SUBGROUP_HEADER_PARSED(
      "moqt",
      "subgroup_header_parsed",
      Importance.CORE,
      null,
      STREAM_ID,
      TRACK_ALIAS,
      GROUP_ID,
      SUBGROUP_ID_MODE,
      SUBGROUP_ID,
      PUBLISHER_PRIORITY,
      CONTAINS_END_OF_GROUP,
      PROPERTIES_PRESENT),
  SUBGROUP_OBJECT_CREATED(
      "moqt",
      "subgroup_object_created",
      Importance.CORE,
      null,
      STREAM_ID,
      OBJECT_ID_DELTA,
      PROPERTIES,
      OBJECT_PAYLOAD_LENGTH,
      OBJECT_STATUS,
      OBJECT_PAYLOAD),
  SUBGROUP_OBJECT_PARSED(
      "moqt",
      "subgroup_object_parsed",
      Importance.CORE,
      null,
      STREAM_ID,
      OBJECT_ID_DELTA,
      PROPERTIES,
      OBJECT_PAYLOAD_LENGTH,
      OBJECT_STATUS,
      OBJECT_PAYLOAD),
  FETCH_HEADER_CREATED(
      "moqt", "fetch_header_created", Importance.CORE, null, STREAM_ID, REQUEST_ID),
  FETCH_HEADER_PARSED("moqt", "fetch_header_parsed", Importance.CORE, null, STREAM_ID, REQUEST_ID),
  FETCH_OBJECT_CREATED(
      "moqt",
      "fetch_object_created",
      Importance.CORE,
      null,
      STREAM_ID,
      DATAGRAM,
      END_OF_NONEXISTENT_RANGE,
      END_OF_UNKNOWN_RANGE,
      SUBGROUP_ID_BITS,
      GROUP_ID,
      SUBGROUP_ID,
      OBJECT_ID,
      PUBLISHER_PRIORITY,
      PROPERTIES_LENGTH,
      PROPERTIES,
      OBJECT_PAYLOAD_LENGTH,
      OBJECT_PAYLOAD),
  FETCH_OBJECT_PARSED(
      "moqt",
      "fetch_object_parsed",
      Importance.CORE,
      null,
      STREAM_ID,
      DATAGRAM,
      END_OF_NONEXISTENT_RANGE,
      END_OF_UNKNOWN_RANGE,
      SUBGROUP_ID_BITS,
      GROUP_ID,
      SUBGROUP_ID,
      OBJECT_ID,
      PUBLISHER_PRIORITY,
      PROPERTIES_LENGTH,
      PROPERTIES,
      OBJECT_PAYLOAD_LENGTH,
      OBJECT_PAYLOAD),
  /** Events were not recorded here, and how many. */
  EVENTS_DROPPED("moqlog", "events_dropped", Importance.CORE, null, COUNT_OF, SINCE, CAUSE),
  /** The trace reached its size limit; only the most important events follow, or none. */
  TRACE_TRUNCATED("moqlog", "trace_truncated", Importance.CORE, null, EVENTS, BYTES_OF),
  /** The flight recorder of a connection was written out, because of this cause. */
  TRACE_PROMOTED("moqlog", "trace_promoted", Importance.CORE, null, CAUSE),
  /** The writer closed the trace, with its own count of what it wrote. */
  TRACE_ENDED("moqlog", "trace_ended", Importance.CORE, null, EVENTS, DROPPED_EVENTS, TIMES_RAISED),
  /** Every event that is not in this catalogue. */
  OTHER("", "", Importance.EXTRA, null);

  /** How much an event matters to a reader, as main-schema section 9 ranks it. */
  public enum Importance {
    CORE,
    BASE,
    EXTRA
  }

  private static final Map<String, EventType> BY_NAME = index();

  private final String namespace;
  private final String type;
  private final Importance importance;
  private final String olderName;
  private final List<Field> fields;

  EventType(
      String namespace, String type, Importance importance, String olderName, Field... fields) {
    this.namespace = namespace;
    this.type = type;
    this.importance = importance;
    this.olderName = olderName;
    this.fields = List.of(fields);
  }

  /** The current namespace, such as {@code quic}; empty for {@link #OTHER}. */
  public String namespace() {
    return namespace;
  }

  /** The current event type within the namespace, such as {@code packet_sent}. */
  public String type() {
    return type;
  }

  /** The current full name, such as {@code quic:packet_sent}; empty for {@link #OTHER}. */
  public String qlogName() {
    return namespace.isEmpty() ? "" : namespace + ':' + type;
  }

  /**
   * The full name in that profile. An event that qlog 0.3 did not have keeps its current name
   * there.
   */
  public String qlogName(Profile profile) {
    return profile == Profile.QVIS && olderName != null ? olderName : qlogName();
  }

  /** The members of the event's {@code data}, in the order the drafts list them. */
  public List<Field> fields() {
    return fields;
  }

  /** How much the event matters. */
  public Importance importance() {
    return importance;
  }

  /**
   * The event that a full name of any era stands for.
   *
   * @param name {@code namespace:type} in any letter case, or a bare type
   * @return the event, or {@link #OTHER}; never null
   */
  public static EventType of(String name) {
    int colon = name.indexOf(':');
    return colon < 0
        ? of("transport", name)
        : of(name.substring(0, colon), name.substring(colon + 1));
  }

  /**
   * The event that a name of any era, given in two parts, stands for.
   *
   * @param category the namespace or category, in any letter case
   * @param type the event type, in any letter case
   * @return the event, or {@link #OTHER}; never null
   */
  public static EventType of(String category, String type) {
    String key = EventHistory.canonical(lower(category), lower(type));
    return BY_NAME.getOrDefault(key, OTHER);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static Map<String, EventType> index() {
    Map<String, EventType> byName = new TreeMap<>();
    for (EventType event : values()) {
      byName.put(event.qlogName(), event);
    }
    byName.remove("");
    return byName;
  }
}
