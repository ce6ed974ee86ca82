package dev.moqlog.analyzer.read;

import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.PacketNumberSpace;
import java.util.Arrays;

/**
 * Recognises triggers of loss that are the same whatever the cause ({@link
 * Correction#LOSS_TRIGGER_CONSTANT}) and leaves them out.
 *
 * <p>Only a log without frames is suspected, as quinn's. One that was not recognised otherwise is
 * proven by a packet that is declared lost by reordering before any packet was sent that could have
 * overtaken it (kPacketThreshold of RFC 9002 section 6.1.1 is at least 3).
 */
final class LossTriggers {

  private static final String REORDERING = "reordering_threshold";
  private static final int PACKET_THRESHOLD = 3;

  private final long[] largestSent = new long[PacketNumberSpace.values().length];
  private String groupId;
  private boolean severalGroups;
  private boolean framesSeen;
  private boolean othersSeen;
  private boolean proven;
  private boolean corrected;

  LossTriggers() {
    Arrays.fill(largestSent, -1);
  }

  boolean corrects() {
    return corrected;
  }

  /**
   * @param recognized whether the log is known to come from a version that has the mistake
   */
  void correct(QlogEvent event, boolean recognized) {
    framesSeen |= event.frames.logged;
    if (event.type == EventType.PACKET_SENT && event.packet.hasNumber()) {
      int space = event.packet.space().ordinal();
      largestSent[space] = Math.max(largestSent[space], event.packet.number());
      severalGroups |= groupId != null && !groupId.equals(event.groupId);
      groupId = event.groupId;
    } else if (event.type == EventType.PACKET_LOST && event.detail.trigger != null) {
      lost(event, recognized);
    }
  }

  private void lost(QlogEvent event, boolean recognized) {
    othersSeen |= !event.detail.trigger.equals(REORDERING);
    if (framesSeen || othersSeen) {
      return;
    }
    proven |=
        recognized
            || (!severalGroups
                && event.packet.hasNumber()
                && largestSent[event.packet.space().ordinal()]
                    < event.packet.number() + PACKET_THRESHOLD);
    if (proven) {
      event.detail.trigger = null;
      corrected = true;
    }
  }
}
