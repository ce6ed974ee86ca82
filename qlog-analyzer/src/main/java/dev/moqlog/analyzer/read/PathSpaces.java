package dev.moqlog.analyzer.read;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.FrameType;
import dev.moqlog.vocabulary.PacketNumberSpace;

/**
 * Tells whether the paths that a log names have packet numbers of their own, as in multipath QUIC,
 * or share one packet number space, as after a migration (RFC 9000 section 9) and in early
 * multipath drafts.
 *
 * <p>They have their own if an acknowledgment names a path, or if the first packet of another path
 * has a number that is not above all numbers of the first path. Where they share one, events lose
 * their path id.
 */
final class PathSpaces {

  private long largestSent = -1;
  private long largestReceived = -1;
  private boolean separate;

  void correct(QlogEvent event) {
    PacketFields packet = event.packet;
    FrameList frames = event.frames;
    if ((packet.pathId == ABSENT && frames.count() == 0) || !Corrections.needData(event.type)) {
      return;
    }
    if (!separate && frames.contains(FrameType.PATH_ACK)) {
      for (int i = 0; !separate && i < frames.count(); i++) {
        separate = frames.type(i) == FrameType.PATH_ACK && frames.pathId(i) > 0;
      }
    }
    if (packet.hasNumber() && packet.space() == PacketNumberSpace.APPLICATION_DATA) {
      packetNumber(packet, event.type);
    }
    if (!separate) {
      packet.pathId = ABSENT;
    }
  }

  private void packetNumber(PacketFields packet, EventType type) {
    boolean sent = type == EventType.PACKET_SENT;
    if (!sent && type != EventType.PACKET_RECEIVED) {
      return;
    }
    long largest = sent ? largestSent : largestReceived;
    if (packet.pathId() > 0 && !separate) {
      separate = packet.number <= largest;
    }
    if (sent) {
      largestSent = Math.max(largest, packet.number);
    } else {
      largestReceived = Math.max(largest, packet.number);
    }
  }
}
