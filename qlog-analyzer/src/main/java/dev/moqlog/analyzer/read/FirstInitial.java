package dev.moqlog.analyzer.read;

import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.PacketType;

/** Tells whether a log begins with sending the first Initial packet, as only a client does. */
final class FirstInitial {

  private boolean packetSeen;
  private boolean sentFirst;

  void observe(QlogEvent event) {
    if (packetSeen
        || (event.type != EventType.PACKET_SENT && event.type != EventType.PACKET_RECEIVED)) {
      return;
    }
    packetSeen = true;
    sentFirst =
        event.type == EventType.PACKET_SENT
            && event.packet.type() == PacketType.INITIAL
            && event.packet.number() == 0;
  }

  boolean sentFirst() {
    return sentFirst;
  }
}
