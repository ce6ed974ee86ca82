package dev.moqlog.vocabulary;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** QUIC frame types as qlog names them (RFC 9000 section 19, RFC 9221 and extensions). */
public enum FrameType {
  PADDING("padding", false),
  PING("ping", true),
  ACK("ack", false),
  RESET_STREAM("reset_stream", true),
  RESET_STREAM_AT("reset_stream_at", true),
  STOP_SENDING("stop_sending", true),
  CRYPTO("crypto", true),
  NEW_TOKEN("new_token", true),
  STREAM("stream", true),
  MAX_DATA("max_data", true),
  MAX_STREAM_DATA("max_stream_data", true),
  MAX_STREAMS("max_streams", true),
  DATA_BLOCKED("data_blocked", true),
  STREAM_DATA_BLOCKED("stream_data_blocked", true),
  STREAMS_BLOCKED("streams_blocked", true),
  NEW_CONNECTION_ID("new_connection_id", true),
  RETIRE_CONNECTION_ID("retire_connection_id", true),
  PATH_CHALLENGE("path_challenge", true),
  PATH_RESPONSE("path_response", true),
  CONNECTION_CLOSE("connection_close", false),
  HANDSHAKE_DONE("handshake_done", true),
  DATAGRAM("datagram", true),
  /** An acknowledgment that names the path whose packet numbers it covers (multipath QUIC). */
  PATH_ACK("path_ack", false),
  /** Every other frame; extensions are ack-eliciting unless they say otherwise. */
  OTHER("unknown", true);

  private static final Map<String, FrameType> BY_NAME = index();

  private final String qlogName;
  private final boolean ackEliciting;

  FrameType(String qlogName, boolean ackEliciting) {
    this.qlogName = qlogName;
    this.ackEliciting = ackEliciting;
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
    return Map.copyOf(byName);
  }
}
