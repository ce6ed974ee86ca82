package dev.moqlog.analyzer.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.Qlogs;
import dev.moqlog.analyzer.Qlogs.Analysis;
import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.diagnose.Finding;
import dev.moqlog.analyzer.diagnose.Finding.Severity;
import dev.moqlog.analyzer.diagnose.FleetDiagnosis;
import dev.moqlog.analyzer.diagnose.Rule;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.FleetSummary;
import dev.moqlog.analyzer.summary.FleetSummary.Distribution;
import dev.moqlog.analyzer.summary.LossSummary;
import dev.moqlog.analyzer.summary.MoqDirection;
import dev.moqlog.analyzer.summary.MoqFleet;
import dev.moqlog.analyzer.summary.MoqStall;
import dev.moqlog.analyzer.summary.MoqSummary;
import dev.moqlog.analyzer.summary.RttSummary;
import dev.moqlog.analyzer.telemetry.Exact.Series;
import dev.moqlog.analyzer.telemetry.Exact.Total;
import dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.ExemplarData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is recorded is what {@code summarize} and {@code diagnose} show. */
class ConnectionMetricsTest {

  private static final FleetSummary FLEET = new FleetSummary();
  private static final FleetDiagnosis DIAGNOSIS = new FleetDiagnosis();
  private static Exact recorded;
  private static List<ConnectionSummary> connections;

  @BeforeAll
  static void record() {
    List<Analysis> logs = AnalyzedLogs.all();
    connections = logs.stream().flatMap(log -> log.connections().stream()).toList();
    logs.forEach(log -> FLEET.add(log.summary()));
    connections.forEach(FLEET::add);
    connections.forEach(each -> DIAGNOSIS.add(DiagnosedConnection.of(each)));
    recorded = Exact.of(logs);
  }

  private static long sum(ToLongFunction<ConnectionSummary> number) {
    return connections.stream().mapToLong(number).sum();
  }

  @Test
  void countsInputAsSummarizeDoes() {
    assertThat(recorded.sum(TelemetryMetric.CONNECTIONS)).isEqualTo(FLEET.connections());
    assertThat(recorded.sum(TelemetryMetric.EVENTS)).isEqualTo(FLEET.events());
    assertThat(recorded.sum(TelemetryMetric.TRUNCATED)).isEqualTo(FLEET.truncated()).isPositive();
    assertThat(recorded.sum(TelemetryMetric.SOURCES)).isEqualTo(FLEET.sources());
    assertThat(recorded.sum(TelemetryMetric.SOURCES_SKIPPED)).isEqualTo(FLEET.sourcesSkipped());
    assertThat(recorded.by(TelemetryMetric.SOURCES_SKIPPED, TelemetryLabel.SKIP_REASON))
        .containsOnlyKeys("empty", "not_qlog", "unreadable");
    assertThat(recorded.sum(TelemetryMetric.SOURCES_DAMAGED))
        .isEqualTo(FLEET.sourcesDamaged())
        .isPositive();
    assertThat(recorded.sum(TelemetryMetric.PARSE_ERRORS))
        .isEqualTo(FLEET.skippedRecords())
        .isPositive();
    assertThat(recorded.sum(TelemetryMetric.SKIPPED_BYTES)).isEqualTo(FLEET.skippedBytes());
    assertThat(recorded.sum(TelemetryMetric.CORRECTED))
        .isEqualTo(sum(each -> each.corrections().size()))
        .isPositive();
  }

  @Test
  void countsPacketsAndBytesAsSummarizeDoes() {
    assertThat(recorded.sum(TelemetryMetric.PACKETS_SENT)).isEqualTo(FLEET.packetsSent());
    assertThat(recorded.sum(TelemetryMetric.PACKETS_RECEIVED)).isEqualTo(FLEET.packetsReceived());
    assertThat(recorded.sum(TelemetryMetric.PACKETS_DUPLICATE))
        .isEqualTo(FLEET.packetsReceivedDuplicate());
    assertThat(recorded.sum(TelemetryMetric.BYTES_SENT)).isEqualTo(FLEET.sentBytes());
    assertThat(recorded.sum(TelemetryMetric.BYTES_RECEIVED)).isEqualTo(FLEET.receivedBytes());
    assertThat(recorded.sum(TelemetryMetric.PACKETS_DROPPED))
        .isEqualTo(
            sum(
                each ->
                    each.drops().stream()
                        .flatMap(drops -> drops.reasons().stream())
                        .mapToLong(reason -> reason.packets())
                        .sum()))
        .isPositive();
  }

