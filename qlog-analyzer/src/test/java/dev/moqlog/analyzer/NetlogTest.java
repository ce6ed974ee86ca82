package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary.Flag;
import dev.moqlog.analyzer.summary.LossSummary;
import dev.moqlog.analyzer.summary.RttSummary;
import dev.moqlog.analyzer.summary.SourceSummary.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** What is special about Chrome's netlog, in small logs. */
class NetlogTest {

  private static final List<String> TYPES =
      List.of(
          "REQUEST_ALIVE",
          "QUIC_SESSION",
          "QUIC_SESSION_PACKET_RECEIVED",
          "QUIC_SESSION_UNAUTHENTICATED_PACKET_HEADER_RECEIVED",
          "QUIC_SESSION_PACKET_AUTHENTICATED",
          "QUIC_SESSION_PACKET_SENT",
          "QUIC_SESSION_COALESCED_PACKET_SENT",
          "QUIC_SESSION_PACKET_LOST",
          "QUIC_SESSION_STREAM_FRAME_SENT",
          "QUIC_SESSION_STREAM_FRAME_COALESCED",
          "QUIC_SESSION_ACK_FRAME_RECEIVED",
          "QUIC_SESSION_ACK_FRAME_SENT",
          "QUIC_SESSION_CRYPTO_FRAME_SENT",
          "QUIC_SESSION_PADDING_FRAME_SENT",
          "QUIC_SESSION_PING_FRAME_RECEIVED",
          "QUIC_SESSION_DUPLICATE_PACKET_RECEIVED",
          "QUIC_SESSION_DROPPED_UNDECRYPTABLE_PACKET",
          "QUIC_SESSION_BUFFERED_UNDECRYPTABLE_PACKET");

  private final List<String> events = new ArrayList<>();

  private static String constants() {
    List<String> types = new ArrayList<>();
    for (int i = 0; i < TYPES.size(); i++) {
      types.add("'%s':%d".formatted(TYPES.get(i), 100 + i));
    }
    return "'constants':{'logEventPhase':{'PHASE_BEGIN':1,'PHASE_END':2,'PHASE_NONE':0},"
        + "'logEventTypes':{"
        + String.join(",", types)
        + "},'timeTickOffset':1700000000000}";
  }

  private String netlog() {
    return Qlogs.json(
        "{"
            + constants()
            + ",\n'events': [\n"
            + String.join(",\n", events)
            + "],\n'polledData':[]}\n");
  }

  private Qlogs.Analysis analyze() {
    return Qlogs.analyze(netlog().getBytes(StandardCharsets.UTF_8));
  }

  private void event(long source, long millis, String type, int phase, String params) {
    events.add(
        "{'params':{%s},'phase':%d,'source':{'id':%d,'start_time':'1000','type':13},'time':'%d','type':%d}"
            .formatted(params, phase, source, millis, 100 + TYPES.indexOf(type)));
  }

  private void event(long source, long millis, String type, String params) {
    event(source, millis, "QUIC_SESSION_" + type, 0, params);
  }

  private void session(long source, String connectionId) {
    event(source, 1000, "QUIC_SESSION", 1, "'connection_id':'%s'".formatted(connectionId));
  }

  private void sent(long source, long millis, long number) {
    event(
        source,
        millis,
        "PACKET_SENT",
        "'packet_number':%d,'size':1250,'sent_time_us':%d,'encryption_level':'ENCRYPTION_FORWARD_SECURE'"
            .formatted(number, millis * 1000 + 700));
  }

  private void streamFrame(long source, long millis, long offset, long length) {
    event(
        source,
        millis,
        "STREAM_FRAME_SENT",
        "'stream_id':0,'offset':'%d','length':%d,'fin':false".formatted(offset, length));
  }

  private void received(long source, long millis, long number) {
    event(source, millis, "PACKET_RECEIVED", "'size':40");
    event(
        source,
        millis,
        "UNAUTHENTICATED_PACKET_HEADER_RECEIVED",
        "'header_format':'IETF_QUIC_SHORT_HEADER_PACKET','packet_number':'%d'".formatted(number));
    event(source, millis, "PACKET_AUTHENTICATED", "");
  }

  private void ack(long source, long millis, String smallest, long largest, String missing) {
    event(
        source,
        millis,
        "ACK_FRAME_RECEIVED",
        "'delta_time_largest_observed_us':100,'largest_observed':%d%s,'missing_packets':[%s]"
            .formatted(
                largest, smallest.isEmpty() ? "" : ",'smallest_observed':" + smallest, missing));
  }

