package dev.moqlog.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.moqlog.analyzer.summary.ArrivalSummary;
import dev.moqlog.analyzer.summary.ClockSummary;
import dev.moqlog.analyzer.summary.DirectionSummary;
import dev.moqlog.analyzer.summary.DistributionSummary;
import dev.moqlog.analyzer.summary.JoinedEnd;
import dev.moqlog.analyzer.summary.JoinedSummary;
import dev.moqlog.analyzer.summary.JoinedSummary.Direction;
import dev.moqlog.analyzer.summary.JoinedSummary.Flag;
import dev.moqlog.analyzer.summary.JoinedTotals;
import dev.moqlog.analyzer.summary.NetworkLoss;
import dev.moqlog.analyzer.summary.UnmatchedLog;
import java.io.IOException;
import java.util.Optional;

/** Joined connections as members of JSON objects, in the order and units of the contract. */
final class JoinFields {

  private final JsonGenerator json;
  private final JsonValues values;

  JoinFields(JsonGenerator json) {
    this.json = json;
    values = new JsonValues(json);
  }

  /** The members of a joined connection. */
  void joined(JoinedSummary joined) throws IOException {
    json.writeStringField("connection_id", joined.connectionId());
    json.writeStringField("evidence", joined.evidence().label());
    json.writeArrayFieldStart("flags");
    for (Flag flag : joined.flags()) {
      json.writeString(flag.label());
    }
    json.writeEndArray();
    end("client", joined.client());
    end("server", joined.server());
    if (joined.clock().isPresent()) {
      clock(joined.clock().get());
    }
    if (joined.worse().isPresent()) {
      json.writeStringField("worse_direction", joined.worse().get().label());
    }
    for (Direction direction : Direction.values()) {
      json.writeObjectFieldStart(direction.label());
      direction(
          joined.in(direction),
          direction == Direction.CLIENT_TO_SERVER ? joined.client() : joined.server());
      json.writeEndObject();
    }
  }