  @Test
  void lossesAreThoseOfTheLossRatioWhateverTheyWereKnownBy() {
    assertThat(recorded.sum(TelemetryMetric.PACKETS_LOST)).isEqualTo(FLEET.lostInFlight());
    assertThat(recorded.sum(TelemetryMetric.PACKETS_IN_FLIGHT)).isEqualTo(FLEET.sentInFlight());
    assertThat(
            (double) recorded.sum(TelemetryMetric.PACKETS_LOST)
                / recorded.sum(TelemetryMetric.PACKETS_IN_FLIGHT))
        .isEqualTo(FLEET.lossRatio().orElseThrow());
    assertThat(recorded.by(TelemetryMetric.PACKETS_LOST, TelemetryLabel.LOSS_TRIGGER))
        .containsKeys("reordering_threshold", "time_threshold", "unknown", "inferred");
    assertThat(recorded.sum(TelemetryMetric.PACKETS_DECLARED_LOST)).isEqualTo(FLEET.declared());
    assertThat(recorded.sum(TelemetryMetric.PACKETS_SPURIOUS_LOSS))
        .isEqualTo(FLEET.spurious())
        .isPositive();
    assertThat(recorded.count(TelemetryMetric.LOSS_RATIO))
        .isEqualTo(FLEET.count(Distribution.LOSS_RATIO));
  }

  @Test
  void theLossesOfEachConnectionByTriggerAddUpToItsLosses() {
    for (ConnectionSummary connection : connections) {
      connection
          .loss()
          .ifPresent(
              loss ->
                  assertThat(loss.byTrigger().values().stream().mapToLong(Long::longValue).sum())
                      .as(connection.source())
                      .isEqualTo(loss.lostInFlight().orElse(0)));
    }
    assertThat(connections).anyMatch(each -> each.loss().map(LossSummary::declared).orElse(0L) > 9);
  }

  @Test
  void countsDataSentAgainAsSummarizeDoes() {
    assertThat(recorded.by(TelemetryMetric.DATA_SENT, TelemetryLabel.FRAME_TYPE))
        .containsOnly(
            Map.entry("stream", FLEET.streamBytesSent()),
            Map.entry("crypto", FLEET.cryptoBytesSent()));
    assertThat(recorded.by(TelemetryMetric.DATA_RETRANSMITTED, TelemetryLabel.FRAME_TYPE))
        .containsOnly(
            Map.entry("stream", FLEET.streamBytesRetransmitted()),
            Map.entry("crypto", FLEET.cryptoBytesRetransmitted()));
    assertThat(recorded.count(TelemetryMetric.RETRANSMIT_RATIO))
        .isEqualTo(FLEET.count(Distribution.RETRANSMIT_RATIO));
  }

  @Test
  void roundTripsAreAllThereWithTheirExactSum() {
    assertThat(recorded.count(TelemetryMetric.RTT))
        .isEqualTo(FLEET.count(Distribution.RTT_SAMPLES))
        .isGreaterThan(1_000);
    assertThat(recorded.sum(TelemetryMetric.RTT))
        .isEqualTo(
            sum(each -> each.rtt().map(rtt -> rtt.distribution().orElseThrow().sum()).orElse(0L)));
    assertThat(recorded.sum(TelemetryMetric.RTT_MIN))
        .isEqualTo(sum(each -> each.rtt().map(RttSummary::minNanos).orElse(0L)));
    assertThat(recorded.count(TelemetryMetric.RTT_MIN))
        .isEqualTo(FLEET.count(Distribution.RTT_MIN));
    assertThat(recorded.sum(TelemetryMetric.RTT_SMOOTHED))
        .isEqualTo(
            sum(each -> each.rtt().map(rtt -> rtt.smoothedLastNanos().orElse(0)).orElse(0L)));
  }