  @Test
  void sessionsThatAlternateAreConnectionsOfTheirOwn() {
    session(7, "aaaaaaaaaaaaaaaa");
    session(9, "bbbbbbbbbbbbbbbb");
    streamFrame(7, 1001, 0, 500);
    streamFrame(9, 1001, 0, 900);
    sent(7, 1001, 1);
    sent(9, 1001, 1);
    received(7, 1021, 1);
    received(9, 1041, 1);
    ack(7, 1021, "1", 1, "");
    ack(9, 1041, "1", 1, "");

    List<ConnectionSummary> connections = analyze().connections();

    assertThat(connections)
        .extracting(ConnectionSummary::connectionId)
        .containsExactly("aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb");
    assertThat(connections)
        .extracting(connection -> connection.retransmit().orElseThrow().streamBytesSent())
        .containsExactly(500L, 900L);
    assertThat(connections)
        .extracting(connection -> connection.rtt().orElseThrow().minNanos())
        .containsExactly(20_000_000L, 40_000_000L);
    assertThat(connections).allMatch(connection -> connection.flags().isEmpty());
  }

  @Test
  void aPacketFoundLostBeforeTheAcknowledgmentThatToldIsLostAfterIt() {
    session(7, "aaaaaaaaaaaaaaaa");
    for (int number = 1; number <= 5; number++) {
      streamFrame(7, 1000 + number, 1000L * number, 1000);
      sent(7, 1000 + number, number);
    }
    received(7, 1050, 1);
    event(7, 1051, "PACKET_LOST", "'packet_number':'2','detection_time_us':'1051000'");
    ack(7, 1051, "1", 5, "2");
    streamFrame(7, 1051, 2000, 1000);
    sent(7, 1051, 6);

    ConnectionSummary connection = Qlogs.only(analyze());
    LossSummary loss = connection.loss().orElseThrow();

    assertThat(loss.declared()).isEqualTo(1);
    assertThat(loss.spurious()).hasValue(0);
    assertThat(loss.unresolved()).hasValue(1);
    assertThat(connection.retransmit().orElseThrow().streamBytesRetransmitted()).isEqualTo(1000);
    assertThat(connection.rtt().orElseThrow().maxNanos()).isEqualTo(45_000_000);
    assertThat(connection.flags()).doesNotContain(Flag.CLOCK_WENT_BACKWARDS);
  }

  @Test
  void manyPacketsFoundLostAtOnceDoNotPartAnAcknowledgmentFromItsPacket() {
    session(7, "aaaaaaaaaaaaaaaa");
    for (int number = 1; number <= 500; number++) {
      streamFrame(7, 1001, 1000L * number, 1000);
      sent(7, 1001, number);
    }
    received(7, 1050, 1);
    for (int number = 1; number < 400; number++) {
      event(7, 1050, "PACKET_LOST", "'packet_number':%d".formatted(number));
    }
    ack(7, 1050, "400", 500, "");

    ConnectionSummary connection = Qlogs.only(analyze());

    assertThat(connection.loss().orElseThrow().declared()).isEqualTo(399);
    assertThat(connection.loss().orElseThrow().unresolved()).hasValue(0);
    assertThat(connection.rtt().orElseThrow().samples()).isEqualTo(1);
  }

  @Test
  void acknowledgmentsWithoutTheirSmallestNumberCoverWhatFollowsTheOneBefore() {
    session(7, "aaaaaaaaaaaaaaaa");
    for (int number = 1; number <= 9; number++) {
      streamFrame(7, 1001, 1000L * number, 1000);
      sent(7, 1001, number);
    }
    received(7, 1050, 1);
    ack(7, 1050, "", 3, "");
    received(7, 1050, 2);
    ack(7, 1050, "", 9, "'5'");

    LossSummary loss = Qlogs.only(analyze()).loss().orElseThrow();

    assertThat(loss.inferred()).hasValue(1);
    assertThat(loss.unresolved()).hasValue(0);
  }

  @Test
  void framesOfAnInitialPacketThatIsPaddedLaterCountOnce() {
    String crypto = "'encryption_level':'ENCRYPTION_INITIAL','offset':%d,'data_length':%d";
    String sent =
        "'encryption_level':'ENCRYPTION_INITIAL','packet_number':%d,'size':1000,'sent_time_us':1001000";
    String coalesced =
        "'info':'total_length: 1250 padding_size: 250 packets: {ENCRYPTION_INITIAL}'";
    session(7, "aaaaaaaaaaaaaaaa");
    event(7, 1001, "CRYPTO_FRAME_SENT", crypto.formatted(0, 900));
    event(7, 1001, "PACKET_SENT", sent.formatted(1));
    // The next packet has begun when the first one is made again with its padding.
    event(7, 1001, "CRYPTO_FRAME_SENT", crypto.formatted(900, 300));
    event(7, 1001, "CRYPTO_FRAME_SENT", crypto.formatted(0, 900));
    event(7, 1001, "PADDING_FRAME_SENT", "'num_padding_bytes':250");
    event(7, 1001, "COALESCED_PACKET_SENT", coalesced);
    event(7, 1001, "PACKET_SENT", sent.formatted(2));
    event(7, 1001, "CRYPTO_FRAME_SENT", crypto.formatted(900, 300));
    event(7, 1001, "PADDING_FRAME_SENT", "'num_padding_bytes':250");
    event(7, 1001, "COALESCED_PACKET_SENT", coalesced);
    event(7, 1002, "ACK_FRAME_SENT", "'largest_observed':0,'smallest_observed':0");
    sent(7, 1002, 3);

    ConnectionSummary connection = Qlogs.only(analyze());

    assertThat(connection.retransmit().orElseThrow().cryptoBytesSent()).isEqualTo(1200);
    assertThat(connection.retransmit().orElseThrow().cryptoBytesRetransmitted()).isZero();
    assertThat(connection.packets().orElseThrow().sentBytes()).hasValue(1250 + 1250 + 1250);
    assertThat(connection.loss().orElseThrow().sentInFlight()).isEqualTo(2);
  }

