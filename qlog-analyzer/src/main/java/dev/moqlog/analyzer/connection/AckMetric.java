package dev.moqlog.analyzer.connection;

import dev.moqlog.analyzer.read.FrameList;
import dev.moqlog.analyzer.read.PacketFields;
import dev.moqlog.analyzer.summary.AckSummary;
import dev.moqlog.analyzer.summary.DistributionSummary;
import dev.moqlog.analyzer.summary.QuantileSketch;
import dev.moqlog.vocabulary.FrameType;
import dev.moqlog.vocabulary.PacketNumberSpace;
import java.util.Optional;

/** Acknowledgments of application data, both ways. */
final class AckMetric {

  /** The largest ack_delay there can be is far below; it stands for a wrong unit. */
  private static final long MAX_DELAY_NANOS = 3_600_000_000_000L;

  private static final long ACKS = FrameList.bits(FrameType.ACK, FrameType.PATH_ACK);

  private final QuantileSketch delays = new QuantileSketch();
  private boolean any;
  private long received;
  private long sent;
  private long ackElicitingReceived;

  /** A packet was sent. */
  void sent(PacketFields packet, FrameList frames) {
    if (packet.space() != PacketNumberSpace.APPLICATION_DATA || !frames.logged()) {
      return;
    }
    any = true;
    sent += frames.containsAny(ACKS) ? 1 : 0;
  }

  /** A packet was received, for the first time. */
  void received(PacketFields packet, FrameList frames) {
    if (packet.space() != PacketNumberSpace.APPLICATION_DATA || !frames.logged()) {
      return;
    }
    any = true;
    ackElicitingReceived += frames.ackEliciting() ? 1 : 0;
    if (!frames.containsAny(ACKS)) {
      return;
    }
    for (int i = 0; i < frames.count(); i++) {
      if (frames.isAck(i)) {
        received++;
        long delay = frames.ackDelayNanos(i);
        if (delay >= 0 && delay <= MAX_DELAY_NANOS) {
          delays.add(delay);
        }
      }
    }
  }

  /** What was seen, absent if the log has no frames of packets with application data. */
  Optional<AckSummary> summary() {
    return any
        ? Optional.of(
            new AckSummary(received, DistributionSummary.of(delays), sent, ackElicitingReceived))
        : Optional.empty();
  }
}
