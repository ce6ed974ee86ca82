package dev.moqlog.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.FleetSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.analyzer.summary.StratifiedSummary;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One JSON document: totals, connections, and what could not be read. */
public final class JsonReport implements Report {

  private final OutputStream out;
  private final Selection selection;
  private final Optional<StratifiedSummary> groups;
  private final List<SourceSummary> damaged = new ArrayList<>();

  /**
   * A report of the selected connections.
   *
   * @param groups the connections by groups, which is complete when the report ends; empty for none
   */
  public JsonReport(OutputStream out, Selection selection, Optional<StratifiedSummary> groups) {
    this.out = out;
    this.groups = groups;
    this.selection = selection;
  }

  @Override
  public void connection(DiagnosedConnection connection) {
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
    fields.totals(fleet);
    json.writeEndObject();
    if (groups.isPresent()) {
      groups(json, fields, groups.get());
    }
    json.writeArrayFieldStart("connections");
    for (DiagnosedConnection connection : selection.connections()) {
      json.writeRaw('\n');
      json.writeStartObject();
      fields.connection(connection.connection());
      findings.rules(connection.findings());
      json.writeEndObject();
    }
    json.writeEndArray();
    fields.damagedSources(damaged);
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }

  private static void groups(JsonGenerator json, JsonFields fields, StratifiedSummary groups)
      throws IOException {
    json.writeStringField("grouped_by", groups.stratum().label());
    json.writeArrayFieldStart("groups");
    for (Map.Entry<String, FleetSummary> group : groups.groups().entrySet()) {
      json.writeRaw('\n');
      json.writeStartObject();
      json.writeStringField("group", group.getKey());
      fields.totals(group.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
