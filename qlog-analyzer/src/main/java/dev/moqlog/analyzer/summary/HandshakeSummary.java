package dev.moqlog.analyzer.summary;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How a connection began (RFC 9000 section 7, RFC 9001 section 4.1). Times are measured from the
 * first Initial packet, sent by a client or received by a server, and absent if the log begins
 * later.
 *
 * @param source where the end of the handshake shows
 * @param completeNanos until the TLS handshake was complete (RFC 9001 section 4.1.1)
 * @param confirmedNanos until it was confirmed (section 4.1.2)
 * @param firstReplyNanos until the first Initial or Handshake packet of the peer that was not a
 *     Retry; at a client one round trip and what the server needed
 * @param firstByteNanos from the first stream data one side sent or received as a request to the
 *     first data of the answer on that stream
 * @param initialPacketsSent Initial packets sent, those sent again included
 * @param retry whether the server asked for address validation by a Retry packet
 * @param versionNegotiation whether a Version Negotiation packet came or went
 * @param zeroRttPackets 0-RTT packets sent or received
 * @param zeroRttAccepted whether the server took 0-RTT data, if it was tried and the log tells
 * @param alpn the application protocol that was chosen
 * @param quicVersion the QUIC version, as the log spells it
 * @param amplification the largest ratio of bytes a server sent to bytes it had received before the
 *     client's address was validated (RFC 9000 section 8.1), absent at clients
 */
public record HandshakeSummary(
    Optional<Source> source,
    OptionalLong completeNanos,
    OptionalLong confirmedNanos,
    OptionalLong firstReplyNanos,
    OptionalLong firstByteNanos,
    long initialPacketsSent,
    boolean retry,
    boolean versionNegotiation,
    long zeroRttPackets,
    Optional<Boolean> zeroRttAccepted,
    Optional<String> alpn,
    Optional<String> quicVersion,
    OptionalDouble amplification) {

  /** What showed that the handshake was complete. */
  public enum Source {
    /** A {@code connection_state_updated} event. */
    EVENT("event"),
    /** HANDSHAKE_DONE frames and 1-RTT packets. */
    INFERRED("inferred");

    private final String label;

    Source(String label) {
      this.label = label;
    }

    /** The name in machine-readable output. */
    public String label() {
      return label;
    }
  }
}
