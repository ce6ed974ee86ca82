package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.HandshakeSummary;
import dev.moqlog.analyzer.summary.Source;
import org.junit.jupiter.api.Test;

/** How connections begin. */
class HandshakeTest {

  private static HandshakeSummary handshake(String... records) {
    String[] all = new String[records.length + 1];
    all[0] = Qlogs.HEADER;
    for (int i = 0; i < records.length; i++) {
      all[i + 1] = Qlogs.json(records[i]);
    }
    return Qlogs.only(Qlogs.analyze(Qlogs.sequence(all))).handshake().orElseThrow();
  }

  private static String packet(
      String way, double time, String type, long number, long length, String... frames) {
    return "{'time':%s,'name':'transport:packet_%s','data':{'header':{'packet_type':'%s','packet_number':%d,'version':'00000001'},'raw':{'length':%d},'frames':[%s]}}"
        .formatted(time, way, type, number, length, String.join(",", frames));
  }

  private static String crypto(long offset, long length) {
    return "{'frame_type':'crypto','offset':%d,'length':%d}".formatted(offset, length);
  }

  private static final String DONE = "{'frame_type':'handshake_done'}";

  @Test
  void aClientIsCompleteWithItsFirstOneRttPacketAndConfirmedByHandshakeDone() {
    HandshakeSummary client =
        handshake(
            packet("sent", 10, "initial", 0, 1200, crypto(0, 300)),
            packet("sent", 210, "initial", 1, 1200, crypto(0, 300)),
            packet("received", 260, "initial", 0, 1200, crypto(0, 90)),
            packet("received", 261, "handshake", 0, 700, crypto(0, 650)),
            packet("sent", 262, "handshake", 0, 80, crypto(0, 52)),
            packet("sent", 263, "1RTT", 0, 60, Qlogs.stream(0, 0, 20)),
            packet("received", 313, "1RTT", 0, 60, DONE),
            packet("received", 314, "1RTT", 1, 1000, Qlogs.stream(0, 0, 900)),
            packet("received", 315, "1RTT", 2, 1000, Qlogs.stream(0, 900, 900)));

    assertThat(client.source()).contains(Source.INFERRED);
    assertThat(client.completeNanos()).hasValue(253_000_000);
    assertThat(client.confirmedNanos()).hasValue(303_000_000);
    assertThat(client.firstReplyNanos()).hasValue(250_000_000);
    assertThat(client.firstByteNanos()).hasValue(304_000_000);
    assertThat(client.responseNanos().orElseThrow().samples()).isEqualTo(1);
    assertThat(client.responseNanos().orElseThrow().max()).isEqualTo(51_000_000);
    assertThat(client.initialPacketsSent()).isEqualTo(2);
    assertThat(client.handshakePacketsSent()).isEqualTo(1);
    assertThat(client.packetsSentAgain()).isEqualTo(1);
    assertThat(client.cryptoBytesSent()).isEqualTo(652);
    assertThat(client.cryptoBytesSentAgain()).isEqualTo(300);
    assertThat(client.quicVersion()).contains("1");
    assertThat(client.retry()).isFalse();
    assertThat(client.amplification()).isEmpty();
    assertThat(client.zeroRttAccepted()).isEmpty();
  }

