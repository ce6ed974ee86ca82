package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.read.Correction;
import dev.moqlog.analyzer.read.DamageReport;
import dev.moqlog.analyzer.read.FrameList;
import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.read.QlogHandler;
import dev.moqlog.analyzer.read.QlogReader;
import dev.moqlog.analyzer.read.TraceHeader;
import dev.moqlog.analyzer.source.Content;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary.Flag;
import dev.moqlog.analyzer.summary.LossSummary;
import dev.moqlog.analyzer.summary.PacketSummary;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.FrameType;
import dev.moqlog.vocabulary.PacketNumberSpace;
import dev.moqlog.vocabulary.VantagePoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Netlogs of Chromium against what the link did and what the server logged. */
class NetlogTruthTest {

  private static final Path LOGS = Qlogs.root().resolve("qlog-analyzer/src/test/resources/netlog");

  static List<Truth> table() throws IOException {
    return Truth.readTable(LOGS.resolve("truth.tsv"));
  }

  @ParameterizedTest
  @MethodSource("table")
  void numbersMatchWhatHappened(Truth truth) {
    truth.check(LOGS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"clean", "rtt50_loss2", "upload_loss2", "upload_reorder_only", "upload_kill9"})
  void framesAreAttachedToThePacketThatCarriedThem(String scenario) {
    Map<Long, String> sent =
        packets(client(scenario), EventType.PACKET_SENT, NetlogTruthTest::isComparable);
    Map<Long, String> arrived =
        packets(server(scenario), EventType.PACKET_RECEIVED, NetlogTruthTest::isComparable);
    sent.keySet().retainAll(arrived.keySet());
    arrived.keySet().retainAll(sent.keySet());

    assertThat(sent).hasSizeGreaterThan(70).isEqualTo(arrived);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"clean", "rtt50_loss2", "upload_loss2", "upload_reorder_only", "upload_kill9"})
  void framesReceivedAreThoseTheServerSent(String scenario) {
    // Chrome does not log an acknowledgment that was overtaken by a later one.
    Predicate<FrameType> compared = type -> isComparable(type) && type != FrameType.ACK;
    Map<Long, String> received = packets(client(scenario), EventType.PACKET_RECEIVED, compared);
    Map<Long, String> sent = packets(server(scenario), EventType.PACKET_SENT, compared);
    sent.keySet().retainAll(received.keySet());

    assertThat(received).hasSizeGreaterThan(100).isEqualTo(sent);
  }

  @ParameterizedTest
  @ValueSource(strings = {"clean", "rtt50_loss2", "upload_loss2", "upload_reorder_only"})
  void bytesMatchWhatTheServerReceived(String scenario) {
    PacketSummary client = only(client(scenario)).packets().orElseThrow();
    PacketSummary server = only(server(scenario)).packets().orElseThrow();
    double arrived = (double) server.received() / client.sent();

    assertThat(server.receivedBytes().orElseThrow() / arrived)
        .isCloseTo(client.sentBytes().orElseThrow(), Percentage.withPercentage(2));
  }

  @Test
  void anInitialPacketIsAsLongAsItsPadding() {
    List<Long> lengths = new ArrayList<>();
    read(
        client("clean"),
        event -> {
          if (event.type() == EventType.PACKET_SENT
              && event.packet().space() == PacketNumberSpace.INITIAL) {
            lengths.add(event.packet().lengthBytes());
          }
        });

    assertThat(lengths).containsExactly(1250L, 1250L);
  }

  @Test
  void parametersOfBothSidesAndTheCloseAreRead() {
    List<String> texts = new ArrayList<>();
    read(
        client("upload_loss2"),
        event -> {
          switch (event.type()) {
            case PARAMETERS_SET ->
                texts.add(
                    event.owner()
                        + " parameters: idle timeout "
                        + Duration.ofNanos(event.parameters().maxIdleTimeoutNanos()).toSeconds()
                        + " s, initial_max_data "
                        + event.parameters().initialMaxDataBytes());
            case VERSION_INFORMATION -> texts.add("version " + event.detail().chosenVersion());
            case CONNECTION_CLOSED ->
                texts.add(
                    event.owner()
                        + " close: "
                        + event.close().errorSpace()
                        + " error "
                        + event.close().errorCode());
            default -> {}
          }
        });

    assertThat(texts)
        .containsExactly(
            "local parameters: idle timeout 30 s, initial_max_data 15728640",
            "version 00000001",
            "remote parameters: idle timeout 10 s, initial_max_data 1048576",
            "local close: transport error 0");
  }

  @ParameterizedTest
  @CsvSource({
    "clean, false",
    "rtt50_loss2, false",
    "upload_loss2, false",
    "upload_reorder_only, false",
    "upload_kill9, true",
    "upload_two_servers, true"
  })
  void nothingIsMissingButTheEndWhereTheBrowserWasKilled(String scenario, boolean killed) {
    for (ConnectionSummary connection : Qlogs.analyze(client(scenario)).connections()) {
      assertThat(connection.producer()).contains("chromium");
      assertThat(connection.vantagePoint()).isEqualTo(VantagePoint.CLIENT);
      assertThat(connection.flags()).isEqualTo(killed ? Set.of(Flag.TRUNCATED) : Set.of());
    }
  }

  @Test
  void theStartIsThatOfTheConnectionAndNotOfTheBrowser() {
    ConnectionSummary connection = only(client("clean"));

    assertThat(connection.startTime())
        .hasValueSatisfying(
            start ->
                assertThat(Duration.between(Instant.parse("2026-11-22T17:35:41.881Z"), start).abs())
                    .isLessThan(Duration.ofMillis(2)));
    assertThat(Duration.ofNanos(connection.durationNanos().orElseThrow()))
        .isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void packetsThatWereOnlyLateAreSpuriouslyLost() {
    LossSummary loss = only(client("upload_reorder_only")).loss().orElseThrow();

    assertThat(loss.declared()).isEqualTo(14);
    assertThat(loss.lostInFlight()).hasValue(0);
  }

  private static Path client(String scenario) {
    return LOGS.resolve("chromium__" + scenario + "__client.json.gz");
  }

  private static Path server(String scenario) {
    return LOGS.resolve("chromium__" + scenario + "__server.sqlog.gz");
  }

  private static ConnectionSummary only(Path log) {
    return Qlogs.only(Qlogs.analyze(log));
  }

  /** Padding has no meaning, and only one of the two logs tells where it stands. */
  private static boolean isComparable(FrameType type) {
    return type != FrameType.PADDING;
  }

  /** The frames of each 1-RTT packet, by packet number. */
  private static Map<Long, String> packets(
      Path log, EventType type, Predicate<FrameType> compared) {
    Map<Long, String> packets = new TreeMap<>();
    read(
        log,
        event -> {
          if (event.type() == type
              && event.packet().space() == PacketNumberSpace.APPLICATION_DATA) {
            packets.put(event.packet().number(), describe(event.frames(), compared));
          }
        });
    return packets;
  }

  private static String describe(FrameList frames, Predicate<FrameType> compared) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < frames.count(); i++) {
      FrameType type = frames.type(i);
      if (!compared.test(type)) {
        continue;
      }
      StringBuilder text = new StringBuilder(type.qlogName());
      if (type == FrameType.STREAM || type == FrameType.CRYPTO) {
        text.append(' ').append(frames.streamId(i)).append(' ').append(frames.offset(i));
        text.append('+').append(frames.lengthBytes(i));
      }
      if (type == FrameType.STREAM) {
        text.append(frames.fin(i) ? " fin" : "");
      }
      List<String> ranges = new ArrayList<>();
      for (int range = frames.firstRange(i); range < frames.endRange(i); range++) {
        ranges.add(frames.rangeFirst(range) + "-" + frames.rangeLast(range));
      }
      ranges.sort(null);
      texts.add(text.append(ranges).toString());
    }
    texts.sort(null);
    return String.join(", ", texts);
  }

  private interface EventReader {
    void event(QlogEvent event);
  }

  private static void read(Path log, EventReader reader) {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(log))) {
      new QlogReader(
              new QlogHandler() {
                @Override
                public void traceStarted(TraceHeader header) {}

                @Override
                public void event(QlogEvent event) {
                  reader.event(event);
                }

                @Override
                public void traceEnded(
                    TraceHeader header, Set<Correction> corrections, DamageReport damage) {}

                @Override
                public void traceError(int index, String description) {}
              })
          .read(Content.once(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