  @Test
  void countsHowConnectionsBeginAndEndAsSummarizeDoes() {
    assertThat(recorded.count(TelemetryMetric.HANDSHAKE))
        .isEqualTo(FLEET.count(Distribution.HANDSHAKE));
    assertThat(recorded.count(TelemetryMetric.FIRST_BYTE))
        .isEqualTo(FLEET.count(Distribution.FIRST_BYTE));
    assertThat(recorded.count(TelemetryMetric.DURATION))
        .isEqualTo(FLEET.count(Distribution.DURATION));
    assertThat(recorded.sum(TelemetryMetric.DURATION))
        .isEqualTo(sum(each -> each.durationNanos().orElse(0)));
    Map<String, Long> closes = new TreeMap<>();
    FLEET.transport().closes().forEach((kind, count) -> closes.put(kind.label(), count));
    assertThat(recorded.by(TelemetryMetric.CLOSED, TelemetryLabel.CLOSE_CLASS))
        .isEqualTo(closes)
        .hasSizeGreaterThan(5);
    assertThat(recorded.sum(TelemetryMetric.MIGRATIONS)).isEqualTo(FLEET.transport().migrations());
    assertThat(recorded.sum(TelemetryMetric.PROBE_TIMEOUTS))
        .isEqualTo(FLEET.transport().probeTimeouts());
    assertThat(recorded.sum(TelemetryMetric.PERSISTENT_CONGESTION))
        .isEqualTo(FLEET.transport().persistentCongestion())
        .isPositive();
  }

  @Test
  void countsForHowLongWhatBlockedWhom() {
    Map<String, Long> reasons = new TreeMap<>();
    for (ConnectionSummary connection : connections) {
      connection
          .blocked()
          .ifPresent(
              blocked ->
                  blocked
                      .reasons()
                      .forEach(
                          time ->
                              reasons.merge(
                                  time.reason().label() + ' ' + time.side().label(),
                                  time.nanos(),
                                  Long::sum)));
    }
    reasons.values().removeIf(nanos -> nanos == 0);
    Map<String, Long> found = new TreeMap<>();
    recorded
        .series()
        .forEach(
            (series, total) -> {
              if (series.metric() == TelemetryMetric.BLOCKED && total.sum() > 0) {
                String reason = series.attributes().get(TelemetryLabel.BLOCKED_REASON.key());
                String side = series.attributes().get(TelemetryLabel.BLOCKED_SIDE.key());
                found.merge(reason + ' ' + side, total.sum(), Long::sum);
              }
            });
    assertThat(found).isEqualTo(reasons).hasSizeGreaterThan(3);
  }

  /** Diagnosis counts connections by rule, the metric their findings, which may be several. */
  @Test
  void findingsAreThoseOfDiagnose() {
    Map<String, Long> findings = new TreeMap<>();
    for (ConnectionSummary connection : connections) {
      for (Finding finding : DiagnosedConnection.of(connection).findings()) {
        findings.merge(finding.rule().label(), 1L, Long::sum);
      }
    }
    assertThat(recorded.by(TelemetryMetric.FINDINGS, TelemetryLabel.RULE)).isEqualTo(findings);
    assertThat(findings.keySet())
        .containsExactlyInAnyOrderElementsOf(
            DIAGNOSIS.rules(Severity.INFO).stream().map(Rule::label).toList())
        .hasSizeGreaterThan(10);
    for (Rule rule : DIAGNOSIS.rules(Severity.INFO)) {
      assertThat(findings.get(rule.label()))
          .isGreaterThanOrEqualTo(DIAGNOSIS.connections(rule, Severity.INFO));
    }
  }

