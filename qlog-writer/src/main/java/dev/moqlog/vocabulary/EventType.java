package dev.moqlog.vocabulary;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The QUIC, log level and simulation events of qlog under their current names.
 *
 * <p>{@link #of(String)} accepts the name of any era, from the {@code TRANSPORT:PACKET_SENT} of
 * draft-00 to today's {@code quic:packet_sent}. An event outside this catalogue (another namespace,
 * a stack's private event) is {@link #OTHER}; its own name stays available to the reader of the
 * log.
 */
public enum EventType {
  SERVER_LISTENING("quic", "server_listening", Importance.EXTRA),
  CONNECTION_STARTED("quic", "connection_started", Importance.BASE),
  CONNECTION_CLOSED("quic", "connection_closed", Importance.BASE),
  CONNECTION_ID_UPDATED("quic", "connection_id_updated", Importance.BASE),
  SPIN_BIT_UPDATED("quic", "spin_bit_updated", Importance.BASE),
  CONNECTION_STATE_UPDATED("quic", "connection_state_updated", Importance.BASE),
  TUPLE_ASSIGNED("quic", "tuple_assigned", Importance.BASE),
  MTU_UPDATED("quic", "mtu_updated", Importance.EXTRA),
  VERSION_INFORMATION("quic", "version_information", Importance.CORE),
  ALPN_INFORMATION("quic", "alpn_information", Importance.CORE),
  PARAMETERS_SET("quic", "parameters_set", Importance.CORE),
  PARAMETERS_RESTORED("quic", "parameters_restored", Importance.BASE),
  PACKET_SENT("quic", "packet_sent", Importance.CORE),
  PACKET_RECEIVED("quic", "packet_received", Importance.CORE),
  PACKET_DROPPED("quic", "packet_dropped", Importance.BASE),
  PACKET_BUFFERED("quic", "packet_buffered", Importance.BASE),
  PACKETS_ACKED("quic", "packets_acked", Importance.EXTRA),
  UDP_DATAGRAMS_SENT("quic", "udp_datagrams_sent", Importance.EXTRA),
  UDP_DATAGRAMS_RECEIVED("quic", "udp_datagrams_received", Importance.EXTRA),
  UDP_DATAGRAM_DROPPED("quic", "udp_datagram_dropped", Importance.EXTRA),
  STREAM_STATE_UPDATED("quic", "stream_state_updated", Importance.BASE),
  FRAMES_PROCESSED("quic", "frames_processed", Importance.EXTRA),
  FRAMES_CREATED("quic", "frames_created", Importance.EXTRA),
  FRAMES_PARSED("quic", "frames_parsed", Importance.EXTRA),
  STREAM_DATA_MOVED("quic", "stream_data_moved", Importance.BASE),
  DATAGRAM_DATA_MOVED("quic", "datagram_data_moved", Importance.BASE),
  CONNECTION_DATA_BLOCKED_UPDATED("quic", "connection_data_blocked_updated", Importance.EXTRA),
  STREAM_DATA_BLOCKED_UPDATED("quic", "stream_data_blocked_updated", Importance.EXTRA),
  DATAGRAM_DATA_BLOCKED_UPDATED("quic", "datagram_data_blocked_updated", Importance.EXTRA),
  MIGRATION_STATE_UPDATED("quic", "migration_state_updated", Importance.EXTRA),
  TIMER_UPDATED("quic", "timer_updated", Importance.EXTRA),
  KEY_UPDATED("quic", "key_updated", Importance.BASE),
  KEY_DISCARDED("quic", "key_discarded", Importance.BASE),
  RECOVERY_PARAMETERS_SET("quic", "recovery_parameters_set", Importance.BASE),
  RECOVERY_METRICS_UPDATED("quic", "recovery_metrics_updated", Importance.CORE),
  CONGESTION_STATE_UPDATED("quic", "congestion_state_updated", Importance.BASE),
  PACKET_LOST("quic", "packet_lost", Importance.CORE),
  SPURIOUS_LOSS("quic", "spurious_loss", Importance.EXTRA),
  MARKED_FOR_RETRANSMIT("quic", "marked_for_retransmit", Importance.EXTRA),
  ECN_STATE_UPDATED("quic", "ecn_state_updated", Importance.EXTRA),
  LOGLEVEL_ERROR("loglevel", "error", Importance.CORE),
  LOGLEVEL_WARNING("loglevel", "warning", Importance.BASE),
  LOGLEVEL_INFO("loglevel", "info", Importance.EXTRA),
  LOGLEVEL_DEBUG("loglevel", "debug", Importance.EXTRA),
  LOGLEVEL_VERBOSE("loglevel", "verbose", Importance.EXTRA),
  SIMULATION_SCENARIO("simulation", "scenario", Importance.EXTRA),
  SIMULATION_MARKER("simulation", "marker", Importance.EXTRA),
  /** Every event that is not in this catalogue. */
  OTHER("", "", Importance.EXTRA);

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

  EventType(String namespace, String type, Importance importance) {
    this.namespace = namespace;
    this.type = type;
    this.importance = importance;
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
