package dev.moqlog.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.FleetSummary;
import dev.moqlog.analyzer.summary.FleetSummary.Distribution;
import dev.moqlog.analyzer.summary.LossSummary;
import dev.moqlog.analyzer.summary.LossTrigger;
import dev.moqlog.analyzer.summary.PacketSummary;
import dev.moqlog.analyzer.summary.RetransmitSummary;
import dev.moqlog.analyzer.summary.RttSummary;
import dev.moqlog.analyzer.summary.Skipped;
import dev.moqlog.analyzer.summary.SourceSummary;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Summaries as members of JSON objects, in the order and units of the contract. */
final class JsonFields {

  private static final double[] SHARES = {0.50, 0.90, 0.95, 0.99, 1};
  private static final String[] SHARE_NAMES = {"p50", "p90", "p95", "p99", "max"};

  private final JsonGenerator json;
  private final JsonValues values;
  private final TransportJson transport;

  JsonFields(JsonGenerator json) {
    this.json = json;
    values = new JsonValues(json);
    transport = new TransportJson(json);
  }

  /** The members that tell which connection it is. */
  void identity(ConnectionSummary connection) throws IOException {
    json.writeStringField("connection_id", connection.connectionId());
    json.writeStringField("source", connection.source());
    json.writeNumberField("trace_index", connection.traceIndex());
    json.writeStringField("vantage_point", connection.vantagePoint().qlogName());
    if (connection.host().isPresent()) {
      json.writeStringField("host", connection.host().get());
    }
    if (connection.producer().isPresent()) {
      json.writeStringField("producer", connection.producer().get());
    }
    if (connection.qlogVersion().isPresent()) {
      json.writeStringField("qlog_version", connection.qlogVersion().get());
    }
    if (connection.startTime().isPresent()) {
      json.writeStringField("start_time", connection.startTime().get().toString());
    }
    values.millis("duration_ms", connection.durationNanos());
    json.writeNumberField("events", connection.events());
    if (connection.capture().traceParent().isPresent()) {
      json.writeStringField("traceparent", connection.capture().traceParent().get());
    }
    values.ratio("sampling_probability", connection.capture().samplingProbability());
  }

  /** The members of a connection. */
  void connection(ConnectionSummary connection) throws IOException {
    identity(connection);
    json.writeArrayFieldStart("flags");
    for (ConnectionSummary.Flag flag : connection.flags()) {
      json.writeString(flag.label());
    }
    json.writeEndArray();
    json.writeArrayFieldStart("corrections");
    for (String correction : connection.corrections()) {
      json.writeString(correction);
    }
    json.writeEndArray();
    skipped(connection.skipped());
    if (connection.rtt().isPresent()) {
      rtt(connection.rtt().get());
    }
    if (connection.packets().isPresent()) {
      packets(connection.packets().get());
    }
    if (connection.loss().isPresent()) {
      loss(connection.loss().get());
    }
    if (connection.retransmit().isPresent()) {
      retransmit(connection.retransmit().get());
    }
    new TransferJson(json).connection(connection);
    if (connection.moq().isPresent()) {
      new MoqJson(json).moq(connection, connection.moq().get());
    }
    transport.connection(connection);
  }

  private void skipped(Skipped skipped) throws IOException {
    json.writeObjectFieldStart("skipped");
    json.writeNumberField("records", skipped.records());
    json.writeNumberField("bytes", skipped.bytes());
    values.number("first_offset", skipped.firstOffset());
    json.writeEndObject();
  }

  private void rtt(RttSummary rtt) throws IOException {
    json.writeObjectFieldStart("rtt_ms");
    json.writeStringField("source", rtt.source().label());
    json.writeNumberField("samples", rtt.samples());
    values.millis("min", rtt.minNanos());
    values.millis("mean", rtt.meanNanos());
    values.millis("p50", rtt.p50Nanos());
    values.millis("p90", rtt.p90Nanos());
    values.millis("p95", rtt.p95Nanos());
    values.millis("p99", rtt.p99Nanos());
    values.millis("max", rtt.maxNanos());
    values.millis("jitter", rtt.jitterNanos());
    values.millis("smoothed_last", rtt.smoothedLastNanos());
    json.writeNumberField("below_resolution", rtt.belowResolution());
    json.writeEndObject();
  }

