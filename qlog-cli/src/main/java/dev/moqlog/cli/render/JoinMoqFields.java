package dev.moqlog.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.moqlog.analyzer.summary.DistributionSummary;
import dev.moqlog.analyzer.summary.JoinedMoq;
import dev.moqlog.analyzer.summary.JoinedTotals;
import java.io.IOException;

/** Media over QUIC objects of joined connections as members of JSON objects. */
final class JoinMoqFields {

  private final JsonGenerator json;
  private final JsonValues values;

  JoinMoqFields(JsonGenerator json) {
    this.json = json;
    values = new JsonValues(json);
  }

  /** The object of one direction. */
  void direction(JoinedMoq moq) throws IOException {
    json.writeObjectFieldStart("moq");
    json.writeNumberField("created", moq.created());
    json.writeNumberField("matched", moq.matched());
    json.writeNumberField("never_parsed", moq.neverParsed());
    values.number("unresolved", moq.unresolved());
    json.writeNumberField("not_logged_as_created", moq.notLoggedAsCreated());
    json.writeNumberField("parsed_before_created", moq.parsedBeforeCreated());
    json.writeBooleanField("complete", moq.complete());
    values.distributionMillis("latency_ms", moq.latency());
    json.writeArrayFieldStart("tracks");
    for (JoinedMoq.Track track : moq.tracks()) {
      json.writeStartObject();
      json.writeStringField("track", track.track());
      json.writeNumberField("created", track.created());
      json.writeNumberField("matched", track.matched());
      json.writeNumberField("never_parsed", track.neverParsed());
      values.distributionMillis("latency_ms", track.latency());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("tracks_left_out", moq.tracksLeftOut());
    json.writeEndObject();
  }

  /** The object of the totals of one direction, if there were any objects. */
  void totals(JoinedTotals.PerDirection sums) throws IOException {
    if (sums.objectsCreated() > 0) {
      json.writeObjectFieldStart("moq");
      json.writeNumberField("created", sums.objectsCreated());
      json.writeNumberField("matched", sums.objectsMatched());
      json.writeNumberField("never_parsed", sums.objectsCreated() - sums.objectsMatched());
      values.distributionMillis("latency_ms", DistributionSummary.of(sums.objectLatency()));
      json.writeEndObject();
    }
  }
}
