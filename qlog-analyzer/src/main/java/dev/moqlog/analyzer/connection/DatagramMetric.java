package dev.moqlog.analyzer.connection;

import dev.moqlog.analyzer.read.FrameList;
import dev.moqlog.analyzer.summary.DatagramSummary;
import dev.moqlog.analyzer.summary.LossSummary;
import dev.moqlog.analyzer.summary.Source;
import dev.moqlog.vocabulary.FrameType;
import java.util.Optional;
import java.util.OptionalLong;

/** DATAGRAM frames (RFC 9221), both ways. */
final class DatagramMetric {

  private long framesSent;
  private long bytesSent;
  private long framesReceived;
  private long bytesReceived;
  private long packetsSent;
  private long packetsLost;

  /** The frames of a packet that was sent. */
  void sent(FrameList frames) {
    if (!frames.contains(FrameType.DATAGRAM)) {
      return;
    }
    long before = framesSent;
    for (int i = 0; i < frames.count(); i++) {
      if (frames.type(i) == FrameType.DATAGRAM) {
        framesSent++;
        bytesSent += Math.max(0, frames.lengthBytes(i));
      }
    }
    packetsSent += framesSent > before ? 1 : 0;
  }

  /** The frames of a packet that was received for the first time. */
  void received(FrameList frames) {
    if (!frames.contains(FrameType.DATAGRAM)) {
      return;
    }
    for (int i = 0; i < frames.count(); i++) {
      if (frames.type(i) == FrameType.DATAGRAM) {
        framesReceived++;
        bytesReceived += Math.max(0, frames.lengthBytes(i));
      }
    }
  }

  /** A packet that carried any was lost and never acknowledged. */
  void lost() {
    packetsLost++;
  }

  long bytesSent() {
    return bytesSent;
  }

  long bytesReceived() {
    return bytesReceived;
  }

  /**
   * What was seen, absent if there was no DATAGRAM frame.
   *
   * @param loss the losses of the connection, which tell whether the log tells any
   */
  Optional<DatagramSummary> summary(Optional<LossSummary> loss) {
    if (framesSent + framesReceived == 0) {
      return Optional.empty();
    }
    Optional<Source> source = loss.flatMap(LossSummary::source);
    return Optional.of(
        new DatagramSummary(
            framesSent,
            bytesSent,
            framesReceived,
            bytesReceived,
            packetsSent,
            source,
            source.isEmpty() ? OptionalLong.empty() : OptionalLong.of(packetsLost)));
  }
}