  private void packets(PacketSummary packets) throws IOException {
    json.writeObjectFieldStart("packets");
    json.writeNumberField("sent", packets.sent());
    json.writeNumberField("received", packets.received());
    json.writeNumberField("received_duplicate", packets.receivedDuplicate());
    json.writeNumberField("dropped", packets.dropped());
    values.number("sent_bytes", packets.sentBytes());
    values.number("received_bytes", packets.receivedBytes());
    json.writeEndObject();
  }

  private void loss(LossSummary loss) throws IOException {
    json.writeObjectFieldStart("loss");
    if (loss.source().isPresent()) {
      json.writeStringField("source", loss.source().get().label());
    }
    json.writeNumberField("declared", loss.declared());
    values.number("spurious", loss.spurious());
    values.number("net", loss.net());
    values.number("inferred", loss.inferred());
    values.number("unresolved", loss.unresolved());
    values.number("ack_only_missing", loss.ackOnlyMissing());
    values.number("counted", loss.counted());
    json.writeNumberField("mtu_probes", loss.mtuProbes());
    values.number("ack_eliciting", loss.ackEliciting());
    values.number("lost_in_flight", loss.lostInFlight());
    json.writeNumberField("sent_in_flight", loss.sentInFlight());
    if (!loss.byTrigger().isEmpty()) {
      json.writeObjectFieldStart("by_trigger");
      for (Map.Entry<LossTrigger, Long> trigger : loss.byTrigger().entrySet()) {
        json.writeNumberField(trigger.getKey().label(), trigger.getValue());
      }
      json.writeEndObject();
    }
    values.ratio("ratio", loss.ratio());
    values.ratio("net_ratio", loss.netRatio());
    values.number("bytes", loss.lostBytes());
    values.ratio("byte_ratio", loss.byteRatio());
    json.writeEndObject();
  }

  private void retransmit(RetransmitSummary retransmit) throws IOException {
    json.writeObjectFieldStart("retransmit");
    json.writeStringField("source", RetransmitSummary.SOURCE);
    json.writeNumberField("stream_bytes_sent", retransmit.streamBytesSent());
    json.writeNumberField("stream_bytes_retransmitted", retransmit.streamBytesRetransmitted());
    json.writeNumberField("crypto_bytes_sent", retransmit.cryptoBytesSent());
    json.writeNumberField("crypto_bytes_retransmitted", retransmit.cryptoBytesRetransmitted());
    values.ratio("ratio", retransmit.ratio());
    json.writeEndObject();
  }