  @Test
  void aServerIsCompleteAndConfirmedAtOnceAndHeldToThreeTimesWhatItGot() {
    HandshakeSummary server =
        handshake(
            packet("received", 0, "initial", 0, 1200, crypto(0, 300)),
            packet("sent", 1, "initial", 0, 1200, crypto(0, 90)),
            packet("sent", 1, "handshake", 0, 1200, crypto(0, 1100)),
            packet("sent", 1, "handshake", 1, 1200, crypto(1100, 1100)),
            // Blocked: three times 1200 bytes are sent. The client's acknowledgment gives credit.
            packet("received", 51, "handshake", 0, 60, Qlogs.ack(0, 1)),
            packet("sent", 52, "handshake", 2, 900, crypto(2200, 800)),
            packet("received", 102, "handshake", 1, 80, crypto(0, 52)),
            packet("received", 102, "1RTT", 0, 60, Qlogs.stream(0, 0, 20)),
            packet("sent", 103, "1RTT", 0, 900, DONE, Qlogs.stream(0, 0, 800)));

    assertThat(server.completeNanos()).hasValue(102_000_000);
    assertThat(server.confirmedNanos()).hasValue(102_000_000);
    assertThat(server.firstReplyNanos()).hasValue(1_000_000);
    assertThat(server.firstByteNanos()).hasValue(103_000_000);
    assertThat(server.responseNanos().orElseThrow().max()).isEqualTo(1_000_000);
    assertThat(server.amplification()).hasValue(3.0);
    assertThat(server.amplificationBlockedNanos()).hasValue(50_000_000);
    assertThat(server.cryptoBytesSentAgain()).isZero();
  }

  @Test
  void aServerThatSaysAllAtOnceIsNotBlocked() {
    HandshakeSummary server =
        handshake(
            packet("received", 0, "initial", 0, 1200, crypto(0, 300)),
            packet("sent", 1, "initial", 0, 163, crypto(0, 90)),
            packet("sent", 1, "handshake", 0, 717, crypto(0, 650)),
            packet("received", 51, "handshake", 0, 80, crypto(0, 52)));

    assertThat(server.amplification().orElseThrow())
        .isBetween(880 / 1200.0 - 1e-9, 880 / 1200.0 + 1e-9);
    assertThat(server.amplificationBlockedNanos()).hasValue(0);
  }

  @Test
  void whatTheStackSaysComesFirst() {
    HandshakeSummary client =
        handshake(
            packet("sent", 0, "initial", 0, 1200, crypto(0, 300)),
            packet("received", 50, "initial", 0, 1200, crypto(0, 90)),
            "{'time':51,'name':'connectivity:connection_state_updated','data':{'new':'handshake_completed'}}",
            packet("sent", 52, "1RTT", 0, 60, Qlogs.stream(0, 0, 20)),
            "{'time':101,'name':'quic:connection_state_updated','data':{'new':'handshake_confirmed'}}",
            packet("received", 102, "1RTT", 0, 60, DONE));

    assertThat(client.source()).contains(Source.EVENT);
    assertThat(client.completeNanos()).hasValue(51_000_000);
    assertThat(client.confirmedNanos()).hasValue(101_000_000);
  }

  @Test
  void aLogThatBeginsLateTellsNoTimes() {
    HandshakeSummary late =
        handshake(
            packet("sent", 0, "1RTT", 90, 60, Qlogs.stream(0, 0, 20)),
            packet("received", 50, "1RTT", 70, 60, Qlogs.stream(0, 0, 20)));

    assertThat(late.source()).isEmpty();
    assertThat(late.completeNanos()).isEmpty();
    assertThat(late.firstByteNanos()).isEmpty();
    assertThat(late.responseNanos().orElseThrow().max()).isEqualTo(50_000_000);

    HandshakeSummary middle =
        handshake(
            packet("sent", 0, "initial", 4, 1200, crypto(0, 300)),
            packet("sent", 60, "1RTT", 0, 60, Qlogs.stream(0, 0, 20)));
    assertThat(middle.completeNanos()).isEmpty();
  }

  @Test
  void retryAndVersionNegotiationShow() {
    HandshakeSummary client =
        handshake(
            packet("sent", 0, "initial", 0, 1200, crypto(0, 300)),
            "{'time':20,'name':'transport:packet_received','data':{'header':{'packet_type':'version_negotiation'}}}",
            packet("sent", 21, "initial", 1, 1200, crypto(0, 300)),
            "{'time':41,'name':'transport:packet_received','data':{'header':{'packet_type':'retry','packet_number':0}}}",
            packet("sent", 42, "initial", 2, 1200, crypto(0, 300)),
            packet("received", 62, "initial", 0, 1200, crypto(0, 90)),
            packet("sent", 63, "1RTT", 0, 60, Qlogs.stream(0, 0, 20)));

    assertThat(client.retry()).isTrue();
    assertThat(client.versionNegotiation()).isTrue();
    assertThat(client.firstReplyNanos()).hasValue(62_000_000);
    assertThat(client.completeNanos()).hasValue(63_000_000);
    assertThat(
            handshake(
                    packet("received", 0, "initial", 1, 1200, crypto(0, 300)),
                    "{'time':0,'name':'transport:parameters_set','data':{'owner':'local','retry_source_connection_id':'dc53bdf1'}}")
                .retry())
        .isTrue();
  }

