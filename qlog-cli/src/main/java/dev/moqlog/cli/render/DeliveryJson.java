package dev.moqlog.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.moqlog.analyzer.summary.DatagramSummary;
import dev.moqlog.analyzer.summary.DeliverySummary;
import dev.moqlog.analyzer.summary.DeliverySummary.WireSource;
import dev.moqlog.analyzer.summary.Source;
import java.io.IOException;

/** Data moved, as members of JSON objects. */
final class DeliveryJson {

  private final JsonGenerator json;
  private final JsonValues values;

  DeliveryJson(JsonGenerator json) {
    this.json = json;
    this.values = new JsonValues(json);
  }

  void delivery(DeliverySummary delivery) throws IOException {
    json.writeObjectFieldStart("delivery");
    values.text("sent_source", delivery.sentSource().map(WireSource::label));
    values.number("sent_bytes", delivery.sentBytes());
    values.text("received_source", delivery.receivedSource().map(WireSource::label));
    values.number("received_bytes", delivery.receivedBytes());
    values.millis("active_ms", delivery.activeNanos());
    values.millis("idle_ms", delivery.idleNanos());
    values.number("unique_bytes_sent", delivery.uniqueBytesSent());
    values.number("acknowledged_bytes", delivery.acknowledgedBytes());
    values.number("unique_bytes_received", delivery.uniqueBytesReceived());
    values.number("duplicate_bytes_received", delivery.duplicateBytesReceived());
    values.number("delivered_bytes", delivery.deliveredBytes());
    values.number("sent_bps", delivery.sentBitsPerSecond());
    values.number("received_bps", delivery.receivedBitsPerSecond());
    values.number("goodput_out_bps", delivery.goodputOutBitsPerSecond());
    values.number("goodput_in_bps", delivery.goodputInBitsPerSecond());
    values.number("peak_sent_bps", delivery.peakSentBitsPerSecond());
    values.number("peak_received_bps", delivery.peakReceivedBitsPerSecond());
    json.writeEndObject();
  }

  void datagrams(DatagramSummary datagrams) throws IOException {
    json.writeObjectFieldStart("datagrams");
    values.number("frames_sent", datagrams.framesSent());
    values.number("bytes_sent", datagrams.bytesSent());
    values.number("frames_received", datagrams.framesReceived());
    values.number("bytes_received", datagrams.bytesReceived());
    values.number("packets_sent", datagrams.packetsSent());
    values.text("loss_source", datagrams.lossSource().map(Source::label));
    values.number("packets_lost", datagrams.packetsLost());
    json.writeEndObject();
  }
}
