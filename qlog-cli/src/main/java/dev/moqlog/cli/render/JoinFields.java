package dev.moqlog.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.moqlog.analyzer.summary.ArrivalSummary;
import dev.moqlog.analyzer.summary.ClockSummary;
import dev.moqlog.analyzer.summary.DelaySummary.Spread;
import dev.moqlog.analyzer.summary.DirectionSummary;
import dev.moqlog.analyzer.summary.JoinedEnd;
import dev.moqlog.analyzer.summary.JoinedSummary;
import dev.moqlog.analyzer.summary.JoinedSummary.Direction;
import dev.moqlog.analyzer.summary.JoinedSummary.Flag;
import dev.moqlog.analyzer.summary.JoinedTotals;
import dev.moqlog.analyzer.summary.NetworkLoss;
import dev.moqlog.analyzer.summary.QuantileSketch;
import dev.moqlog.analyzer.summary.UnmatchedLog;
import java.io.IOException;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Joined connections as members of JSON objects, in the order and units of the contract. */
final class JoinFields {

  private final JsonGenerator json;

  JoinFields(JsonGenerator json) {
    this.json = json;
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
      direction(joined.in(direction));
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
    millis("offset_ms", clock.offsetNanos());
    millis("error_ms", clock.errorNanos());
    millis("wall_clock_offset_ms", clock.wallClockOffsetNanos());
    if (clock.driftPartsPerBillion().isPresent()) {
      json.writeFieldName("drift_ppm");
      json.writeNumber(Text.thousandths(clock.driftPartsPerBillion().getAsLong()));
    }
    millis("min_rtt_ms", clock.minRttNanos());
    json.writeEndObject();
  }

  private void direction(DirectionSummary direction) throws IOException {
    NetworkLoss loss = direction.loss();
    json.writeNumberField("sent", direction.sent());
    number("sent_bytes", direction.sentBytes());
    json.writeNumberField("received", direction.received());
    json.writeObjectFieldStart("loss");
    json.writeNumberField("lost", loss.lost());
    number("lost_bytes", loss.lostBytes());
    json.writeNumberField("lost_datagrams", loss.lostDatagrams());
    ratio("ratio", loss.ratio());
    json.writeNumberField("unresolved", loss.unresolved());
    number("unresolved_bytes", loss.unresolvedBytes());
    json.writeNumberField("dropped_by_peer", loss.droppedByPeer());
    json.writeNumberField("keys_discarded", loss.keysDiscarded());
    number("ack_only", loss.ackOnly());
    number("with_ack", loss.withAck());
    json.writeNumberField("runs", loss.runs());
    json.writeNumberField("longest_run", loss.longestRun());
    ratio("mean_run", loss.meanRun());
    json.writeArrayFieldStart("worst_runs");
    for (NetworkLoss.Run run : loss.worstRuns()) {
      run(run);
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
      if (direction.delay().get().delay().isPresent()) {
        spread("delay_ms", direction.delay().get().delay().get());
      }
      spread("delay_variation_ms", direction.delay().get().variation());
    }
  }

  private void run(NetworkLoss.Run run) throws IOException {
    json.writeStartObject();
    millis("first_sent_ms", run.firstSentNanos());
    millis("span_ms", run.spanNanos());
    json.writeNumberField("packets", run.packets());
    json.writeNumberField("bytes", run.bytes());
    millis("delay_before_ms", run.delayBeforeNanos());
    millis("delay_after_ms", run.delayAfterNanos());
    millis("silence_ms", run.silenceNanos());
    json.writeEndObject();
  }

  private void arrival(ArrivalSummary arrival) throws IOException {
    json.writeObjectFieldStart("arrival");
    json.writeNumberField("duplicates", arrival.duplicates());
    json.writeNumberField("reordered", arrival.reordered());
    json.writeNumberField("reordered_max_packets", arrival.reorderedMaxPackets());
    millis("reordered_max_ms", arrival.reorderedMaxNanos());
    number("never_acknowledged", arrival.neverAcknowledged());
    json.writeNumberField("packets_dropped", arrival.packetsDropped());
    json.writeNumberField("datagrams_dropped", arrival.datagramsDropped());
    json.writeNumberField("not_logged_as_sent", arrival.notLoggedAsSent());
    json.writeEndObject();
  }

  private void spread(String name, Spread spread) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("packets", spread.packets());
    millis("min", spread.minNanos());
    millis("p50", spread.p50Nanos());
    millis("p95", spread.p95Nanos());
    millis("p99", spread.p99Nanos());
    millis("max", spread.maxNanos());
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
      ratio("loss_ratio", sums.lossRatio());
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
      sketch("delay_ms", sums.delay());
      sketch("delay_variation_ms", sums.variation());
      json.writeEndObject();
    }
  }

  private void sketch(String name, QuantileSketch sketch) throws IOException {
    if (sketch.count() > 0) {
      spread(name, Spread.of(sketch));
    }
  }

  private void number(String name, OptionalLong value) throws IOException {
    if (value.isPresent()) {
      json.writeNumberField(name, value.getAsLong());
    }
  }

  private void millis(String name, OptionalLong nanos) throws IOException {
    if (nanos.isPresent()) {
      millis(name, nanos.getAsLong());
    }
  }

  private void millis(String name, long nanos) throws IOException {
    json.writeFieldName(name);
    json.writeNumber(Text.millis(nanos));
  }

  private void ratio(String name, OptionalDouble ratio) throws IOException {
    if (ratio.isPresent()) {
      json.writeFieldName(name);
      json.writeNumber(Text.ratio(ratio.getAsDouble()));
    }
  }
}
