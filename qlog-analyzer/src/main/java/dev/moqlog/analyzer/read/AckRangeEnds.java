package dev.moqlog.analyzer.read;

import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.PacketNumberSpace;
import java.util.Arrays;

/**
 * Recognises acknowledged ranges that end one too far ({@link Correction#ACK_RANGE_ENDS_EXCLUSIVE})
 * and shortens them.
 *
 * <p>Only a log whose header is noq's is suspected. The proof is a range that ends exactly one
 * behind the largest packet number that the other side has sent so far, with which every handshake
 * of such a log begins. A range of one packet, which cannot occur in such a log, disproves it.
 */
final class AckRangeEnds {

  private static final int SPACES = PacketNumberSpace.values().length;

  private final long[] largestSent = new long[SPACES];
  private final long[] largestReceived = new long[SPACES];
  private boolean exclusive;
  private boolean inclusive;

  /**
   * @param suspected whether the header is noq's
   */
  AckRangeEnds(boolean suspected) {
    inclusive = !suspected;
    Arrays.fill(largestSent, -1);
    Arrays.fill(largestReceived, -1);
  }

  boolean corrects() {
    return exclusive;
  }

  void correct(QlogEvent event) {
    boolean sent = event.type == EventType.PACKET_SENT;
    PacketFields packet = event.packet;
    if (inclusive || (!sent && event.type != EventType.PACKET_RECEIVED) || !packet.hasNumber()) {
      return;
    }
    int space = packet.space().ordinal();
    long[] largest = sent ? largestSent : largestReceived;
    largest[space] = Math.max(largest[space], packet.number());
    FrameList frames = event.frames;
    for (int i = 0; i < frames.count(); i++) {
      if (frames.isAck(i) && frames.endRange(i) > frames.firstRange(i)) {
        acknowledgment(frames, i, (sent ? largestReceived : largestSent)[space]);
      }
    }
  }

  private void acknowledgment(FrameList frames, int i, long largestToAcknowledge) {
    for (int range = frames.firstRange(i); range < frames.endRange(i); range++) {
      inclusive |= !exclusive && frames.rangeFirst(range) == frames.rangeLast(range);
      exclusive |= !inclusive && frames.rangeLast(range) == largestToAcknowledge + 1;
    }
    if (exclusive) {
      frames.shortenRanges(frames.firstRange(i), frames.endRange(i));
    }
  }
}
