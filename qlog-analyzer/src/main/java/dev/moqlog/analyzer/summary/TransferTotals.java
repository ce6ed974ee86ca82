package dev.moqlog.analyzer.summary;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What all connections together transferred, and what held them up.
 *
 * @param acknowledgedBytes data acknowledged, over connections that tell
 * @param uniqueBytesReceived data received, each byte once
 * @param duplicateBytesReceived stream data received again
 * @param blockedNanos the time that the endpoints of the logs were blocked, by {@link
 *     BlockedSummary.Reason}
 * @param peerBlockedNanos the time that their peers were
 * @param streams streams
 * @param headOfLineNanos for how long received data waited behind a gap, summed over streams
 * @param datagramFramesSent DATAGRAM frames sent
 * @param datagramFramesReceived DATAGRAM frames received
 * @param datagramPacketsSent packets sent with any, over connections that tell losses
 * @param datagramPacketsLost of those, lost
 * @param packetsInOrderKnown distinct packets received with a number
 * @param packetsReordered of those, behind one with a larger number
 */
public record TransferTotals(
    long acknowledgedBytes,
    long uniqueBytesReceived,
    long duplicateBytesReceived,
    List<Long> blockedNanos,
    List<Long> peerBlockedNanos,
    long streams,
    long headOfLineNanos,
    long datagramFramesSent,
    long datagramFramesReceived,
    long datagramPacketsSent,
    long datagramPacketsLost,
    long packetsInOrderKnown,
    long packetsReordered) {

  /** Reordered packets over packets received. */
  public OptionalDouble reorderRatio() {
    return Ratio.of(packetsReordered, packetsInOrderKnown);
  }
}