  @Test
  void countsMoqAsSummarizeDoes() {
    MoqFleet moq = FLEET.moq();
    assertThat(recorded.sum(TelemetryMetric.MOQ_OBJECTS_SENT))
        .isEqualTo(moq.objects(MoqDirection.OUT))
        .isPositive();
    assertThat(recorded.sum(TelemetryMetric.MOQ_OBJECTS_RECEIVED))
        .isEqualTo(moq.objects(MoqDirection.IN))
        .isPositive();
    assertThat(recorded.sum(TelemetryMetric.MOQ_OBJECT_BYTES_SENT))
        .isEqualTo(moq.payloadBytes(MoqDirection.OUT));
    assertThat(recorded.sum(TelemetryMetric.MOQ_OBJECT_BYTES_RECEIVED))
        .isEqualTo(moq.payloadBytes(MoqDirection.IN));
    assertThat(
            recorded.sum(TelemetryMetric.MOQ_GROUPS_SENT)
                + recorded.sum(TelemetryMetric.MOQ_GROUPS_RECEIVED))
        .isEqualTo(moq.groupsComplete() + moq.groupsIncomplete() + moq.groupsUnknown());
    assertThat(recorded.by(TelemetryMetric.MOQ_GROUPS_RECEIVED, TelemetryLabel.GROUP_STATE))
        .containsKeys("complete", "incomplete");
    assertThat(recorded.sum(TelemetryMetric.MOQ_REQUESTS)).isEqualTo(moq.requests());
    assertThat(recorded.sum(TelemetryMetric.MOQ_REQUESTS_FAILED)).isEqualTo(moq.requestsRefused());
    assertThat(recorded.sum(TelemetryMetric.MOQ_DROPS))
        .isEqualTo(moq.drops().values().stream().mapToLong(Long::longValue).sum())
        .isPositive();
    assertThat(recorded.sum(TelemetryMetric.MOQ_STALLED)).isEqualTo(moq.stalledNanos());
    for (MoqStall.Kind kind : MoqStall.Kind.values()) {
      assertThat(
              recorded
                  .by(TelemetryMetric.MOQ_STALLS, TelemetryLabel.STALL_KIND)
                  .getOrDefault(kind.label(), 0L))
          .isEqualTo(moq.stalls(kind));
    }
    assertThat(recorded.sum(TelemetryMetric.MOQ_MESSAGES))
        .isEqualTo(
            sum(
                each ->
                    each.moq().stream()
                        .map(MoqSummary::messages)
                        .flatMap(List::stream)
                        .mapToLong(type -> type.created() + type.parsed())
                        .sum()));
    Map<TelemetryMetric, MoqFleet.Distribution> distributions =
        Map.of(
            TelemetryMetric.MOQ_SUBSCRIBE, MoqFleet.Distribution.SUBSCRIBE,
            TelemetryMetric.MOQ_FIRST_OBJECT, MoqFleet.Distribution.FIRST_OBJECT,
            TelemetryMetric.MOQ_INTER_ARRIVAL, MoqFleet.Distribution.INTER_ARRIVAL,
            TelemetryMetric.MOQ_GROUP_DELIVERY, MoqFleet.Distribution.GROUP_DELIVERY,
            TelemetryMetric.MOQ_RESIDENCE, MoqFleet.Distribution.RESIDENCE);
    distributions.forEach(
        (metric, distribution) ->
            assertThat(recorded.count(metric))
                .as(metric.otelName())
                .isEqualTo(moq.distribution(distribution).orElseThrow().samples()));
  }

  /** Nothing is counted twice: these are recorded only if asked for, and from servers only. */
  @Test
  void whatRelaysCountComesFromServersAndOnlyIfAskedFor() {
    List<Analysis> logs = AnalyzedLogs.all();
    Exact without = Exact.of(metrics -> Exact.record(logs, metrics), false);
    assertThat(without.series().keySet()).noneMatch(series -> series.metric().isRelays());
    List<ConnectionSummary> servers =
        connections.stream()
            .filter(each -> each.vantagePoint().qlogName().equals("server"))
            .toList();
    assertThat(recorded.sum(TelemetryMetric.RELAY_CONNECTIONS)).isEqualTo(servers.size());
    assertThat(recorded.sum(TelemetryMetric.RELAY_BYTES_SENT))
        .isEqualTo(
            servers.stream()
                .mapToLong(
                    each -> each.packets().map(packets -> packets.sentBytes().orElse(0)).orElse(0L))
                .sum());
    // Data that was sent again is not data of the application once more.
    assertThat(recorded.sum(TelemetryMetric.RELAY_APP_BYTES_SENT))
        .isLessThan(recorded.sum(TelemetryMetric.RELAY_BYTES_SENT));
  }

