package dev.moqlog.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.diagnose.Finding.Severity;
import dev.moqlog.analyzer.diagnose.FleetDiagnosis;
import dev.moqlog.analyzer.diagnose.FleetDiagnosis.Example;
import dev.moqlog.analyzer.diagnose.Rule;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.FleetSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * One JSON document: how many connections have each finding, the connections with theirs, and what
 * could not be read. Takes only connections that have findings.
 */
public final class DiagnosisJson implements Report {

  private final OutputStream out;
  private final Selection selection;
  private final Severity atLeast;
  private final FleetDiagnosis diagnosis = new FleetDiagnosis();
  private final List<SourceSummary> damaged = new ArrayList<>();

  /**
   * A report of the selected connections.
   *
   * @param atLeast the severity that the findings have at least
   */
  public DiagnosisJson(OutputStream out, Selection selection, Severity atLeast) {
    this.out = out;
    this.selection = selection;
    this.atLeast = atLeast;
  }

  @Override
  public void connection(DiagnosedConnection connection) {
    diagnosis.add(connection);
    selection.add(connection);
  }

  @Override
  public void source(SourceSummary source) {
    if (!source.intact()) {
      damaged.add(source);
    }
  }

  @Override
  public void end(FleetSummary fleet) throws IOException {
    JsonGenerator json = JsonOutput.generator(out);
    JsonFields fields = new JsonFields(json);
    FindingFields findings = new FindingFields(json);
    json.writeStartObject();
    json.writeNumberField("schema_version", ConnectionSummary.SCHEMA_VERSION);
    json.writeObjectFieldStart("totals");
    json.writeNumberField("connections", fleet.connections());
    json.writeNumberField("connections_with_findings", diagnosis.connections());
    json.writeNumberField("sources", fleet.sources());
    json.writeNumberField("sources_skipped", fleet.sourcesSkipped());
    json.writeNumberField("sources_damaged", fleet.sourcesDamaged());
    json.writeEndObject();
    json.writeArrayFieldStart("rules");
    for (Rule rule : diagnosis.rules(atLeast)) {
      json.writeRaw('\n');
      rule(json, rule, fleet.connections());
    }
    json.writeEndArray();
    json.writeArrayFieldStart("connections");
    for (DiagnosedConnection connection : selection.connections()) {
      json.writeRaw('\n');
      json.writeStartObject();
      fields.identity(connection.connection());
      findings.full(connection);
      json.writeEndObject();
    }
    json.writeEndArray();
    fields.damagedSources(damaged);
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }

  private void rule(JsonGenerator json, Rule rule, long connections) throws IOException {
    json.writeStartObject();
    json.writeStringField("rule", rule.label());
    json.writeNumberField("connections", diagnosis.connections(rule, atLeast));
    json.writeFieldName("share");
    json.writeNumber(Text.ratio((double) diagnosis.connections(rule, atLeast) / connections));
    json.writeNumberField("critical", diagnosis.connections(rule, Severity.CRITICAL));
    json.writeArrayFieldStart("worst");
    for (Example example : diagnosis.worst(rule, atLeast)) {
      json.writeStartObject();
      json.writeStringField("connection_id", example.connectionId());
      json.writeStringField("source", example.source());
      json.writeNumberField("trace_index", example.traceIndex());
      json.writeStringField("severity", example.finding().severity().label());
      json.writeStringField("text", example.finding().text());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
