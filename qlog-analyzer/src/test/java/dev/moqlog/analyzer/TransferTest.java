package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.AckSummary;
import dev.moqlog.analyzer.summary.CongestionSummary;
import dev.moqlog.analyzer.summary.CongestionSummary.Level;
import dev.moqlog.analyzer.summary.CongestionSummary.StateTime;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.DatagramSummary;
import dev.moqlog.analyzer.summary.DeliverySummary;
import dev.moqlog.analyzer.summary.DeliverySummary.WireSource;
import dev.moqlog.analyzer.summary.ReorderSummary;
import dev.moqlog.analyzer.summary.Source;
import dev.moqlog.analyzer.summary.StreamSummary;
import dev.moqlog.analyzer.summary.StreamsSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Small logs whose transfer of data is known. */
class TransferTest {

  private final List<String> events = new ArrayList<>();

  private void event(double time, String name, String data) {
    events.add(Qlogs.json("{'time':%s,'name':'%s','data':{%s}}".formatted(time, name, data)));
  }

  private ConnectionSummary analyze() {
    events.add(0, Qlogs.HEADER);
    return Qlogs.only(Qlogs.analyze(Qlogs.sequence(events.toArray(String[]::new))));
  }

  private static String fin(long id, long offset, long length) {
    return "{'frame_type':'stream','stream_id':%d,'offset':%d,'length':%d,'fin':true}"
        .formatted(id, offset, length);
  }

  @Test
  void goodputIsDataAcknowledgedOnceOverTheActiveTime() {
    events.addAll(Qlogs.exchange());

    DeliverySummary delivery = analyze().delivery().orElseThrow();

    assertThat(delivery.sentSource()).contains(WireSource.PACKETS);
    assertThat(delivery.sentBytes()).hasValue(7_021);
    assertThat(delivery.activeNanos()).hasValue(103_250_000);
    assertThat(delivery.uniqueBytesSent()).hasValue(6_000);
    assertThat(delivery.acknowledgedBytes()).hasValue(6_000);
    assertThat(delivery.goodputOutBitsPerSecond()).hasValue(464_891);
    assertThat(delivery.uniqueBytesReceived()).hasValue(0);
    assertThat(delivery.deliveredBytes()).isEmpty();
    assertThat(delivery.peakSentBitsPerSecond()).isEmpty();
  }

  @Test
  void idleGapsAreNoActiveTimeAndPeaksAreOverASecond() {
    event(0, "recovery:metrics_updated", "'smoothed_rtt':20");
    for (int i = 0; i < 20; i++) {
      events.add(Qlogs.received(100.0 * i, i, Qlogs.stream(3, 1000L * i, 1000)));
    }
    events.add(Qlogs.received(11_900, 20, Qlogs.stream(3, 0, 500)));

    DeliverySummary delivery = analyze().delivery().orElseThrow();

    assertThat(delivery.activeNanos()).hasValue(1_900_000_000L);
    assertThat(delivery.idleNanos()).isEqualTo(10_000_000_000L);
    assertThat(delivery.uniqueBytesReceived()).hasValue(20_000);
    assertThat(delivery.duplicateBytesReceived()).hasValue(500);
    // Packets 10 to 19, of 1010 to 1019 bytes.
    assertThat(delivery.peakReceivedBitsPerSecond()).hasValue(8 * 10_145);
  }

  @Test
  void datagramsOnTheWireTellMoreThanPackets() {
    event(0, "quic:udp_datagrams_received", "'count':2,'raw':[{'length':1200},{'length':1200}]");
    events.add(Qlogs.received(0, 0, Qlogs.stream(3, 0, 900)));
    event(1, "quic:stream_data_moved", "'stream_id':3,'to':'application','raw':{'length':70000}");
    event(1, "quic:stream_data_moved", "'stream_id':3,'to':'transport','raw':{'length':5}");

    DeliverySummary delivery = analyze().delivery().orElseThrow();

    assertThat(delivery.receivedSource()).contains(WireSource.DATAGRAMS);
    assertThat(delivery.receivedBytes()).hasValue(2_400);
    assertThat(delivery.deliveredBytes()).hasValue(70_000);
  }

  @Test
  void levelsAreWeightedByTimeAndStatesSpelledAlike() {
    event(0, "recovery:congestion_state_updated", "'new':'SlowStart'");
    event(0, "recovery:metrics_updated", "'congestion_window':1000,'bytes_in_flight':950");
    event(30, "recovery:metrics_updated", "'congestion_window':2000,'ssthresh':1500");
    event(30, "recovery:congestion_state_updated", "'new':'congestion-avoidance'");
    event(40, "recovery:metrics_updated", "'bytes_in_flight':0,'ssthresh':18446744073709551615");

    CongestionSummary congestion = analyze().congestion().orElseThrow();

    assertThat(congestion.window()).contains(new Level(1_000, 1_250, 2_000, 2_000));
    assertThat(congestion.inFlight()).contains(new Level(0, 950, 950, 0));
    assertThat(congestion.inFlightSource()).contains(Source.LOGGED);
    assertThat(congestion.utilisation()).hasValue(0.76);
    assertThat(congestion.windowLimitedShare()).hasValue(0.75);
    assertThat(congestion.slowStartThresholdBytes()).hasValue(1_500);
    assertThat(congestion.states())
        .containsExactly(
            new StateTime("slow_start", 1, 30_000_000),
            new StateTime("congestion_avoidance", 1, 10_000_000));
  }

