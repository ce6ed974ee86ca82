package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.LossSummary;
import dev.moqlog.analyzer.summary.PacketSummary;
import dev.moqlog.analyzer.summary.RetransmitSummary;
import dev.moqlog.analyzer.summary.RttSummary;
import dev.moqlog.analyzer.summary.Skipped;
import dev.moqlog.analyzer.summary.Source;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.PacketNumberSpace;
import dev.moqlog.vocabulary.PacketType;
import dev.moqlog.vocabulary.Profile;
import dev.moqlog.vocabulary.VantagePoint;
import dev.moqlog.writer.ConnectionInfo;
import dev.moqlog.writer.QlogRecorder;
import dev.moqlog.writer.QlogTrace;
import dev.moqlog.writer.TraceFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the writer writes, the analyzer reads: the same numbers in every form of file. */
class WrittenTracesTest {

  private static final long START = 77_000_000_000L;
  private static final long MS = 1_000_000;
  private static final long WALL_CLOCK_MICROS = 1_795_338_000_250_000L;
  private static final byte[] ID = {(byte) 0x83, (byte) 0x94, (byte) 0xc8, (byte) 0xf0, 1, 2, 3, 4};

  @TempDir Path directory;

  static List<Arguments> profilesAndFormats() {
    return Arrays.stream(Profile.values())
        .flatMap(
            profile ->
                Arrays.stream(TraceFormat.values()).map(format -> Arguments.of(profile, format)))
        .toList();
  }

  private Path write(
      Profile profile, TraceFormat format, ConnectionInfo connection, Consumer<QlogTrace> events)
      throws IOException {
    QlogTrace trace;
    try (QlogRecorder recorder =
        QlogRecorder.builder(directory)
            .profile(profile)
            .format(format)
            .nanoClock(() -> START)
            .wallClockMicros(() -> WALL_CLOCK_MICROS)
            .minFreeBytes(0)
            .shutdownHook(false)
            .build()) {
      trace = recorder.open(connection);
      events.accept(trace);
      trace.close();
    }
    return trace.path().orElseThrow();
  }

  private static Qlogs.Analysis analyzed(Path file) {
    List<Qlogs.Analysis> analyses = Qlogs.analyze(1, List.of(file.toString()));
    assertThat(analyses).hasSize(1);
    Qlogs.Analysis analysis = analyses.get(0);
    assertThat(analysis.problems()).isEmpty();
    assertThat(analysis.intact()).isTrue();
    return analysis;
  }

  private static long at(long millis) {
    return START + millis * MS;
  }

  /**
   * A server sends a handshake and nine packets of 1,200 stream bytes each. Two are declared lost
   * and sent again; the first of them arrives after all, and so does all that was sent again.
   */
  private static void connection(QlogTrace trace) {
    trace.connection().stateUpdated(at(0), "attempted");
    trace.packetReceived(at(0), PacketType.INITIAL, 0).length(1_200).crypto(0, 300).commit();
    trace
        .packetSent(at(1), PacketType.INITIAL, 0)
        .length(700)
        .ack(0)
        .range(0, 0)
        .crypto(0, 500)
        .commit();
    trace.packetSent(at(2), PacketType.HANDSHAKE, 0).length(600).crypto(0, 400).commit();
    trace.packetReceived(at(41), PacketType.INITIAL, 1).length(1_200).ack(0).range(0, 0).commit();
    metrics(trace, 41, 40);
    trace.packetReceived(at(44), PacketType.HANDSHAKE, 0).length(90).ack(0).range(0, 0).commit();
    metrics(trace, 44, 42);
    for (int number = 0; number < 9; number++) {
      trace.packetSent(at(50 + number), PacketType.ONE_RTT, number).length(1_252).stream(
              3, 1_200L * number, 1_200, number == 8)
          .commit();
    }
    trace
        .packetReceived(at(100), PacketType.ONE_RTT, 0)
        .length(40)
        .ack(0)
        .range(0, 1)
        .range(4, 8)
        .commit();
    metrics(trace, 100, 42);
    lost(trace, 2);
    lost(trace, 3);
    trace.packetSent(at(102), PacketType.ONE_RTT, 9).length(2_000).stream(3, 2_400, 1_200, false)
        .stream(3, 3_600, 1_200, false)
        .commit();
    trace
        .packetReceived(at(105), PacketType.ONE_RTT, 1)
        .length(40)
        .ack(0)
        .range(0, 2)
        .range(4, 8)
        .commit();
    trace
        .packetReceived(at(150), PacketType.ONE_RTT, 2)
        .length(40)
        .ack(1_500_000)
        .range(0, 2)
        .range(4, 9)
        .commit();
    metrics(trace, 150, 48);
    trace.packetsAcked(at(150), PacketNumberSpace.APPLICATION_DATA, 9, 9);
    trace.packetDropped(at(160), PacketType.ONE_RTT, 1).length(40).trigger("duplicate").commit();
    trace
        .packetSent(at(200), PacketType.ONE_RTT, 10)
        .length(30)
        .connectionClose(true, 0, "bye")
        .commit();
    trace.connection().closed(at(200), false, true, 0, "bye", "application");
  }

