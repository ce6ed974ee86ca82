package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.EcnSummary;
import dev.moqlog.analyzer.summary.MtuSummary;
import dev.moqlog.analyzer.summary.PathSummary;
import dev.moqlog.analyzer.summary.PathsSummary;
import dev.moqlog.analyzer.summary.Source;
import org.junit.jupiter.api.Test;

/** Paths, their MTU, congestion marks, and packets that could not be used. */
class PathsTest {

  private static final String PING = "{'frame_type':'ping'}";

  private static ConnectionSummary analyze(String... records) {
    String[] all = new String[records.length + 1];
    all[0] = Qlogs.HEADER;
    for (int i = 0; i < records.length; i++) {
      all[i + 1] = Qlogs.json(records[i]);
    }
    return Qlogs.only(Qlogs.analyze(Qlogs.sequence(all)));
  }

  private static String event(double time, String name, String data) {
    return "{'time':%s,'name':'%s','data':{%s}}".formatted(time, name, data);
  }

  private static String sized(double time, long number, long length, String frames) {
    return event(
        time,
        "transport:packet_sent",
        "'header':{'packet_type':'1RTT','packet_number':%d},'raw':{'length':%d},'frames':[%s]"
            .formatted(number, length, frames));
  }

  @Test
  void answeredChallengesAreOneMoveForEachTime() {
    PathsSummary paths =
        analyze(
                Qlogs.sent(0, 0, PING),
                Qlogs.sent(700, 1, "{'frame_type':'path_challenge','data':'0102030405060708'}"),
                Qlogs.sent(703, 2, "{'frame_type':'path_challenge','data':'1102030405060708'}"),
                Qlogs.received(740, 0, "{'frame_type':'path_response','data':'0102030405060708'}"),
                Qlogs.received(743, 1, "{'frame_type':'path_response','data':'1102030405060708'}"),
                Qlogs.sent(5000, 3, "{'frame_type':'path_challenge','data':'2102030405060708'}"),
                Qlogs.received(5040, 2, "{'frame_type':'path_response','data':'ff02030405060708'}"))
            .paths()
            .orElseThrow();

    assertThat(paths.migrations()).hasValue(1);
    assertThat(paths.source()).contains(Source.INFERRED);
    assertThat(paths.challengesSent()).isEqualTo(3);
    assertThat(paths.validations()).isEqualTo(2);
    assertThat(paths.paths()).hasSize(1);
    assertThat(paths.paths().get(0).validatedNanos()).hasValue(40_000_000);
  }

  @Test
  void pathsThatAreNamedAreToldApart() {
    ConnectionSummary connection =
        analyze(
            event(
                0,
                "quic:tuple_assigned",
                "'tuple_id':'p0','tuple_remote':{'ip_v4':'192.0.2.1','port_v4':443}"),
            event(
                9,
                "quic:tuple_assigned",
                "'tuple_id':'p1','tuple_remote':{'ip_v4':'192.0.2.2','port_v4':444}"),
            Qlogs.sent(0, 0, PING).replace("{\"time\"", "{\"tuple\":\"p0\",\"time\""),
            Qlogs.received(1, 0, Qlogs.ack(0, 0))
                .replace("{\"time\"", "{\"tuple\":\"p0\",\"time\""),
            Qlogs.sent(10, 1, "{'frame_type':'path_challenge','data':'0102030405060708'}")
                .replace("{\"time\"", "{\"tuple\":\"p1\",\"time\""),
            Qlogs.received(30, 1, "{'frame_type':'path_response','data':'0102030405060708'}")
                .replace("{\"time\"", "{\"tuple\":\"p1\",\"time\""),
            Qlogs.sent(31, 2, PING).replace("{\"time\"", "{\"tuple\":\"p1\",\"time\""));
    PathsSummary paths = connection.paths().orElseThrow();

    assertThat(paths.paths()).extracting(PathSummary::id).containsExactly("p0", "p1");
    PathSummary second = paths.paths().get(1);
    assertThat(second.remoteAddress()).contains("192.0.2.2 444");
    assertThat(second.packetsSent()).isEqualTo(2);
    assertThat(second.packetsReceived()).isEqualTo(1);
    assertThat(second.validatedNanos()).hasValue(20_000_000);
    assertThat(paths.migrations()).hasValue(1);
    assertThat(paths.source()).contains(Source.EVENT);
  }

  @Test
  void anotherAddressOfDatagramsIsAMove() {
    String from = "'raw':{'length':100},'addr_from':{'ip_v4':'10.0.0.2','port_v4':%d}";
    PathsSummary paths =
        analyze(
                event(0, "transport:datagram_received", from.formatted(1234)),
                Qlogs.received(0, 0, PING),
                event(9, "transport:datagram_received", from.formatted(4321)),
                Qlogs.received(9, 1, PING))
            .paths()
            .orElseThrow();

    assertThat(paths.migrations()).hasValue(1);
    assertThat(paths.paths().get(0).remoteAddress()).contains("10.0.0.2 4321");
  }

  @Test
  void withoutFramesNothingIsKnownOfMoves() {
    PathsSummary paths =
        analyze(
                event(
                    0,
                    "transport:packet_sent",
                    "'header':{'packet_type':'1RTT','packet_number':0}"))
            .paths()
            .orElseThrow();

    assertThat(paths.migrations()).isEmpty();
    assertThat(paths.paths().get(0).bytesSent()).isEmpty();
  }

