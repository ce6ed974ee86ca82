package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.ProbeTimeoutSummary;
import dev.moqlog.analyzer.summary.Source;
import org.junit.jupiter.api.Test;

/** Probe timeouts, silences and persistent congestion. */
class ProbeTimeoutTest {

  private static final String PING = "{'frame_type':'ping'}";

  private static ProbeTimeoutSummary probes(String... records) {
    String[] all = new String[records.length + 1];
    all[0] = Qlogs.HEADER;
    for (int i = 0; i < records.length; i++) {
      all[i + 1] = Qlogs.json(records[i]);
    }
    return Qlogs.only(Qlogs.analyze(Qlogs.sequence(all))).probeTimeouts().orElseThrow();
  }

  private static String metrics(double time, String data) {
    return "{'time':%s,'name':'recovery:metrics_updated','data':{%s}}".formatted(time, data);
  }

  private static String timer(double time, String data) {
    return "{'time':%s,'name':'recovery:loss_timer_updated','data':{%s}}".formatted(time, data);
  }

  @Test
  void countsThatGrowAreTimeouts() {
    ProbeTimeoutSummary probes =
        probes(
            metrics(0, "'pto_count':0"),
            metrics(1, "'pto_count':1"),
            metrics(2, "'pto_count':1"),
            metrics(3, "'pto_count':3"),
            metrics(4, "'pto_count':0"),
            metrics(5, "'pto_count':1"));

    assertThat(probes.source()).contains(Source.LOGGED);
    assertThat(probes.timeouts()).hasValue(4);
    assertThat(probes.largestBackoff()).hasValue(3);
    assertThat(probes.runs()).hasValue(1);
  }

  @Test
  void timersThatExpireAreTimeoutsIfTheyAreOfThatKind() {
    ProbeTimeoutSummary probes =
        probes(
            timer(0, "'event_type':'set','timer_type':'pto','delta':100"),
            timer(100, "'event_type':'expired','timer_type':'pto'"),
            timer(300, "'event_type':'expired','timer_type':'pto'"),
            timer(310, "'event_type':'expired','timer_type':'ack'"));

    assertThat(probes.source()).contains(Source.EVENT);
    assertThat(probes.timeouts()).hasValue(2);
    assertThat(probes.largestBackoff()).hasValue(2);
    assertThat(probes.runs()).hasValue(1);
  }

  @Test
  void theAlarmsOfTheFirstDraftsAreTimers() {
    assertThat(
            probes(
                    "{'time':1,'name':'RECOVERY:LOSS_ALARM_SET','data':{'timer_type':'pto'}}",
                    "{'time':2,'name':'RECOVERY:LOSS_ALARM_FIRED','data':{'timer_type':'pto'}}",
                    "{'time':3,'name':'recovery:loss_timer_expired','data':{'timer_type':'pto'}}")
                .timeouts())
        .hasValue(2);
  }

  @Test
  void twoProbesAtOnceAreOneTimeout() {
    String probe = "{\"trigger\":\"pto_probe\",\"header\"";
    ProbeTimeoutSummary probes =
        probes(
            Qlogs.sent(0, 0, PING),
            Qlogs.sent(300, 1, PING).replace("{\"header\"", probe),
            Qlogs.sent(300.5, 2, PING).replace("{\"header\"", probe),
            Qlogs.sent(900, 3, PING).replace("{\"header\"", probe));

    assertThat(probes.source()).contains(Source.EVENT);
    assertThat(probes.timeouts()).hasValue(2);
  }

  @Test
  void whatLeavesAfterASilenceWhileSomethingWaitsIsAProbe() {
    // An RTT of 50 ms, and half of that as its deviation: a probe timeout of 150 ms.
    ProbeTimeoutSummary probes =
        probes(
            Qlogs.sent(0, 0, PING),
            Qlogs.received(50, 0, Qlogs.ack(0, 0)),
            // Nothing waits: no probe, however long the silence was.
            Qlogs.sent(1_000, 1, PING),
            Qlogs.sent(1_100, 2, PING),
            Qlogs.sent(1_260, 3, PING),
            Qlogs.sent(1_260, 4, PING),
            Qlogs.sent(1_570, 5, PING),
            Qlogs.received(1_620, 1, Qlogs.ack(5, 5)));

    assertThat(probes.source()).contains(Source.INFERRED);
    assertThat(probes.timeouts()).hasValue(2);
    assertThat(probes.largestBackoff()).hasValue(2);
    assertThat(probes.runs()).hasValue(1);
    assertThat(probes.longestSilenceNanos()).hasValue(620_000_000);
    assertThat(probes.silenceStartNanos()).hasValue(1_000_000_000);
  }

  @Test
  void aSilenceEndsWithTheConnection() {
    ProbeTimeoutSummary probes =
        probes(
            Qlogs.sent(0, 0, PING),
            Qlogs.sent(70, 1, "{'frame_type':'connection_close','error_code':0}"),
            Qlogs.sent(5_000, 2, PING));

    assertThat(probes.longestSilenceNanos()).hasValue(70_000_000);
  }

  @Test
  void lossesFarApartWithNothingBetweenArePersistentCongestion() {
    String[] records = {
      Qlogs.sent(0, 0, PING),
      Qlogs.received(50, 0, Qlogs.ack(0, 0)),
      Qlogs.sent(60, 1, PING),
      Qlogs.sent(100, 2, PING),
      Qlogs.sent(700, 3, PING),
      Qlogs.sent(1_000, 4, PING),
      Qlogs.received(1_050, 1, Qlogs.ack(4, 4)),
      Qlogs.lost(1_050, 1),
      Qlogs.lost(1_050, 2),
      Qlogs.lost(1_050, 3)
    };
    ProbeTimeoutSummary probes = probes(records);
    assertThat(probes.persistentCongestion()).hasValue(1);
    assertThat(probes.persistentSource()).contains(Source.INFERRED);

    // With packet 2 acknowledged, the losses do not join.
    records[6] = Qlogs.received(1_050, 1, Qlogs.ack(2, 2), Qlogs.ack(4, 4));
    records[8] = Qlogs.sent(1_060, 5, PING);
    assertThat(probes(records).persistentCongestion()).hasValue(0);
  }

  @Test
  void persistentCongestionShowsInStatesAndTriggers() {
    String state = "{'time':%d,'name':'recovery:congestion_state_updated','data':{%s}}";
    ProbeTimeoutSummary probes =
        probes(
            state.formatted(1, "'new':'slow_start'"),
            state.formatted(2, "'new':'slow_start','trigger':'persistent_congestion'"),
            state.formatted(3, "'new':'recovery'"),
            state.formatted(4, "'new':'PersistentCongestion'"));

    assertThat(probes.persistentCongestion()).hasValue(2);
    assertThat(probes.persistentSource()).contains(Source.EVENT);
    assertThat(probes.source()).isEmpty();
  }
}
