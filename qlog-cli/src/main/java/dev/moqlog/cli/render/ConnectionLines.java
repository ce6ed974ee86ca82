package dev.moqlog.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.telemetry.ConnectionLogs;
import dev.moqlog.analyzer.telemetry.ConnectionTimes;
import dev.moqlog.analyzer.telemetry.ConnectionTrace;
import io.opentelemetry.api.common.Attributes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;

/**
 * Connections as log lines: a JSON object each, with the ids that lead to its span and its file, as
 * collectors of logs such as Alloy take them apart. Not safe for several threads.
 */
public final class ConnectionLines {

  private final OutputStream out;
  private final String service;

  /**
   * @param out stays open
   * @param service what writes the lines
   */
  public ConnectionLines(OutputStream out, String service) {
    this.out = out;
    this.service = service;
  }

  /**
   * Writes a line.
   *
   * @param now the time of it, if the log does not tell the time of day
   */
  public void write(DiagnosedConnection diagnosed, Instant now) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    ConnectionTrace trace = ConnectionTrace.of(diagnosed.connection());
    try (JsonGenerator json = JsonOutput.generator(line)) {
      json.writeStartObject();
      json.writeStringField(
          "timestamp", ConnectionTimes.of(diagnosed.connection(), now).end().toString());
      json.writeStringField("level", ConnectionLogs.severity(diagnosed).name());
      json.writeStringField("message", Text.printable(ConnectionLogs.message(diagnosed)));
      json.writeStringField("service", service);
      json.writeStringField("target", "dev.moqlog");
      json.writeStringField("trace_id", trace.analysed().getTraceId());
      json.writeStringField("span_id", trace.analysed().getSpanId());
      attributes(ConnectionLogs.attributes(diagnosed), json);
      json.writeEndObject();
    }
    line.write('\n');
    line.writeTo(out);
  }

  private static void attributes(Attributes attributes, JsonGenerator json) throws IOException {
    for (var attribute : attributes.asMap().entrySet()) {
      json.writeFieldName(attribute.getKey().getKey());
      Object value = attribute.getValue();
      if (value instanceof Boolean yes) {
        json.writeBoolean(yes);
      } else if (value instanceof Long number) {
        json.writeNumber(number);
      } else if (value instanceof Double number) {
        json.writeNumber(number);
      } else if (value instanceof List<?> texts) {
        json.writeStartArray();
        for (Object text : texts) {
          json.writeString(text.toString());
        }
        json.writeEndArray();
      } else {
        json.writeString(value.toString());
      }
    }
  }
}