  @Test
  void aStreamFrameThatGrewBeforeItLeftIsAsLongAsInTheEnd() {
    session(7, "aaaaaaaaaaaaaaaa");
    streamFrame(7, 1001, 0, 1);
    event(7, 1001, "STREAM_FRAME_COALESCED", "'stream_id':0,'offset':0,'length':413,'fin':true");
    sent(7, 1001, 1);

    assertThat(Qlogs.only(analyze()).retransmit().orElseThrow().streamBytesSent()).isEqualTo(413);
  }

  @Test
  void packetsOfOneDatagramShareItsBytes() {
    session(7, "aaaaaaaaaaaaaaaa");
    event(7, 1001, "PACKET_RECEIVED", "'size':1200");
    event(
        7,
        1001,
        "UNAUTHENTICATED_PACKET_HEADER_RECEIVED",
        "'header_format':'IETF_QUIC_LONG_HEADER_PACKET','long_header_type':'HANDSHAKE','packet_number':0");
    event(7, 1001, "UNAUTHENTICATED_PACKET_HEADER_RECEIVED", "'packet_number':0");
    event(7, 1001, "PING_FRAME_RECEIVED", "");

    ConnectionSummary connection = Qlogs.only(analyze());

    assertThat(connection.packets().orElseThrow().received()).isEqualTo(2);
    assertThat(connection.packets().orElseThrow().receivedDuplicate()).isZero();
    assertThat(connection.packets().orElseThrow().receivedBytes()).hasValue(1200);
  }

  @Test
  void packetsThatCannotBeDecryptedAreNotReceived() {
    session(7, "aaaaaaaaaaaaaaaa");
    event(7, 1001, "PACKET_RECEIVED", "'size':100");
    event(7, 1001, "BUFFERED_UNDECRYPTABLE_PACKET", "'encryption_level':'ENCRYPTION_HANDSHAKE'");
    event(7, 1002, "PACKET_RECEIVED", "'size':52");
    event(7, 1002, "DROPPED_UNDECRYPTABLE_PACKET", "'encryption_level':'ENCRYPTION_INITIAL'");
    event(7, 1003, "UNAUTHENTICATED_PACKET_HEADER_RECEIVED", "'packet_number':0");
    event(7, 1003, "PACKET_AUTHENTICATED", "");
    received(7, 1004, 1);
    received(7, 1005, 1);

    ConnectionSummary connection = Qlogs.only(analyze());

    assertThat(connection.packets().orElseThrow().received()).isEqualTo(2);
    assertThat(connection.packets().orElseThrow().receivedDuplicate()).isEqualTo(1);
    assertThat(connection.packets().orElseThrow().dropped()).isEqualTo(1);
    assertThat(connection.packets().orElseThrow().receivedBytes()).hasValue(100 + 40 + 40);
  }

  @Test
  void aSessionWhoseBeginningIsNotInTheLogIsNamedByItsSource() {
    sent(42, 1001, 1);

    ConnectionSummary connection = Qlogs.only(analyze());

    assertThat(connection.connectionId()).isEqualTo("source 42");
    assertThat(connection.startTime().orElseThrow().toEpochMilli()).isEqualTo(1_700_000_001_001L);
  }

  @Test
  void aNetlogWithoutQuicHasNoConnection() {
    event(3, 1001, "REQUEST_ALIVE", 1, "'host':'example.org'");

    Qlogs.Analysis source = analyze();

    assertThat(source.connections()).isEmpty();
    assertThat(source.summary().status()).isEqualTo(Status.READ);
    assertThat(source.problems()).anyMatch(problem -> problem.contains("without QUIC sessions"));
  }

