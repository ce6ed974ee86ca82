package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary.Flag;
import dev.moqlog.analyzer.summary.LossSummary;
import dev.moqlog.analyzer.summary.RttSummary;
import dev.moqlog.analyzer.summary.Source;
import dev.moqlog.vocabulary.EventType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What single stacks write differently about loss and round trips. */
class DialectRecoveryTest {

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

  @Test
  void metricsThatLeaveOutWhatDidNotChangeMakeNoSamples() {
    RttSummary rtt =
        connection(
                Qlogs.sent(0, 0),
                Qlogs.received(50, 0, Qlogs.ack(0, 0)),
                event(50, "recovery:metrics_updated", "'latest_rtt':50,'smoothed_rtt':50"),
                event(51, "recovery:metrics_updated", "'congestion_window':14000"),
                event(52, "recovery:metrics_updated", "'latest_rtt':50,'pto_count':1"))
            .rtt()
            .orElseThrow();

    assertThat(rtt.samples()).isEqualTo(1);
    assertThat(rtt.smoothedLastNanos()).hasValue(50_000_000);
  }

  @Test
  void aValueThatIsLeftOutIsUnknownAndNotZero() {
    String metrics = event(1, "recovery:metrics_updated", "'congestion_window':14000");

    assertThat(ask(metrics, event -> event.recovery().bytesInFlight())).isEqualTo(QlogEvent.ABSENT);
    assertThat(ask(metrics, event -> event.recovery().minRttNanos())).isEqualTo(QlogEvent.ABSENT);
  }

  @Test
  void lossThatIsOnlyCounted() {
    LossSummary loss =
        connection(
                Qlogs.sent(0, 0, Qlogs.stream(0, 0, 10)),
                Qlogs.sent(0, 1, Qlogs.stream(0, 10, 10)),
                event(
                    9,
                    "quic:recovery_metrics_updated",
                    "'cf_lost_packets':{'total':1,'delta':1},'cf_lost_bytes':{'total':1001,'delta':1001}"))
            .loss()
            .orElseThrow();

    assertThat(loss.source()).contains(Source.COUNTER);
    assertThat(loss.lostInFlight()).hasValue(1);
    assertThat(loss.lostBytes()).hasValue(1001);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mvfst:transport_summary", "transport:transport_summary"})
  void lossesThatAreCountedAsSpuriousAtTheEnd(String summary) {
    String[] records = {
      Qlogs.sent(0, 0, Qlogs.stream(0, 0, 10)),
      Qlogs.sent(0, 1, Qlogs.stream(0, 10, 10)),
      Qlogs.sent(0, 2, Qlogs.stream(0, 20, 10)),
      event(
          8, "quic:packet_lost", "'largest_lost_packet_num':2,'lost_bytes':2003,'lost_packets':2"),
      event(
          9,
          summary,
          "'total_bytes_sent':3000,'total_bytes_retransmitted':20,"
              + "'total_packets_spuriously_marked_lost':1,'used_zero_rtt':false,'alpn':'h3',"
              + "'quic_version':4207849474")
    };

    LossSummary loss = connection(records).loss().orElseThrow();

    assertThat(loss.declared()).isEqualTo(2);
    assertThat(loss.spurious()).hasValue(1);
    assertThat(loss.net()).hasValue(1);
    String last = records[4];
    assertThat(ask(last, event -> event.recovery().retransmittedBytesTotal())).isEqualTo(20L);
    assertThat(ask(last, event -> event.detail().chosenAlpn())).isEqualTo("h3");
    assertThat(ask(last, event -> event.detail().chosenVersion())).isEqualTo("faceb002");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'header':{'packet_type':'1RTT','packet_number':1}",
        "'type':'1RTT','packet_number':1",
        "'packet_type':'1RTT','packet_number':'1'",
        "'packet_type':'1RTT','packet_number':1,'trigger':'repeat','header':{'packet_type':'1RTT','packet_number':1,'packet_size':9}",
        "'packet_number':'1'"
      })
  void theNameOfALostPacket(String data) {
    LossSummary loss =
        connection(
                Qlogs.sent(0, 0, Qlogs.stream(0, 0, 10)),
                Qlogs.sent(0, 1, Qlogs.stream(0, 10, 10)),
                Qlogs.received(5, 0, Qlogs.ack(0, 0)),
                event(9, "recovery:packet_lost", data))
            .loss()
            .orElseThrow();

    assertThat(loss.declared()).isEqualTo(1);
    assertThat(loss.lostBytes()).hasValue(1001);
    assertThat(loss.net()).hasValue(1);
  }

