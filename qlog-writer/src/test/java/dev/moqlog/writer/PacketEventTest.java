package dev.moqlog.writer;

import static dev.moqlog.writer.Recording.START;
import static dev.moqlog.writer.Recording.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.PacketType;
import dev.moqlog.vocabulary.Profile;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A packet's header, what belongs to the packet as a whole, and the order of calls. */
class PacketEventTest {

  private static final byte[] ID = {0x0a, (byte) 0xff};

  @TempDir Path directory;

  private Recording record(Profile profile, Consumer<QlogTrace> events) {
    return Recording.of(directory, builder -> builder.profile(profile), events);
  }

  private JsonNode data(Consumer<QlogTrace> event) {
    JsonNode ietf = record(Profile.IETF, event).data();
    assertThat(record(Profile.QVIS, event).data()).isEqualTo(ietf);
    return ietf;
  }

  private JsonNode sent(Consumer<PacketEvent> parts) {
    return data(
        trace -> {
          PacketEvent event = trace.packetSent(START, PacketType.ONE_RTT, 7);
          parts.accept(event);
          event.commit();
        });
  }

  @ParameterizedTest
  @EnumSource
  void theWholeEventIsAsTheFormatHasIt(Profile profile) {
    Recording recording =
        record(
            profile,
            trace ->
                trace
                    .packetSent(START + 412_345, PacketType.INITIAL, 0)
                    .dcid(ID)
                    .scid(new byte[0])
                    .version(1)
                    .length(1252)
                    .trigger("pto_probe")
                    .mtuProbe()
                    .ping()
                    .commit());
    String name = profile == Profile.QVIS ? "transport:packet_sent" : "quic:packet_sent";
    assertThat(recording.only())
        .isEqualTo(
            json(
                "{'time':0.412,'name':'"
                    + name
                    + "','data':{'header':{'packet_type':'initial','packet_number':0,"
                    + "'dcid':'0aff','scid':'','version':'00000001'},"
                    + "'frames':[{'frame_type':'ping'}],'raw':{'length':1252},"
                    + "'is_mtu_probe_packet':true,'trigger':'pto_probe'}}"));
  }

  @ParameterizedTest
  @EnumSource
  void everyTypeOfPacketHasItsName(PacketType type) {
    assertThat(data(trace -> trace.packetReceived(START, type, 3).commit()))
        .isEqualTo(json("{'header':{'packet_type':'" + type.qlogName() + "','packet_number':3}}"));
  }

  @Test
  void aPacketWithoutANumberHasNone() {
    assertThat(
            data(
                trace ->
                    trace
                        .packetReceived(START, PacketType.RETRY, PacketEvent.NO_NUMBER)
                        .length(100)
                        .commit()))
        .isEqualTo(json("{'header':{'packet_type':'retry'},'raw':{'length':100}}"));
  }

  @Test
  void aPacketWithoutFramesHasNoListOfThem() {
    assertThat(sent(packet -> {}).has("frames")).isFalse();
    assertThat(sent(packet -> packet.length(40).trigger("x")).has("frames")).isFalse();
  }

  @Test
  void aVersionIsEightDigits() {
    assertThat(sent(packet -> packet.version(0xff00001d)).at("/header/version").asText())
        .isEqualTo("ff00001d");
  }

  @Test
  void whatBelongsToTheHeaderIsIgnoredBehindAFrame() {
    assertThat(sent(packet -> packet.ping().dcid(ID).scid(ID).version(1)))
        .isEqualTo(
            json(
                "{'header':{'packet_type':'1RTT','packet_number':7},"
                    + "'frames':[{'frame_type':'ping'}]}"));
  }

  @Test
  void rangesAndCountsBelongToTheAcknowledgmentBeforeThem() {
    assertThat(
            sent(
                packet ->
                    packet
                        .range(1, 2)
                        .ecnCounts(1, 2, 3)
                        .ping()
                        .range(1, 2)
                        .ack(0)
                        .range(5, 6)
                        .ecnCounts(1, 2, 3)
                        .range(8, 9)
                        .ecnCounts(4, 5, 6)))
        .isEqualTo(
            json(
                "{'header':{'packet_type':'1RTT','packet_number':7},"
                    + "'frames':[{'frame_type':'ping'},{'frame_type':'ack','ack_delay':0.000,"
                    + "'acked_ranges':[[5,6]],'ect0':1,'ect1':2,'ce':3}]}"));
  }

