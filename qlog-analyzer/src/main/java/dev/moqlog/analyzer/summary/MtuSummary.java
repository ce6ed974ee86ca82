package dev.moqlog.analyzer.summary;

import java.util.OptionalLong;

/**
 * How large packets were (RFC 9000 section 14), in bytes of UDP payload.
 *
 * @param loggedBytes the largest MTU that the stack logged
 * @param largestSentBytes the largest packet sent
 * @param largestAckedBytes the largest packet acknowledged: the path takes at least that much
 * @param probesSent packets that probed for a larger MTU: marked as such, or of PING and PADDING
 *     alone and larger than any packet before
 * @param probesAcked of those, acknowledged
 * @param probesLost of those, declared or inferred to be lost
 * @param peerMaxBytes the peer's {@code max_udp_payload_size}
 */
public record MtuSummary(
    OptionalLong loggedBytes,
    OptionalLong largestSentBytes,
    OptionalLong largestAckedBytes,
    long probesSent,
    long probesAcked,
    long probesLost,
    OptionalLong peerMaxBytes) {}
