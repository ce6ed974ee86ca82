package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.vocabulary.PacketNumberSpace;
import java.util.Locale;

/**
 * Persistent congestion (RFC 9002 section 7.6): as the stack says, else two ack-eliciting packets
 * declared lost whose times lie three probe timeouts apart, with no packet between acknowledged.
 * Only packets of the application data space and sent after the first RTT sample count. Not safe
 * for several threads.
 */
final class PersistentCongestion {

  /** kPersistentCongestionThreshold. */
  private static final long THRESHOLD = 3;

  private final PtoEstimate estimate;
  private boolean logged;
  private boolean inState;
  private long loggedCount;
  private long inferredCount;

  // Packets declared lost, one behind the other.
  private long pathId;
  private long firstSentNanos = ABSENT;
  private long lastSentNanos;
  private long lastNumber;
  private boolean counted;
  private long sampleNanos = ABSENT;
  private LongRanges acked = new LongRanges();

  PersistentCongestion(PtoEstimate estimate) {
    this.estimate = estimate;
  }

  /** The congestion state changed. */
  void state(QlogEvent event) {
    boolean now = persistent(event.detail().newState()) || persistent(event.detail().trigger());
    if (now && !inState) {
      logged = true;
      loggedCount++;
    }
    inState = now;
  }

  private static boolean persistent(String text) {
    return text != null && text.toLowerCase(Locale.ROOT).contains("persistent");
  }

  /** A packet was acknowledged for the first time. */
  void acked(FateListener.SentPacket packet) {
    if (packet.space == PacketNumberSpace.APPLICATION_DATA && packet.pathId == pathId) {
      acked.add(packet.number);
      if (sampleNanos == ABSENT && packet.known()) {
        sampleNanos = packet.sentNanos;
      }
    }
  }

  /** A packet was declared lost. */
  void declaredLost(FateListener.SentPacket packet) {
    if (packet.space != PacketNumberSpace.APPLICATION_DATA
        || !packet.known()
        || !packet.ackEliciting()
        || packet.mtuProbe()
        || !estimate.known()
        || sampleNanos == ABSENT
        || packet.sentNanos < sampleNanos) {
      return;
    }
    boolean joined =
        firstSentNanos != ABSENT
            && packet.pathId == pathId
            && packet.number > lastNumber
            && acked.overlap(lastNumber, packet.number) == 0;
    if (!joined) {
      if (packet.pathId != pathId) {
        pathId = packet.pathId;
        acked = new LongRanges();
      }
      firstSentNanos = packet.sentNanos;
      counted = false;
    }
    lastNumber = packet.number;
    lastSentNanos = packet.sentNanos;
    if (!counted && lastSentNanos - firstSentNanos > THRESHOLD * estimate.nanos(true)) {
      counted = true;
      inferredCount++;
    }
  }

  /** Whether the stack logs it. */
  boolean logged() {
    return logged;
  }

  long loggedCount() {
    return loggedCount;
  }

  long inferredCount() {
    return inferredCount;
  }
}
