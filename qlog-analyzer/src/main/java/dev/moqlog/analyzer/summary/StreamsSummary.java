package dev.moqlog.analyzer.summary;

import java.util.List;
import java.util.Optional;

/**
 * The streams of one connection, by the frames that name them.
 *
 * @param clientBidirectional streams the client opened for both directions
 * @param serverBidirectional streams the server opened for both directions
 * @param clientUnidirectional streams the client opened for one direction
 * @param serverUnidirectional streams the server opened for one direction
 * @param bytesSent bytes in STREAM frames sent
 * @param uniqueBytesSent of those, each byte once
 * @param bytesReceived bytes in STREAM frames received
 * @param uniqueBytesReceived of those, each byte once
 * @param finsSent streams whose end was sent
 * @param finsReceived streams whose end was received
 * @param resetsSent streams of which RESET_STREAM was sent
 * @param resetsReceived streams of which RESET_STREAM was received
 * @param stopsSent streams of which STOP_SENDING was sent
 * @param stopsReceived streams of which STOP_SENDING was received
 * @param largestConcurrency the most streams open at once
 * @param durationNanos from first to last frame of streams that were closed, in nanoseconds
 * @param finAckedNanos from first frame to the acknowledgment of a packet with FIN, in nanoseconds
 * @param headOfLineStreams streams on which received data waited behind a gap
 * @param headOfLineNanos for how long, summed over streams
 * @param longestHeadOfLineNanos the longest time that a range of bytes waited
 * @param streams the largest streams and those that waited longest, by id, at most {@link
 *     #MAX_STREAMS}
 */
public record StreamsSummary(
    long clientBidirectional,
    long serverBidirectional,
    long clientUnidirectional,
    long serverUnidirectional,
    long bytesSent,
    long uniqueBytesSent,
    long bytesReceived,
    long uniqueBytesReceived,
    long finsSent,
    long finsReceived,
    long resetsSent,
    long resetsReceived,
    long stopsSent,
    long stopsReceived,
    long largestConcurrency,
    Optional<DistributionSummary> durationNanos,
    Optional<DistributionSummary> finAckedNanos,
    long headOfLineStreams,
    long headOfLineNanos,
    long longestHeadOfLineNanos,
    List<StreamSummary> streams) {

  /** Where these numbers come from: the frames of packets. */
  public static final String SOURCE = "event";

  /** How many streams are told one by one. */
  public static final int MAX_STREAMS = 16;

  /** How many streams there were. */
  public long count() {
    return clientBidirectional + serverBidirectional + clientUnidirectional + serverUnidirectional;
  }
}
