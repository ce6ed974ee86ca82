package dev.moqlog.vocabulary;

import static dev.moqlog.vocabulary.Field.*;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** QUIC frame types as qlog names them (RFC 9000 section 19, RFC 9221 and extensions). */
public enum FrameType {
  PADDING("padding", false, RAW),
  PING("ping", true),
  ACK("ack", false, ACK_DELAY, ACKED_RANGES, ECT1, ECT0, CE),
  RESET_STREAM("reset_stream", true, STREAM_ID, ERROR, ERROR_CODE, FINAL_SIZE),
  RESET_STREAM_AT("reset_stream_at", true, STREAM_ID, ERROR, ERROR_CODE, FINAL_SIZE, RELIABLE_SIZE),
  STOP_SENDING("stop_sending", true, STREAM_ID, ERROR, ERROR_CODE),
  CRYPTO("crypto", true, OFFSET, FRAME_LENGTH, RAW),
  NEW_TOKEN("new_token", true, TOKEN),
  STREAM("stream", true, STREAM_ID, OFFSET, FRAME_LENGTH, FIN, RAW),
  MAX_DATA("max_data", true, MAXIMUM),
  MAX_STREAM_DATA("max_stream_data", true, STREAM_ID, MAXIMUM),
  MAX_STREAMS("max_streams", true, STREAM_TYPE, MAXIMUM),
  DATA_BLOCKED("data_blocked", true, LIMIT),
  STREAM_DATA_BLOCKED("stream_data_blocked", true, STREAM_ID, LIMIT),
  STREAMS_BLOCKED("streams_blocked", true, STREAM_TYPE, LIMIT),
  NEW_CONNECTION_ID(
      "new_connection_id",
      true,
      SEQUENCE_NUMBER,
      RETIRE_PRIOR_TO,
      CONNECTION_ID_LENGTH,
      CONNECTION_ID,
      STATELESS_RESET_TOKEN),
  RETIRE_CONNECTION_ID("retire_connection_id", true, SEQUENCE_NUMBER),
  PATH_CHALLENGE("path_challenge", true, PATH_DATA),
  PATH_RESPONSE("path_response", true, PATH_DATA),
  CONNECTION_CLOSE(
      "connection_close", false, ERROR_SPACE, ERROR, ERROR_CODE, REASON, TRIGGER_FRAME_TYPE),
  HANDSHAKE_DONE("handshake_done", true),
  DATAGRAM("datagram", true, FRAME_LENGTH, RAW),
  /** An acknowledgment that names the path whose packet numbers it covers (multipath QUIC). */
  PATH_ACK("path_ack", false, ACK_DELAY, ACKED_RANGES, ECT1, ECT0, CE),
  /** Every other frame; extensions are ack-eliciting unless they say otherwise. */
  OTHER("unknown", true, FRAME_TYPE_BYTES, RAW);

  private static final Map<String, FrameType> BY_NAME = index();

  private final String qlogName;
  private final boolean ackEliciting;
  private final List<Field> fields;

  FrameType(String qlogName, boolean ackEliciting, Field... fields) {
    this.qlogName = qlogName;
    this.ackEliciting = ackEliciting;
    this.fields = List.of(fields);
  }

  /** The members of the frame besides {@code frame_type}, in the order the drafts list them. */
  public List<Field> fields() {
    return fields;
  }

  /** The name as qlog writes it. */
  public String qlogName() {
    return qlogName;
  }

  /** Whether a packet with this frame asks for an acknowledgment (RFC 9002 section 2). */
  public boolean ackEliciting() {
    return ackEliciting;
  }

  /** The type a name of any stack or draft stands for; {@link #OTHER} if none. */
  public static FrameType of(String name) {
    FrameType exact = BY_NAME.get(name);
    return exact != null ? exact : BY_NAME.getOrDefault(name.toLowerCase(Locale.ROOT), OTHER);
  }

  private static Map<String, FrameType> index() {
    Map<String, FrameType> byName = new HashMap<>();
    for (FrameType type : values()) {
      byName.put(type.qlogName, type);
    }
    byName.put("ack_ecn", ACK);
    byName.put("ack_receive_timestamps", ACK);
    byName.put("ack_receive_timestamps_ecn", ACK);
    byName.put("ack_extended", ACK);
    byName.put("application_close", CONNECTION_CLOSE);
    // PATH_ACK in earlier drafts of multipath QUIC.
    byName.put("ack_mp", PATH_ACK);
    byName.put("mp_ack", PATH_ACK);
    byName.put("ack_mp_ecn", PATH_ACK);
    byName.put("path_ack_ecn", PATH_ACK);
    return Map.copyOf(byName);
  }
}
