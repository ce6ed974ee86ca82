package dev.moqlog.vocabulary;

import java.util.Locale;

/** QUIC packet types as qlog names them (RFC 9000 section 17). */
public enum PacketType {
  INITIAL("initial", PacketNumberSpace.INITIAL),
  HANDSHAKE("handshake", PacketNumberSpace.HANDSHAKE),
  ZERO_RTT("0RTT", PacketNumberSpace.APPLICATION_DATA),
  ONE_RTT("1RTT", PacketNumberSpace.APPLICATION_DATA),
  RETRY("retry", null),
  VERSION_NEGOTIATION("version_negotiation", null),
  STATELESS_RESET("stateless_reset", null),
  UNKNOWN("unknown", null);

  private final String qlogName;
  private final PacketNumberSpace space;

  PacketType(String qlogName, PacketNumberSpace space) {
    this.qlogName = qlogName;
    this.space = space;
  }

  /** The name as qlog writes it. */
  public String qlogName() {
    return qlogName;
  }

  /** The packet number space, or null for packets that carry no packet number. */
  public PacketNumberSpace space() {
    return space;
  }

  /** The type a name of any stack or draft stands for; {@link #UNKNOWN} if none. */
  public static PacketType of(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "1rtt", "onertt", "one_rtt", "short" -> ONE_RTT;
      case "initial" -> INITIAL;
      case "handshake" -> HANDSHAKE;
      case "0rtt", "zerortt", "zero_rtt" -> ZERO_RTT;
      case "retry" -> RETRY;
      case "version_negotiation" -> VERSION_NEGOTIATION;
      case "stateless_reset" -> STATELESS_RESET;
      default -> UNKNOWN;
    };
  }
}
