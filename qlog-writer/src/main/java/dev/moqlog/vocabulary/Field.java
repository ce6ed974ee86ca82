package dev.moqlog.vocabulary;

import static dev.moqlog.vocabulary.FieldKind.BITS_PER_SECOND;
import static dev.moqlog.vocabulary.FieldKind.BOOLEAN;
import static dev.moqlog.vocabulary.FieldKind.BYTES;
import static dev.moqlog.vocabulary.FieldKind.COUNT;
import static dev.moqlog.vocabulary.FieldKind.HEX;
import static dev.moqlog.vocabulary.FieldKind.LIST;
import static dev.moqlog.vocabulary.FieldKind.MILLIS;
import static dev.moqlog.vocabulary.FieldKind.NUMBER;
import static dev.moqlog.vocabulary.FieldKind.OBJECT;
import static dev.moqlog.vocabulary.FieldKind.TEXT;
import static dev.moqlog.vocabulary.Privacy.ADDRESS;
import static dev.moqlog.vocabulary.Privacy.IDENTIFIER;
import static dev.moqlog.vocabulary.Privacy.NAME;
import static dev.moqlog.vocabulary.Privacy.PAYLOAD;
import static dev.moqlog.vocabulary.Privacy.PUBLIC;
import static dev.moqlog.vocabulary.Privacy.SECRET;

/**
 * The fields of qlog's events, frames and messages: name, kind, and what they may give away.
 *
 * <p>One constant is one meaning. Two fields of the same name are two constants where they differ
 * in kind or privacy, such as the {@code data} of a path challenge and the data of a payload.
 */
public enum Field {
  // Packets (quic-events section 8).
  HEADER("header", OBJECT),
  FRAMES("frames", LIST),
  RAW("raw", OBJECT),
  PACKET_TYPE("packet_type", TEXT),
  PACKET_NUMBER("packet_number", NUMBER),
  PACKET_NUMBERS("packet_numbers", LIST),
  PACKET_NUMBER_SPACE("packet_number_space", TEXT),
  VERSION("version", HEX),
  SCID("scid", HEX, IDENTIFIER),
  DCID("dcid", HEX, IDENTIFIER),
  TOKEN("token", OBJECT, SECRET),
  IS_MTU_PROBE_PACKET("is_mtu_probe_packet", BOOLEAN),
  TRIGGER("trigger", TEXT),
  COUNT_OF("count", COUNT),
  LENGTH("length", BYTES),
  PAYLOAD_LENGTH("payload_length", BYTES),
  RAW_DATA("data", HEX, PAYLOAD),
  ECN("ecn", LIST),
  SUPPORTED_VERSIONS("supported_versions", LIST),

  // Frames (quic-events section 8.13).
  FRAME_TYPE("frame_type", TEXT),
  /** The data bytes of a frame; the current drafts have them in {@link #RAW} alone. */
  FRAME_LENGTH(null, "length", BYTES, PUBLIC),
  ACK_DELAY("ack_delay", MILLIS),
  ACKED_RANGES("acked_ranges", LIST),
  ECT0("ect0", COUNT),
  ECT1("ect1", COUNT),
  CE("ce", COUNT),
  STREAM_ID("stream_id", NUMBER),
  OFFSET("offset", BYTES),
  FIN("fin", BOOLEAN),
  ERROR("error", "error_code", TEXT, PUBLIC),
  ERROR_CODE("error_code", "raw_error_code", NUMBER, PUBLIC),
  FINAL_SIZE("final_size", BYTES),
  RELIABLE_SIZE("reliable_size", BYTES),
  STREAM_TYPE("stream_type", TEXT),
  MAXIMUM("maximum", NUMBER),
  LIMIT("limit", NUMBER),
  SEQUENCE_NUMBER("sequence_number", NUMBER),
  RETIRE_PRIOR_TO("retire_prior_to", NUMBER),
  CONNECTION_ID_LENGTH("connection_id_length", BYTES),
  CONNECTION_ID("connection_id", HEX, IDENTIFIER),
  STATELESS_RESET_TOKEN("stateless_reset_token", HEX, SECRET),
  PATH_DATA("data", HEX),
  ERROR_SPACE("error_space", TEXT),
  REASON("reason", TEXT, NAME),
  TRIGGER_FRAME_TYPE("trigger_frame_type", NUMBER),
  FRAME_TYPE_BYTES("frame_type_bytes", "frame_type_value", NUMBER, PUBLIC),

