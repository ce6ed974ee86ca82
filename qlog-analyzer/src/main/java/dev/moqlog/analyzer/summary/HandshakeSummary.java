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
 * @param firstReplyNanos until the first Initial or Handshake packet of the server; at a client one
 *     round trip and what the server needed, two with a Retry
 * @param firstByteNanos until the first byte of an answer: on a client's bidirectional stream, the
 *     first data a client received or a server sent
 * @param responseNanos from the first data of a request to the first data of its answer, over the
 *     client's bidirectional streams
 * @param initialPacketsSent Initial packets sent, those sent again included
 * @param handshakePacketsSent Handshake packets sent, those sent again included
 * @param packetsSentAgain of both, packets with CRYPTO data that was sent before
 * @param cryptoBytesSent bytes of CRYPTO data in both
 * @param cryptoBytesSentAgain of those, bytes sent before
 * @param retry whether the server asked for address validation by a Retry packet
 * @param versionNegotiation whether a Version Negotiation packet came or went
 * @param zeroRttPackets 0-RTT packets sent or received
 * @param zeroRttAccepted whether the server took 0-RTT data, if it was tried and the log tells
 * @param resumptionAllowed whether the log says that the session may be resumed
 * @param alpn the application protocol that was chosen, or the only one that was offered to a
 *     handshake that completed
 * @param quicVersion the QUIC version in hexadecimal, {@code 1} for RFC 9000
 * @param amplification the largest ratio of bytes a server sent to bytes it had received before the
 *     client's address was validated (RFC 9000 section 8.1), absent at clients
 * @param amplificationBlockedNanos for how long that limit kept a server from sending, absent at
 *     clients
 */
public record HandshakeSummary(
    Optional<Source> source,
    OptionalLong completeNanos,
    OptionalLong confirmedNanos,
    OptionalLong firstReplyNanos,
    OptionalLong firstByteNanos,
    Optional<DistributionSummary> responseNanos,
    long initialPacketsSent,
    long handshakePacketsSent,
    long packetsSentAgain,
    long cryptoBytesSent,
    long cryptoBytesSentAgain,
    boolean retry,
    boolean versionNegotiation,
    long zeroRttPackets,
    Optional<Boolean> zeroRttAccepted,
    Optional<Boolean> resumptionAllowed,
    Optional<String> alpn,
    Optional<String> quicVersion,
    OptionalDouble amplification,
    OptionalLong amplificationBlockedNanos) {}
