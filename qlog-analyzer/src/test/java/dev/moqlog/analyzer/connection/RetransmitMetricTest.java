package dev.moqlog.analyzer.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.Qlogs;
import dev.moqlog.analyzer.summary.RetransmitSummary;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetransmitMetricTest {

  private final RetransmitMetric metric = new RetransmitMetric();

  private void sends(String packetType, String... frames) {
    String event =
        "{'time':0,'name':'transport:packet_sent','data':{'header':{'packet_type':'%s','packet_number':0},'frames':[%s]}}"
            .formatted(packetType, String.join(",", frames));
    Qlogs.events(
        Qlogs.sequence(Qlogs.HEADER, Qlogs.json(event)),
        each -> metric.sent(each.frames(), each.packet().space()));
  }

  private void sends(String frame) {
    sends("1RTT", frame);
  }

  private static String crypto(long offset, long length) {
    return "{'frame_type':'crypto','offset':%d,'length':%d}".formatted(offset, length);
  }

  private void expectStream(long sent, long again) {
    assertThat(metric.summary()).isEqualTo(new RetransmitSummary(sent, again, 0, 0));
  }

  @Test
  void dataOfUnnamedStreamsCannotBeCompared() {
    sends("{'frame_type':'stream','offset':0,'length':100}");
    sends("{'frame_type':'stream','offset':0,'length':100}");
    expectStream(0, 0);
    assertThat(metric.missingLengths()).isTrue();
  }

  @Test
  void newDataIsNotSentAgain() {
    sends(Qlogs.stream(0, 0, 100));
    sends(Qlogs.stream(0, 100, 50));
    sends(Qlogs.stream(4, 0, 100));
    expectStream(250, 0);
  }

  @Test
  void onlyTheOverlapOfAFrameIsSentAgain() {
    sends(Qlogs.stream(0, 100, 100));
    sends(Qlogs.stream(0, 50, 100));
    expectStream(200, 50);
    sends(Qlogs.stream(0, 0, 300));
    expectStream(500, 200);
  }

  @Test
  void dataSentAThirdTimeCountsAgain() {
    for (int i = 0; i < 3; i++) {
      sends(Qlogs.stream(0, 0, 100));
    }
    expectStream(300, 200);
  }

  @Test
  void framesWithoutDataHaveNoBytes() {
    sends(Qlogs.stream(0, 0, 100));
    sends(Qlogs.stream(0, 100, 0));
    sends(Qlogs.stream(0, 100, 0));
    expectStream(100, 0);
    assertThat(metric.missingLengths()).isFalse();
  }

  @Test
  void aFrameWithoutLengthIsToldNotGuessed() {
    sends("{'frame_type':'stream','stream_id':0,'offset':0}");
    expectStream(0, 0);
    assertThat(metric.missingLengths()).isTrue();
  }

  @Test
  void anOffsetLeftOutIsZero() {
    sends("{'frame_type':'stream','stream_id':0,'length':10}");
    sends(Qlogs.stream(0, 5, 10));
    expectStream(20, 5);
  }

  @Test
  void theLengthMayStandInRaw() {
    sends("{'frame_type':'stream','stream_id':0,'offset':0,'raw':{'length':10}}");
    sends("{'frame_type':'stream','stream_id':0,'offset':10,'raw':{'payload_length':5}}");
    sends("{'frame_type':'stream','stream_id':'0','offset':'0','length':'3'}");
    sends("{'frame_type':'stream','id':0,'offset':0,'length':1}");
    expectStream(19, 4);
  }

  @Test
  void cryptoDataIsKeptApartByPacketNumberSpace() {
    sends("initial", crypto(0, 300));
    sends("handshake", crypto(0, 500));
    sends("1RTT", crypto(0, 200));
    sends("initial", crypto(100, 300));
    assertThat(metric.summary()).isEqualTo(new RetransmitSummary(0, 0, 1_300, 200));
  }

  @Test
  void zeroRttDataSentAgainIn1RttCounts() {
    sends("0RTT", Qlogs.stream(0, 0, 100));
    sends("1RTT", Qlogs.stream(0, 0, 100));
    expectStream(200, 100);
  }

  @Test
  void otherFramesWithOffsetsAndLengthsDoNotCount() {
    sends("{'frame_type':'datagram','length':100}");
    sends("{'frame_type':'new_token','length':100}");
    expectStream(0, 0);
  }

  @Test
  void dataBehindTheLastByteOfAStreamIsNotCounted() {
    sends(Qlogs.stream(0, (1L << 62) - 1, 100));
    sends(Qlogs.stream(0, Long.MAX_VALUE, Long.MAX_VALUE));
    expectStream(0, 0);
    assertThat(metric.missingLengths()).isTrue();
  }

  @Test
  void randomFramesMatchSetsOfBytes() {
    Random random = new Random(6);
    Map<Integer, BitSet> model = new HashMap<>();
    long sent = 0;
    long again = 0;
    for (int i = 0; i < 2_000; i++) {
      int id = random.nextInt(5) * 4;
      int offset = random.nextInt(5_000);
      int length = random.nextInt(200);
      sends(Qlogs.stream(id, offset, length));
      BitSet bytes = model.computeIfAbsent(id, any -> new BitSet());
      sent += length;
      again += bytes.get(offset, offset + length).cardinality();
      bytes.set(offset, offset + length);
    }
    expectStream(sent, again);
    assertThat(metric.approximate()).isFalse();
  }
}