  // Connections and paths (quic-events section 4 to 7).
  LOCAL("local", null, OBJECT, PUBLIC),
  REMOTE("remote", null, OBJECT, PUBLIC),
  IP_VERSION(null, "ip_version", TEXT, PUBLIC),
  SRC_IP(null, "src_ip", TEXT, ADDRESS),
  SRC_PORT(null, "src_port", NUMBER, ADDRESS),
  DST_IP(null, "dst_ip", TEXT, ADDRESS),
  DST_PORT(null, "dst_port", NUMBER, ADDRESS),
  TUPLE_ID("tuple_id", TEXT),
  TUPLE_LOCAL("tuple_local", OBJECT),
  TUPLE_REMOTE("tuple_remote", OBJECT),
  IP_V4("ip_v4", TEXT, ADDRESS),
  IP_V6("ip_v6", TEXT, ADDRESS),
  PORT_V4("port_v4", NUMBER, ADDRESS),
  PORT_V6("port_v6", NUMBER, ADDRESS),
  RETRY_REQUIRED("retry_required", BOOLEAN),
  INITIATOR("initiator", "owner", TEXT, PUBLIC),
  CONNECTION_ERROR("connection_error", "connection_code", TEXT, PUBLIC),
  APPLICATION_ERROR("application_error", "application_code", TEXT, PUBLIC),
  /** The number of an error that has no name; 0.3 writes it in place of the name. */
  CLOSE_CODE("error_code", null, NUMBER, PUBLIC),
  INTERNAL_CODE("internal_code", NUMBER),
  OLD("old", TEXT),
  NEW("new", TEXT),
  OLD_CONNECTION_ID("old", HEX, IDENTIFIER),
  NEW_CONNECTION_ID("new", HEX, IDENTIFIER),
  OLD_MTU("old", BYTES),
  NEW_MTU("new", BYTES),
  DONE("done", BOOLEAN),
  STATE("state", BOOLEAN),
  SERVER_VERSIONS("server_versions", LIST),
  CLIENT_VERSIONS("client_versions", LIST),
  CHOSEN_VERSION("chosen_version", HEX),
  SERVER_ALPNS("server_alpns", LIST),
  CLIENT_ALPNS("client_alpns", LIST),
  CHOSEN_ALPN("chosen_alpn", OBJECT),
  STRING_VALUE("string_value", null, TEXT, PUBLIC),

  // Transport parameters (RFC 9000 section 18.2 and extensions).
  RESUMPTION_ALLOWED("resumption_allowed", BOOLEAN),
  EARLY_DATA_ENABLED("early_data_enabled", BOOLEAN),
  TLS_CIPHER("tls_cipher", TEXT),
  ORIGINAL_DESTINATION_CONNECTION_ID("original_destination_connection_id", HEX, IDENTIFIER),
  INITIAL_SOURCE_CONNECTION_ID("initial_source_connection_id", HEX, IDENTIFIER),
  RETRY_SOURCE_CONNECTION_ID("retry_source_connection_id", HEX, IDENTIFIER),
  DISABLE_ACTIVE_MIGRATION("disable_active_migration", BOOLEAN),
  MAX_IDLE_TIMEOUT("max_idle_timeout", MILLIS),
  MAX_UDP_PAYLOAD_SIZE("max_udp_payload_size", BYTES),
  ACK_DELAY_EXPONENT("ack_delay_exponent", NUMBER),
  MAX_ACK_DELAY("max_ack_delay", MILLIS),
  ACTIVE_CONNECTION_ID_LIMIT("active_connection_id_limit", COUNT),
  INITIAL_MAX_DATA("initial_max_data", BYTES),
  INITIAL_MAX_STREAM_DATA_BIDI_LOCAL("initial_max_stream_data_bidi_local", BYTES),
  INITIAL_MAX_STREAM_DATA_BIDI_REMOTE("initial_max_stream_data_bidi_remote", BYTES),
  INITIAL_MAX_STREAM_DATA_UNI("initial_max_stream_data_uni", BYTES),
  INITIAL_MAX_STREAMS_BIDI("initial_max_streams_bidi", COUNT),
  INITIAL_MAX_STREAMS_UNI("initial_max_streams_uni", COUNT),
  PREFERRED_ADDRESS("preferred_address", OBJECT, ADDRESS),
  MAX_DATAGRAM_FRAME_SIZE("max_datagram_frame_size", BYTES),
  GREASE_QUIC_BIT("grease_quic_bit", BOOLEAN),

