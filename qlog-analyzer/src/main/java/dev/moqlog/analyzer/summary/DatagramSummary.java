package dev.moqlog.analyzer.summary;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * DATAGRAM frames of one connection (RFC 9221).
 *
 * @param framesSent frames sent
 * @param bytesSent their data, as far as lengths were logged
 * @param framesReceived frames received
 * @param bytesReceived their data
 * @param packetsSent packets sent that carried any
 * @param lossSource what tells losses, as {@link LossSummary#source()}
 * @param packetsLost of those, declared or inferred lost and not acknowledged after all, absent if
 *     the log tells nothing of losses
 */
public record DatagramSummary(
    long framesSent,
    long bytesSent,
    long framesReceived,
    long bytesReceived,
    long packetsSent,
    Optional<Source> lossSource,
    OptionalLong packetsLost) {

  /** Lost over sent packets with any, absent if the log tells nothing of losses. */
  public OptionalDouble lossRatio() {
    return packetsLost.isEmpty()
        ? OptionalDouble.empty()
        : Ratio.of(packetsLost.getAsLong(), packetsSent);
  }
}
