package dev.moqlog.analyzer.connection;

import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.read.TraceHeader;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.PacketType;
import dev.moqlog.vocabulary.VantagePoint;

/** Which connection it is, and at which end of it the log was made. */
final class Identity {

  private String originalDestinationConnectionId;
  private String firstInitialDestinationConnectionId;
  private VantagePoint inferredVantagePoint = VantagePoint.UNKNOWN;

  /**
   * A packet was sent or received. The client sends the first Initial packet, to the original
   * destination connection id.
   */
  void packet(QlogEvent event) {
    if (firstInitialDestinationConnectionId == null
        && event.packet().type() == PacketType.INITIAL) {
      String id = event.packet().destinationConnectionId();
      firstInitialDestinationConnectionId = id == null ? "" : id;
      inferredVantagePoint =
          event.type() == EventType.PACKET_SENT ? VantagePoint.CLIENT : VantagePoint.SERVER;
    }
  }

  /** One side's transport parameters became known. */
  void parametersSet(QlogEvent event) {
    if (originalDestinationConnectionId == null) {
      originalDestinationConnectionId = event.parameters().originalDestinationConnectionId();
    }
  }

  /** Where the log was made, as its header says, or else its first Initial packet. */
  VantagePoint vantagePoint(TraceHeader header) {
    return header.vantagePoint() == VantagePoint.UNKNOWN
        ? inferredVantagePoint
        : header.vantagePoint();
  }

  /**
   * What the connection is called.
   *
   * @param source the name of the log, for want of anything better
   * @param groupId the group id of its events, empty if they have none
   */
  String connectionId(String source, String groupId, TraceHeader header) {
    if (!groupId.isEmpty()) {
      return groupId;
    }
    if (!header.originalDestinationConnectionId().isEmpty()) {
      return header.originalDestinationConnectionId();
    }
    if (originalDestinationConnectionId != null && !originalDestinationConnectionId.isEmpty()) {
      return originalDestinationConnectionId;
    }
    if (firstInitialDestinationConnectionId != null
        && !firstInitialDestinationConnectionId.isEmpty()) {
      return firstInitialDestinationConnectionId;
    }
    return SourceNames.connectionId(source);
  }
}
