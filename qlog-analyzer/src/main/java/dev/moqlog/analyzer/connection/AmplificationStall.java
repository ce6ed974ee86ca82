package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.vocabulary.FrameType;
import dev.moqlog.vocabulary.PacketNumberSpace;

/**
 * The waits of a server that may not send more than three times what it received, before the
 * client's address is validated (RFC 9000 section 8.1).
 *
 * <p>It waits from its last packet until something arrives, if it had no room for a datagram of
 * 1200 bytes and then goes on with the handshake at once.
 */
final class AmplificationStall {

  private static final int FACTOR = 3;
  private static final int MIN_DATAGRAM_BYTES = 1_200;
  private static final long PROMPT_NANOS = 10_000_000;

  private final BlockedPeriods periods;
  private long sentBytes;
  private long receivedBytes;
  private boolean validated;
  private long lastSentNanos = ABSENT;
  private long lastSentOffset;
  private long stalledNanos;
  private long stalledOffset;
  private long releasedNanos = ABSENT;
  private long releasedOffset;

  AmplificationStall(BlockedPeriods periods) {
    this.periods = periods;
  }

  /** The server sent a packet. */
  void sent(QlogEvent event, Moment now) {
    if (validated && releasedNanos == ABSENT) {
      return;
    }
    boolean handshake =
        event.packet().space() != PacketNumberSpace.APPLICATION_DATA
            && event.frames().contains(FrameType.CRYPTO);
    if (releasedNanos != ABSENT) {
      boolean prompt = now.nanos() - releasedNanos <= PROMPT_NANOS;
      if (handshake && prompt) {
        periods.add(stalledNanos, releasedNanos, stalledOffset, releasedOffset);
      }
      if (handshake || !prompt) {
        releasedNanos = ABSENT;
      }
    }
    sentBytes += Math.max(0, event.packet().lengthBytes());
    lastSentNanos = now.nanos();
    lastSentOffset = now.offset();
  }

  /** The server received a packet. */
  void received(QlogEvent event, Moment now) {
    if (validated) {
      return;
    }
    long room = FACTOR * receivedBytes - sentBytes;
    if (lastSentNanos != ABSENT && room < MIN_DATAGRAM_BYTES) {
      stalledNanos = lastSentNanos;
      stalledOffset = lastSentOffset;
      releasedNanos = now.nanos();
      releasedOffset = now.offset();
    }
    receivedBytes += Math.max(0, event.packet().lengthBytes());
    validated = event.packet().hasNumber() && event.packet().space() != PacketNumberSpace.INITIAL;
  }
}
