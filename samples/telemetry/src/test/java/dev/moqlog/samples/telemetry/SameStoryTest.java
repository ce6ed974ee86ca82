package dev.moqlog.samples.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.moqlog.analyzer.summary.CloseSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.DeliverySummary;
import dev.moqlog.analyzer.summary.LossSummary;
import dev.moqlog.analyzer.summary.MoqDirection;
import dev.moqlog.analyzer.summary.MoqSummary;
import dev.moqlog.analyzer.summary.PacketSummary;
import dev.moqlog.analyzer.summary.RttSummary;
import dev.moqlog.analyzer.summary.Source;
import dev.moqlog.observability.SourceMetric;
import dev.moqlog.samples.telemetry.moq.Simulation;
import dev.moqlog.samples.telemetry.moq.Transport;
import dev.moqlog.samples.telemetry.net.TransportTotals;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every signal tells of a connection what the simulation did to it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameStoryTest {

  private static final long MICROSECOND = 1000;
  private static final long SEED = 7;

  private Rig rig;
  private Map<String, ConnectionSummary> analyzed;

  @BeforeAll
  void run(@TempDir Path directory) throws Exception {
    rig =
        Rig.run(
            directory,
            new Simulation.Scenario(SEED, 0.8, Simulation.Scenario.NAMESPACES, 0.15),
            120);
    analyzed = rig.analyzed();
  }

  private List<Truth> overQuic() {
    return rig.truths.values().stream()
        .filter(truth -> truth.session.transport() != Transport.WEBSOCKET)
        .toList();
  }

  private ConnectionSummary analyzed(Truth truth) {
    return analyzed.get(truth.session.connectionId());
  }

  @Test
  void theSimulationHasSomethingOfEverything() {
    assertThat(rig.truths.values()).hasSizeGreaterThan(50).allMatch(truth -> truth.end != null);
    assertThat(sum(overQuic(), truth -> truth.session.endpoint().totals().declaredLostPackets()))
        .isPositive();
    assertThat(sum(overQuic(), truth -> truth.session.endpoint().totals().probeTimeouts()))
        .isPositive();
    assertThat(sum(overQuic(), truth -> truth.resetStreams)).isPositive();
    assertThat(sum(overQuic(), truth -> truth.refusals)).isPositive();
    assertThat(sum(overQuic(), truth -> truth.upstreamSaved)).isPositive();
    assertThat(overQuic()).anyMatch(truth -> truth.end.isError());
    assertThat(overQuic()).anyMatch(truth -> truth.end.isSilent());
    assertThat(rig.truths.values())
        .anyMatch(truth -> truth.session.transport() == Transport.WEBSOCKET);
  }

  @Test
  void eachQuicConnectionHasOneCompleteLog() {
    assertThat(analyzed.keySet())
        .containsExactlyInAnyOrderElementsOf(
            overQuic().stream().map(truth -> truth.session.connectionId()).toList());
    assertThat(analyzed.values()).allMatch(connection -> connection.flags().isEmpty());
  }

  @Test
  void theAnalyzerCountsThePacketsAndBytesOfEachConnection() {
    for (Truth truth : overQuic()) {
      TransportTotals totals = truth.session.endpoint().totals();
      PacketSummary packets = analyzed(truth).packets().orElseThrow();
      assertThat(packets.sent()).isEqualTo(totals.packetsSent());
      assertThat(packets.received()).isEqualTo(totals.packetsReceived());
      assertThat(packets.receivedDuplicate()).isZero();
      assertThat(packets.sentBytes()).hasValue(totals.bytesSent());
      assertThat(packets.receivedBytes()).hasValue(totals.bytesReceived());
      DeliverySummary delivery = analyzed(truth).delivery().orElseThrow();
      assertThat(delivery.uniqueBytesSent()).hasValue(totals.streamBytesSentOnce());
      assertThat(delivery.uniqueBytesReceived()).hasValue(totals.streamBytesReceivedOnce());
      assertThat(analyzed(truth).retransmit().orElseThrow().streamBytesRetransmitted())
          .isEqualTo(totals.streamBytesSentAgain());
    }
  }

  @Test
  void theAnalyzerTellsTheLossesThatThePathMade() {
    for (Truth truth : overQuic()) {
      TransportTotals totals = truth.session.endpoint().totals();
      LossSummary loss = analyzed(truth).loss().orElseThrow();
      assertThat(loss.sentInFlight()).isEqualTo(totals.inFlightSent());
      assertThat(loss.declared()).isEqualTo(totals.declaredLostPackets());
      long lostOnPath = truth.session.path().toClient().lostInFlight();
      long undecided = truth.session.endpoint().packetsInFlight();
      if (totals.declaredLostPackets() > 0) {
        assertThat(loss.source()).hasValue(Source.EVENT);
        assertThat(loss.spurious()).hasValue(0);
      }
      assertThat(loss.inferred()).hasValue(0);
      assertThat(loss.lostInFlight()).hasValue(totals.declaredLostPackets());
      assertThat(lostOnPath - loss.lostInFlight().orElseThrow()).isBetween(0L, undecided);
      assertThat(analyzed(truth).probeTimeouts().orElseThrow().timeouts())
          .hasValue(totals.probeTimeouts());
    }
  }

  @Test
  void theAnalyzerTellsTheRoundTripTimesOfThePath() {
    for (Truth truth : overQuic()) {
      RttSummary rtt = analyzed(truth).rtt().orElseThrow();
      assertThat(rtt.source()).isEqualTo(Source.LOGGED);
      assertThat(rtt.samples()).isEqualTo(truth.rttSamples);
      assertThat(rtt.meanNanos())
          .isCloseTo(truth.rttSumNanos / truth.rttSamples, within(MICROSECOND));
      assertThat(rtt.minNanos())
          .isCloseTo(truth.session.endpoint().rtt().min(), within(MICROSECOND))
          .isGreaterThanOrEqualTo(2 * truth.session.path().profile().delayNanos() - MICROSECOND);
      assertThat(rtt.smoothedLastNanos().orElseThrow())
          .isCloseTo(truth.session.endpoint().rtt().smoothed(), within(MICROSECOND));
    }
  }

  @Test
  void theAnalyzerCountsTheObjectsOfEachConnection() {
    for (Truth truth : overQuic()) {
      if (truth.subscriptions == 0 && !truth.session.isPublisher()) {
        continue; // Closed before the player could say a word.
      }
      MoqSummary moq = analyzed(truth).moq().orElseThrow();
      assertThat(moq.objects(MoqDirection.OUT)).isEqualTo(truth.objectsSent);
      assertThat(moq.objects(MoqDirection.IN)).isEqualTo(truth.objectsReceived);
      assertThat(moq.payloadBytes(MoqDirection.OUT)).isEqualTo(truth.payloadSent);
      assertThat(moq.payloadBytes(MoqDirection.IN)).isEqualTo(truth.payloadReceived);
      assertThat(moq.sum(MoqDirection.OUT, track -> track.groups().seen()))
          .isEqualTo(truth.groups.size());
      assertThat(moq.sum(MoqDirection.IN, track -> track.groups().seen()))
          .isEqualTo(truth.groupsReceived);
      assertThat(moq.requests().refused()).isEqualTo(truth.refusals);
      assertThat(
              moq.tracks().stream()
                  .flatMap(track -> track.drops().stream())
                  .filter(drop -> drop.kind().label().equals("reset_stream"))
                  .mapToLong(drop -> drop.count())
                  .sum())
          .isLessThanOrEqualTo(truth.resetStreams);
    }
  }

  @Test
  void theAnalyzerTellsHowEachConnectionEnded() {
    for (Truth truth : overQuic()) {
      CloseSummary close = analyzed(truth).close().orElseThrow();
      CloseSummary.Kind expected =
          truth.end.isError()
              ? CloseSummary.Kind.APPLICATION_ERROR
              : truth.end.isSilent() ? CloseSummary.Kind.IDLE_TIMEOUT : CloseSummary.Kind.CLEAN;
      assertThat(close.kind()).isEqualTo(expected);
    }
  }

  @Test
  void theRelaysMetricsAreTheSumOfItsConnections() {
    Collection<Truth> all = rig.truths.values();
    assertThat(total(SourceMetric.CONNECTIONS)).isEqualTo(all.size());
    assertThat(total(SourceMetric.BYTES_SENT))
        .isEqualTo(sum(all, truth -> truth.session.endpoint().totals().bytesSent()));
    assertThat(total(SourceMetric.BYTES_RECEIVED))
        .isEqualTo(sum(all, truth -> truth.session.endpoint().totals().bytesReceived()));
    assertThat(total(SourceMetric.APP_BYTES_SENT))
        .isEqualTo(sum(all, truth -> truth.session.endpoint().totals().streamBytesSentOnce()));
    assertThat(total(SourceMetric.APP_BYTES_RECEIVED))
        .isEqualTo(sum(all, truth -> truth.session.endpoint().totals().streamBytesReceivedOnce()));
    assertThat(total(SourceMetric.OBJECTS_SENT)).isEqualTo(sum(all, truth -> truth.objectsSent));
    assertThat(total(SourceMetric.OBJECTS_RECEIVED))
        .isEqualTo(sum(all, truth -> truth.objectsReceived));
    assertThat(total(SourceMetric.GROUPS_SENT)).isEqualTo(sum(all, truth -> truth.groups.size()));
    assertThat(total(SourceMetric.GROUPS_RECEIVED))
        .isEqualTo(sum(all, truth -> truth.groupsReceived));
    assertThat(total(SourceMetric.CACHE_HITS)).isEqualTo(sum(all, truth -> truth.cacheHits));
    assertThat(total(SourceMetric.CACHE_HITS) + total(SourceMetric.CACHE_MISSES))
        .isEqualTo(sum(all, truth -> truth.granted));
    assertThat(total(SourceMetric.DEDUP_UPSTREAM_SAVED))
        .isEqualTo(sum(all, truth -> truth.upstreamSaved));
    assertThat(total(SourceMetric.DROPS)).isEqualTo(sum(all, truth -> truth.droppedObjects));
    assertThat(total(SourceMetric.ERRORS))
        .isEqualTo(sum(all, truth -> truth.refusals + (truth.end.isError() ? 1 : 0)));
  }

  @Test
  void nothingIsActiveWhenAllHaveLeft() {
    for (SourceMetric instrument :
        List.of(
            SourceMetric.ACTIVE_CONNECTIONS,
            SourceMetric.ACTIVE_SESSIONS,
            SourceMetric.ACTIVE_STREAMS,
            SourceMetric.ACTIVE_SUBSCRIBERS)) {
      assertThat(total(instrument)).as(instrument.otelName()).isZero();
    }
  }

  @Test
  void playersFeelWhatTheirLineDoes() {
    assertThat(total(SourceMetric.CLIENT_CONNECTIONS))
        .isEqualTo(
            rig.truths.values().stream().filter(truth -> !truth.session.isPublisher()).count());
    assertThat(total(SourceMetric.FRAMES_DECODED))
        .isPositive()
        .isLessThanOrEqualTo(total(SourceMetric.OBJECTS_SENT));
    assertThat(total(SourceMetric.REBUFFERS)).isPositive();
    assertThat(total(SourceMetric.QUALITY_SWITCHES)).isPositive();
    assertThat(total(SourceMetric.FRAMES_DROPPED)).isPositive();
    MetricData startup = rig.metric(SourceMetric.STARTUP_TIME);
    assertThat(startup.getHistogramData().getPoints())
        .allSatisfy(point -> assertThat(point.getMin()).isGreaterThan(0.01));
    assertThat(startup.getHistogramData().getPoints())
        .extracting(point -> point.getAttributes().get(AttributeKey.stringKey("transport")))
        .contains("webtransport", "websocket");
  }

  private long total(SourceMetric instrument) {
    MetricData metric = rig.metric(instrument);
    assertThat(metric.getType()).isEqualTo(MetricDataType.LONG_SUM);
    return metric.getLongSumData().getPoints().stream().mapToLong(point -> point.getValue()).sum();
  }

  private static long sum(Collection<Truth> truths, ToLongFunction<Truth> number) {
    return truths.stream().mapToLong(number).sum();
  }
}
