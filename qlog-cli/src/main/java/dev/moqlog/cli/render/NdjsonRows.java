package dev.moqlog.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import java.io.IOException;
import java.io.OutputStream;

/** One JSON object a line for each connection. */
public final class NdjsonRows implements RowReport.Rows {

  private final JsonGenerator json;
  private final JsonFields fields;

  /** Rows on a stream that stays open. */
  public NdjsonRows(OutputStream out) throws IOException {
    json = JsonOutput.generator(out);
    json.setPrettyPrinter(new MinimalPrettyPrinter(""));
    fields = new JsonFields(json);
  }

  @Override
  public void row(ConnectionSummary connection) throws IOException {
    json.writeStartObject();
    json.writeNumberField("schema_version", ConnectionSummary.SCHEMA_VERSION);
    fields.connection(connection);
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void flush() throws IOException {
    json.flush();
  }
}
