package dev.moqlog.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.moqlog.analyzer.summary.BlockedSummary;
import dev.moqlog.analyzer.summary.BlockedSummary.BlockedTime;
import dev.moqlog.analyzer.summary.CongestionSummary;
import dev.moqlog.analyzer.summary.CongestionSummary.Level;
import dev.moqlog.analyzer.summary.CongestionSummary.StateTime;
import dev.moqlog.analyzer.summary.Source;
import java.io.IOException;
import java.util.Optional;

/** What limited sending, as members of JSON objects. */
final class CongestionJson {

  private final JsonGenerator json;
  private final JsonValues values;

  CongestionJson(JsonGenerator json) {
    this.json = json;
    this.values = new JsonValues(json);
  }

  void congestion(CongestionSummary congestion) throws IOException {
    json.writeObjectFieldStart("congestion");
    level("window_bytes", congestion.window());
    values.text("in_flight_source", congestion.inFlightSource().map(Source::label));
    level("in_flight_bytes", congestion.inFlight());
    values.ratio("utilisation", congestion.utilisation());
    values.ratio("window_limited_share", congestion.windowLimitedShare());
    values.number("ssthresh_bytes", congestion.slowStartThresholdBytes());
    json.writeArrayFieldStart("states");
    for (StateTime state : congestion.states()) {
      json.writeStartObject();
      json.writeStringField("state", state.state());
      values.number("periods", state.periods());
      values.millis("ms", state.nanos());
      json.writeEndObject();
    }
    json.writeEndArray();
    values.text("events_source", congestion.eventSource().map(Source::label));
    values.number("events", congestion.events());
    values.number("spurious_events", congestion.spuriousEvents());
    level("pacing_bps", congestion.pacing());
    json.writeEndObject();
  }

  private void level(String name, Optional<Level> level) throws IOException {
    if (level.isPresent()) {
      json.writeObjectFieldStart(name);
      values.number("min", level.get().min());
      values.number("mean", level.get().mean());
      values.number("max", level.get().max());
      values.number("last", level.get().last());
      json.writeEndObject();
    }
  }

  void blocked(BlockedSummary blocked) throws IOException {
    json.writeArrayFieldStart("blocked");
    for (BlockedTime time : blocked.reasons()) {
      json.writeStartObject();
      json.writeStringField("side", time.side().label());
      json.writeStringField("reason", time.reason().label());
      json.writeStringField("source", time.source().label());
      values.number("periods", time.periods());
      values.millis("ms", time.nanos());
      values.millis("longest_ms", time.longestNanos());
      values.number("streams", time.streams());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
