package dev.moqlog.analyzer.connection;

import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.PacketType;

/** Which end of the connection the log is of: the client sends the first Initial packet. */
final class Role {

  private boolean known;
  private boolean client;

  /** A packet was sent or received. */
  void packet(QlogEvent event) {
    if (!known && event.packet().type() == PacketType.INITIAL) {
      known = true;
      client = event.type() == EventType.PACKET_SENT;
    }
  }

  boolean known() {
    return known;
  }

  boolean server() {
    return known && !client;
  }

  /** Whether this end opens streams with such ids (RFC 9000 section 2.1), if the role is known. */
  boolean opens(long streamId) {
    return ((streamId & 1) == 0) == client;
  }
}
