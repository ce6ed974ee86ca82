package dev.moqlog.analyzer.summary;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Acknowledgments of application data, both ways (RFC 9000 section 13.2).
 *
 * @param received ACK frames received
 * @param delayNanos how long the peer says that it waited before each, in nanoseconds; absent if
 *     the log has no ack_delay
 * @param sent packets with an ACK frame sent
 * @param ackElicitingReceived packets received that asked for an acknowledgment
 */
public record AckSummary(
    long received, Optional<DistributionSummary> delayNanos, long sent, long ackElicitingReceived) {

  /** Where these numbers come from: the frames of packets. */
  public static final String SOURCE = "event";

  /** Ack-eliciting packets received for each acknowledgment sent. */
  public OptionalDouble packetsPerAck() {
    return Ratio.of(ackElicitingReceived, sent);
  }
}
