package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.read.Correction;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.FrameType;
import dev.moqlog.vocabulary.VantagePoint;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Known mistakes of stacks are put right once the log proves them, and only if that is wanted. */
class CorrectionsTest {

  private static final String QUINN =
      "{'qlog_version':'0.3','qlog_format':'JSON-SEQ','title':'quinn client','trace':{"
          + "'vantage_point':{'type':'unknown'},'title':'quinn client'}}";

  private static String header(String producer, String vantagePoint) {
    return "{'qlog_version':'0.3','title':'%s','trace':{'vantage_point':{'type':'%s'},'common_fields':{'time_format':'relative'}}}"
        .formatted(producer, vantagePoint);
  }

  private static String log(String header, String... events) {
    StringBuilder text = new StringBuilder(Qlogs.sequence(header));
    for (String event : events) {
      text.append(Qlogs.sequence(event));
    }
    return Qlogs.json(text.toString());
  }

  private static ConnectionSummary analyze(String log, Set<Correction> corrections) {
    Qlogs.Collector results = new Qlogs.Collector();
    QlogAnalyzer.builder()
        .setCorrections(corrections)
        .build()
        .analyze("test", new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)), results);
    return results.analyses().get(0).connections().get(0);
  }

  private static ConnectionSummary analyze(String log) {
    return analyze(log, Correction.ALL);
  }

  // The delay of acknowledgments.

  private static String received(double time, long number, String frames) {
    return "{'time':%s,'name':'quic:packet_received','data':{'header':{'packet_type':'1RTT','packet_number':%d},'frames':[%s]}}"
        .formatted(time, number, frames);
  }

  private static String acks(double time, long number, long acked, double delay) {
    return "{'time':%s,'name':'quic:packet_sent','data':{'header':{'packet_type':'1RTT','packet_number':%d},'frames':[{'frame_type':'ack','ack_delay':%s,'acked_ranges':[[%d]]}]}}"
        .formatted(time, number, delay, acked);
  }

  private static String parameters(String owner, int exponent) {
    return "{'time':0,'name':'quic:parameters_set','data':{'initiator':'%s','ack_delay_exponent':%d}}"
        .formatted(owner, exponent);
  }

  /**
   * Packets acknowledged after 8 ms, and what the peer says it took, all in the unit of a stack.
   */
  private static String delays(String producer, double ownDelay, double peersDelay, int exponent) {
    return log(
        header(producer, "client"),
        parameters("local", exponent),
        parameters("remote", 4),
        received(10, 0, ""),
        acks(18, 0, 0, ownDelay),
        received(30, 1, ""),
        acks(38, 1, 1, ownDelay),
        received(
            50,
            2,
            "{'frame_type':'ack','ack_delay':%s,'acked_ranges':[[0]]}".formatted(peersDelay)));
  }

  private static List<Long> ackDelays(String log) {
    List<Long> delays = new ArrayList<>();
    Qlogs.events(
        log,
        event -> {
          for (int i = 0; i < event.frames().count(); i++) {
            if (event.frames().type(i) == FrameType.ACK) {
              delays.add(event.frames().ackDelayNanos(i));
            }
          }
        });
    return delays;
  }

  @ParameterizedTest
  @CsvSource({
    "quiche,1,3,0.5",
    "quiche,0.5,4,0.5",
    "id=CLIENT-849a,1,3,0.5",
    "neqo,1,3,0.5",
    "noq,1000,3,500",
    "noq,125,6,500"
  })
  void delaysThatAreTheNumberOnTheWire(
      String producer, double ownDelay, int exponent, double peersDelay) {
    String log = delays(producer, ownDelay, peersDelay, exponent);

    // The second own one proves it, and of the peer's the exponent is 4.
    assertThat(ackDelays(log).subList(1, 3)).containsExactly(8_000_000L, 8_000_000L);
    assertThat(analyze(log).corrections()).containsExactly("ack_delay_unscaled");
    assertThat(analyze(log, Set.of()).corrections()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"quic-go,1", "quiche,8", "quiche,3", "moxygen,1", "noq,8"})
  void delaysThatAreRightOrOfOtherStacksStayAsTheyAre(String producer, double ownDelay) {
    String log = delays(producer, ownDelay, 0.5, 3);

    assertThat(ackDelays(log)).endsWith(500_000L);
    assertThat(analyze(log).corrections()).isEmpty();
  }

  @Test
  void delaysThatWereRightOnceStayAsTheyAre() {
    String log =
        log(
            header("quiche", "client"),
            received(10, 0, ""),
            acks(18, 0, 0, 8),
            received(30, 1, ""),
            acks(38, 1, 1, 1),
            received(50, 2, ""),
            acks(58, 2, 2, 1));

    assertThat(ackDelays(log)).containsExactly(8_000_000L, 1_000_000L, 1_000_000L);
    assertThat(analyze(log).corrections()).isEmpty();
  }

  @Test
  void aDelayOfMoreThanThereIsTimeIsNone() {
    String log = delays("quiche", 1, 9e15, 3);

    assertThat(ackDelays(log).get(2)).isNegative();
  }

  @ParameterizedTest
  @ValueSource(strings = {"noq__multi3__server3.qlog.gz", "quiche__reorder_only__client.sqlog.gz"})
  void realLogsOfStacksWithUnscaledDelays(String name) {
    Path file = Qlogs.root().resolve("qlog-analyzer/src/test/resources/stacks").resolve(name);

    assertThat(Qlogs.only(Qlogs.analyze(file)).corrections()).contains("ack_delay_unscaled");
  }

  // The vantage point.

  private static String initial(String type, long number) {
    return "{'time':1,'name':'transport:packet_%s','data':{'header':{'packet_type':'initial','packet_number':%d}}}"
        .formatted(type, number);
  }

  @ParameterizedTest
  @CsvSource({
    "kwik,sent,0,CLIENT",
    "kwik,received,0,SERVER",
    "kwik,sent,1,SERVER",
    "picoquic,sent,0,SERVER"
  })
  void aClientThatCallsItselfServer(String producer, String first, long number, VantagePoint is) {
    String log = log(header(producer, "server"), initial(first, number), initial("received", 0));

    assertThat(analyze(log).vantagePoint()).isEqualTo(is);
    assertThat(analyze(log).corrections())
        .isEqualTo(is == VantagePoint.CLIENT ? List.of("client_called_server") : List.of());
    assertThat(analyze(log, Set.of()).vantagePoint()).isEqualTo(VantagePoint.SERVER);
  }

  @Test
  void aRealServerOfTheSameStackStaysOne() {
    Path file = Qlogs.shared().resolve("testdata/public/kwik__clean_200k__server.qlog");
    Assumptions.assumeTrue(Files.exists(file));

    assertThat(Qlogs.only(Qlogs.analyze(file)).vantagePoint()).isEqualTo(VantagePoint.SERVER);
  }

  // What quinn does.

  private static String quinn(double time, String name, String data) {
    return "{'time':%s,'name':'%s','data':{%s},'group_id':'9b2a'}".formatted(time, name, data);
  }

  private static String quinnSent(long number) {
    return quinn(
        1,
        "transport:packet_sent",
        "'header':{'packet_type':'1RTT','packet_number':%d,'length':9}".formatted(number));
  }

  private static String quinnLost(long number, String trigger) {
    return quinn(
        5,
        "recovery:packet_lost",
        "'header':{'packet_type':'1RTT','packet_number':%d,'length':0},'trigger':'%s'"
            .formatted(number, trigger));
  }

  private static List<String> triggers(String log) {
    List<String> triggers = new ArrayList<>();
    Qlogs.events(
        log,
        event -> {
          if (event.type() == EventType.PACKET_LOST) {
            triggers.add(event.detail().trigger());
          }
        });
    return triggers;
  }

  private static final String REORDERING = "reordering_threshold";

  @Test
  void aTriggerThatIsAlwaysTheSameIsUnknown() {
    String initialRtt =
        quinn(1, "recovery:metrics_updated", "'smoothed_rtt':0.333,'rtt_variance':0.1665");
    String[] few = {QUINN, quinnSent(0), quinnSent(1), quinnLost(0, REORDERING)};
    String byItsRtt = log(QUINN, initialRtt, quinnSent(0), quinnSent(9), quinnLost(0, REORDERING));
    String byItself = log(few[0], few[1], few[2], few[3]);
    String possible = log(QUINN, quinnSent(0), quinnSent(3), quinnLost(0, REORDERING));
    String varied =
        log(QUINN, quinnSent(0), quinnLost(0, "time_threshold"), quinnLost(0, REORDERING));

    assertThat(triggers(byItsRtt)).containsExactly((String) null);
    assertThat(triggers(byItself)).containsExactly((String) null);
    assertThat(triggers(possible)).containsExactly(REORDERING);
    assertThat(triggers(varied)).containsExactly("time_threshold", REORDERING);
    assertThat(analyze(byItself).corrections()).containsExactly("loss_trigger_constant");
    assertThat(analyze(byItself).loss().orElseThrow().declared()).isEqualTo(1);
  }

  @Test
  void roundTripsInSecondsWithTheirMinimum() {
    List<Long> minima = new ArrayList<>();
    String metrics = "'min_rtt':%s,'smoothed_rtt':%s,'latest_rtt':%s,'rtt_variance':%s";
    String log =
        log(
            QUINN,
            quinn(1, "recovery:metrics_updated", metrics.formatted(0.333, 0.333, 0.333, 0.1665)),
            quinn(2, "recovery:metrics_updated", metrics.formatted(0.05, 0.05, 0.05, 0.01)));

    Qlogs.events(log, event -> minima.add(event.recovery().minRttNanos()));

    assertThat(minima).containsExactly(333_000_000L, 50_000_000L);
  }

  // Switches.

  @ParameterizedTest
  @EnumSource(Correction.class)
  void eachCanBeLeftOutAndIsKnownByItsName(Correction correction) {
    EnumSet<Correction> others = EnumSet.complementOf(EnumSet.of(correction));
    Path stacks = Qlogs.root().resolve("qlog-analyzer/src/test/resources/stacks");
    List<String> files =
        List.of(
            stacks.resolve("quinn__hsloss__client.sqlog.gz").toString(),
            stacks.resolve("noq__multi3__server3.qlog.gz").toString());
    Qlogs.Collector results = new Qlogs.Collector();

    QlogAnalyzer.builder().setCorrections(others).build().analyze(files, results);

    assertThat(results.analyses())
        .flatExtracting(Qlogs.Analysis::connections)
        .extracting(ConnectionSummary::corrections)
        .allSatisfy(applied -> assertThat(applied).doesNotContain(correction.label()));
    assertThat(Correction.of(correction.label())).contains(correction);
    assertThat(Correction.of(correction.name())).isEmpty();
  }

  @Test
  void withoutAnyCorrectionALogIsTakenAtItsWord() {
    ConnectionSummary connection =
        analyze(
            log(
                QUINN,
                quinnSent(0),
                quinn(1, "recovery:metrics_updated", "'smoothed_rtt':0.333,'rtt_variance':0.1665"),
                quinn(2, "recovery:metrics_updated", "'latest_rtt':0.05")),
            Set.of());

    assertThat(connection.rtt().orElseThrow().minNanos()).isEqualTo(50_000);
    assertThat(connection.corrections()).isEmpty();
  }
}
