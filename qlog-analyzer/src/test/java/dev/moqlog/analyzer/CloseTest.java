package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.CloseSummary;
import dev.moqlog.analyzer.summary.CloseSummary.Initiator;
import dev.moqlog.analyzer.summary.CloseSummary.Kind;
import dev.moqlog.analyzer.summary.Source;
import org.junit.jupiter.api.Test;

/** How connections end, in the ways that stacks log it. */
class CloseTest {

  private static final String PING = "{'frame_type':'ping'}";

  private static CloseSummary close(String... records) {
    String[] all = new String[records.length + 1];
    all[0] = Qlogs.HEADER;
    for (int i = 0; i < records.length; i++) {
      all[i + 1] = Qlogs.json(records[i]);
    }
    return Qlogs.only(Qlogs.analyze(Qlogs.sequence(all))).close().orElseThrow();
  }

  private static String closed(double time, String data) {
    return "{'time':%s,'name':'connectivity:connection_closed','data':{%s}}".formatted(time, data);
  }

  private static String frame(String members) {
    return "{'frame_type':'connection_close',%s}".formatted(members);
  }

  private static String idle(String owner, long millis) {
    return "{'time':0,'name':'transport:parameters_set','data':{'owner':'%s','max_idle_timeout':%d}}"
        .formatted(owner, millis);
  }

  private static String alpn(String name) {
    return "{'time':0,'name':'transport:alpn_information','data':{'chosen_alpn':'%s'}}"
        .formatted(name);
  }

  @Test
  void aFrameWithoutErrorEndsCleanlyByWhoSentIt() {
    CloseSummary close =
        close(
            Qlogs.sent(0, 0, PING),
            Qlogs.received(20, 0, frame("'error_space':'transport','error_code':0,'reason':'bye'")),
            Qlogs.received(
                21, 1, frame("'error_space':'transport','error_code':0,'reason':'bye'")));

    assertThat(close.kind()).isEqualTo(Kind.CLEAN);
    assertThat(close.initiator()).isEqualTo(Initiator.REMOTE);
    assertThat(close.source()).isEqualTo(Source.PACKET);
    assertThat(close.error()).contains("no_error");
    assertThat(close.errorCode()).hasValue(0);
    assertThat(close.reason()).contains("bye");
    assertThat(close.timeNanos()).hasValue(20_000_000);
    assertThat(close.framesReceived()).isEqualTo(2);
    assertThat(close.framesSent()).isZero();
  }

  @Test
  void everyEraOfConnectionClosedIsUnderstood() {
    for (String data :
        new String[] {
          "'owner':'local','connection_code':'flow_control_error','reason':'too much'",
          "'owner':'local','connection_code':3,'reason':'too much'",
          "'initiator':'local','connection_error':'flow_control_error','reason':'too much'",
          "'initiator':'local','connection_error':'unknown','error_code':3,'reason':'too much'"
        }) {
      CloseSummary close = close(Qlogs.sent(0, 0, PING), closed(5, data));

      assertThat(close.kind()).as(data).isEqualTo(Kind.TRANSPORT_ERROR);
      assertThat(close.initiator()).isEqualTo(Initiator.LOCAL);
      assertThat(close.source()).isEqualTo(Source.EVENT);
      assertThat(close.error()).contains("flow_control_error");
      assertThat(close.errorCode()).hasValue(3);
      assertThat(close.reason()).contains("too much");
    }
  }

  @Test
  void anAlertHasItsName() {
    CloseSummary close =
        close(
            Qlogs.sent(0, 0, PING),
            Qlogs.received(9, 0, frame("'error_space':'transport_error','error_code':376")),
            closed(4000, "'owner':'local','trigger':'handshake_timeout'"));

    assertThat(close.kind()).isEqualTo(Kind.CRYPTO_ERROR);
    assertThat(close.initiator()).isEqualTo(Initiator.REMOTE);
    assertThat(close.error()).contains("crypto_error_0x178");
    assertThat(close.alert()).contains("no_application_protocol");
    assertThat(close.trigger()).contains("handshake_timeout");
    assertThat(close.timeNanos()).hasValue(9_000_000);

    CloseSummary named =
        close(closed(1, "'initiator':'remote','connection_error':'crypto_error_0x12a'"));
    assertThat(named.errorCode()).hasValue(0x12a);
    assertThat(named.alert()).contains("bad_certificate");
  }

  @Test
  void applicationCodesMeanWhatTheProtocolSays() {
    String http = frame("'error_space':'application','error_code':256");
    assertThat(close(Qlogs.sent(0, 0, http)).kind()).isEqualTo(Kind.CLEAN);
    assertThat(close(alpn("h3"), Qlogs.sent(0, 0, http)).error()).contains("http_no_error");
    assertThat(close(alpn("hq-interop"), Qlogs.sent(0, 0, http)).kind())
        .isEqualTo(Kind.APPLICATION_ERROR);

    String moq = frame("'error_space':'application','error':'unknown','error_code':17");
    CloseSummary session = close(alpn("moqt-17"), Qlogs.sent(0, 0, moq));
    assertThat(session.kind()).isEqualTo(Kind.APPLICATION_ERROR);
    assertThat(session.error()).contains("control_message_timeout");
    assertThat(close(alpn("echo"), Qlogs.sent(0, 0, moq)).error()).isEmpty();
    assertThat(close(alpn("echo"), Qlogs.sent(0, 0, moq)).errorCode()).hasValue(17);
  }

