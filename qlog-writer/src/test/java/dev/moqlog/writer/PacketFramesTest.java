package dev.moqlog.writer;

import static dev.moqlog.writer.Recording.START;
import static dev.moqlog.writer.Recording.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moqlog.vocabulary.PacketType;
import dev.moqlog.vocabulary.Profile;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of frame, in the names of both profiles. */
class PacketFramesTest {

  private static final byte[] NEW_ID = {(byte) 0xde, (byte) 0xad, 0, 1};

  @TempDir Path directory;

  /** Frames that a packet is given, and how each profile writes them. */
  private record Case(UnaryOperator<PacketEvent> frames, String qvis, String ietf) {

    static Case same(UnaryOperator<PacketEvent> frames, String both) {
      return new Case(frames, both, both);
    }
  }

  private void check(List<Case> cases) {
    for (Profile profile : Profile.values()) {
      Recording recording =
          Recording.of(
              directory,
              builder -> builder.profile(profile),
              trace ->
                  cases.forEach(
                      one ->
                          one.frames
                              .apply(trace.packetSent(START, PacketType.ONE_RTT, 7))
                              .commit()));
      assertThat(recording.events()).hasSameSizeAs(cases);
      for (int i = 0; i < cases.size(); i++) {
        JsonNode event = recording.events().get(i);
        String frames = profile == Profile.QVIS ? cases.get(i).qvis : cases.get(i).ietf;
        assertThat(event.get("name").asText())
            .isEqualTo(profile == Profile.QVIS ? "transport:packet_sent" : "quic:packet_sent");
        assertThat(event.get("data"))
            .isEqualTo(
                json(
                    "{'header':{'packet_type':'1RTT','packet_number':7},'frames':["
                        + frames
                        + "]}"));
      }
    }
  }

  @Test
  void framesWithDataHaveALengthOfTheirOwnInTheOlderNames() {
    check(
        List.of(
            new Case(
                packet -> packet.stream(3, 0, 1200, false),
                "{'frame_type':'stream','stream_id':3,'offset':0,'length':1200,"
                    + "'raw':{'length':1200}}",
                "{'frame_type':'stream','stream_id':3,'offset':0,'raw':{'length':1200}}"),
            new Case(
                packet -> packet.stream(4_611_686_018_427_387_903L, 1L << 61, 0, true),
                "{'frame_type':'stream','stream_id':4611686018427387903,"
                    + "'offset':2305843009213693952,'fin':true,'length':0,'raw':{'length':0}}",
                "{'frame_type':'stream','stream_id':4611686018427387903,"
                    + "'offset':2305843009213693952,'fin':true,'raw':{'length':0}}"),
            new Case(
                packet -> packet.crypto(512, 300),
                "{'frame_type':'crypto','offset':512,'length':300,'raw':{'length':300}}",
                "{'frame_type':'crypto','offset':512,'raw':{'length':300}}"),
            new Case(
                packet -> packet.datagram(900),
                "{'frame_type':'datagram','length':900,'raw':{'length':900}}",
                "{'frame_type':'datagram','raw':{'length':900}}")));
  }

  @Test
  void acknowledgmentsHaveRangesAndEcnCounts() {
    check(
        List.of(
            Case.same(
                packet -> packet.ack(800_000).range(1, 5).range(7, 7),
                "{'frame_type':'ack','ack_delay':0.800,'acked_ranges':[[1,5],[7]]}"),
            Case.same(
                packet -> packet.ack(0).range(0, 0).ecnCounts(10, 1, 2),
                "{'frame_type':'ack','ack_delay':0.000,'acked_ranges':[[0]],"
                    + "'ect0':10,'ect1':1,'ce':2}"),
            Case.same(
                packet -> packet.ack(1_500).range(3, 4).ecnCounts(1, 0, 0).ping(),
                "{'frame_type':'ack','ack_delay':0.001,'acked_ranges':[[3,4]],"
                    + "'ect0':1,'ect1':0,'ce':0},{'frame_type':'ping'}"),
            Case.same(
                packet -> packet.ack(0).range(1, 1).ack(0).range(2, 2),
                "{'frame_type':'ack','ack_delay':0.000,'acked_ranges':[[1]]},"
                    + "{'frame_type':'ack','ack_delay':0.000,'acked_ranges':[[2]]}")));
  }