  /** The members of the totals. */
  void totals(FleetSummary fleet) throws IOException {
    json.writeNumberField("connections", fleet.connections());
    json.writeNumberField("connections_truncated", fleet.truncated());
    json.writeNumberField("sources", fleet.sources());
    json.writeNumberField("sources_skipped", fleet.sourcesSkipped());
    json.writeNumberField("sources_damaged", fleet.sourcesDamaged());
    json.writeNumberField("events", fleet.events());
    json.writeObjectFieldStart("skipped");
    json.writeNumberField("records", fleet.skippedRecords());
    json.writeNumberField("bytes", fleet.skippedBytes());
    json.writeEndObject();
    json.writeObjectFieldStart("packets");
    json.writeNumberField("sent", fleet.packetsSent());
    json.writeNumberField("received", fleet.packetsReceived());
    json.writeNumberField("received_duplicate", fleet.packetsReceivedDuplicate());
    json.writeNumberField("sent_bytes", fleet.sentBytes());
    json.writeNumberField("received_bytes", fleet.receivedBytes());
    json.writeEndObject();
    json.writeObjectFieldStart("loss");
    json.writeNumberField("declared", fleet.declared());
    json.writeNumberField("spurious", fleet.spurious());
    json.writeNumberField("inferred", fleet.inferred());
    json.writeNumberField("unresolved", fleet.unresolved());
    json.writeNumberField("lost_in_flight", fleet.lostInFlight());
    json.writeNumberField("sent_in_flight", fleet.sentInFlight());
    values.ratio("ratio", fleet.lossRatio());
    json.writeEndObject();
    json.writeObjectFieldStart("retransmit");
    json.writeNumberField("stream_bytes_sent", fleet.streamBytesSent());
    json.writeNumberField("stream_bytes_retransmitted", fleet.streamBytesRetransmitted());
    json.writeNumberField("crypto_bytes_sent", fleet.cryptoBytesSent());
    json.writeNumberField("crypto_bytes_retransmitted", fleet.cryptoBytesRetransmitted());
    values.ratio("ratio", fleet.retransmitRatio());
    json.writeEndObject();
    new TransferJson(json).totals(fleet.transfer());
    transport.totals(fleet);
    new MoqJson(json).totals(fleet.moq());
    distribution("rtt_ms", fleet, Distribution.RTT_SAMPLES, "samples");
    json.writeObjectFieldStart("over_connections");
    distribution("rtt_min_ms", fleet, Distribution.RTT_MIN, "connections");
    distribution("rtt_p50_ms", fleet, Distribution.RTT_MEDIAN, "connections");
    distribution("rtt_p95_ms", fleet, Distribution.RTT_P95, "connections");
    distribution("loss_ratio", fleet, Distribution.LOSS_RATIO, "connections");
    distribution("retransmit_ratio", fleet, Distribution.RETRANSMIT_RATIO, "connections");
    distribution("duration_ms", fleet, Distribution.DURATION, "connections");
    distribution("goodput_out_bps", fleet, Distribution.GOODPUT_OUT, "connections");
    distribution("goodput_in_bps", fleet, Distribution.GOODPUT_IN, "connections");
    distribution("reorder_ratio", fleet, Distribution.REORDER_RATIO, "connections");
    distribution("handshake_ms", fleet, Distribution.HANDSHAKE, "connections");
    distribution("first_byte_ms", fleet, Distribution.FIRST_BYTE, "connections");
    json.writeEndObject();
  }

  private void distribution(
      String name, FleetSummary fleet, Distribution distribution, String countName)
      throws IOException {
    boolean millis = name.endsWith("_ms");
    json.writeObjectFieldStart(name);
    json.writeNumberField(countName, fleet.count(distribution));
    value("mean", fleet.mean(distribution), millis);
    for (int i = 0; i < SHARES.length; i++) {
      value(SHARE_NAMES[i], fleet.quantile(distribution, SHARES[i]), millis);
    }
    json.writeEndObject();
  }

  private void value(String name, OptionalDouble value, boolean nanosAsMillis) throws IOException {
    if (nanosAsMillis && value.isPresent()) {
      values.millis(name, Math.round(value.getAsDouble()));
    } else {
      values.ratio(name, value);
    }
  }

  /** The member that names what could not be read. */
  void damagedSources(List<SourceSummary> sources) throws IOException {
    json.writeArrayFieldStart("damaged_sources");
    for (SourceSummary source : sources) {
      json.writeRaw('\n');
      json.writeStartObject();
      damagedSource(source);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** The members of a source of which something could not be read. */
  void damagedSource(SourceSummary source) throws IOException {
    json.writeStringField("source", source.source());
    json.writeStringField("status", Text.label(source.status()));
    json.writeBooleanField("truncated", source.truncated());
    skipped(source.skipped());
    json.writeArrayFieldStart("problems");
    for (String problem : source.problems()) {
      json.writeString(problem);
    }
    json.writeEndArray();
  }
}
