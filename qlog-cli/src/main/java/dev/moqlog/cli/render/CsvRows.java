package dev.moqlog.cli.render;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.diagnose.Finding;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.LossSummary;
import dev.moqlog.analyzer.summary.PacketSummary;
import dev.moqlog.analyzer.summary.RetransmitSummary;
import dev.moqlog.analyzer.summary.RttSummary;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One line of comma-separated values for each connection, below a line of names (RFC 4180). The
 * names are those of the JSON fields, joined by a low line; what is unknown is empty.
 */
public final class CsvRows implements RowReport.Rows {

  private static final Map<String, Function<ConnectionSummary, String>> COLUMNS = columns();

  private final Writer writer;
  private final CsvWriter csv;

  /** Rows on a stream that stays open; writes the line of names. */
  public CsvRows(OutputStream out) {
    writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    csv = CsvWriter.builder().build(writer);
    List<String> names = new ArrayList<>(COLUMNS.keySet());
    names.add("findings_rule");
    names.add("findings_severity");
    write(names);
  }

  @Override
  public void row(DiagnosedConnection connection) throws IOException {
    List<String> values = new ArrayList<>();
    COLUMNS.values().forEach(column -> values.add(column.apply(connection.connection())));
    values.add(listed(connection, finding -> finding.rule().label()));
    values.add(listed(connection, finding -> finding.severity().label()));
    try {
      write(values);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static String listed(DiagnosedConnection connection, Function<Finding, String> property) {
    return connection.findings().stream().map(property).collect(Collectors.joining(" "));
  }

  private void write(List<String> line) {
    csv.writeRecord(line);
  }

  @Override
  public void flush() throws IOException {
    csv.flush();
    writer.flush();
  }

  private static Map<String, Function<ConnectionSummary, String>> columns() {
    Map<String, Function<ConnectionSummary, String>> columns = new LinkedHashMap<>();
    columns.put("connection_id", ConnectionSummary::connectionId);
    columns.put("source", ConnectionSummary::source);
    columns.put("trace_index", c -> Integer.toString(c.traceIndex()));
    columns.put("vantage_point", c -> c.vantagePoint().qlogName());
    columns.put("producer", c -> c.producer().orElse(""));
    columns.put("qlog_version", c -> c.qlogVersion().orElse(""));
    columns.put("start_time", c -> c.startTime().map(Instant::toString).orElse(""));
    columns.put("duration_ms", c -> millis(c.durationNanos()));
    columns.put("events", c -> Long.toString(c.events()));
    columns.put(
        "flags",
        c ->
            c.flags().stream().map(ConnectionSummary.Flag::label).collect(Collectors.joining(" ")));
    columns.put("corrections", c -> String.join(" ", c.corrections()));
    columns.put("skipped_records", c -> Long.toString(c.skipped().records()));
    columns.put("skipped_bytes", c -> Long.toString(c.skipped().bytes()));
    columns.put("skipped_first_offset", c -> number(c.skipped().firstOffset()));

    columns.put("rtt_ms_source", rtt(rtt -> rtt.source().label()));
    columns.put("rtt_ms_samples", rtt(rtt -> Long.toString(rtt.samples())));
    columns.put("rtt_ms_min", rtt(rtt -> Text.millis(rtt.minNanos())));
    columns.put("rtt_ms_mean", rtt(rtt -> Text.millis(rtt.meanNanos())));
    columns.put("rtt_ms_p50", rtt(rtt -> Text.millis(rtt.p50Nanos())));
    columns.put("rtt_ms_p90", rtt(rtt -> Text.millis(rtt.p90Nanos())));
    columns.put("rtt_ms_p95", rtt(rtt -> Text.millis(rtt.p95Nanos())));
    columns.put("rtt_ms_p99", rtt(rtt -> Text.millis(rtt.p99Nanos())));
    columns.put("rtt_ms_max", rtt(rtt -> Text.millis(rtt.maxNanos())));
    columns.put("rtt_ms_jitter", rtt(rtt -> millis(rtt.jitterNanos())));
    columns.put("rtt_ms_smoothed_last", rtt(rtt -> millis(rtt.smoothedLastNanos())));
    columns.put("rtt_ms_below_resolution", rtt(rtt -> Long.toString(rtt.belowResolution())));

    columns.put("packets_sent", packets(packets -> Long.toString(packets.sent())));
    columns.put("packets_received", packets(packets -> Long.toString(packets.received())));
    columns.put(
        "packets_received_duplicate",
        packets(packets -> Long.toString(packets.receivedDuplicate())));
    columns.put("packets_dropped", packets(packets -> Long.toString(packets.dropped())));
    columns.put("packets_sent_bytes", packets(packets -> number(packets.sentBytes())));
    columns.put("packets_received_bytes", packets(packets -> number(packets.receivedBytes())));

    columns.put("loss_source", loss(loss -> loss.source().map(s -> s.label()).orElse("")));
    columns.put("loss_declared", loss(loss -> Long.toString(loss.declared())));
    columns.put("loss_spurious", loss(loss -> number(loss.spurious())));
    columns.put("loss_net", loss(loss -> number(loss.net())));
    columns.put("loss_inferred", loss(loss -> number(loss.inferred())));
    columns.put("loss_unresolved", loss(loss -> number(loss.unresolved())));
    columns.put("loss_ack_only_missing", loss(loss -> number(loss.ackOnlyMissing())));
    columns.put("loss_counted", loss(loss -> number(loss.counted())));
    columns.put("loss_mtu_probes", loss(loss -> Long.toString(loss.mtuProbes())));
    columns.put("loss_ack_eliciting", loss(loss -> number(loss.ackEliciting())));
    columns.put("loss_lost_in_flight", loss(loss -> number(loss.lostInFlight())));
    columns.put("loss_sent_in_flight", loss(loss -> Long.toString(loss.sentInFlight())));
    columns.put("loss_ratio", loss(loss -> ratio(loss.ratio())));
    columns.put("loss_net_ratio", loss(loss -> ratio(loss.netRatio())));
    columns.put("loss_bytes", loss(loss -> number(loss.lostBytes())));
    columns.put("loss_byte_ratio", loss(loss -> ratio(loss.byteRatio())));

    columns.put("retransmit_source", retransmit(sent -> RetransmitSummary.SOURCE));
    columns.put(
        "retransmit_stream_bytes_sent", retransmit(sent -> Long.toString(sent.streamBytesSent())));
    columns.put(
        "retransmit_stream_bytes_retransmitted",
        retransmit(sent -> Long.toString(sent.streamBytesRetransmitted())));
    columns.put(
        "retransmit_crypto_bytes_sent", retransmit(sent -> Long.toString(sent.cryptoBytesSent())));
    columns.put(
        "retransmit_crypto_bytes_retransmitted",
        retransmit(sent -> Long.toString(sent.cryptoBytesRetransmitted())));
    columns.put("retransmit_ratio", retransmit(sent -> ratio(sent.ratio())));
    TransportColumns.addTo(columns);
    return columns;
  }

  private static Function<ConnectionSummary, String> rtt(Function<RttSummary, String> column) {
    return of(ConnectionSummary::rtt, column);
  }

  private static Function<ConnectionSummary, String> packets(
      Function<PacketSummary, String> column) {
    return of(ConnectionSummary::packets, column);
  }

  private static Function<ConnectionSummary, String> loss(Function<LossSummary, String> column) {
    return of(ConnectionSummary::loss, column);
  }

  private static Function<ConnectionSummary, String> retransmit(
      Function<RetransmitSummary, String> column) {
    return of(ConnectionSummary::retransmit, column);
  }

  private static <T> Function<ConnectionSummary, String> of(
      Function<ConnectionSummary, Optional<T>> part, Function<T, String> column) {
    return connection -> part.apply(connection).map(column).orElse("");
  }

  private static String number(OptionalLong value) {
    return value.isPresent() ? Long.toString(value.getAsLong()) : "";
  }

  private static String millis(OptionalLong nanos) {
    return nanos.isPresent() ? Text.millis(nanos.getAsLong()) : "";
  }

  private static String ratio(OptionalDouble ratio) {
    return ratio.isPresent() ? Text.ratio(ratio.getAsDouble()) : "";
  }
}
