package dev.moqlog.samples.telemetry.net;

import java.util.Optional;

/** What was received, and when that is to be acknowledged (RFC 9000 section 13.2). */
final class AckSchedule {

  static final long MAX_ACK_DELAY = 25 * SimulatedTime.MILLISECOND;

  private static final int MOST_RANGES = 32;
  private static final int MOST_WAITING = 2;

  private final Ranges received = new Ranges();
  private long largest = -1;
  private long largestNanos;
  private int waiting;
  private long due = Long.MAX_VALUE;

  void received(Packet packet, long now) {
    boolean gap = packet.number() != largest + 1;
    received.add(packet.number(), packet.number() + 1);
    if (packet.number() > largest) {
      largest = packet.number();
      largestNanos = now;
    }
    if (!packet.ackEliciting()) {
      return;
    }
    waiting++;
    due = gap || waiting >= MOST_WAITING ? now : Math.min(due, now + MAX_ACK_DELAY);
  }

  /** When an acknowledgment is due at the latest. */
  long due() {
    return due;
  }

  /** The acknowledgment, if there is anything to acknowledge. */
  Optional<Frame> take(long now) {
    if (waiting == 0) {
      return Optional.empty();
    }
    waiting = 0;
    due = Long.MAX_VALUE;
    return Optional.of(new Frame.Ack(now - largestNanos, received.highest(MOST_RANGES)));
  }
}
