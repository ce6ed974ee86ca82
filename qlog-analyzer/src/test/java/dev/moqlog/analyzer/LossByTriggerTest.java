package dev.moqlog.analyzer;

import static dev.moqlog.analyzer.Qlogs.ack;
import static dev.moqlog.analyzer.Qlogs.json;
import static dev.moqlog.analyzer.Qlogs.received;
import static dev.moqlog.analyzer.Qlogs.sent;
import static dev.moqlog.analyzer.Qlogs.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.LossSummary;
import dev.moqlog.analyzer.summary.LossTrigger;
import dev.moqlog.analyzer.summary.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** By what packets were known to be lost. */
class LossByTriggerTest {

  private final List<String> records = new ArrayList<>(List.of(Qlogs.HEADER));

  private void send(int first, int last) {
    for (int number = first; number <= last; number++) {
      records.add(sent(number, number, stream(0, 1000L * number, 1000)));
    }
  }

  private void lost(int number, String trigger) {
    records.add(
        json(
            "{'time':50,'name':'recovery:packet_lost','data':{'header':{'packet_type':'1RTT','packet_number':%d}%s}}"
                .formatted(number, trigger.isEmpty() ? "" : ",'trigger':'" + trigger + "'")));
  }

  private LossSummary loss() {
    LossSummary loss =
        Qlogs.only(Qlogs.analyze(Qlogs.sequence(records.toArray(String[]::new))))
            .loss()
            .orElseThrow();
    assertThat(loss.byTrigger().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(loss.lostInFlight().orElse(0));
    return loss;
  }

  @Test
  void packetsDeclaredLostAreCountedByTheFirstTriggerOfEach() {
    send(0, 9);
    lost(1, "reordering_threshold");
    lost(2, "reordering_threshold");
    lost(2, "time_threshold");
    lost(3, "time_threshold");
    lost(4, "pto_expired");
    lost(5, "");
    lost(6, "of its own");

    assertThat(loss().byTrigger())
        .isEqualTo(
            Map.of(
                LossTrigger.REORDERING_THRESHOLD,
                2L,
                LossTrigger.TIME_THRESHOLD,
                1L,
                LossTrigger.PTO_EXPIRED,
                1L,
                LossTrigger.UNKNOWN,
                2L));
  }

  @Test
  void packetsAcknowledgedAfterAllAreTakenOut() {
    send(0, 9);
    lost(1, "time_threshold");
    lost(2, "reordering_threshold");
    records.add(received(60, 0, ack(2, 9)));

    LossSummary loss = loss();
    assertThat(loss.spurious()).hasValue(1);
    assertThat(loss.byTrigger()).isEqualTo(Map.of(LossTrigger.TIME_THRESHOLD, 1L));
  }

  @Test
  void probesForALargerMtuAreNone() {
    send(0, 2);
    records.add(
        json(
            "{'time':3,'name':'transport:packet_sent','data':{'header':{'packet_type':'1RTT','packet_number':3},'raw':{'length':1400},'is_mtu_probe_packet':true,'frames':[{'frame_type':'ping'},{'frame_type':'padding'}]}}"));
    send(4, 6);
    lost(3, "reordering_threshold");
    lost(1, "reordering_threshold");

    LossSummary loss = loss();
    assertThat(loss.mtuProbes()).isEqualTo(1);
    assertThat(loss.byTrigger()).isEqualTo(Map.of(LossTrigger.REORDERING_THRESHOLD, 1L));
  }

  @Test
  void ofPacketsThatWereNotLoggedAsSentTheTriggerIsUnknown() {
    send(10, 12);
    lost(3, "reordering_threshold");
    lost(11, "reordering_threshold");

    assertThat(loss().byTrigger())
        .isEqualTo(Map.of(LossTrigger.REORDERING_THRESHOLD, 1L, LossTrigger.UNKNOWN, 1L));
  }

  @Test
  void withoutDeclarationsLossesAreInferred() {
    send(0, 9);
    records.add(received(60, 0, ack(0, 3)));
    records.add(received(61, 1, ack(5, 9)));

    LossSummary loss = loss();
    assertThat(loss.source()).contains(Source.INFERRED);
    assertThat(loss.byTrigger()).isEqualTo(Map.of(LossTrigger.INFERRED, 1L));
  }

  @Test
  void whatOnlyARunningTotalTellsHasNoTrigger() {
    send(0, 9);
    records.add(
        json("{'time':60,'name':'recovery:metrics_updated','data':{'lost_packets':3,'lost':3}}"));

    LossSummary loss = loss();
    if (loss.source().isPresent()) {
      assertThat(loss.source()).contains(Source.COUNTER);
      assertThat(loss.byTrigger()).isEqualTo(Map.of(LossTrigger.UNKNOWN, 3L));
    } else {
      assertThat(loss.byTrigger()).isEmpty();
    }
  }

  @Test
  void noLossIsNoTrigger() {
    send(0, 9);
    records.add(received(60, 0, ack(0, 9)));

    LossSummary loss = loss();
    assertThat(loss.lostInFlight()).hasValue(0);
    assertThat(loss.byTrigger()).isEmpty();
  }
}
