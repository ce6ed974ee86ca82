package dev.moqlog.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.moqlog.analyzer.summary.AckSummary;
import dev.moqlog.analyzer.summary.ReorderSummary;
import java.io.IOException;

/** How packets and acknowledgments arrived, as members of JSON objects. */
final class ArrivalJson {

  private final JsonGenerator json;
  private final JsonValues values;

  ArrivalJson(JsonGenerator json) {
    this.json = json;
    this.values = new JsonValues(json);
  }

  void reorder(ReorderSummary reorder) throws IOException {
    json.writeObjectFieldStart("reorder");
    json.writeStringField("source", ReorderSummary.SOURCE);
    values.number("received", reorder.received());
    values.number("duplicates", reorder.duplicates());
    values.number("reordered", reorder.reordered());
    values.ratio("ratio", reorder.ratio());
    values.distribution("extent_packets", reorder.extentPackets());
    values.distributionMillis("extent_ms", reorder.extentNanos());
    values.number("missing", reorder.missing());
    values.number("longest_gap", reorder.longestGap());
    json.writeEndObject();
  }

  void acks(AckSummary acks) throws IOException {
    json.writeObjectFieldStart("acks");
    json.writeStringField("source", AckSummary.SOURCE);
    values.number("received", acks.received());
    values.distributionMillis("delay_ms", acks.delayNanos());
    values.number("sent", acks.sent());
    values.number("ack_eliciting_received", acks.ackElicitingReceived());
    values.ratio("packets_per_ack", acks.packetsPerAck());
    json.writeEndObject();
  }
}
