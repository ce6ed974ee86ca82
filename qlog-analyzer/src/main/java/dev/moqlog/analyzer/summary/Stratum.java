package dev.moqlog.analyzer.summary;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** What connections can be grouped by. */
public enum Stratum {
  /** Client, server, network or unknown. */
  VANTAGE_POINT("vantage_point", connection -> Optional.of(connection.vantagePoint().qlogName())),
  /** The host that recorded the log. */
  HOST("host", ConnectionSummary::host),
  /** The stack that wrote the log. */
  PRODUCER("producer", ConnectionSummary::producer),
  /** The application protocol. */
  ALPN("alpn", connection -> connection.handshake().flatMap(HandshakeSummary::alpn)),
  /** The QUIC version. */
  QUIC_VERSION(
      "quic_version", connection -> connection.handshake().flatMap(HandshakeSummary::quicVersion));

  /** The group of connections that do not tell. */
  public static final String UNKNOWN = "unknown";

  private final String label;
  private final Function<ConnectionSummary, Optional<String>> value;

  Stratum(String label, Function<ConnectionSummary, Optional<String>> value) {
    this.label = label;
    this.value = value;
  }

  /** The name in output and on the command line. */
  public String label() {
    return label;
  }

  /** The group that a connection belongs to; {@link #UNKNOWN} if it does not tell. */
  public String of(ConnectionSummary connection) {
    return value.apply(connection).filter(text -> !text.isEmpty()).orElse(UNKNOWN);
  }

  /** The stratum of that label, in any letter case, with dashes or low lines. */
  public static Optional<Stratum> byLabel(String label) {
    String name = label.strip().toLowerCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(values()).filter(stratum -> stratum.label.equals(name)).findFirst();
  }
}
