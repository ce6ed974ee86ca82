package dev.moqlog.writer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moqlog.vocabulary.ControlMessageType;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.PacketType;
import dev.moqlog.writer.sampling.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FlightPromotionTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final long SECOND = 1_000_000_000L;
  private static final long START = 1000 * SECOND;
  private static final int EVENTS = 2_000;

  /** Little, so that much is forgotten. */
  private static final FlightRecorder SMALL =
      new FlightRecorder(
          1 << 20, 4 << 10, 12 << 10, 60, 3, 0.1, 8, Duration.ofMillis(200), Duration.ofSeconds(2));

  @TempDir Path root;
  private final AtomicLong clock = new AtomicLong(START);
  private final List<String> told = new ArrayList<>();
  private QlogRecorder recorder;
  private long nanos = START;
  private long recorded;

  @AfterEach
  void close() {
    recorder.close(LONG);
  }

  private void start(FlightRecorder flight, double rate) throws IOException {
    recorder =
        QlogRecorder.builder(root)
            .sampleRate(rate)
            .flightRecorder(flight)
            .nanoClock(clock::get)
            .minFreeBytes(0)
            .shutdownHook(false)
            .listener(
                new TraceListener() {
                  @Override
                  public void promoted(QlogTrace trace, String reason) {
                    told.add(reason);
                  }
                })
            .build();
  }

  private QlogTrace open(int id) {
    return recorder.open(
        ConnectionInfo.server(new byte[] {(byte) (id >> 16), (byte) (id >> 8), (byte) id}), START);
  }

  private void packets(QlogTrace trace, int count) {
    recorded += trace.isEnabled() ? count : 0;
    for (int i = 0; i < count; i++) {
      trace.packetSent(nanos += 1000, PacketType.ONE_RTT, i).length(1252).ping().commit();
    }
  }

  private static Arguments rule(String cause, Consumer<QlogTrace> trouble) {
    return Arguments.of(cause, trouble);
  }

  static Stream<Arguments> troubles() {
    long late = START + 10 * SECOND;
    return Stream.of(
        rule("x", trace -> assertThat(trace.promote("x")).isTrue()),
        rule(
            "transport_error",
            trace -> trace.connection().closed(late, true, false, 0xa, "bad", "error")),
        rule(
            "application_error",
            trace -> trace.connection().closed(late, false, true, 17, null, "application")),
        rule("error", trace -> trace.connection().closed(late, false, false, 0, null, "error")),
        rule(
            "idle_timeout",
            trace -> trace.connection().closed(late, false, false, 0, null, "idle_timeout")),
        rule("pto", trace -> trace.metricsUpdated(late).ptoCount(3).commit()),
        rule(
            "loss",
            trace -> {
              for (int i = 0; trace.isFlightRecorder() && i < 100; i++) {
                trace.packetLost(late, PacketType.ONE_RTT, i).commit();
              }
            }),
        rule(
            "rtt",
            trace -> {
              trace.metricsUpdated(late).latestRtt(30_000_000).minRtt(30_000_000).commit();
              trace.metricsUpdated(late + 1).latestRtt(250_000_000).commit();
            }),
        rule(
            "moq_stall",
            trace -> {
              trace.moq().subgroupObjectParsed(late, 4, 0, 100, 0);
              trace.moq().subgroupObjectParsed(late + 3 * SECOND, 4, 0, 100, 0);
            }),
        rule(
            "moq_request_error",
            trace ->
                trace
                    .moq()
                    .controlMessageParsed(late, 0, ControlMessageType.REQUEST_ERROR)
                    .requestId(2)
                    .error(1, 0, "no")
                    .commit()),
        rule(
            "blocked",
            trace -> {
              trace.streams().connectionBlocked(late, true, "pacing");
              trace.streams().connectionBlocked(late + 3 * SECOND, false, "pacing");
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("troubles")
  void troubleWritesHowItBeganWhatCameLastAndWhatFollows(String cause, Consumer<QlogTrace> trouble)
      throws Exception {
    start(SMALL, 0);
    QlogTrace trace = open(1);
    assertThat(trace.isEnabled()).isTrue();
    assertThat(trace.path()).isEmpty();
    packets(trace, EVENTS);
    assertThat(trace.isFlightRecorder()).isTrue();
    assertThat(told).isEmpty();
    trouble.accept(trace);
    assertThat(told).containsExactly(cause);
    assertThat(trace.isFlightRecorder()).isFalse();
    assertThat(trace.path()).contains(root.resolve("000001/trace.json"));
    assertThat(trace.promote("again")).isFalse();
    nanos = START + 20 * SECOND;
    trace.packetReceived(nanos, PacketType.ONE_RTT, 1_000_000).length(50).commit();
    trace.close();
    assertThat(recorder.close(LONG)).isTrue();

    TraceContent content = TraceContent.of(root.resolve("000001/trace.json"));
    assertThat(content.writer().get("sampling_reason").textValue()).isEqualTo("flight");
    assertThat(content.writer().get("promotion_cause").textValue()).isEqualTo(cause);
    List<JsonNode> promoted = content.named("moqlog:trace_promoted");
    assertThat(promoted).hasSize(1);
    assertThat(promoted.get(0).get("data").get("cause").textValue()).isEqualTo(cause);

    List<Long> sent =
        content.named("transport:packet_sent").stream()
            .map(event -> event.get("data").get("header").get("packet_number").longValue())
            .toList();
    List<JsonNode> gaps = content.named("moqlog:events_dropped");
    assertThat(gaps).hasSize(1);
    assertThat(gaps.get(0).get("data").get("cause").textValue()).isEqualTo("flight_memory");
    int head = content.events().indexOf(gaps.get(0));
    assertThat(head).isGreaterThan(10);
    long missing = content.saidMissing();
    for (int i = 0; i < sent.size(); i++) {
      assertThat(sent.get(i)).isEqualTo(i < head ? i : i + missing);
    }
    assertThat(sent.size() + missing).isEqualTo(EVENTS);
    assertThat(content.recorded())
        .last()
        .satisfies(
            last ->
                assertThat(last.get("name").textValue()).isEqualTo("transport:packet_received"));
    RecorderStats stats = recorder.stats();
    assertThat(stats.flightsOpened()).isOne();
    assertThat(stats.flightsPromoted()).isOne();
    assertThat(stats.flightEventsForgotten()).isEqualTo(missing);
    assertThat(stats.eventsWritten()).isEqualTo(content.recorded().size());
    assertThat(stats.allEventsDropped()).isZero();
    assertThat(stats.flightMemoryUsedBytes()).isZero();
    assertThat(stats.memoryUsedBytes()).isZero();
  }

  @Test
  void aConnectionThatGoesWellLeavesNothingBehind() throws Exception {
    start(SMALL, 0);
    QlogTrace clean = open(1);
    packets(clean, EVENTS);
    clean.metricsUpdated(nanos).ptoCount(2).latestRtt(30_000_000).minRtt(20_000_000).commit();
    clean.moq().subgroupObjectParsed(nanos, 4, 0, 100, 0);
    clean.moq().subgroupObjectParsed(nanos + SECOND, 4, 0, 100, 0);
    clean.streams().connectionBlocked(nanos, true, null);
    clean.streams().connectionBlocked(nanos + SECOND, false, null);
    clean.connection().closed(nanos, true, true, 0, null, "application");
    clean.close();
    QlogTrace quiet = open(2);
    packets(quiet, 50);
    quiet.connection().closed(nanos, false, false, 0, null, "idle_timeout");
    quiet.close();
    assertThat(quiet.promote("too late")).isFalse();
    assertThat(recorder.close(LONG)).isTrue();
    assertThat(told).isEmpty();
    try (Stream<Path> left = Files.list(root)) {
      assertThat(left.filter(Files::isDirectory)).isEmpty();
    }
    assertThat(recorder.stats().flightsPromoted()).isZero();
    assertThat(recorder.stats().openTraces()).isZero();
    assertThat(recorder.stats().closedTraces()).isEqualTo(2);
    assertThat(recorder.stats().flightMemoryUsedBytes()).isZero();
    assertThat(recorder.stats().flightEventsForgotten()).isEqualTo(EVENTS + 6 + 50 + 1);
  }

  @Test
  void withoutAHeadTheGapStandsAtTheStart() throws Exception {
    start(
        new FlightRecorder(
            1 << 20, 0, 4 << 10, 60, 3, 0.1, 8, Duration.ofMillis(200), Duration.ofSeconds(2)),
        0);
    QlogTrace trace = open(1);
    packets(trace, EVENTS);
    trace.promote("x");
    trace.close();
    assertThat(recorder.close(LONG)).isTrue();
    TraceContent content = TraceContent.of(root.resolve("000001/trace.json"));
    JsonNode gap = content.events().get(0);
    assertThat(gap.get("name").textValue()).isEqualTo("moqlog:events_dropped");
    assertThat(gap.get("time").doubleValue()).isZero();
    assertThat(gap.get("data").get("since").doubleValue()).isZero();
    assertThat(content.saidMissing() + content.recorded().size()).isEqualTo(EVENTS);
  }

  @Test
  void nothingIsMissingInAShortConnection() throws Exception {
    start(SMALL, 0);
    QlogTrace trace = open(1);
    packets(trace, 10);
    trace.connection().closed(nanos, true, false, 1, "bad", "error");
    trace.close();
    assertThat(recorder.close(LONG)).isTrue();
    TraceContent content = TraceContent.of(root.resolve("000001/trace.json"));
    assertThat(content.saidMissing()).isZero();
    assertThat(content.recorded()).hasSize(11);
  }

  @Test
  void onlySoManyAMinuteAreWrittenOut() throws Exception {
    start(
        new FlightRecorder(
            1 << 20, 4 << 10, 4 << 10, 2, 3, 0.1, 8, Duration.ofMillis(1), Duration.ofSeconds(2)),
        0);
    List<QlogTrace> traces = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      traces.add(open(i));
      packets(traces.get(i), 10);
      assertThat(traces.get(i).promote("x")).isEqualTo(i < 2);
    }
    assertThat(recorder.stats().promotionsRefused()).isEqualTo(3);
    assertThat(traces.get(4).isFlightRecorder()).isTrue();
    clock.addAndGet(30 * SECOND);
    assertThat(traces.get(4).promote("later")).isTrue();
    assertThat(traces.get(3).promote("later")).isFalse();
    traces.forEach(QlogTrace::close);
    assertThat(recorder.close(LONG)).isTrue();
    assertThat(TraceContent.filesBelow(root)).hasSize(3);
    assertThat(recorder.stats().flightMemoryUsedBytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1 << 20, 64 << 20})
  void tenThousandAtOnceStayWithinTheBudget(int budget) throws Exception {
    start(FlightRecorder.DEFAULT.withBudgetBytes(budget), 0);
    List<QlogTrace> traces = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      QlogTrace trace = open(i);
      traces.add(trace);
      packets(trace, 3);
    }
    long limit = Math.max(budget, RecorderContext.FLIGHT_CHUNK_BYTES);
    assertThat(recorder.stats().flightMemoryUsedBytes()).isPositive().isLessThanOrEqualTo(limit);
    for (int i = 0; i < 10_000; i += 5) {
      packets(traces.get(i), 200);
    }
    assertThat(recorder.stats().flightMemoryUsedBytes()).isLessThanOrEqualTo(limit);
    QlogTrace first = traces.get(0);
    assertThat(first.promote("x")).isTrue();
    traces.forEach(QlogTrace::close);
    assertThat(recorder.close(LONG)).isTrue();
    TraceContent content = TraceContent.of(root.resolve("000000/trace.json"));
    assertThat(content.events()).isNotEmpty();
    assertThat(content.recorded().size() + content.saidMissing()).isEqualTo(203);
    RecorderStats stats = recorder.stats();
    assertThat(stats.flightMemoryUsedBytes()).isZero();
    assertThat(stats.openTraces()).isZero();
    assertThat(stats.eventsWritten() + stats.allEventsDropped() + stats.flightEventsForgotten())
        .isEqualTo(recorded);
  }

  @Test
  void sampledConnectionsAreWrittenFromTheStart() throws Exception {
    start(SMALL, 1);
    QlogTrace trace = open(1);
    assertThat(trace.isFlightRecorder()).isFalse();
    packets(trace, EVENTS);
    trace.connection().closed(nanos, true, false, 1, "bad", "error");
    assertThat(trace.promote("x")).isFalse();
    trace.close();
    assertThat(recorder.close(LONG)).isTrue();
    assertThat(told).isEmpty();
    TraceContent content = TraceContent.of(root.resolve("000001/trace.json"));
    assertThat(content.recorded()).hasSize(EVENTS + 1);
    assertThat(content.writer().has("promotion_cause")).isFalse();
    assertThat(recorder.stats().flightsOpened()).isZero();
    assertThat(recorder.stats().recorded().get(Decision.Reason.PROBABILITY)).isOne();
  }

  @Test
  void cleanConnectionsGiveAllMemoryBackHoweverManyThereWere() throws Exception {
    start(SMALL, 0);
    for (int i = 0; i < 5_000; i++) {
      QlogTrace trace = open(i % 100);
      packets(trace, 60);
      trace.log(nanos, EventType.LOGLEVEL_INFO, "x".repeat(5_000));
      trace.close();
    }
    RecorderStats stats = recorder.stats();
    assertThat(stats.flightMemoryUsedBytes()).isZero();
    assertThat(stats.memoryUsedBytes()).isZero();
    assertThat(stats.flightsOpened()).isEqualTo(5_000);
    assertThat(stats.eventsDropped().get(DropReason.FLIGHT_MEMORY)).isEqualTo(5_000);
    assertThat(stats.flightEventsForgotten()).isEqualTo(5_000 * 60);
    assertThat(recorder.close(LONG)).isTrue();
    assertThat(TraceContent.filesBelow(root)).isEmpty();
  }

  @Test
  void aReasonWithoutEndIsCut() throws IOException {
    start(SMALL, 0);
    QlogTrace trace = open(1);
    packets(trace, 1);

    assertThat(trace.promote("\u0001".repeat(20_000))).isTrue();
    trace.close();
    recorder.close(LONG);

    Recording recording = Recording.read(trace.path().orElseThrow());
    assertThat(recording.events().get(1).get("data").get("cause").asText()).hasSize(1000);
  }
}
