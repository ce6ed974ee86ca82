package dev.moqlog.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.moqlog.analyzer.summary.JoinedSummary;
import dev.moqlog.analyzer.summary.JoinedTotals;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.analyzer.summary.UnmatchedLog;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Joined connections as one JSON document, or as one object a line. */
public final class JoinJson implements JoinReport {

  private final JsonGenerator json;
  private final JoinFields fields;
  private final boolean lines;
  private final List<UnmatchedLog> unmatched = new ArrayList<>();
  private final List<SourceSummary> damaged = new ArrayList<>();

  private JoinJson(OutputStream out, boolean lines) throws IOException {
    json = JsonOutput.generator(out);
    fields = new JoinFields(json);
    this.lines = lines;
  }

  /** One document with everything. */
  public static JoinJson document(OutputStream out) throws IOException {
    JoinJson report = new JoinJson(out, false);
    report.json.writeStartObject();
    report.json.writeNumberField("schema_version", JoinedSummary.SCHEMA_VERSION);
    report.json.writeArrayFieldStart("joined");
    return report;
  }

  /** One object a line for each joined connection. */
  public static JoinJson lines(OutputStream out) throws IOException {
    JoinJson report = new JoinJson(out, true);
    report.json.setPrettyPrinter(new MinimalPrettyPrinter(""));
    return report;
  }

  @Override
  public void source(SourceSummary source) {
    if (!lines && !source.intact()) {
      damaged.add(source);
    }
  }

  @Override
  public void joined(JoinedSummary joined) throws IOException {
    if (!lines) {
      json.writeRaw('\n');
    }
    json.writeStartObject();
    if (lines) {
      json.writeNumberField("schema_version", JoinedSummary.SCHEMA_VERSION);
    }
    fields.joined(joined);
    json.writeEndObject();
    if (lines) {
      json.writeRaw('\n');
    }
  }

  @Override
  public void unmatched(UnmatchedLog log) {
    if (!lines) {
      unmatched.add(log);
    }
  }

  @Override
  public void end(JoinedTotals totals) throws IOException {
    if (!lines) {
      json.writeEndArray();
      json.writeArrayFieldStart("unmatched");
      for (UnmatchedLog log : unmatched) {
        json.writeRaw('\n');
        json.writeStartObject();
        fields.unmatched(log);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeObjectFieldStart("totals");
      fields.totals(totals);
      json.writeEndObject();
      json.writeArrayFieldStart("damaged_sources");
      JsonFields sources = new JsonFields(json);
      for (SourceSummary source : damaged) {
        json.writeRaw('\n');
        json.writeStartObject();
        sources.damagedSource(source);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
    json.flush();
  }
}