  private static void metrics(QlogTrace trace, long millis, long latestMillis) {
    trace
        .metricsUpdated(at(millis))
        .latestRtt(latestMillis * MS)
        .smoothedRtt(latestMillis * MS + 500_000)
        .minRtt(40 * MS)
        .congestionWindow(14_720)
        .bytesInFlight(2_400)
        .commit();
  }

  private static void lost(QlogTrace trace, long number) {
    trace.packetLost(at(101), PacketType.ONE_RTT, number).trigger("reordering_threshold").commit();
  }

  @ParameterizedTest
  @MethodSource("profilesAndFormats")
  void theNumbersOfAConnectionAreWhatHappened(Profile profile, TraceFormat format)
      throws IOException {
    Path file = write(profile, format, ConnectionInfo.server(ID), WrittenTracesTest::connection);
    ConnectionSummary connection = Qlogs.only(analyzed(file));
    assertThat(connection.connectionId()).isEqualTo("8394c8f001020304");
    assertThat(connection.vantagePoint()).isEqualTo(VantagePoint.SERVER);
    assertThat(connection.startTime()).contains(Instant.parse("2026-11-22T09:00:00.250Z"));
    assertThat(connection.durationNanos()).hasValue(200 * MS);
    assertThat(connection.flags()).isEmpty();
    assertThat(connection.corrections()).isEmpty();
    assertThat(connection.skipped()).isEqualTo(Skipped.NONE);
    assertThat(connection.packets())
        .contains(
            new PacketSummary(
                13,
                6,
                0,
                1,
                OptionalLong.of(700 + 600 + 9 * 1_252 + 2_000 + 30),
                OptionalLong.of(2 * 1_200 + 90 + 3 * 40)));
    assertThat(connection.retransmit()).contains(new RetransmitSummary(11 * 1_200, 2_400, 900, 0));
    LossSummary loss = connection.loss().orElseThrow();
    assertThat(loss.source()).contains(Source.EVENT);
    assertThat(loss.declared()).isEqualTo(2);
    assertThat(loss.spurious()).hasValue(1);
    assertThat(loss.net()).hasValue(1);
    assertThat(loss.inferred()).hasValue(0);
    assertThat(loss.lostInFlight()).hasValue(1);
    assertThat(loss.lostBytes()).hasValue(1_252);
    // All but the one that closes the connection.
    assertThat(loss.sentInFlight()).isEqualTo(12);
    RttSummary rtt = connection.rtt().orElseThrow();
    assertThat(rtt.source()).isEqualTo(Source.LOGGED);
    assertThat(rtt.samples()).isEqualTo(4);
    assertThat(rtt.minNanos()).isEqualTo(40 * MS);
    assertThat(rtt.meanNanos()).isEqualTo(43 * MS);
    assertThat(rtt.maxNanos()).isEqualTo(48 * MS);
    assertThat(rtt.smoothedLastNanos()).hasValue(48 * MS + 500_000);
  }

  @ParameterizedTest
  @MethodSource("profilesAndFormats")
  void aClientWithAnIdOfItsOwnIsFoundByIt(Profile profile, TraceFormat format) throws IOException {
    ConnectionInfo info =
        ConnectionInfo.client(ID)
            .withApplicationId("conn-123")
            .withTitle("NDJSON or JSON-SEQ")
            .withEndpointName("phone");
    Path file = write(profile, format, info, WrittenTracesTest::connection);
    ConnectionSummary connection = Qlogs.only(analyzed(file));
    assertThat(connection.connectionId()).isEqualTo("conn-123");
    assertThat(connection.vantagePoint()).isEqualTo(VantagePoint.CLIENT);
  }

  @ParameterizedTest
  @MethodSource("profilesAndFormats")
  void everyEventOfTheCatalogueIsRecognised(Profile profile, TraceFormat format)
      throws IOException {
    List<EventType> types =
        Arrays.stream(EventType.values()).filter(type -> type != EventType.OTHER).toList();
    Path file =
        write(
            profile,
            format,
            ConnectionInfo.server(ID),
            trace -> types.forEach(type -> trace.event(type, START).commit()));
    List<String> names = namesOf(Files.readString(file));
    // The last event is that of the writer itself.
    assertThat(names).hasSize(types.size() + 1);
    for (int i = 0; i < types.size(); i++) {
      assertThat(EventType.of(names.get(i))).as(names.get(i)).isEqualTo(types.get(i));
    }
    assertThat(Qlogs.only(analyzed(file)).events()).isEqualTo(names.size());
  }

  private static List<String> namesOf(String text) throws IOException {
    ObjectMapper jackson = new ObjectMapper();
    List<String> names = new ArrayList<>();
    if (text.startsWith("\u001e")) {
      for (String record : text.substring(1).split("\u001e")) {
        JsonNode event = jackson.readTree(record);
        if (event.has("name")) {
          names.add(event.get("name").asText());
        }
      }
    } else {
      jackson
          .readTree(text)
          .at("/traces/0/events")
          .forEach(event -> names.add(event.get("name").asText()));
    }
    return names;
  }
}
