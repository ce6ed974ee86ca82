package dev.moqlog.samples.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.moqlog.observability.SourceMetric;
import dev.moqlog.samples.telemetry.moq.Simulation;
import dev.moqlog.samples.telemetry.moq.Transport;
import dev.moqlog.samples.telemetry.net.TransportTotals;
import dev.moqlog.writer.telemetry.QlogSpans;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** From each signal of a connection one gets to the others, but no metric names a connection. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorrelationTest {

  private Rig rig;

  @BeforeAll
  void run(@TempDir Path directory) throws Exception {
    rig =
        Rig.run(directory, new Simulation.Scenario(5, 1, Simulation.Scenario.NAMESPACES, 0.3), 30);
    assertThat(rig.truths).hasSizeGreaterThan(20);
  }

  @Test
  void spansLeadFromThePlayerToTheConnectionAndItsLog() {
    Map<String, List<SpanData>> byName =
        rig.spans().stream().collect(Collectors.groupingBy(SpanData::getName));
    assertThat(byName.get("moq.relay.connection")).hasSameSizeAs(rig.truths.values());
    for (SpanData span : byName.get("moq.relay.connection")) {
      Truth truth = rig.truths.get(span.getAttributes().get(QlogSpans.CONNECTION_ID));
      String path = span.getAttributes().get(QlogSpans.QLOG_PATH);
      if (truth.session.transport() == Transport.WEBSOCKET) {
        assertThat(path).isNull();
      } else {
        assertThat(Path.of(path)).isRegularFile().content().contains(span.getTraceId());
        assertThat(path).isEqualTo(rig.analyzed().get(truth.session.connectionId()).source());
      }
      SpanData child =
          byName.get("moq.relay.subscribe").stream()
              .filter(one -> one.getParentSpanId().equals(span.getSpanId()))
              .findFirst()
              .orElse(null);
      assertThat(child == null).isEqualTo(truth.subscriptions + truth.upstreamSubscriptions == 0);
    }
    assertThat(byName.get("moq.player.session"))
        .allSatisfy(
            player ->
                assertThat(byName.get("moq.relay.connection"))
                    .anyMatch(span -> span.getParentSpanId().equals(player.getSpanId())));
    assertThat(byName.get("moq.relay.first_object")).isNotEmpty();
  }

  @Test
  void logLinesHaveTheIdsAndNumbersOfTheirConnection() throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    int closed = 0;
    for (String text : rig.logLines) {
      JsonNode line = mapper.readTree(text);
      assertThat(line.path("service").asText()).isEqualTo("moq-relay");
      assertThat(line.path("level").asText()).isIn("info", "warn", "error");
      assertThat(line.path("trace_id").asText()).hasSize(32);
      assertThat(line.path("span_id").asText()).hasSize(16);
      Truth truth = rig.truths.get(line.path("connection_id").asText());
      if (truth.session.transport() != Transport.WEBSOCKET) {
        assertThat(Files.exists(Path.of(line.path("qlog_path").asText()))).isTrue();
      }
      if (line.has("packets_sent")) {
        closed++;
        TransportTotals totals = truth.session.endpoint().totals();
        assertThat(line.path("packets_sent").asLong()).isEqualTo(totals.packetsSent());
        assertThat(line.path("bytes_sent").asLong()).isEqualTo(totals.bytesSent());
      }
    }
    assertThat(closed).isEqualTo(rig.truths.size());
  }

  @Test
  void noMetricNamesAConnection() {
    List<String> labels =
        List.of(
            "relay_instance",
            "region",
            "namespace",
            "transport",
            "codec",
            "track_type",
            "decision",
            "reason");
    for (MetricData metric : rig.metrics()) {
      metric
          .getData()
          .getPoints()
          .forEach(
              point ->
                  point
                      .getAttributes()
                      .forEach(
                          (key, value) -> {
                            assertThat(labels).contains(key.getKey());
                            assertThat(rig.truths).doesNotContainKey(value.toString());
                          }));
    }
  }

  @Test
  void exemplarsLeadToSpans() {
    MetricData startup = rig.metric(SourceMetric.STARTUP_TIME);
    assertThat(startup.getHistogramData().getPoints())
        .allSatisfy(point -> assertThat(point.getExemplars()).isNotEmpty());
    List<String> traces = rig.spans().stream().map(SpanData::getTraceId).toList();
    startup
        .getHistogramData()
        .getPoints()
        .forEach(
            point ->
                assertThat(point.getExemplars())
                    .allMatch(exemplar -> traces.contains(exemplar.getSpanContext().getTraceId())));
  }
}
