package dev.moqlog.vocabulary;

import java.util.Locale;

/** Where a trace was recorded (main-schema section 7.3). */
public enum VantagePoint {
  CLIENT,
  SERVER,
  /** Between the endpoints, such as a packet capture. */
  NETWORK,
  UNKNOWN;

  /** The name as qlog writes it. */
  public String qlogName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The vantage point of that name in any letter case; {@link #UNKNOWN} if none. */
  public static VantagePoint of(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "client" -> CLIENT;
      case "server" -> SERVER;
      case "network" -> NETWORK;
      default -> UNKNOWN;
    };
  }
}
