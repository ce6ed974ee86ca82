package dev.moqlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.QlogAnalyzer;
import dev.moqlog.analyzer.Results;
import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.analyzer.telemetry.ConnectionMetrics;
import dev.moqlog.analyzer.telemetry.ConnectionTimes;
import dev.moqlog.analyzer.telemetry.ConnectionTrace;
import dev.moqlog.analyzer.telemetry.TelemetryMetric;
import dev.moqlog.cli.telemetry.MetricSeries;
import dev.moqlog.cli.telemetry.MetricTable;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.writer.ConnectionInfo;
import dev.moqlog.writer.QlogRecorder;
import dev.moqlog.writer.QlogTrace;
import dev.moqlog.writer.sampling.TraceParent;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What arrives at an endpoint that decodes the real messages. */
class ExportOtlpCommandTest {

  private static final String SAMPLES = Cli.SAMPLES.toString();
  private static final String LIVE_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String LIVE_SPAN = "00f067aa0ba902b7";

  @TempDir Path directory;

  private static List<DiagnosedConnection> connections(String path) {
    List<DiagnosedConnection> all = new ArrayList<>();
    analyze(
        path,
        new Results() {
          @Override
          public void connection(ConnectionSummary connection) {
            all.add(DiagnosedConnection.of(connection));
          }

          @Override
          public void source(SourceSummary source) {}
        });
    return all;
  }

  private static void analyze(String path, Results results) {
    QlogAnalyzer.builder()
        .build()
        .analyzeJoined(List.of(path), results, QlogAnalyzer.Progress.NONE);
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000 + time.getNano();
  }

