package dev.moqlog.vocabulary;

import java.util.Locale;

/** The packet number spaces of QUIC (RFC 9000 section 12.3). */
public enum PacketNumberSpace {
  INITIAL("initial"),
  HANDSHAKE("handshake"),
  /** Shared by 0-RTT and 1-RTT packets. */
  APPLICATION_DATA("application_data");

  private final String qlogName;

  PacketNumberSpace(String qlogName) {
    this.qlogName = qlogName;
  }

  /** The name as qlog writes it. */
  public String qlogName() {
    return qlogName;
  }

  /**
   * The space of that name; application data for an unknown one, the default of quic-events. mvfst
   * numbers its spaces, or names them {@code InitialSpace} and the like.
   */
  public static PacketNumberSpace of(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "initial", "initialspace", "0" -> INITIAL;
      case "handshake", "handshakespace", "1" -> HANDSHAKE;
      default -> APPLICATION_DATA;
    };
  }
}
