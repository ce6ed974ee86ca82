package dev.moqlog.samples.telemetry.moq;

/** What carries a session. */
public enum Transport {
  /** QUIC itself, as publishers use it. */
  QUIC("quic", "moqt-17"),
  /** As browsers use QUIC. */
  WEBTRANSPORT("webtransport", "h3"),
  /** What browsers fall back to. There is no QUIC then, so no qlog. */
  WEBSOCKET("websocket", "");

  /** Where the codes of WebTransport begin among those of HTTP/3. */
  private static final long FIRST_WEBTRANSPORT_CODE = 0x52e4a40fa8dbL;

  private static final int CODES_BETWEEN_RESERVED = 0x1e;

  private final String label;
  private final String alpn;

  Transport(String label, String alpn) {
    this.label = label;
    this.alpn = alpn;
  }

  /** The value of the label {@code transport} in metrics. */
  public String label() {
    return label;
  }

  /** An error code of MoQ as it resets a stream (draft-ietf-webtrans-http3 section 4.4). */
  long streamError(long code) {
    return this == WEBTRANSPORT
        ? FIRST_WEBTRANSPORT_CODE + code + code / CODES_BETWEEN_RESERVED
        : code;
  }

  /** The protocol that the handshake agrees on. */
  public String alpn() {
    return alpn;
  }
}
