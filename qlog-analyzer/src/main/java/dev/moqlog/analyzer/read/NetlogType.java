package dev.moqlog.analyzer.read;

import dev.moqlog.vocabulary.FrameType;
import java.util.Map;

/**
 * What an event of a Chrome netlog says about a QUIC session.
 *
 * <p>The numbers that stand for types differ from version to version of Chrome; the names, which
 * every netlog lists in its {@code constants}, have stayed.
 *
 * @param kind what happened
 * @param frame the frame that was sent or received, null for anything but a frame
 * @param name the name in Chrome
 */
record NetlogType(Kind kind, FrameType frame, String name) {

  /** What happened. */
  enum Kind {
    SESSION,
    DATAGRAM_RECEIVED,
    HEADER_RECEIVED,
    PACKET_AUTHENTICATED,
    PACKET_BUFFERED,
    PACKET_DROPPED,
    PACKET_SENT,
    COALESCED_SENT,
    PACKET_LOST,
    FRAME_SENT,
    FRAME_RECEIVED,
    /** A STREAM frame that is not yet sent has grown. */
    STREAM_FRAME_GREW,
    PARAMETERS_SENT,
    PARAMETERS_RECEIVED,
    VERSION_NEGOTIATED,
    HANDSHAKE_COMPLETE,
    CLOSED
  }

  private static final String PREFIX = "QUIC_SESSION_";
  private static final String SENT = "_FRAME_SENT";
  private static final String RECEIVED = "_FRAME_RECEIVED";

  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          Map.entry("PACKET_RECEIVED", Kind.DATAGRAM_RECEIVED),
          Map.entry("UNAUTHENTICATED_PACKET_HEADER_RECEIVED", Kind.HEADER_RECEIVED),
          Map.entry("PACKET_AUTHENTICATED", Kind.PACKET_AUTHENTICATED),
          Map.entry("DUPLICATE_PACKET_RECEIVED", Kind.PACKET_AUTHENTICATED),
          Map.entry("BUFFERED_UNDECRYPTABLE_PACKET", Kind.PACKET_BUFFERED),
          Map.entry("DROPPED_UNDECRYPTABLE_PACKET", Kind.PACKET_DROPPED),
          Map.entry("PACKET_SENT", Kind.PACKET_SENT),
          Map.entry("COALESCED_PACKET_SENT", Kind.COALESCED_SENT),
          Map.entry("PACKET_LOST", Kind.PACKET_LOST),
          Map.entry("STREAM_FRAME_COALESCED", Kind.STREAM_FRAME_GREW),
          Map.entry("TRANSPORT_PARAMETERS_SENT", Kind.PARAMETERS_SENT),
          Map.entry("TRANSPORT_PARAMETERS_RECEIVED", Kind.PARAMETERS_RECEIVED),
          Map.entry("VERSION_NEGOTIATED", Kind.VERSION_NEGOTIATED),
          Map.entry("CRYPTO_HANDSHAKE_COMPLETE", Kind.HANDSHAKE_COMPLETE),
          Map.entry("CLOSED", Kind.CLOSED));

  /** Names of frames that are not those of RFC 9000. */
  private static final Map<String, FrameType> FRAMES =
      Map.of(
          "RST_STREAM", FrameType.RESET_STREAM,
          "MESSAGE", FrameType.DATAGRAM,
          "WINDOW_UPDATE", FrameType.MAX_STREAM_DATA,
          "BLOCKED", FrameType.STREAM_DATA_BLOCKED,
          "MTU_DISCOVERY", FrameType.PING);

  /** The type of that name, or null if it tells nothing of a QUIC connection. */
  static NetlogType of(String name) {
    if (name.equals("QUIC_SESSION")) {
      return new NetlogType(Kind.SESSION, null, name);
    }
    if (!name.startsWith(PREFIX)) {
      return null;
    }
    String rest = name.substring(PREFIX.length());
    Kind kind = KINDS.get(rest);
    if (kind != null) {
      return new NetlogType(kind, null, name);
    }
    if (rest.endsWith(SENT)) {
      FrameType frame = frame(rest.substring(0, rest.length() - SENT.length()));
      return frame == null ? null : new NetlogType(Kind.FRAME_SENT, frame, name);
    }
    if (rest.endsWith(RECEIVED)) {
      FrameType frame = frame(rest.substring(0, rest.length() - RECEIVED.length()));
      return frame == null ? null : new NetlogType(Kind.FRAME_RECEIVED, frame, name);
    }
    return null;
  }

  private static FrameType frame(String name) {
    // STOP_WAITING of Google QUIC asks for no acknowledgment; ORIGIN is a frame of HTTP/3.
    if (name.equals("STOP_WAITING") || name.equals("ORIGIN")) {
      return null;
    }
    FrameType renamed = FRAMES.get(name);
    return renamed != null ? renamed : FrameType.of(name);
  }

  /** Whether the packet with this frame probes for a larger path MTU. */
  boolean mtuProbe() {
    return name.equals("QUIC_SESSION_MTU_DISCOVERY_FRAME_SENT");
  }
}