  @Test
  void aLossThatIsCalledSpuriousByAnEvent() {
    LossSummary loss =
        connection(
                Qlogs.sent(0, 0, Qlogs.stream(0, 0, 10)),
                Qlogs.sent(0, 1, Qlogs.stream(0, 10, 10)),
                Qlogs.received(5, 0, Qlogs.ack(1, 1)),
                Qlogs.lost(6, 0),
                event(
                    9,
                    "recovery:spurious_loss",
                    "'packet_number_space':'application_data','packet_number':0,"
                        + "'reordering_packets':13,'reordering_time':50.04934"))
            .loss()
            .orElseThrow();

    assertThat(loss.spurious()).hasValue(1);
    assertThat(loss.net()).hasValue(0);
  }

  @Test
  void acknowledgmentsWithoutADelay() {
    RttSummary rtt =
        connection(
                Qlogs.sent(0, 0, Qlogs.stream(0, 0, 1)),
                Qlogs.received(50, 0, Qlogs.ack(0, 0).replace("'ack_delay':0,", "")),
                Qlogs.sent(60, 1, Qlogs.stream(0, 1, 1)),
                Qlogs.received(118, 1, Qlogs.ack(1, 1).replace("'ack_delay':0,", "")))
            .rtt()
            .orElseThrow();

    assertThat(rtt.smoothedLastNanos()).hasValue(51_000_000);
  }

  @Test
  void roundTripsShorterThanWholeMilliseconds() {
    ConnectionSummary connection =
        connection(
            Qlogs.sent(0, 0, Qlogs.stream(0, 0, 1)),
            Qlogs.received(0, 0, Qlogs.ack(0, 0)),
            event(0, "recovery:metrics_updated", "'latest_rtt':0"),
            event(1, "recovery:metrics_updated", "'latest_rtt':1"));

    assertThat(connection.flags()).contains(Flag.RTT_BELOW_RESOLUTION);
    assertThat(connection.rtt().orElseThrow().minNanos()).isEqualTo(1_000_000);
  }

  @ParameterizedTest
  @CsvSource({
    "recovery:metrics_updated,congestion_window",
    "recovery:metrics_updated,cwnd",
    "RECOVERY:METRIC_UPDATE,cwnd",
    "metric_update:congestion_metric_update,current_cwnd"
  })
  void namesOfTheCongestionWindow(String name, String member) {
    String metrics = event(1, name, "'%s':12000".formatted(member));

    assertThat(ask(metrics, QlogEvent::type)).isEqualTo(EventType.RECOVERY_METRICS_UPDATED);
    assertThat(ask(metrics, event -> event.recovery().congestionWindowBytes())).isEqualTo(12_000L);
  }

  @Test
  void metricsLoggedBeforeTheAcknowledgmentThatMadeThem() {
    ConnectionSummary connection =
        connection(
            Qlogs.sent(0, 0, Qlogs.stream(0, 0, 1)),
            event(50, "recovery:metrics_updated", "'latest_rtt':50"),
            event(50, "transport:packets_acked", "'packet_numbers':[0]"),
            Qlogs.received(50, 0, Qlogs.ack(0, 0)));

    assertThat(connection.rtt().orElseThrow().samples()).isEqualTo(1);
    assertThat(connection.loss().orElseThrow().unresolved()).hasValue(0);
  }
}