  @Test
  void zeroRttIsAcceptedIfAcknowledgedAndRejectedIfOnlyLaterPacketsAre() {
    String initial = packet("sent", 0, "initial", 0, 1200, crypto(0, 300));
    String early = packet("sent", 0, "0RTT", 0, 400, Qlogs.stream(0, 0, 300));
    String later = packet("sent", 50, "1RTT", 1, 400, Qlogs.stream(0, 0, 300));

    HandshakeSummary accepted =
        handshake(initial, early, later, packet("received", 90, "1RTT", 0, 50, Qlogs.ack(0, 1)));
    assertThat(accepted.zeroRttPackets()).isEqualTo(1);
    assertThat(accepted.zeroRttAccepted()).contains(true);
    HandshakeSummary rejected =
        handshake(initial, early, later, packet("received", 90, "1RTT", 0, 50, Qlogs.ack(1, 1)));
    assertThat(rejected.zeroRttAccepted()).contains(false);
    assertThat(handshake(initial, early, later).zeroRttAccepted()).isEmpty();
  }

  @Test
  void theProtocolShowsInEveryDialect() {
    String initial = packet("sent", 0, "initial", 0, 1200, crypto(0, 300));
    for (String alpn :
        new String[] {
          "{'time':1,'name':'transport:alpn_information','data':{'chosen_alpn':'h3'}}",
          "{'time':1,'name':'quic:alpn_information','data':{'chosen_alpn':{'string_value':'h3'}}}",
          "{'time':1,'name':'transport:ALPN_update','data':{'old':'','new':'h3'}}",
          "{'time':1,'name':'transport:parameters_set','data':{'owner':'remote','proposed_alpn':['h3','x'],'alpn':'h3'}}"
        }) {
      assertThat(handshake(initial, alpn).alpn()).as(alpn).contains("h3");
    }
    String offered =
        "{'time':1,'name':'transport:alpn_information','data':{'client_alpns':['h3']}}";
    assertThat(handshake(initial, offered).alpn()).isEmpty();
    assertThat(handshake(initial, offered, packet("sent", 9, "1RTT", 0, 60, DONE)).alpn())
        .contains("h3");
  }

  @Test
  void aVersionIsHexadecimalWhetherTextOrNumber() {
    String initial = packet("sent", 0, "initial", 0, 1200, crypto(0, 300));
    assertThat(
            handshake(
                    initial,
                    "{'time':1,'name':'transport:version_information','data':{'client_versions':[1],'chosen_version':1798521807}}")
                .quicVersion())
        .contains("6b3343cf");
    assertThat(
            handshake(
                    "{'time':1,'name':'connectivity:connection_new','data':{'quic_version':'0xff000016'}}")
                .quicVersion())
        .contains("ff000016");
  }

  @Test
  void theHostIsTheNameOfTheVantagePointUnlessItNamesAStackOrARole() {
    for (String[] host :
        new String[][] {
          {"relay-7.example.net", "relay-7.example.net"},
          {"ngtcp2", null},
          {"neqo-client", null},
          {"server", null},
          {"go quic", null}
        }) {
      String log =
          Qlogs.sequence(
              Qlogs.HEADER.replace(
                  "\"type\":\"client\"", "\"name\":\"" + host[0] + "\",\"type\":\"client\""),
              Qlogs.sent(0, 0, "{'frame_type':'ping'}"));
      assertThat(Qlogs.only(Qlogs.analyze(log)).host().orElse(null)).isEqualTo(host[1]);
    }
  }
}
