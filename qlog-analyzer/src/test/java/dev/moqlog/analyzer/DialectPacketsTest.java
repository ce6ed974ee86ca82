package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary.Flag;
import dev.moqlog.analyzer.summary.RttSummary;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.FrameType;
import dev.moqlog.vocabulary.PacketNumberSpace;
import dev.moqlog.vocabulary.VantagePoint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What single stacks write differently about packets and their frames. */
class DialectPacketsTest {

  private static String event(double time, String name, String data) {
    return Qlogs.json("{'time':%s,'name':'%s','data':{%s}}".formatted(time, name, data));
  }

  private static String log(String... records) {
    return Qlogs.sequence(Qlogs.HEADER) + Qlogs.sequence(records);
  }

  private static ConnectionSummary connection(String... records) {
    return Qlogs.only(Qlogs.analyze(log(records)));
  }

  /** What one event says. */
  @FunctionalInterface
  private interface Question {
    Object of(QlogEvent event);
  }

  private static Object ask(String event, Question question) {
    List<Object> answers = new ArrayList<>();
    Qlogs.events(log(event), each -> answers.add(question.of(each)));
    assertThat(answers).hasSize(1);
    return answers.get(0);
  }

  private static String header(long number) {
    return "'header':{'packet_type':'1RTT','packet_number':%d}".formatted(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'header':{'packet_type':'1RTT','packet_number':1},'raw':{'length':130}",
        "'header':{'packet_type':'1RTT','packet_number':1,'packet_size':130}",
        "'header':{'packet_type':'1RTT','packet_number':1,'length':130}",
        "'header':{'packet_type':'1RTT','packet_number':1,'length':7,'packet_size':130}",
        "'header':{'packet_type':'1RTT','packet_number':1,'length':7},'raw':{'length':130}",
        "'header':{'packet_type':'1RTT','packet_number':1},'packet_size':'130'",
        "'header':{'packet_type':'1RTT','packet_number':1},'size':130"
      })
  void placesOfThePacketSize(String data) {
    assertThat(ask(event(1, "quic:packet_sent", data), event -> event.packet().lengthBytes()))
        .isEqualTo(130L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'stream_id':4", "'stream_id':'4'", "'id':4", "'id':'4'"})
  void namesAndTypesOfTheStreamId(String id) {
    String packet =
        event(
            1,
            "quic:packet_sent",
            header(0) + ",'frames':[{'frame_type':'stream',%s}]".formatted(id));

    assertThat(ask(packet, event -> event.frames().streamId(0))).isEqualTo(4L);
  }

  @ParameterizedTest
  @CsvSource({"ack,''", "ack_ecn,ecn_", "ack_receive_timestamps,ecn_", "ACK,''", "ack_extended,''"})
  void namesOfAcknowledgmentsAndTheirEcnCounts(String type, String prefix) {
    String ack =
        "{'frame_type':'%s','acked_ranges':[[0,3]],'%2$sect0':3,'%2$sect1':0,'%2$sce':1}"
            .formatted(type, prefix);
    String packet = event(1, "quic:packet_received", header(0) + ",'frames':[%s]".formatted(ack));

    assertThat(ask(packet, event -> event.frames().isAck(0))).isEqualTo(true);
    assertThat(ask(packet, event -> event.frames().ect0())).isEqualTo(3L);
    assertThat(ask(packet, event -> event.frames().ce())).isEqualTo(1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"path_ack", "ack_mp", "mp_ack", "PATH_ACK", "path_ack_ecn"})
  void namesOfTheAcknowledgmentOfAPath(String type) {
    String packet =
        event(
            1,
            "quic:packet_received",
            header(0)
                + ",'frames':[{'frame_type':'%s','path_id':2,'acked_ranges':[[0,3]]}]"
                    .formatted(type));

    assertThat(ask(packet, event -> event.frames().type(0))).isEqualTo(FrameType.PATH_ACK);
    assertThat(ask(packet, event -> event.frames().pathId(0))).isEqualTo(2L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'0'", "'1'", "0", "true", "false"})
  void anyKindOfKeyPhaseBit(String bit) {
    String packet =
        event(
            1,
            "transport:packet_sent",
            "'header':{'packet_type':'1RTT','key_phase_bit':%s,'packet_number':5}".formatted(bit));

    assertThat(ask(packet, event -> event.packet().number())).isEqualTo(5L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"retry", "RETRY", "version_negotiation", "stateless_reset"})
  void aPacketNumberOfAPacketThatHasNone(String type) {
    ConnectionSummary connection =
        connection(
            event(
                1,
                "transport:packet_received",
                "'header':{'packet_type':'%s','packet_number':0}".formatted(type)),
            event(
                1,
                "transport:packet_received",
                "'header':{'packet_type':'%s','packet_number':0}".formatted(type)));

    assertThat(connection.packets().orElseThrow().received()).isZero();
    assertThat(connection.packets().orElseThrow().receivedDuplicate()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"transport", "unknown", "endpoint", ""})
  void aVantagePointThatIsNone(String type) {
    String log =
        Qlogs.sequence(
            Qlogs.HEADER.replace("client", type),
            event(
                1,
                "transport:packet_sent",
                "'header':{'packet_type':'initial','packet_number':0}"));

    assertThat(Qlogs.only(Qlogs.analyze(log)).vantagePoint()).isEqualTo(VantagePoint.CLIENT);
  }

  @Test
  void aPacketThatLeavesLaterThanItIsLogged() {
    RttSummary rtt =
        connection(
                event(
                    10,
                    "quic:packet_sent",
                    header(0) + ",'send_at_time':30.5,'frames':[{'frame_type':'ping'}]"),
                Qlogs.received(60.5, 0, Qlogs.ack(0, 0)))
            .rtt()
            .orElseThrow();

    assertThat(rtt.minNanos()).isEqualTo(30_000_000);
  }

  @Test
  void manyEventsAtTheSameTime() {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      // As single precision leaves of times an hour into a log.
      events.add(Qlogs.sent(3600000.25, i, Qlogs.stream(0, i, 1)));
    }
    events.add(Qlogs.received(3600000.25, 0, Qlogs.ack(0, 7)));

    ConnectionSummary connection = connection(events.toArray(String[]::new));

    assertThat(connection.flags()).doesNotContain(Flag.CLOCK_WENT_BACKWARDS);
    assertThat(connection.durationNanos()).hasValue(0);
    assertThat(connection.loss().orElseThrow().unresolved()).hasValue(0);
  }

  @Test
  void packetNumbersThatAreSkippedAreNoLoss() {
    ConnectionSummary connection =
        connection(
            Qlogs.sent(0, 0, Qlogs.stream(0, 0, 1)),
            Qlogs.sent(0, 2, Qlogs.stream(0, 1, 1)),
            Qlogs.sent(0, 9, Qlogs.stream(0, 2, 1)),
            Qlogs.received(9, 3, Qlogs.ack(0, 0).replace("[[0,0]]", "[[0],[2],[9]]")),
            Qlogs.received(9, 5));

    assertThat(connection.loss().orElseThrow().inferred()).hasValue(0);
    assertThat(connection.packets().orElseThrow().received()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"reset_stream_at,RESET_STREAM_AT", "reset_stream,RESET_STREAM", "unknown,OTHER"})
  void resetsWithAReliableSize(String name, FrameType type) {
    String packet =
        event(
            1,
            "quic:packet_sent",
            header(0)
                + ",'frames':[{'frame_type':'%s','stream_id':4,'error_code':7,'reliable_size':9}]"
                    .formatted(name));

    assertThat(ask(packet, event -> event.frames().type(0))).isEqualTo(type);
    assertThat(ask(packet, event -> event.frames().value(0))).isEqualTo(7L);
    assertThat(ask(packet, event -> event.frames().ackEliciting())).isEqualTo(true);
  }

  @ParameterizedTest
  @CsvSource({
    "InitialSpace,INITIAL",
    "HandshakeSpace,HANDSHAKE",
    "AppDataSpace,APPLICATION_DATA",
    "initial,INITIAL",
    "0,INITIAL",
    "1,HANDSHAKE",
    "2,APPLICATION_DATA"
  })
  void namesOfThePacketNumberSpace(String name, PacketNumberSpace space) {
    String acked =
        event(1, "quic:packet_ack", "'packet_num_space':'%s','packet_num':3".formatted(name));

    assertThat(ask(acked, QlogEvent::type)).isEqualTo(EventType.PACKETS_ACKED);
    assertThat(ask(acked, event -> event.packet().space())).isEqualTo(space);
    assertThat(ask(acked, event -> event.packet().number())).isEqualTo(3L);
  }

  @Test
  void eventsAreKnownByTheirNamesWhateverTheSchemasSay() {
    String header =
        Qlogs.HEADER.replace(
            "\"trace\":{",
            "\"event_schemas\":[\"urn:x\"],\"trace\":{\"event_schemas\":[\"urn:ietf:params:qlog:events:quic-12\"],");
    List<String> records = new ArrayList<>(Qlogs.exchange());
    records.add(0, header);

    Qlogs.expectWholeExchange(
        Qlogs.only(Qlogs.analyze(Qlogs.sequence(records.toArray(String[]::new)))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AAAAAAAAACo=", "0x1f:2e", "a b", "a:b/c"})
  void identifiersOfAnyKind(String id) {
    String log =
        Qlogs.sequence(
                Qlogs.HEADER.replace(
                    "\"common_fields\":{", "\"common_fields\":{\"group_id\":\"" + id + "\","))
            + Qlogs.sequence(Qlogs.sent(1, 0));

    assertThat(Qlogs.only(Qlogs.analyze(log)).connectionId()).isEqualTo(id);
  }
}