  @Test
  void sizeAndTriggerComeAnywhere() {
    JsonNode early = sent(packet -> packet.length(99).trigger("pto_probe").ping());
    JsonNode late = sent(packet -> packet.ping().trigger("pto_probe").length(99));
    assertThat(late).isEqualTo(early);
    assertThat(early.at("/raw/length").asInt()).isEqualTo(99);
  }

  @Test
  void nothingOfOneEventIsLeftInTheNext() {
    Recording recording =
        record(
            Profile.QVIS,
            trace -> {
              trace
                  .packetSent(START, PacketType.ONE_RTT, 1)
                  .length(9)
                  .trigger("t")
                  .mtuProbe()
                  .ack(0)
                  .commit();
              trace.packetSent(START, PacketType.ONE_RTT, 2).commit();
            });
    assertThat(recording.events().get(1).get("data"))
        .isEqualTo(json("{'header':{'packet_type':'1RTT','packet_number':2}}"));
  }

  @Test
  void anEventThatIsNotCommittedIsNotWritten() {
    assertThat(
            data(
                trace -> {
                  trace.packetSent(START, PacketType.ONE_RTT, 1).ping();
                  trace.packetSent(START, PacketType.ONE_RTT, 2).commit();
                }))
        .isEqualTo(json("{'header':{'packet_type':'1RTT','packet_number':2}}"));
  }

  @Test
  void twoEventsCanBeRecordedAtOnce() {
    Recording recording =
        record(
            Profile.QVIS,
            trace -> {
              PacketEvent first = trace.packetSent(START, PacketType.ONE_RTT, 1);
              PacketEvent second = trace.packetSent(START, PacketType.ONE_RTT, 2).ping();
              first.ping().commit();
              second.commit();
            });
    assertThat(recording.events()).hasSize(2);
    assertThat(recording.events().get(0).at("/data/header/packet_number").asInt()).isEqualTo(1);
  }

  @Test
  void aLostPacketSaysWhy() {
    assertThat(
            data(
                trace ->
                    trace
                        .packetLost(START, PacketType.ZERO_RTT, 6)
                        .trigger("reordering_threshold")
                        .commit()))
        .isEqualTo(
            json(
                "{'header':{'packet_type':'0RTT','packet_number':6},"
                    + "'trigger':'reordering_threshold'}"));
  }

  @ParameterizedTest
  @EnumSource(
      value = EventType.class,
      names = {"PACKET_DROPPED", "PACKET_BUFFERED"})
  void framesOfAPacketThatWasNotReadAreNotWritten(EventType type) {
    assertThat(
            data(
                trace -> {
                  PacketEvent event =
                      type == EventType.PACKET_DROPPED
                          ? trace.packetDropped(START, PacketType.HANDSHAKE, 1)
                          : trace.packetBuffered(START, PacketType.HANDSHAKE, 1);
                  event.length(50).crypto(0, 5).ack(0).range(1, 2).trigger("keys").commit();
                }))
        .isEqualTo(
            json(
                "{'header':{'packet_type':'handshake','packet_number':1},'raw':{'length':50},"
                    + "'trigger':'keys'}"));
  }

  @Test
  void idsThatAreNotKnownAreLeftOut() {
    JsonNode data =
        sent(
            packet ->
                packet.dcid(null).scid(null).newConnectionId(1, 0, null).retireConnectionId(0));

    assertThat(data.get("header")).isEqualTo(json("{'packet_type': '1RTT', 'packet_number': 7}"));
    assertThat(data.get("frames").get(0))
        .isEqualTo(
            json(
                "{'frame_type': 'new_connection_id', 'sequence_number': 1, 'retire_prior_to': 0}"));
  }
}
