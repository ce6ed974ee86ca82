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

/** One JSON document with everything about each connection, and what could not be read. */
public final class InspectJson implements Report {

  private final JsonGenerator json;
  private final JsonFields fields;
  private final DetailFields details;
  private final FindingFields findings;
  private final List<SourceSummary> damaged = new ArrayList<>();

  /** A document on a stream that stays open, written as connections come. */
  public InspectJson(OutputStream out) throws IOException {
    json = JsonOutput.generator(out);
    fields = new JsonFields(json);
    details = new DetailFields(json);
    findings = new FindingFields(json);
    json.writeStartObject();
    json.writeNumberField("schema_version", ConnectionSummary.SCHEMA_VERSION);
    json.writeArrayFieldStart("connections");
  }

  @Override
  public void connection(DiagnosedConnection diagnosed) throws IOException {
    json.writeRaw('\n');
    json.writeStartObject();
    fields.connection(diagnosed.connection());
    details.connection(diagnosed.connection());
    findings.full(diagnosed);
    json.writeEndObject();
  }

  @Override
  public void source(SourceSummary source) {
    if (!source.intact()) {
      damaged.add(source);
    }
  }

  @Override
  public void end(FleetSummary fleet) throws IOException {
    json.writeEndArray();
    fields.damagedSources(damaged);
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }
}