  // Streams, application data and what holds it up.
  STREAM_SIDE("stream_side", TEXT),
  MOVED_LENGTH(null, "length", BYTES, PUBLIC),
  FROM("from", TEXT),
  TO("to", TEXT),
  ADDITIONAL_INFO("additional_info", TEXT),
  BLOCKED_REASON("reason", TEXT),

  // Keys (quic-events section 7).
  KEY_TYPE("key_type", TEXT),
  KEY_PHASE("key_phase", "generation", NUMBER, PUBLIC),
  OLD_KEY("old", HEX, SECRET),
  NEW_KEY("new", HEX, SECRET),
  KEY("key", HEX, SECRET),

  // Timers and recovery (quic-events section 9).
  TIMER_TYPE("timer_type", TEXT),
  TIMER_ID("timer_id", TEXT),
  TIMER_EVENT("event_type", TEXT),
  DELTA("delta", MILLIS),
  REORDERING_THRESHOLD("reordering_threshold", NUMBER),
  TIME_THRESHOLD("time_threshold", NUMBER),
  TIMER_GRANULARITY("timer_granularity", MILLIS),
  INITIAL_RTT("initial_rtt", MILLIS),
  MAX_DATAGRAM_SIZE("max_datagram_size", BYTES),
  INITIAL_CONGESTION_WINDOW("initial_congestion_window", BYTES),
  MINIMUM_CONGESTION_WINDOW("minimum_congestion_window", BYTES),
  LOSS_REDUCTION_FACTOR("loss_reduction_factor", NUMBER),
  PERSISTENT_CONGESTION_THRESHOLD("persistent_congestion_threshold", NUMBER),
  MIN_RTT("min_rtt", MILLIS),
  SMOOTHED_RTT("smoothed_rtt", MILLIS),
  LATEST_RTT("latest_rtt", MILLIS),
  RTT_VARIANCE("rtt_variance", MILLIS),
  PTO_COUNT("pto_count", COUNT),
  CONGESTION_WINDOW("congestion_window", BYTES),
  BYTES_IN_FLIGHT("bytes_in_flight", BYTES),
  SSTHRESH("ssthresh", BYTES),
  PACKETS_IN_FLIGHT("packets_in_flight", COUNT),
  PACING_RATE("pacing_rate", BITS_PER_SECOND),
  REORDERING_PACKETS("reordering_packets", COUNT),
  REORDERING_TIME("reordering_time", MILLIS),

  // Log lines and simulations.
  CODE("code", NUMBER),
  MESSAGE("message", TEXT, NAME),
  SCENARIO_NAME("name", TEXT, NAME),
  DETAILS("details", OBJECT),
  MARKER_TYPE("type", TEXT),

