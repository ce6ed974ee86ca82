package dev.moqlog.analyzer.summary;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What went over one network path (RFC 9000 section 9, multipath QUIC).
 *
 * @param id what the log calls it, empty for the path of the handshake where it has no name
 * @param localAddress the local address and port, as far as the log gives them
 * @param remoteAddress the peer's address and port
 * @param packetsSent packets sent over it
 * @param bytesSent their bytes, absent if no length was logged
 * @param packetsReceived packets received over it
 * @param bytesReceived their bytes, absent if no length was logged
 * @param validatedNanos from the first PATH_CHALLENGE sent over it to a PATH_RESPONSE with its data
 *     (RFC 9000 section 8.2)
 * @param rttNanos round-trip times as logged, only where there are several paths
 */
public record PathSummary(
    String id,
    Optional<String> localAddress,
    Optional<String> remoteAddress,
    long packetsSent,
    OptionalLong bytesSent,
    long packetsReceived,
    OptionalLong bytesReceived,
    OptionalLong validatedNanos,
    Optional<DistributionSummary> rttNanos) {}
