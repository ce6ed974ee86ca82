package dev.moqlog.analyzer.read;

import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.PacketType;
import java.util.HashMap;
import java.util.Map;

/**
 * Recognises a group id that changes during a client's handshake ({@link
 * Correction#GROUP_ID_CHANGED}) and keeps the first one.
 *
 * <p>The proof: in a log without frames, as quinn's, a client's connection receives its first
 * packet, and at the same time comes an event of a group that no Initial packet number 0 started,
 * though every connection starts with one.
 */
final class GroupContinuity {

  /** An endpoint with more groups than this in its log no longer gets new ones corrected. */
  private static final int MAX_GROUPS = 65_536;

  private final Map<String, String> renamed = new HashMap<>();

  /** Groups seen, and whether each began by sending. */
  private final Map<String, Boolean> groups = new HashMap<>();

  /** The client's connection that the last packet logged was the first one received by, or null. */
  private String answered;

  private long answeredNanos;
  private boolean framesSeen;

  boolean corrects() {
    return !renamed.isEmpty();
  }

  /** Gives an event the first group id of its connection. */
  void correct(QlogEvent event) {
    framesSeen |= event.frames.logged;
    if (event.groupId == null) {
      return;
    }
    switch (event.type) {
      case PACKET_SENT, PACKET_RECEIVED, RECOVERY_METRICS_UPDATED -> follow(event);
      default -> {}
    }
    rename(event);
  }

  /** Gives an event that proves nothing the first group id of its connection. */
  void rename(QlogEvent event) {
    if (!renamed.isEmpty() && event.groupId != null) {
      event.groupId = renamed.getOrDefault(event.groupId, event.groupId);
    }
  }

  private void follow(QlogEvent event) {
    boolean packet = event.type != EventType.RECOVERY_METRICS_UPDATED;
    boolean sent = event.type == EventType.PACKET_SENT;
    boolean initial = packet && event.packet.type() == PacketType.INITIAL;
    boolean starts = initial && event.packet.number() <= 0;
    boolean seen = groups.containsKey(event.groupId);
    if (!seen && groups.size() < MAX_GROUPS) {
      groups.put(event.groupId, starts && sent);
      if (!starts && !framesSeen && answered != null && event.timeNanos == answeredNanos) {
        renamed.put(event.groupId, answered);
      }
    }
    if (packet) {
      boolean answers = initial && !sent && groups.getOrDefault(event.groupId, false);
      answered = answers ? event.groupId : null;
      answeredNanos = event.timeNanos;
    }
    if (starts) {
      // It has a beginning of its own after all.
      renamed.remove(event.groupId);
    }
  }
}