  private void end(String name, JoinedEnd end) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("source", end.source());
    json.writeNumberField("trace_index", end.traceIndex());
    json.writeStringField("connection_id", end.connectionId());
    json.writeStringField("vantage_point", end.vantagePoint().qlogName());
    if (end.producer().isPresent()) {
      json.writeStringField("producer", end.producer().get());
    }
    if (end.startTime().isPresent()) {
      json.writeStringField("start_time", end.startTime().get().toString());
    }
    json.writeEndObject();
  }

  private void clock(ClockSummary clock) throws IOException {
    json.writeObjectFieldStart("clock");
    values.millis("offset_ms", clock.offsetNanos());
    values.millis("error_ms", clock.errorNanos());
    values.millis("wall_clock_offset_ms", clock.wallClockOffsetNanos());
    if (clock.driftPartsPerBillion().isPresent()) {
      json.writeFieldName("drift_ppm");
      json.writeNumber(Text.thousandths(clock.driftPartsPerBillion().getAsLong()));
    }
    values.millis("min_rtt_ms", clock.minRttNanos());
    json.writeEndObject();
  }

  private void direction(DirectionSummary direction, JoinedEnd sender) throws IOException {
    NetworkLoss loss = direction.loss();
    json.writeNumberField("sent", direction.sent());
    values.number("sent_bytes", direction.sentBytes());
    json.writeNumberField("received", direction.received());
    json.writeObjectFieldStart("loss");
    json.writeNumberField("lost", loss.lost());
    values.number("lost_bytes", loss.lostBytes());
    json.writeNumberField("lost_datagrams", loss.lostDatagrams());
    values.ratio("ratio", loss.ratio());
    json.writeNumberField("unresolved", loss.unresolved());
    values.number("unresolved_bytes", loss.unresolvedBytes());
    json.writeNumberField("dropped_by_peer", loss.droppedByPeer());
    json.writeNumberField("keys_discarded", loss.keysDiscarded());
    values.number("ack_only", loss.ackOnly());
    values.number("with_ack", loss.withAck());
    json.writeNumberField("runs", loss.runs());
    json.writeNumberField("longest_run", loss.longestRun());
    values.ratio("mean_run", loss.meanRun());
    json.writeArrayFieldStart("worst_runs");
    for (NetworkLoss.Run run : loss.worstRuns()) {
      run(run, sender);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeObjectFieldStart("declared");
    json.writeNumberField("declared", direction.declared().declared());
    json.writeNumberField("spurious", direction.declared().spurious());
    json.writeNumberField("lost", direction.declared().lost());
    json.writeNumberField("undeclared", direction.declared().undeclared());
    json.writeEndObject();
    arrival(direction.arrival());
    if (direction.delay().isPresent()) {
      delays("delay_ms", direction.delay().get().delayNanos());
      delays("delay_variation_ms", Optional.of(direction.delay().get().variationNanos()));
    }
    if (direction.moq().isPresent()) {
      new JoinMoqFields(json).direction(direction.moq().get());
    }
  }

  private void run(NetworkLoss.Run run, JoinedEnd sender) throws IOException {
    json.writeStartObject();
    values.millis("first_sent_ms", sender.sinceStartNanos(run.firstSentNanos()));
    values.millis("span_ms", run.spanNanos());
    json.writeNumberField("packets", run.packets());
    json.writeNumberField("bytes", run.bytes());
    values.millis("delay_before_ms", run.delayBeforeNanos());
    values.millis("delay_after_ms", run.delayAfterNanos());
    values.millis("silence_ms", run.silenceNanos());
    json.writeEndObject();
  }

  private void arrival(ArrivalSummary arrival) throws IOException {
    json.writeObjectFieldStart("arrival");
    json.writeNumberField("duplicates", arrival.duplicates());
    json.writeNumberField("reordered", arrival.reordered());
    json.writeNumberField("reordered_max_packets", arrival.reorderedMaxPackets());
    values.millis("reordered_max_ms", arrival.reorderedMaxNanos());
    values.number("never_acknowledged", arrival.neverAcknowledged());
    json.writeNumberField("packets_dropped", arrival.packetsDropped());
    json.writeNumberField("datagrams_dropped", arrival.datagramsDropped());
    json.writeNumberField("not_logged_as_sent", arrival.notLoggedAsSent());
    json.writeEndObject();
  }

  /** The members of a log that was not joined. */
  void unmatched(UnmatchedLog log) throws IOException {
    json.writeStringField("source", log.source());
    json.writeNumberField("trace_index", log.traceIndex());
    json.writeStringField("connection_id", log.connectionId());
    json.writeStringField("vantage_point", log.vantagePoint().qlogName());
    json.writeStringField("reason", log.reason().label());
  }

  /** The members of the totals. */
  void totals(JoinedTotals totals) throws IOException {
    json.writeNumberField("connections", totals.connections());
    json.writeNumberField("matched_by_packets", totals.matchedByPackets());
    json.writeNumberField("unmatched", totals.unmatched());
    for (Direction direction : Direction.values()) {
      JoinedTotals.PerDirection sums = totals.in(direction);
      json.writeObjectFieldStart(direction.label());
      json.writeNumberField("sent", sums.sent());
      json.writeNumberField("sent_bytes", sums.sentBytes());
      json.writeNumberField("received", sums.received());
      json.writeNumberField("lost", sums.lost());
      json.writeNumberField("lost_bytes", sums.lostBytes());
      values.ratio("loss_ratio", sums.lossRatio());
      json.writeNumberField("unresolved", sums.unresolved());
      json.writeNumberField("dropped_by_peer", sums.droppedByPeer());
      json.writeNumberField("keys_discarded", sums.keysDiscarded());
      json.writeNumberField("ack_only_lost", sums.ackOnlyLost());
      json.writeNumberField("declared", sums.declared());
      json.writeNumberField("spurious", sums.spurious());
      json.writeNumberField("declared_and_lost", sums.declaredAndLost());
      json.writeNumberField("undeclared", sums.undeclared());
      json.writeNumberField("duplicates", sums.duplicates());
      json.writeNumberField("reordered", sums.reordered());
      delays("delay_ms", DistributionSummary.of(sums.delay()));
      delays("delay_variation_ms", DistributionSummary.of(sums.variation()));
      new JoinMoqFields(json).totals(sums);
      json.writeEndObject();
    }
  }

  private void delays(String name, Optional<DistributionSummary> nanos) throws IOException {
    values.distributionMillis(name, "packets", nanos);
  }
}
