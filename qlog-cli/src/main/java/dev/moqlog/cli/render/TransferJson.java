package dev.moqlog.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.moqlog.analyzer.summary.BlockedSummary.Reason;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.TransferTotals;
import java.io.IOException;

/** All about the transfer of data, as members of JSON objects. */
final class TransferJson {

  private final JsonGenerator json;

  TransferJson(JsonGenerator json) {
    this.json = json;
  }

  /** The members of a connection. */
  void connection(ConnectionSummary connection) throws IOException {
    DeliveryJson delivery = new DeliveryJson(json);
    CongestionJson congestion = new CongestionJson(json);
    ArrivalJson arrival = new ArrivalJson(json);
    if (connection.delivery().isPresent()) {
      delivery.delivery(connection.delivery().get());
    }
    if (connection.congestion().isPresent()) {
      congestion.congestion(connection.congestion().get());
    }
    if (connection.blocked().isPresent()) {
      congestion.blocked(connection.blocked().get());
    }
    if (connection.streams().isPresent()) {
      new StreamsJson(json).streams(connection, connection.streams().get());
    }
    if (connection.datagrams().isPresent()) {
      delivery.datagrams(connection.datagrams().get());
    }
    if (connection.reorder().isPresent()) {
      arrival.reorder(connection.reorder().get());
    }
    if (connection.acks().isPresent()) {
      arrival.acks(connection.acks().get());
    }
    if (connection.series().isPresent()) {
      new SeriesJson(json).series(connection, connection.series().get());
    }
  }

  /** The members of the totals. */
  void totals(TransferTotals totals) throws IOException {
    JsonValues values = new JsonValues(json);
    json.writeObjectFieldStart("delivery");
    values.number("acknowledged_bytes", totals.acknowledgedBytes());
    values.number("unique_bytes_received", totals.uniqueBytesReceived());
    values.number("duplicate_bytes_received", totals.duplicateBytesReceived());
    json.writeEndObject();
    json.writeObjectFieldStart("blocked_ms");
    for (Reason reason : Reason.values()) {
      values.millis(reason.label(), totals.blockedNanos().get(reason.ordinal()));
    }
    json.writeEndObject();
    json.writeObjectFieldStart("peer_blocked_ms");
    for (Reason reason : Reason.values()) {
      long nanos = totals.peerBlockedNanos().get(reason.ordinal());
      if (nanos > 0) {
        values.millis(reason.label(), nanos);
      }
    }
    json.writeEndObject();
    json.writeObjectFieldStart("streams");
    values.number("count", totals.streams());
    values.millis("head_of_line_ms", totals.headOfLineNanos());
    json.writeEndObject();
    json.writeObjectFieldStart("datagrams");
    values.number("frames_sent", totals.datagramFramesSent());
    values.number("frames_received", totals.datagramFramesReceived());
    values.number("packets_sent", totals.datagramPacketsSent());
    values.number("packets_lost", totals.datagramPacketsLost());
    json.writeEndObject();
    json.writeObjectFieldStart("reorder");
    values.number("received", totals.packetsInOrderKnown());
    values.number("reordered", totals.packetsReordered());
    values.ratio("ratio", totals.reorderRatio());
    json.writeEndObject();
  }
}
