package dev.moqlog.analyzer.connection;

import dev.moqlog.vocabulary.EventType;

/**
 * Which events the metrics look into. Of all others it is enough to know that they happened, when,
 * and what they are called.
 */
final class NeededData {

  private NeededData() {}

  /** Whether any metric asks events of a type for more. */
  static boolean of(EventType type) {
    return switch (type) {
      case SERVER_LISTENING,
          CONNECTION_ID_UPDATED,
          SPIN_BIT_UPDATED,
          PACKET_BUFFERED,
          UDP_DATAGRAM_DROPPED,
          STREAM_STATE_UPDATED,
          FRAMES_PROCESSED,
          FRAMES_CREATED,
          FRAMES_PARSED,
          MARKED_FOR_RETRANSMIT,
          LOGLEVEL_ERROR,
          LOGLEVEL_WARNING,
          LOGLEVEL_INFO,
          LOGLEVEL_DEBUG,
          LOGLEVEL_VERBOSE,
          SIMULATION_SCENARIO,
          SIMULATION_MARKER,
          STREAM_TYPE_SET,
          EVENTS_DROPPED,
          TRACE_TRUNCATED,
          TRACE_PROMOTED,
          TRACE_ENDED,
          OTHER ->
          false;
      default -> true;
    };
  }
}