  @Test
  void eachConnectionIsASpanWithItsTimesIdsAndNumbers() throws IOException {
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      Cli.Result result = receiver.export(SAMPLES);

      assertThat(result.err()).isEmpty();
      assertThat(result.code()).isZero();
      List<DiagnosedConnection> connections = connections(SAMPLES);
      assertThat(receiver.spans).hasSameSizeAs(connections);
      for (DiagnosedConnection diagnosed : connections) {
        ConnectionSummary connection = diagnosed.connection();
        ConnectionTrace trace = ConnectionTrace.of(connection);
        Span span = span(receiver, trace.analysed().getSpanId());
        assertThat(span.getName()).isEqualTo("moq.connection");
        assertThat(OtlpReceiver.hex(span.getTraceId())).isEqualTo(trace.analysed().getTraceId());
        ConnectionTimes times = ConnectionTimes.of(connection, Instant.EPOCH);
        if (times.known()) {
          assertThat(span.getStartTimeUnixNano()).isEqualTo(nanos(times.start()));
        }
        assertThat(span.getEndTimeUnixNano() - span.getStartTimeUnixNano())
            .isEqualTo(connection.durationNanos().orElseThrow());
        Map<String, Object> attributes = OtlpReceiver.map(span.getAttributesList());
        assertThat(attributes)
            .containsEntry("connection_id", connection.connectionId())
            .containsEntry("qlog_path", connection.source())
            .containsEntry("qlog.time_known", times.known())
            .containsEntry("quic.packets.sent", connection.packets().orElseThrow().sent())
            .containsEntry("qlog.events", connection.events());
        connection
            .rtt()
            .ifPresent(
                rtt -> assertThat(attributes).containsEntry("quic.rtt.min", rtt.minNanos() / 1e9));
        assertThat(
                span.getEventsList().stream()
                    .filter(event -> event.getName().equals("qlog.finding"))
                    .map(event -> OtlpReceiver.map(event.getAttributesList()))
                    .map(event -> event.get("qlog.finding.rule")))
            .containsExactlyElementsOf(
                diagnosed.findings().stream().map(finding -> finding.rule().label()).toList());
      }
    }
  }

  private static Span span(OtlpReceiver receiver, String id) {
    return receiver.spans.stream()
        .filter(span -> OtlpReceiver.hex(span.getSpanId()).equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void eachConnectionIsALogRecordOfItsSpan() throws IOException {
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      receiver.export(SAMPLES);

      assertThat(receiver.logs).hasSameSizeAs(receiver.spans);
      for (LogRecord log : receiver.logs) {
        Span span = span(receiver, OtlpReceiver.hex(log.getSpanId()));
        assertThat(log.getTraceId()).isEqualTo(span.getTraceId());
        assertThat(log.getTimeUnixNano()).isEqualTo(span.getEndTimeUnixNano());
        assertThat(log.getBody().getStringValue()).startsWith("connection of ");
        assertThat(OtlpReceiver.map(log.getAttributesList()))
            .isEqualTo(OtlpReceiver.map(span.getAttributesList()));
      }
    }
  }

  @Test
  void metricsAreThoseOfTheTable() throws IOException {
    MetricTable table = new MetricTable(InstantSource.system());
    ConnectionMetrics expected = new ConnectionMetrics(table, Attributes.empty(), false);
    List<Instant> starts = new ArrayList<>();
    analyze(
        SAMPLES,
        new Results() {
          @Override
          public void connection(ConnectionSummary connection) {
            expected.connection(DiagnosedConnection.of(connection));
            connection.startTime().ifPresent(starts::add);
          }

          @Override
          public void source(SourceSummary source) {
            expected.source(source);
          }
        });
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      receiver.export(SAMPLES);

      long start = nanos(starts.stream().min(Comparator.naturalOrder()).orElseThrow());
      for (MetricSeries series : table.series()) {
        compare(receiver.metric(series.metric().otelName()), series, start);
      }
      assertThat(receiver.metrics).extracting(Metric::getName).doesNotHaveDuplicates();
      assertThat(receiver.metrics)
          .extracting(Metric::getName)
          .allMatch(name -> name.startsWith("moq.qlog."));
    }
  }

  private static void compare(Metric metric, MetricSeries series, long start) {
    TelemetryMetric definition = series.metric();
    assertThat(metric.getUnit()).isEqualTo(definition.unit().ucum());
    assertThat(metric.getDescription()).isEqualTo(definition.description());
    Map<String, Object> labels = new LinkedHashMap<>();
    series.attributes().forEach((key, value) -> labels.put(key.getKey(), value));
    switch (definition.kind()) {
      case COUNTER -> {
        assertThat(metric.getSum().getIsMonotonic()).isTrue();
        assertThat(metric.getSum().getAggregationTemporality())
            .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
        NumberDataPoint point =
            metric.getSum().getDataPointsList().stream()
                .filter(one -> OtlpReceiver.map(one.getAttributesList()).equals(labels))
                .findFirst()
                .orElseThrow();
        assertThat(definition.unit().whole() ? point.getAsInt() : point.getAsDouble())
            .isEqualTo(series.valueInUnit());
        assertThat(point.getStartTimeUnixNano()).isEqualTo(start);
        assertThat(point.getExemplarsCount())
            .isEqualTo(series.exemplars().get(0).isPresent() ? 1 : 0);
      }
      case HISTOGRAM -> {
        assertThat(metric.getHistogram().getAggregationTemporality())
            .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
        HistogramDataPoint point =
            metric.getHistogram().getDataPointsList().stream()
                .filter(one -> OtlpReceiver.map(one.getAttributesList()).equals(labels))
                .findFirst()
                .orElseThrow();
        assertThat(point.getExplicitBoundsList()).isEqualTo(definition.boundaries());
        assertThat(point.getBucketCountsList()).isEqualTo(series.buckets());
        assertThat(point.getCount()).isEqualTo(series.count());
        assertThat(point.getSum()).isEqualTo(series.valueInUnit());
        assertThat(
                point.getExemplarsList().stream()
                    .map(exemplar -> OtlpReceiver.hex(exemplar.getSpanId())))
            .containsExactlyElementsOf(
                series.exemplars().stream()
                    .flatMap(exemplar -> exemplar.stream())
                    .map(exemplar -> exemplar.spanId())
                    .toList());
        point
            .getExemplarsList()
            .forEach(
                exemplar ->
                    assertThat(OtlpReceiver.map(exemplar.getFilteredAttributesList()))
                        .containsOnlyKeys("connection_id"));
      }
      case GAUGE -> assertThat(metric.hasGauge()).isTrue();
    }
  }

  @Test
  void everyRunGivesTheSameIdsTimesAndResource() throws IOException {
    try (OtlpReceiver first = new OtlpReceiver();
        OtlpReceiver second = new OtlpReceiver()) {
      first.export(SAMPLES, "--label", "region=eu");
      second.export(SAMPLES, "--label", "region=eu");

      assertThat(second.ids()).isEqualTo(first.ids()).hasSize(9);
      assertThat(second.timed()).isEqualTo(first.timed()).isNotEmpty();
      assertThat(OtlpReceiver.map(first.resources.get(0).getAttributesList()))
          .containsEntry("service.name", "qlog-cli")
          .containsEntry("region", "eu")
          .doesNotContainKey("service.instance.id");
      assertThat(second.resources.get(0)).isEqualTo(first.resources.get(0));
      assertThat(
              OtlpReceiver.map(
                  first
                      .metric("moq.qlog.connections.analyzed")
                      .getSum()
                      .getDataPoints(0)
                      .getAttributesList()))
          .containsEntry("region", "eu");
    }
  }

  private Path captured(String flags) throws IOException {
    try (QlogRecorder recorder =
        QlogRecorder.builder(directory).minFreeBytes(0).shutdownHook(false).build()) {
      QlogTrace trace =
          recorder.open(
              ConnectionInfo.server(new byte[] {1, 2, 3, 4, 5, 6, 7, 8})
                  .withTraceParent(
                      TraceParent.parse("00-" + LIVE_TRACE + "-" + LIVE_SPAN + "-" + flags)
                          .orElseThrow()));
      trace.log(System.nanoTime(), EventType.LOGLEVEL_INFO, "begin");
      trace.log(System.nanoTime() + 1_000_000, EventType.LOGLEVEL_INFO, "end");
      trace.close();
    }
    return directory;
  }

  @Test
  void theSpanOfAConnectionUnderALiveSpanIsItsChild() throws IOException {
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      receiver.export(captured("01").toString());

      Span span = receiver.spans.get(0);
      assertThat(OtlpReceiver.hex(span.getTraceId())).isEqualTo(LIVE_TRACE);
      assertThat(OtlpReceiver.hex(span.getParentSpanId())).isEqualTo(LIVE_SPAN);
      assertThat(OtlpReceiver.hex(span.getLinks(0).getSpanId())).isEqualTo(LIVE_SPAN);
      assertThat(OtlpReceiver.hex(receiver.logs.get(0).getTraceId())).isEqualTo(LIVE_TRACE);
    }
  }

  @Test
  void theSpanOfAConnectionUnderASpanThatWasNotSampledHasALinkOnly() throws IOException {
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      receiver.export(captured("00").toString());

      Span span = receiver.spans.get(0);
      assertThat(OtlpReceiver.hex(span.getTraceId())).isNotEqualTo(LIVE_TRACE);
      assertThat(span.getParentSpanId()).isEmpty();
      assertThat(OtlpReceiver.hex(span.getLinks(0).getTraceId())).isEqualTo(LIVE_TRACE);
    }
  }

  @Test
  void aConnectionThatEndedByAnErrorHasTheStatusOfOne() throws IOException {
    Path file = directory.resolve("failed.sqlog");
    Files.writeString(
        file,
        """
        {"qlog_version":"0.3","traces":[{"vantage_point":{"type":"client"},\
        "common_fields":{"ODCID":"0102030405060708","reference_time":1795338000000},"events":[
        {"time":1,"name":"transport:packet_sent","data":{"header":{"packet_type":"initial","packet_number":0}}},
        {"time":9,"name":"connectivity:connection_closed","data":{"owner":"remote",\
        "connection_code":"flow_control_error"}}]}]}
        """);
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      receiver.export(file.toString());

      Span span = receiver.spans.get(0);
      assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
      assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
      assertThat(receiver.logs.get(0).getSeverityText()).isEqualTo("ERROR");
    }
  }
}
