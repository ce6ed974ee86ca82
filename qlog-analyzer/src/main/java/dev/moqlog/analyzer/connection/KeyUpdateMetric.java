package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.PacketFields;
import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.vocabulary.PacketType;
import java.util.OptionalLong;

/**
 * Key updates (RFC 9001 section 6): by {@code key_updated} events of 1-RTT keys, or by the key
 * phase in packets sent. Not safe for several threads.
 */
final class KeyUpdateMetric {

  private boolean known;
  private long clientUpdates;
  private long serverUpdates;
  private long sentPhase = ABSENT;
  private long phaseChanges;

  /** A packet was sent. */
  void sent(PacketFields packet) {
    long phase = packet.keyPhase();
    if (phase != ABSENT && packet.type() == PacketType.ONE_RTT) {
      known = true;
      phaseChanges += sentPhase != ABSENT && phase != sentPhase ? 1 : 0;
      sentPhase = phase;
    }
  }

  /** The stack logged that it updated a key. */
  void updated(QlogEvent event) {
    known = true;
    String type = event.detail().keyType();
    String trigger = event.detail().trigger();
    boolean update =
        event.detail().keyPhase() > 0
            || "remote_update".equals(trigger)
            || "local_update".equals(trigger);
    if (type != null && update && type.contains("1rtt")) {
      clientUpdates += type.startsWith("client") ? 1 : 0;
      serverUpdates += type.startsWith("server") ? 1 : 0;
    }
  }

  /** How often the keys were updated, absent if the log cannot tell. */
  OptionalLong updates() {
    return known
        ? OptionalLong.of(Math.max(phaseChanges, Math.max(clientUpdates, serverUpdates)))
        : OptionalLong.empty();
  }
}
