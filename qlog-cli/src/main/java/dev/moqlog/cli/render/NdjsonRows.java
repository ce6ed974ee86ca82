package dev.moqlog.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import java.io.IOException;
import java.io.OutputStream;

/** One JSON object a line for each connection. */
public final class NdjsonRows implements RowReport.Rows {

  private final JsonGenerator json;
  private final JsonFields fields;
  private final FindingFields findings;

  /** Rows on a stream that stays open. */
  public NdjsonRows(OutputStream out) throws IOException {
    json = JsonOutput.generator(out);
    json.setPrettyPrinter(new MinimalPrettyPrinter(""));
    fields = new JsonFields(json);
    findings = new FindingFields(json);
  }

  @Override
  public void row(DiagnosedConnection connection) throws IOException {
    json.writeStartObject();
    json.writeNumberField("schema_version", ConnectionSummary.SCHEMA_VERSION);
    fields.connection(connection.connection());
    findings.rules(connection.findings());
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void flush() throws IOException {
    json.flush();
  }
}