  // Media over QUIC (draft-pardue-moq-qlog-moq-events-07).
  OWNER("owner", TEXT),
  CONTROL_MESSAGE("message", OBJECT),
  MESSAGE_TYPE("type", TEXT),
  TRACK_ALIAS("track_alias", NUMBER),
  GROUP_ID("group_id", NUMBER),
  SUBGROUP_ID("subgroup_id", NUMBER),
  SUBGROUP_ID_MODE("subgroup_id_mode", NUMBER),
  SUBGROUP_ID_BITS("subgroup_id_bits", NUMBER),
  OBJECT_ID("object_id", NUMBER),
  OBJECT_ID_DELTA("object_id_delta", NUMBER),
  OBJECT_STATUS("object_status", NUMBER),
  OBJECT_PAYLOAD_LENGTH("object_payload_length", BYTES),
  OBJECT_PAYLOAD("object_payload", OBJECT),
  PUBLISHER_PRIORITY("publisher_priority", NUMBER),
  END_OF_GROUP("end_of_group", BOOLEAN),
  CONTAINS_END_OF_GROUP("contains_end_of_group", BOOLEAN),
  PROPERTIES_PRESENT("properties_present", BOOLEAN),
  PROPERTIES_LENGTH("properties_length", BYTES),
  PROPERTIES("properties", LIST, PAYLOAD),
  DATAGRAM("datagram", BOOLEAN),
  END_OF_NONEXISTENT_RANGE("end_of_nonexistent_range", BOOLEAN),
  END_OF_UNKNOWN_RANGE("end_of_unknown_range", BOOLEAN),
  REQUEST_ID("request_id", NUMBER),
  REQUIRED_REQUEST_ID_DELTA("required_request_id_delta", NUMBER),
  EXISTING_REQUEST_ID("existing_request_id", NUMBER),
  TRACK_NAMESPACE("track_namespace", LIST, NAME),
  TRACK_NAMESPACE_PREFIX("track_namespace_prefix", LIST, NAME),
  TRACK_NAMESPACE_SUFFIX("track_namespace_suffix", LIST, NAME),
  TRACK_NAME("track_name", OBJECT, NAME),
  BYTE_STRING_VALUE("value", TEXT, NAME),
  BYTE_STRING_BYTES("value_bytes", HEX, NAME),
  NUMBER_OF_PARAMETERS("number_of_parameters", COUNT),
  PARAMETERS("parameters", LIST),
  PARAMETER_NAME("name", TEXT),
  PARAMETER_VALUE("value", NUMBER),
  TRACK_PROPERTIES("track_properties", LIST, PAYLOAD),
  SETUP_OPTIONS("setup_options", LIST),
  AUTHORITY("value", TEXT, NAME),
  TOKEN_VALUE("token_value", OBJECT, SECRET),
  NEW_SESSION_URI("new_session_uri", OBJECT, NAME),
  TIMEOUT("timeout", MILLIS),
  REQUEST_ERROR_CODE("error_code", NUMBER),
  RETRY_INTERVAL("retry_interval", MILLIS),
  STATUS_CODE("status_code", NUMBER),
  STREAM_COUNT("stream_count", COUNT),
  FETCH_TYPE("fetch_type", TEXT),
  STANDALONE_FETCH("standalone_fetch", OBJECT),
  JOINING_FETCH("joining_fetch", OBJECT),
  JOINING_REQUEST_ID("joining_request_id", NUMBER),
  JOINING_START("joining_start", NUMBER),
  START_LOCATION("start_location", OBJECT),
  END_LOCATION("end_location", OBJECT),
  LOCATION_GROUP("group", NUMBER),
  LOCATION_OBJECT("object", NUMBER),
  END_OF_TRACK("end_of_track", NUMBER),
  SUBSCRIBE_OPTIONS("subscribe_options", TEXT),

  // What this writer says about itself.
  EVENTS("events", COUNT),
  BYTES_OF("bytes", BYTES),
  SINCE("since", MILLIS),
  DROPPED_EVENTS("events_dropped", COUNT),
  TIMES_RAISED("times_raised", COUNT),
  CAUSE("cause", TEXT);

  private final String name;
  private final String olderName;
  private final FieldKind kind;
  private final Privacy privacy;

  Field(String name, FieldKind kind) {
    this(name, name, kind, PUBLIC);
  }

  Field(String name, FieldKind kind, Privacy privacy) {
    this(name, name, kind, privacy);
  }

  Field(String name, String olderName, FieldKind kind, Privacy privacy) {
    this.name = name;
    this.olderName = olderName;
    this.kind = kind;
    this.privacy = privacy;
  }

  /** The member's name in that profile, or null where the profile has no such field. */
  public String qlogName(Profile profile) {
    return profile == Profile.IETF ? name : olderName;
  }

  /** What the value is, and its unit. */
  public FieldKind kind() {
    return kind;
  }

  /** What the value may give away. */
  public Privacy privacy() {
    return privacy;
  }
}
