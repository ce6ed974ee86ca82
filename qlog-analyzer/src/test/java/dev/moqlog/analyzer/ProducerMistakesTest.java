package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary.Flag;
import dev.moqlog.analyzer.summary.LossSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small logs with what single stacks do differently, or what damage does to them. */
class ProducerMistakesTest {

  private static String arrays(String configuration, String... events) {
    return Qlogs.json(
        "{'qlog_version':'draft-01','traces':[{'configuration':{%s},'common_fields':{'group_id':'a'},"
                .formatted(configuration)
            + "'event_fields':['relative_time','category','event','data'],'events':["
            + String.join(",", events)
            + "]}]}");
  }

  private static String sentAt(int time) {
    return "[%d,'transport','packet_sent',{'packet_type':'1RTT','header':{'packet_number':%d}}]"
        .formatted(time, time);
  }

  @Test
  void theFirstEventOfATraceHasTheUnitOfItsTrace() {
    String micros = arrays("'time_units':'us'", sentAt(5000), sentAt(6000), sentAt(30000));
    String millis = arrays("'time_units':'ms'", sentAt(5), sentAt(6), sentAt(30));

    for (String log : List.of(micros, millis, micros + millis, millis + micros)) {
      assertThat(Qlogs.analyze(log).connections())
          .allSatisfy(
              connection -> {
                assertThat(connection.durationNanos()).hasValue(25_000_000);
                assertThat(connection.flags()).doesNotContain(Flag.CLOCK_WENT_BACKWARDS);
              });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"traces", "events", "event_fields", "relative_time", "category", "data"})
  void aDamagedNameInTheHeaderCostsNoEvent(String name) {
    String log = arrays("'time_units':'ms'", sentAt(5), sentAt(6), sentAt(30));
    String damaged = log.replaceFirst("\"" + name, "\"" + name.replaceFirst("[ae]", "#"));

    Qlogs.Analysis analysis = Qlogs.analyze(damaged);

    assertThat(analysis.connections()).hasSize(1);
    assertThat(analysis.connections().get(0).events()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void aTraceUnderADamagedNameIsFoundEvenIfItBeginsWithItsTitle() {
    String log =
        Qlogs.json(
            "{'qlog_version':'0.3','trbces':[{'title':'t','common_fields':{},'events':["
                + "{'time':1,'name':'a:b','data':{}},{'time':2,'name':'a:b','data':{}}]}]}");

    Qlogs.Analysis analysis = Qlogs.analyze(log);

    assertThat(Qlogs.only(analysis).events()).isEqualTo(2);
    assertThat(analysis.problems()).anyMatch(problem -> problem.contains("trbces"));
  }

  @Test
  void packetsDeclaredLostByCountAreNotInferredAgain() {
    StringBuilder log = new StringBuilder(Qlogs.sequence(Qlogs.HEADER));
    for (int i = 0; i < 10; i++) {
      log.append(Qlogs.sequence(Qlogs.sent(i, i, Qlogs.stream(0, i * 10L, 10))));
    }
    log.append(Qlogs.sequence(Qlogs.received(20, 0, ack("[0,1],[5,9]"))));
    log.append(
        Qlogs.sequence(
            Qlogs.json(
                "{'time':21,'name':'quic:packet_lost','data':{'largest_lost_packet_num':4,"
                    + "'lost_bytes':30,'lost_packets':3}}")));

    LossSummary loss = Qlogs.only(Qlogs.analyze(log.toString())).loss().orElseThrow();

    assertThat(loss.declared()).isEqualTo(3);
    assertThat(loss.inferred()).hasValue(0);
    assertThat(loss.lostInFlight()).hasValue(3);
  }

  @Test
  void oldMvfstNamesOfLossesAndAcknowledgmentsAreKnown() {
    String log =
        arrays(
            "'time_units':'us'",
            "[0,'transport','packet_sent',{'packet_type':'1RTT','header':{'packet_number':'0'},"
                + "'frames':[{'frame_type':'crypto','offset':0,'len':100}]}]",
            "[1,'transport','packet_sent',{'packet_type':'1RTT','header':{'packet_number':'1'}}]",
            "[2,'transport','packet_ack',{'packet_num_space':'AppData','packet_num':1}]",
            "[3,'loss','packets_lost',{'largest_lost_packet_num':0,'lost_packets':1}]");

    ConnectionSummary connection = Qlogs.only(Qlogs.analyze(log));

    assertThat(connection.loss().orElseThrow().declared()).isEqualTo(1);
    assertThat(connection.loss().orElseThrow().unresolved()).hasValue(1);
    assertThat(connection.retransmit().orElseThrow().cryptoBytesSent()).isEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Some(", "None", "Some(x)", "", "(empty)"})
  void whatIsNoConnectionIdNamesNoConnection(String id) {
    String event =
        "{'time':%d,'name':'quic:packet_sent','data':{'header':{'packet_type':'initial',"
            + "'packet_number':%d,'dcid':'%s'}}}";
    String log =
        Qlogs.sequence(Qlogs.HEADER)
            + Qlogs.sequence(Qlogs.json(event.formatted(1, 0, id)))
            + Qlogs.sequence(Qlogs.json(event.formatted(2, 1, "Some(0123456789abcdef)")));

    Qlogs.Analysis analysis = Qlogs.analyze(log);

    assertThat(analysis.status()).isEqualTo(SourceSummary.Status.READ);
    assertThat(Qlogs.only(analysis).events()).isEqualTo(2);
    assertThat(Qlogs.only(analysis).connectionId()).doesNotContain("Some", "None", "empty");
  }

  private static String ack(String ranges) {
    return "{'frame_type':'ack','acked_ranges':[%s]}".formatted(ranges);
  }
}