  @Test
  void aMeterShowsWhatIsRecorded() {
    List<Analysis> logs = AnalyzedLogs.all();
    Exact expected =
        Exact.of(
            metrics -> {
              metrics.begin();
              Exact.record(logs, metrics);
            },
            false);
    Map<Series, Total> series = new HashMap<>(expected.series());
    Collection<MetricData> shown = collect(logs);
    for (MetricData data : shown) {
      TelemetryMetric metric = metric(data);
      assertThat(data.getUnit()).isEqualTo(metric.unit().ucum());
      assertThat(data.getDescription()).isEqualTo(metric.description());
      for (PointData point : data.getData().getPoints()) {
        Total total = series.remove(new Series(metric, point.getAttributes()));
        assertThat(value(point))
            .as(metric + " " + point.getAttributes())
            .isCloseTo(metric.unit().value(total.sum()), Percentage.withPercentage(1e-6));
        if (point instanceof HistogramPointData histogram) {
          assertThat(histogram.getCount()).isEqualTo(total.count());
          assertThat(histogram.getBoundaries()).isEqualTo(metric.boundaries());
        }
      }
    }
    assertThat(series).isEmpty();
  }

  private static Collection<MetricData> collect(List<Analysis> logs) {
    InMemoryMetricReader reader = InMemoryMetricReader.create();
    try (SdkMeterProvider provider =
        SdkMeterProvider.builder().registerMetricReader(reader).build()) {
      Exact.record(logs, ConnectionMetrics.on(provider.get("dev.moqlog")));
      return reader.collectAllMetrics();
    }
  }

  private static TelemetryMetric metric(MetricData data) {
    return Arrays.stream(TelemetryMetric.values())
        .filter(metric -> metric.otelName().equals(data.getName()))
        .findFirst()
        .orElseThrow();
  }

  private static double value(PointData point) {
    if (point instanceof LongPointData counter) {
      return counter.getValue();
    }
    return point instanceof DoublePointData counter
        ? counter.getValue()
        : ((HistogramPointData) point).getSum();
  }

  @Test
  void exemplarsOfASdkLeadToTheSpanOfTheConnection() {
    ConnectionSummary connection =
        connections.stream().filter(each -> each.rtt().isPresent()).findFirst().orElseThrow();
    Analysis log =
        AnalyzedLogs.all().stream()
            .filter(each -> each.connections().contains(connection))
            .findFirst()
            .orElseThrow();
    List<ExemplarData> exemplars =
        collect(List.of(new Analysis(log.summary(), List.of(connection)))).stream()
            .filter(data -> metric(data).kind() == Kind.HISTOGRAM)
            .flatMap(data -> data.getData().getPoints().stream())
            .map(point -> (ExemplarData) point.getExemplars().get(0))
            .toList();
    assertThat(exemplars)
        .isNotEmpty()
        .allMatch(each -> each.getSpanContext().equals(ConnectionTrace.of(connection).exemplar()));
  }

  /** What is not there has no rate, and its first increase is not seen. */
  @Test
  void whatIsKnownToBeNoneIsASeriesOfZeroAndWhatIsNotKnownIsNoSeries() {
    Exact exact =
        Exact.of(
            metrics ->
                metrics.connection(
                    Qlogs.only(
                        Qlogs.analyze(
                            Qlogs.sequence(
                                Qlogs.HEADER,
                                Qlogs.sent(0, 0, Qlogs.stream(0, 0, 10)),
                                Qlogs.received(9, 0, Qlogs.ack(0, 0)))))),
            false);
    assertThat(exact.series())
        .containsEntry(
            new Series(
                TelemetryMetric.PACKETS_LOST,
                Attributes.builder()
                    .put("vantage_point", "client")
                    .put("transport", "unknown")
                    .put("trigger", "inferred")
                    .build()),
            new Total(0, 0));
    assertThat(exact.series().keySet())
        .noneMatch(series -> series.metric() == TelemetryMetric.MOQ_OBJECTS_SENT);
  }
}
