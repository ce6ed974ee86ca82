package dev.moqlog.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.FleetSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** One JSON document: totals, connections, and what could not be read. */
public final class JsonReport implements Report {

  private final OutputStream out;
  private final Selection selection;
  private final List<SourceSummary> damaged = new ArrayList<>();

  /** A report of the selected connections. */
  public JsonReport(OutputStream out, Selection selection) {
    this.out = out;
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
}