  @Test
  void framesWithoutMembersAreTheirType() {
    check(
        List.of(
            Case.same(PacketEvent::ping, "{'frame_type':'ping'}"),
            Case.same(PacketEvent::handshakeDone, "{'frame_type':'handshake_done'}"),
            Case.same(PacketEvent::newToken, "{'frame_type':'new_token'}"),
            Case.same(PacketEvent::pathChallenge, "{'frame_type':'path_challenge'}"),
            Case.same(PacketEvent::pathResponse, "{'frame_type':'path_response'}"),
            Case.same(packet -> packet.frame("ack_frequency"), "{'frame_type':'ack_frequency'}"),
            Case.same(
                packet -> packet.padding(1_100),
                "{'frame_type':'padding','raw':{'payload_length':1100}}")));
  }

  @Test
  void flowControlFramesHaveTheirLimits() {
    check(
        List.of(
            Case.same(packet -> packet.maxData(9), "{'frame_type':'max_data','maximum':9}"),
            Case.same(packet -> packet.dataBlocked(9), "{'frame_type':'data_blocked','limit':9}"),
            Case.same(
                packet -> packet.maxStreamData(4, 9),
                "{'frame_type':'max_stream_data','stream_id':4,'maximum':9}"),
            Case.same(
                packet -> packet.streamDataBlocked(4, 9),
                "{'frame_type':'stream_data_blocked','stream_id':4,'limit':9}"),
            Case.same(
                packet -> packet.maxStreams(true, 9),
                "{'frame_type':'max_streams','stream_type':'bidirectional','maximum':9}"),
            Case.same(
                packet -> packet.streamsBlocked(false, 9),
                "{'frame_type':'streams_blocked','stream_type':'unidirectional','limit':9}")));
  }

  @Test
  void connectionIdsAreGivenAndRetired() {
    check(
        List.of(
            Case.same(
                packet -> packet.newConnectionId(2, 1, NEW_ID),
                "{'frame_type':'new_connection_id','sequence_number':2,'retire_prior_to':1,"
                    + "'connection_id_length':4,'connection_id':'dead0001'}"),
            Case.same(
                packet -> packet.retireConnectionId(1),
                "{'frame_type':'retire_connection_id','sequence_number':1}")));
  }

  @Test
  void errorsOfTheApplicationAreNumbers() {
    check(
        List.of(
            new Case(
                packet -> packet.resetStream(5, 2, 1_000),
                "{'frame_type':'reset_stream','stream_id':5,'error_code':2,'final_size':1000}",
                "{'frame_type':'reset_stream','stream_id':5,'error':'unknown','error_code':2,"
                    + "'final_size':1000}"),
            new Case(
                packet -> packet.stopSending(5, 0),
                "{'frame_type':'stop_sending','stream_id':5,'error_code':0}",
                "{'frame_type':'stop_sending','stream_id':5,'error':'unknown','error_code':0}"),
            new Case(
                packet -> packet.connectionClose(true, 0x10, "bye"),
                "{'frame_type':'connection_close','error_space':'application','error_code':16,"
                    + "'reason':'bye'}",
                "{'frame_type':'connection_close','error_space':'application',"
                    + "'error':'unknown','error_code':16,'reason':'bye'}")));
  }

  @Test
  void errorsOfTheTransportHaveNames() {
    check(
        List.of(
            closed(0, "no_error"),
            closed(0xa, "protocol_violation"),
            closed(0x10, "no_viable_path"),
            closed(0x100, "crypto_error_0x100"),
            closed(0x128, "crypto_error_0x128"),
            closed(0x1ff, "crypto_error_0x1ff"),
            unnamed(0x11),
            unnamed(0x200),
            unnamed((1L << 62) - 1)));
  }

  private static Case closed(long code, String name) {
    String start = "{'frame_type':'connection_close','error_space':'transport',";
    return new Case(
        packet -> packet.connectionClose(false, code, null),
        start + "'error_code':'" + name + "'}",
        start + "'error':'" + name + "'}");
  }

  private static Case unnamed(long code) {
    String start = "{'frame_type':'connection_close','error_space':'transport',";
    return new Case(
        packet -> packet.connectionClose(false, code, ""),
        start + "'error_code':" + code + "}",
        start + "'error':'unknown','error_code':" + code + "}");
  }
}
