package dev.moqlog.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.diagnose.Finding;
import dev.moqlog.analyzer.diagnose.Finding.Evidence;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/** Findings as members of JSON objects; times are since the first event of the connection. */
final class FindingFields {

  private final JsonGenerator json;

  FindingFields(JsonGenerator json) {
    this.json = json;
  }

  /** What was found, without the evidence. */
  void rules(List<Finding> findings) throws IOException {
    json.writeArrayFieldStart("findings");
    for (Finding finding : findings) {
      json.writeStartObject();
      ruleAndSeverity(finding);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** All that is known of what was found. */
  void full(DiagnosedConnection diagnosed) throws IOException {
    json.writeArrayFieldStart("findings");
    for (Finding finding : diagnosed.findings()) {
      json.writeStartObject();
      ruleAndSeverity(finding);
      json.writeStringField("confidence", finding.confidence().label());
      json.writeFieldName("impact");
      json.writeNumber(Text.ratio(finding.impact()));
      time("start_ms", diagnosed.connection(), finding.startNanos());
      time("end_ms", diagnosed.connection(), finding.endNanos());
      json.writeStringField("text", finding.text());
      json.writeArrayFieldStart("evidence");
      for (Evidence evidence : finding.evidence()) {
        json.writeStartObject();
        json.writeStringField("text", evidence.text());
        time("time_ms", diagnosed.connection(), evidence.timeNanos());
        if (evidence.offset().isPresent()) {
          json.writeNumberField("offset", evidence.offset().getAsLong());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void ruleAndSeverity(Finding finding) throws IOException {
    json.writeStringField("rule", finding.rule().label());
    json.writeStringField("severity", finding.severity().label());
  }

  private void time(String name, ConnectionSummary connection, OptionalLong timeNanos)
      throws IOException {
    if (timeNanos.isPresent()) {
      json.writeFieldName(name);
      json.writeNumber(Text.millis(connection.sinceStartNanos(timeNanos.getAsLong())));
    }
  }
}