  @Test
  void probesForALargerPacketAreFoundByWhatIsInThem() {
    MtuSummary mtu =
        analyze(
                event(
                    0, "transport:parameters_set", "'owner':'remote','max_udp_payload_size':1472"),
                sized(0, 0, 1250, Qlogs.stream(0, 0, 1200)),
                sized(1, 1, 1400, PING + ",{'frame_type':'padding'}"),
                sized(2, 2, 1450, PING + ",{'frame_type':'padding'}"),
                sized(3, 3, 1250, Qlogs.stream(0, 1200, 1200)),
                sized(4, 4, 30, PING),
                Qlogs.received(50, 0, Qlogs.ack(0, 1), Qlogs.ack(3, 4)),
                Qlogs.lost(51, 2))
            .mtu()
            .orElseThrow();

    assertThat(mtu.probesSent()).isEqualTo(2);
    assertThat(mtu.probesAcked()).isEqualTo(1);
    assertThat(mtu.probesLost()).isEqualTo(1);
    assertThat(mtu.largestSentBytes()).hasValue(1450);
    assertThat(mtu.largestAckedBytes()).hasValue(1400);
    assertThat(mtu.peerMaxBytes()).hasValue(1472);
    assertThat(mtu.loggedBytes()).isEmpty();
  }

  @Test
  void theMtuIsReadInBothSpellings() {
    assertThat(
            analyze(
                    event(0, "recovery:mtu_updated", "'mtu':1366,'done':false"),
                    event(1, "quic:mtu_updated", "'old':1366,'new':1441,'done':true"))
                .mtu()
                .orElseThrow()
                .loggedBytes())
        .hasValue(1441);
  }

  @Test
  void ecnCountsGrowPerSpaceAndNeverGoBack() {
    String counts = "{'frame_type':'ack','acked_ranges':[[0,%d]],'ect0':%d,'ect1':0,'ce':%d}";
    ConnectionSummary connection =
        analyze(
            sized(0, 0, 1200, PING),
            sized(0, 1, 1200, PING),
            sized(0, 2, 1200, PING),
            sized(0, 3, 1200, PING),
            Qlogs.received(40, 0, counts.formatted(1, 1, 1)),
            Qlogs.received(42, 2, counts.formatted(3, 3, 1)),
            Qlogs.received(43, 1, counts.formatted(2, 2, 1)),
            event(50, "recovery:ecn_state_updated", "'new':'capable'"));
    EcnSummary ecn = connection.ecn().orElseThrow();

    assertThat(ecn.ackedEct0()).hasValue(3);
    assertThat(ecn.ackedCe()).hasValue(1);
    assertThat(ecn.ceRatio()).hasValue(0.25);
    assertThat(ecn.state()).contains("capable");
    assertThat(ecn.failures()).isZero();
    assertThat(ecn.receivedCe()).isEmpty();
  }

  @Test
  void moreMarksThanPacketsAreAFailure() {
    EcnSummary ecn =
        analyze(
                sized(0, 0, 1200, PING),
                Qlogs.received(
                    40, 0, "{'frame_type':'ack','acked_ranges':[[0]],'ect0':5,'ect1':0,'ce':0}"))
            .ecn()
            .orElseThrow();

    assertThat(ecn.failures()).isEqualTo(1);
  }

  @Test
  void aDatagramWithoutAMarkHasTheOneBefore() {
    EcnSummary ecn =
        analyze(
                event(
                    0,
                    "quic:udp_datagrams_received",
                    "'count':1,'raw':[{'length':100}],'ecn':['ECT(0)']"),
                event(
                    1,
                    "quic:udp_datagrams_received",
                    "'count':2,'raw':[{'length':100},{'length':100}]"),
                event(
                    2,
                    "quic:udp_datagrams_received",
                    "'count':1,'raw':[{'length':100}],'ecn':['CE']"))
            .ecn()
            .orElseThrow();

    assertThat(ecn.receivedEct0()).hasValue(3);
    assertThat(ecn.receivedCe()).hasValue(1);
  }

  @Test
  void droppedPacketsAreCountedByTheCurrentNameOfTheReason() {
    ConnectionSummary connection =
        analyze(
            event(
                0,
                "transport:packet_dropped",
                "'trigger':'payload_decrypt_error','raw':{'length':40}"),
            event(1, "quic:packet_dropped", "'trigger':'decryption_failure','raw':{'length':40}"),
            event(2, "quic:packet_dropped", ""),
            event(3, "quic:packet_buffered", "'trigger':'keys_unavailable'"));

    assertThat(connection.drops().orElseThrow().buffered()).isEqualTo(1);
    assertThat(connection.drops().orElseThrow().reasons())
        .extracting(reason -> reason.reason() + ' ' + reason.packets() + ' ' + reason.bytes())
        .containsExactly("decryption_failure 2 80", "unspecified 1 0");
  }

  @Test
  void keyUpdatesAreCountedOnceForBothKeys() {
    String key = "'key_type':'%s_1rtt_secret','trigger':'%s','key_phase':%d";
    assertThat(
            analyze(
                    event(0, "security:key_updated", key.formatted("client", "tls", 0)),
                    event(0, "security:key_updated", key.formatted("server", "tls", 0)),
                    event(9, "security:key_updated", key.formatted("client", "local_update", 1)),
                    event(9, "security:key_updated", key.formatted("server", "local_update", 1)))
                .keyUpdates())
        .hasValue(1);
    assertThat(analyze(Qlogs.sent(0, 0, PING)).keyUpdates()).isEmpty();
  }
}
