package dev.moqlog.cli.render;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.diagnose.Finding;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

/** One line of comma-separated values for each finding, below a line of names (RFC 4180). */
public final class DiagnosisCsv implements RowReport.Rows {

  private static final List<String> NAMES =
      List.of(
          "connection_id",
          "source",
          "trace_index",
          "vantage_point",
          "producer",
          "rule",
          "severity",
          "confidence",
          "impact",
          "start_ms",
          "end_ms",
          "text",
          "offset");

  private final Writer writer;
  private final CsvWriter csv;

  /** Rows on a stream that stays open; writes the line of names. */
  public DiagnosisCsv(OutputStream out) {
    writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    csv = CsvWriter.builder().build(writer);
    csv.writeRecord(NAMES);
  }

  @Override
  public void row(DiagnosedConnection diagnosed) throws IOException {
    try {
      for (Finding finding : diagnosed.findings()) {
        csv.writeRecord(values(diagnosed.connection(), finding));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static List<String> values(ConnectionSummary connection, Finding finding) {
    return List.of(
        connection.connectionId(),
        connection.source(),
        Integer.toString(connection.traceIndex()),
        connection.vantagePoint().qlogName(),
        connection.producer().orElse(""),
        finding.rule().label(),
        finding.severity().label(),
        finding.confidence().label(),
        Text.ratio(finding.impact()),
        millis(connection, finding.startNanos()),
        millis(connection, finding.endNanos()),
        finding.text(),
        finding.evidence().stream()
            .flatMapToLong(evidence -> evidence.offset().stream())
            .mapToObj(Long::toString)
            .findFirst()
            .orElse(""));
  }

  private static String millis(ConnectionSummary connection, OptionalLong timeNanos) {
    return timeNanos.isPresent()
        ? Text.millis(connection.sinceStartNanos(timeNanos.getAsLong()))
        : "";
  }

  @Override
  public void flush() throws IOException {
    csv.flush();
    writer.flush();
  }
}