  @Test
  void lossesOfOneFlightAreOneCongestionEventAndSpuriousIfAllCameThrough() {
    for (int i = 0; i < 10; i++) {
      events.add(Qlogs.sent(i, i, Qlogs.stream(0, 1000L * i, 1000)));
    }
    events.add(Qlogs.lost(50, 0));
    events.add(Qlogs.lost(51, 3));
    events.add(Qlogs.sent(60, 10, Qlogs.stream(0, 10_000, 1000)));
    events.add(Qlogs.lost(120, 10));
    events.add(Qlogs.received(121, 0, Qlogs.ack(0, 9)));

    CongestionSummary congestion = analyze().congestion().orElseThrow();

    assertThat(congestion.eventSource()).contains(Source.INFERRED);
    assertThat(congestion.events()).hasValue(2);
    assertThat(congestion.spuriousEvents()).hasValue(1);
    assertThat(congestion.inFlightSource()).contains(Source.INFERRED);
    assertThat(congestion.inFlight().orElseThrow().last()).isZero();
  }

  @Test
  void streamsAreCountedAndTimed() {
    events.add(Qlogs.sent(0, 0, Qlogs.stream(0, 0, 100), fin(2, 0, 50)));
    events.add(Qlogs.sent(10, 1, fin(0, 50, 100)));
    events.add(Qlogs.received(30, 0, Qlogs.ack(0, 1), Qlogs.stream(0, 1000, 500)));
    events.add(Qlogs.received(35, 1, Qlogs.stream(0, 2000, 500)));
    events.add(Qlogs.received(50, 2, Qlogs.stream(0, 0, 1000)));
    events.add(Qlogs.received(65, 3, fin(0, 1500, 500)));
    events.add(
        Qlogs.received(
            70, 4, "{'frame_type':'reset_stream','stream_id':3,'error_code':7,'final_size':42}"));
    events.add(Qlogs.received(71, 5, "{'frame_type':'stop_sending','stream_id':4,'error_code':9}"));

    StreamsSummary streams = analyze().streams().orElseThrow();

    assertThat(streams.clientBidirectional()).isEqualTo(2);
    assertThat(streams.clientUnidirectional()).isEqualTo(1);
    assertThat(streams.serverUnidirectional()).isEqualTo(1);
    assertThat(streams.bytesSent() - streams.uniqueBytesSent()).isEqualTo(50);
    assertThat(streams.largestConcurrency()).isEqualTo(2);
    assertThat(streams.finsSent()).isEqualTo(2);
    assertThat(streams.resetsReceived()).isEqualTo(1);
    assertThat(streams.stopsReceived()).isEqualTo(1);
    assertThat(streams.headOfLineStreams()).isEqualTo(1);
    assertThat(streams.headOfLineNanos()).isEqualTo(35_000_000);
    assertThat(streams.longestHeadOfLineNanos()).isEqualTo(30_000_000);
    assertThat(streams.finAckedNanos().orElseThrow().samples()).isEqualTo(2);
    StreamSummary first = streams.streams().get(0);
    assertThat(first.id()).isZero();
    assertThat(first.finAckedNanos()).hasValue(30_000_000);
    assertThat(first.finalSize()).hasValue(2_000);
    StreamSummary reset = streams.streams().get(2);
    assertThat(reset.id()).isEqualTo(3);
    assertThat(reset.resetReceivedCode()).hasValue(7);
    assertThat(reset.finalSize()).hasValue(42);
  }

  @Test
  void datagramsThatWereLostAreCounted() {
    String datagram = "{'frame_type':'datagram','length':200}";
    for (int i = 0; i < 6; i++) {
      events.add(Qlogs.sent(i, i, datagram, datagram));
    }
    events.add(Qlogs.sent(6, 6, Qlogs.stream(0, 0, 10)));
    events.add(Qlogs.received(40, 0, Qlogs.ack(2, 6), datagram));
    events.add(Qlogs.lost(41, 0));

    assertThat(analyze().datagrams())
        .contains(
            new DatagramSummary(
                12, 2_400, 1, 200, 6, Optional.of(Source.EVENT), OptionalLong.of(2)));
  }

  @Test
  void latePacketsAreReorderedAndDuplicatesAreNot() {
    double time = 0;
    for (long number : new long[] {5, 6, 9, 7, 7, 12, 8}) {
      events.add(Qlogs.received(time, number, Qlogs.stream(3, 0, 1)));
      time += 10;
    }

    ReorderSummary reorder = analyze().reorder().orElseThrow();

    assertThat(reorder.received()).isEqualTo(6);
    assertThat(reorder.duplicates()).isEqualTo(1);
    assertThat(reorder.reordered()).isEqualTo(2);
    assertThat(reorder.extentPackets().orElseThrow().min()).isEqualTo(2);
    assertThat(reorder.extentPackets().orElseThrow().max()).isEqualTo(4);
    assertThat(reorder.extentNanos().orElseThrow().max()).isEqualTo(10_000_000);
    assertThat(reorder.missing()).isEqualTo(2);
    assertThat(reorder.longestGap()).isEqualTo(2);
  }

  @Test
  void acknowledgmentsAreCountedBothWays() {
    for (int i = 0; i < 6; i++) {
      events.add(Qlogs.received(i, i, Qlogs.stream(3, i, 1)));
    }
    events.add(Qlogs.sent(7, 0, Qlogs.ack(0, 5)));
    events.add(
        Qlogs.received(9, 6, "{'frame_type':'ack','ack_delay':12.5,'acked_ranges':[[0,0]]}"));

    AckSummary acks = analyze().acks().orElseThrow();

    assertThat(acks.packetsPerAck()).hasValue(6);
    assertThat(acks.received()).isEqualTo(1);
    assertThat(acks.delayNanos().orElseThrow().max()).isEqualTo(12_500_000);
  }
}