  @Test
  void aDamagedEventLosesOnlyItself() {
    session(7, "aaaaaaaaaaaaaaaa");
    for (int number = 1; number <= 20; number++) {
      streamFrame(7, 1001, 1000L * number, 1000);
      sent(7, 1001, number);
    }
    String log = netlog().replace("\"packet_number\":7,", "\"packet_number:7,");

    ConnectionSummary connection = Qlogs.only(Qlogs.analyze(log.getBytes(StandardCharsets.UTF_8)));

    assertThat(connection.packets().orElseThrow().sent()).isEqualTo(19);
    assertThat(connection.flags()).contains(Flag.CORRUPT_RECORDS);
  }

  @Test
  void anotherFileMayFollow() {
    session(7, "aaaaaaaaaaaaaaaa");
    sent(7, 1001, 1);
    String log = netlog() + Qlogs.HEADER + "\n" + String.join("\n", Qlogs.exchange()) + "\n";

    List<ConnectionSummary> connections =
        Qlogs.analyze(log.getBytes(StandardCharsets.UTF_8)).connections();

    assertThat(connections).hasSize(2);
    Qlogs.expectExchange(connections.get(1));
  }

  @Test
  void aRealNetlogCutAnywhereGivesWhatIsBefore() throws IOException {
    byte[] log = real();
    Random random = new Random(1);
    long packets = 0;
    for (int length = 0; length <= log.length; length += 1 + random.nextInt(log.length / 25)) {
      List<ConnectionSummary> connections = Qlogs.analyze(Arrays.copyOf(log, length)).connections();
      if (connections.isEmpty()) {
        assertThat(packets).isZero();
        continue;
      }
      ConnectionSummary connection = Qlogs.only(Qlogs.analyze(Arrays.copyOf(log, length)));
      assertThat(connection.flags()).doesNotContain(Flag.CORRUPT_RECORDS);
      if (connection.packets().isPresent()) {
        long sent = connection.packets().orElseThrow().sent();
        assertThat(sent).isGreaterThanOrEqualTo(packets);
        packets = sent;
      }
    }
    assertThat(packets).isGreaterThan(70);
  }

  @Test
  void noDamageOfARealNetlogIsTooMuch() throws IOException {
    byte[] log = real();
    Random random = new Random(2);
    for (int round = 0; round < 20; round++) {
      byte[] damaged = log.clone();
      for (int i = 0; i < 1 + round; i++) {
        damaged[random.nextInt(log.length)] = (byte) random.nextInt(256);
      }
      assertThatCode(() -> Qlogs.analyze(damaged)).doesNotThrowAnyException();
    }
  }

  @Test
  void absurdNumbersAreBorne() {
    String[] absurd = {"-1", "9223372036854775807", "1e300", "'x'", "null", "[]", "{}", "'9e18'"};
    for (int round = 0; round < 200; round++) {
      Random random = new Random(round);
      events.clear();
      for (int i = 0; i < 60; i++) {
        String type = TYPES.get(1 + random.nextInt(TYPES.size() - 1));
        List<String> params = new ArrayList<>();
        for (String name :
            List.of(
                "packet_number",
                "size",
                "sent_time_us",
                "offset",
                "length",
                "stream_id",
                "largest_observed",
                "smallest_observed",
                "delta_time_largest_observed_us",
                "info",
                "encryption_level")) {
          params.add("'%s':%s".formatted(name, absurd[random.nextInt(absurd.length)]));
        }
        params.add("'missing_packets':[3,1,9223372036854775807,-5,2]");
        event(random.nextInt(3), 1000 + i, type, random.nextInt(3), String.join(",", params));
      }

      Qlogs.Analysis source = analyze();

      assertThat(source.problems()).noneMatch(problem -> problem.contains("mistake of this"));
    }
  }

  @Test
  void moreSessionsThanAreKeptOpenAreAllCounted() {
    for (int session = 0; session < 2000; session++) {
      session(session, "%016x".formatted(session));
      streamFrame(session, 1001, 0, 100);
      sent(session, 1001, 1);
      received(session, 1021, 1);
      ack(session, 1021, "1", 1, "");
    }

    List<ConnectionSummary> connections = analyze().connections();

    assertThat(connections).hasSize(2000);
    assertThat(connections)
        .allMatch(connection -> connection.rtt().map(RttSummary::samples).orElse(0L) == 1);
  }

  @Test
  void aSessionThatWasSilentKeepsItsName() {
    for (int session = 0; session < 300; session++) {
      session(session, "%016x".formatted(session));
      sent(session, 1001, 1);
    }
    for (int session = 0; session < 300; session++) {
      sent(session, 1002, 2);
    }

    assertThat(analyze().connections())
        .hasSize(300)
        .allMatch(connection -> connection.packets().orElseThrow().sent() == 2);
  }

  private static byte[] real() throws IOException {
    Path log =
        Qlogs.root()
            .resolve("qlog-analyzer/src/test/resources/netlog/chromium__clean__client.json.gz");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(log))) {
      return in.readAllBytes();
    }
  }
}