  @Test
  void anApplicationErrorInTheHandshakeIsOne() {
    assertThat(close(Qlogs.sent(0, 0, frame("'error_space':'transport','error_code':12"))).kind())
        .isEqualTo(Kind.APPLICATION_ERROR);
  }

  @Test
  void anOldApplicationCloseFrameIsOfTheApplication() {
    CloseSummary close =
        close(Qlogs.sent(0, 0, "{'frame_type':'application_close','error_code':7}"));

    assertThat(close.kind()).isEqualTo(Kind.APPLICATION_ERROR);
    assertThat(close.errorCode()).hasValue(7);
  }

  @Test
  void theErrorOfAnotherFrameInThePacketIsNotTheOneOfTheClose() {
    CloseSummary close =
        close(
            Qlogs.sent(
                0,
                0,
                frame("'error_space':'application','error_code':0"),
                "{'frame_type':'reset_stream','stream_id':0,'error':'unknown','error_code':99}"));

    assertThat(close.kind()).isEqualTo(Kind.CLEAN);
    assertThat(close.errorCode()).hasValue(0);
  }

  @Test
  void triggersTellWhatHasNoCode() {
    assertThat(close(closed(1, "'trigger':'idle_timeout'")).kind()).isEqualTo(Kind.IDLE_TIMEOUT);
    assertThat(close(closed(1, "'trigger':'stateless_reset'")).kind())
        .isEqualTo(Kind.STATELESS_RESET);
    assertThat(close(closed(1, "'trigger':'version_mismatch'")).kind())
        .isEqualTo(Kind.VERSION_MISMATCH);
    assertThat(close(closed(1, "'trigger':'clean'")).kind()).isEqualTo(Kind.CLEAN);
    assertThat(close(closed(1, "")).kind()).isEqualTo(Kind.UNKNOWN);
  }

  @Test
  void aStatelessResetIsThePeersDoing() {
    CloseSummary close =
        close(
            Qlogs.sent(0, 0, PING),
            "{'time':3,'name':'transport:packet_received','data':{'header':{'packet_type':'stateless_reset'}}}");

    assertThat(close.kind()).isEqualTo(Kind.STATELESS_RESET);
    assertThat(close.initiator()).isEqualTo(Initiator.REMOTE);
    assertThat(close.source()).isEqualTo(Source.PACKET);
    assertThat(close.statelessResets()).isEqualTo(1);
  }

  @Test
  void silenceForTheSmallerIdleTimeoutIsATimeout() {
    // The last packet came at 100 ms, the first that asked for an answer after it left at 200 ms.
    String[] quiet = {
      idle("local", 30_000),
      idle("remote", 5_000),
      Qlogs.received(100, 0, PING),
      Qlogs.sent(200, 0, PING),
      Qlogs.sent(1_000, 1, PING),
      "{'time':%s,'name':'recovery:metrics_updated','data':{'bytes_in_flight':0}}"
    };
    quiet[5] = quiet[5].formatted("5199");
    assertThat(close(quiet.clone()).kind()).isEqualTo(Kind.LOG_ENDED);
    quiet[5] = quiet[5].replace("5199", "5200");
    CloseSummary close = close(quiet);
    assertThat(close.kind()).isEqualTo(Kind.IDLE_TIMEOUT);
    assertThat(close.source()).isEqualTo(Source.INFERRED);
    assertThat(close.idleTimeoutNanos()).hasValue(5_000_000_000L);
    assertThat(close.timeNanos()).isEmpty();
  }

  @Test
  void anExpiredIdleTimerIsATimeout() {
    CloseSummary close =
        close(
            Qlogs.sent(0, 0, PING),
            "{'time':9,'name':'quic:timer_updated','data':{'timer_type':'idle_timeout','event_type':'expired'}}");

    assertThat(close.kind()).isEqualTo(Kind.IDLE_TIMEOUT);
    assertThat(close.source()).isEqualTo(Source.EVENT);
  }

  @Test
  void onlyAVersionNegotiationPacketMeansNoCommonVersion() {
    CloseSummary close =
        close(
            Qlogs.sent(0, 0, PING),
            "{'time':3,'name':'transport:packet_received','data':{'header':{'packet_type':'version_negotiation'}}}");

    assertThat(close.kind()).isEqualTo(Kind.VERSION_MISMATCH);
  }

  @Test
  void aLogThatJustEndsTellsNothing() {
    CloseSummary close = close(Qlogs.sent(0, 0, PING));

    assertThat(close.kind()).isEqualTo(Kind.LOG_ENDED);
    assertThat(close.initiator()).isEqualTo(Initiator.UNKNOWN);
    assertThat(close.error()).isEmpty();
    assertThat(close.idleTimeoutNanos()).isEmpty();
  }
}
