package dev.moqlog.analyzer.summary;

import java.util.OptionalLong;

/**
 * One stream of a connection (RFC 9000 section 2).
 *
 * @param id the stream id, whose last bits tell initiator and direction
 * @param openedNanos when its first frame was sent or received, on the time axis of the log
 * @param firstOffset where in the log that is
 * @param lastNanos when its last frame was
 * @param bytesSent bytes in STREAM frames sent
 * @param uniqueBytesSent of those, each byte once
 * @param bytesReceived bytes in STREAM frames received
 * @param uniqueBytesReceived of those, each byte once
 * @param finSent whether the end was sent
 * @param finReceived whether the end was received
 * @param finalSize the final size the receiving or, of a stream only sent, the sending side has
 * @param resetSentCode the error code of the RESET_STREAM sent; -1 if the log has none
 * @param resetReceivedCode that of the RESET_STREAM received
 * @param stopSentCode that of the STOP_SENDING sent
 * @param stopReceivedCode that of the STOP_SENDING received
 * @param finAckedNanos from the first frame to the acknowledgment of a packet with FIN
 * @param headOfLineNanos for how long received data waited behind a gap
 * @param longestHeadOfLineNanos the longest time that a range of bytes waited
 */
public record StreamSummary(
    long id,
    long openedNanos,
    long firstOffset,
    long lastNanos,
    long bytesSent,
    long uniqueBytesSent,
    long bytesReceived,
    long uniqueBytesReceived,
    boolean finSent,
    boolean finReceived,
    OptionalLong finalSize,
    OptionalLong resetSentCode,
    OptionalLong resetReceivedCode,
    OptionalLong stopSentCode,
    OptionalLong stopReceivedCode,
    OptionalLong finAckedNanos,
    long headOfLineNanos,
    long longestHeadOfLineNanos) {

  /** Whether the server opened it. */
  public boolean serverInitiated() {
    return (id & 1) != 0;
  }

  /** Whether data goes one way only. */
  public boolean unidirectional() {
    return (id & 2) != 0;
  }

  /** Bytes sent again. */
  public long bytesRetransmitted() {
    return bytesSent - uniqueBytesSent;
  }
}
