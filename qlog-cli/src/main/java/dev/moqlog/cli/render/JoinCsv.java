package dev.moqlog.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.moqlog.analyzer.summary.JoinedSummary;
import dev.moqlog.analyzer.summary.JoinedSummary.Direction;
import dev.moqlog.analyzer.summary.JoinedTotals;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.analyzer.summary.UnmatchedLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One line of comma-separated values for each joined connection (RFC 4180): the members of its JSON
 * object, their names joined by a low line, without the runs of losses and the tracks.
 */
public final class JoinCsv implements JoinReport {

  private static final List<String> OF_CONNECTION =
      List.of(
          "connection_id evidence flags",
          "client_source client_trace_index client_connection_id client_vantage_point",
          "client_producer client_start_time",
          "server_source server_trace_index server_connection_id server_vantage_point",
          "server_producer server_start_time",
          "clock_offset_ms clock_error_ms clock_wall_clock_offset_ms clock_drift_ppm",
          "clock_min_rtt_ms worse_direction");

  private static final List<String> OF_DIRECTION =
      List.of(
          "sent sent_bytes received",
          "loss_lost loss_lost_bytes loss_lost_datagrams loss_ratio loss_unresolved",
          "loss_unresolved_bytes loss_dropped_by_peer loss_keys_discarded loss_ack_only",
          "loss_with_ack loss_runs loss_longest_run loss_mean_run",
          "declared_declared declared_spurious declared_lost declared_undeclared",
          "arrival_duplicates arrival_reordered arrival_reordered_max_packets",
          "arrival_reordered_max_ms arrival_never_acknowledged arrival_packets_dropped",
          "arrival_datagrams_dropped arrival_not_logged_as_sent",
          "delay_ms_packets delay_ms_min delay_ms_mean delay_ms_p50 delay_ms_p90 delay_ms_p95",
          "delay_ms_p99 delay_ms_max",
          "delay_variation_ms_packets delay_variation_ms_min delay_variation_ms_mean",
          "delay_variation_ms_p50 delay_variation_ms_p90 delay_variation_ms_p95",
          "delay_variation_ms_p99 delay_variation_ms_max",
          "moq_created moq_matched moq_never_parsed moq_unresolved moq_not_logged_as_created",
          "moq_parsed_before_created moq_complete moq_latency_ms_samples moq_latency_ms_min",
          "moq_latency_ms_mean moq_latency_ms_p50 moq_latency_ms_p90 moq_latency_ms_p95",
          "moq_latency_ms_p99 moq_latency_ms_max moq_tracks_left_out");

  private final Writer writer;
  private final CsvWriter csv;
  private final List<String> columns = columns();

  /** Rows on a stream that stays open; writes the line of names. */
  public JoinCsv(OutputStream out) {
    writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    csv = CsvWriter.builder().build(writer);
    csv.writeRecord(columns);
  }

  private static List<String> columns() {
    List<String> columns = new ArrayList<>();
    OF_CONNECTION.forEach(names -> columns.addAll(List.of(names.split(" "))));
    for (Direction direction : Direction.values()) {
      OF_DIRECTION.forEach(
          names -> {
            for (String name : names.split(" ")) {
              columns.add(direction.label() + '_' + name);
            }
          });
    }
    return List.copyOf(columns);
  }

  @Override
  public void source(SourceSummary source) {}

  @Override
  public void joined(JoinedSummary joined) throws IOException {
    Map<String, String> cells = cells(joined);
    try {
      csv.writeRecord(columns.stream().map(column -> cells.getOrDefault(column, "")).toList());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** The scalar members of the JSON object, by their joined names. */
  private static Map<String, String> cells(JoinedSummary joined) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JsonOutput.generator(bytes)) {
      json.writeStartObject();
      new JoinFields(json).joined(joined);
      json.writeEndObject();
    }
    Map<String, String> cells = new HashMap<>();
    try (JsonParser parser = JsonOutput.parser(bytes.toByteArray())) {
      Deque<String> names = new ArrayDeque<>();
      String name = "";
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          name = (names.isEmpty() ? "" : names.peek()) + parser.currentName();
        } else if (token == JsonToken.START_OBJECT) {
          names.push(name.isEmpty() ? "" : name + '_');
        } else if (token == JsonToken.END_OBJECT) {
          names.pop();
        } else if (token.isScalarValue()) {
          cells.merge(name, parser.getText(), (a, b) -> a + ' ' + b);
        }
      }
    }
    return cells;
  }

  @Override
  public void unmatched(UnmatchedLog log) {}

  @Override
  public void end(JoinedTotals totals) throws IOException {
    csv.flush();
    writer.flush();
  }
}
