package dev.moqlog.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.Episode;
import dev.moqlog.analyzer.summary.LossPatternSummary;
import dev.moqlog.analyzer.summary.SpaceSummary;
import java.io.IOException;

/**
 * What a connection is shown with only by itself, as members of a JSON object; points in time are
 * since the first event of the connection.
 */
final class DetailFields {

  private final JsonGenerator json;
  private final JsonValues values;

  DetailFields(JsonGenerator json) {
    this.json = json;
    values = new JsonValues(json);
  }

  /** The members of a connection. */
  void connection(ConnectionSummary connection) throws IOException {
    phases(connection);
    spaces(connection);
    if (connection.lossPattern().isPresent()) {
      lossPattern(connection.lossPattern().get());
    }
    episodes(connection);
  }

  private void phases(ConnectionSummary connection) throws IOException {
    json.writeArrayFieldStart("phases");
    for (Phases.Phase phase : Phases.of(connection)) {
      json.writeStartObject();
      json.writeStringField("phase", phase.name());
      values.millis("start_ms", phase.startNanos());
      values.millis("end_ms", phase.endNanos());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void spaces(ConnectionSummary connection) throws IOException {
    json.writeArrayFieldStart("spaces");
    for (SpaceSummary space : connection.spaces()) {
      json.writeStartObject();
      json.writeStringField("space", space.space().qlogName());
      json.writeNumberField("path_id", space.pathId());
      json.writeNumberField("sent", space.sent());
      json.writeNumberField("declared", space.declared());
      json.writeNumberField("spurious", space.spurious());
      json.writeNumberField("inferred", space.inferred());
      json.writeNumberField("unresolved", space.unresolved());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void lossPattern(LossPatternSummary pattern) throws IOException {
    json.writeObjectFieldStart("loss_pattern");
    json.writeNumberField("packets", pattern.packets());
    json.writeNumberField("runs", pattern.runs());
    json.writeNumberField("longest_run", pattern.longestRun());
    json.writeNumberField("clusters", pattern.clusters());
    json.writeNumberField("packets_at_high_rtt", pattern.packetsAtHighRtt());
    values.ratio("high_rtt_share", pattern.highRttShare());
    values.millis("median_queue_ms", pattern.medianQueueNanos());
    json.writeNumberField("tail_packets", pattern.tailPackets());
    json.writeNumberField("late_packets", pattern.latePackets());
    values.ratio("late_share", pattern.lateShare());
    json.writeNumberField("large_packets", pattern.largePackets());
    values.number("largest_arrived_bytes", pattern.largestArrivedBytes());
    json.writeNumberField("delivered_packets", pattern.deliveredPackets());
    json.writeEndObject();
  }

  private void episodes(ConnectionSummary connection) throws IOException {
    json.writeArrayFieldStart("episodes");
    for (Episode episode : connection.episodes()) {
      json.writeStartObject();
      json.writeStringField("kind", episode.kind().label());
      values.millis("start_ms", connection.sinceStartNanos(episode.startNanos()));
      values.millis("end_ms", connection.sinceStartNanos(episode.endNanos()));
      json.writeNumberField("first_offset", episode.firstOffset());
      json.writeNumberField("last_offset", episode.lastOffset());
      if (episode.kind() == Episode.Kind.RTT_INFLATION) {
        values.millis("inflated_ms", episode.count());
      } else {
        json.writeNumberField("count", episode.count());
      }
      if (episode.rttNanos() != Episode.UNKNOWN) {
        values.millis("rtt_ms", episode.rttNanos());
      }
      if (episode.value() != Episode.UNKNOWN) {
        value(episode);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** What else the kind tells, under a name that says what it is. */
  private void value(Episode episode) throws IOException {
    switch (episode.kind()) {
      case LOSS -> json.writeNumberField("longest_run", episode.value());
      case SILENCE -> json.writeBooleanField("to_the_end", episode.value() == 1);
      case RTT_INFLATION -> values.millis("largest_mean_rtt_ms", episode.value());
      case BLOCKED, PEER_BLOCKED ->
          json.writeStringField("reason", EpisodesGroup.reason(episode.value()));
    }
  }
}
