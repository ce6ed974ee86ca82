package dev.moqlog.vocabulary;

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

  /** The space of that name; application data for an unknown one, the default of quic-events. */
  public static PacketNumberSpace of(String name) {
    for (PacketNumberSpace space : values()) {
      if (space.qlogName.equalsIgnoreCase(name)) {
        return space;
      }
    }
    return APPLICATION_DATA;
  }
}
