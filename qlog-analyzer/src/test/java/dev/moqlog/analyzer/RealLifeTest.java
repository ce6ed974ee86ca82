package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.moqlog.analyzer.summary.CloseSummary;
import dev.moqlog.analyzer.summary.CloseSummary.Initiator;
import dev.moqlog.analyzer.summary.CloseSummary.Kind;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.HandshakeSummary;
import dev.moqlog.analyzer.summary.ProbeTimeoutSummary;
import dev.moqlog.analyzer.summary.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** How connections of real stacks began, stalled and ended; numbers found by another program. */
class RealLifeTest {

  private static ConnectionSummary resource(String name) {
    return Qlogs.only(
        Qlogs.analyze(Qlogs.root().resolve("qlog-analyzer/src/test/resources/" + name)));
  }

  private static ConnectionSummary shared(String name) {
    Path file = Qlogs.shared().resolve("testdata/public/" + name);
    assumeThat(Files.exists(file)).isTrue();
    return Qlogs.only(Qlogs.analyze(file));
  }

  @Test
  void ngtcp2MeetsARetry() {
    ConnectionSummary connection = resource("stacks/ngtcp2__retry__client.sqlog.gz");
    HandshakeSummary handshake = connection.handshake().orElseThrow();
    CloseSummary close = connection.close().orElseThrow();

    assertThat(handshake.retry()).isTrue();
    assertThat(handshake.completeNanos()).isPresent();
    assertThat(handshake.firstReplyNanos().orElseThrow()).isBetween(80_000_000L, 90_000_000L);
    assertThat(close.kind()).isEqualTo(Kind.CLEAN);
    assertThat(close.initiator()).isEqualTo(Initiator.LOCAL);
    assertThat(close.error()).contains("http_no_error");
    assertThat(close.errorCode()).hasValue(0x100);
    assertThat(close.idleTimeoutNanos()).hasValue(8_000_000_000L);
  }

  @Test
  void xnetquicSendsItsHandshakeAgain() {
    ConnectionSummary connection = resource("stacks/xnetquic__hsloss__client.sqlog.gz");
    HandshakeSummary handshake = connection.handshake().orElseThrow();

    assertThat(handshake.cryptoBytesSentAgain()).isPositive();
    assertThat(handshake.packetsSentAgain()).isPositive();
    assertThat(handshake.completeNanos().orElseThrow())
        .isGreaterThan(handshake.firstReplyNanos().orElseThrow());
    ProbeTimeoutSummary probes = connection.probeTimeouts().orElseThrow();
    assertThat(probes.source()).contains(Source.INFERRED);
    assertThat(probes.timeouts().orElseThrow()).isPositive();
  }

  @Test
  void nettyIsRefusedForItsProtocol() {
    CloseSummary close = resource("qlog/netty__hsfail_alpn__client.qlog").close().orElseThrow();

    assertThat(close.kind()).isEqualTo(Kind.CRYPTO_ERROR);
    assertThat(close.alert()).contains("no_application_protocol");
    assertThat(close.initiator()).isEqualTo(Initiator.REMOTE);
    assertThat(close.framesReceived()).isEqualTo(1);
  }

  @Test
  void ngtcp2IsKilled() {
    CloseSummary close = resource("qlog/ngtcp2__kill9_both__client.sqlog.gz").close().orElseThrow();

    assertThat(close.kind()).isEqualTo(Kind.LOG_ENDED);
    assertThat(close.timeNanos()).isEmpty();
  }

  @Test
  void quicGoRefusesACertificate() {
    Path samples = Qlogs.root().resolve("samples/qlog/707f1683c24ee6429f5151e361/client.qlog");
    CloseSummary close = Qlogs.only(Qlogs.analyze(samples)).close().orElseThrow();

    assertThat(close.kind()).isEqualTo(Kind.CRYPTO_ERROR);
    assertThat(close.alert()).contains("bad_certificate");
    assertThat(close.reason()).contains("x509: certificate signed by unknown authority");
    assertThat(close.initiator()).isEqualTo(Initiator.LOCAL);
  }

  @Test
  void quicGoGetsNoReply() {
    ConnectionSummary connection = shared("quic-go-head__hsfail_noreply__client.sqlog");

    assertThat(connection.close().orElseThrow().kind()).isEqualTo(Kind.IDLE_TIMEOUT);
    assertThat(connection.handshake().orElseThrow().completeNanos()).isEmpty();
    assertThat(connection.handshake().orElseThrow().firstReplyNanos()).isEmpty();
    ProbeTimeoutSummary probes = connection.probeTimeouts().orElseThrow();
    assertThat(probes.source()).contains(Source.LOGGED);
    assertThat(probes.timeouts()).hasValue(5);
    assertThat(probes.largestBackoff()).hasValue(5);
    assertThat(probes.runs()).hasValue(1);
  }

  @Test
  void quicGoFindsItsMtu() {
    ConnectionSummary connection = shared("quic-go-head__rtt50_loss1_5m__server.sqlog.gz");

    assertThat(connection.mtu().orElseThrow().loggedBytes()).hasValue(1_441);
    assertThat(connection.keyUpdates()).hasValue(1);
    assertThat(connection.ecn().orElseThrow().state()).contains("failed");
    assertThat(connection.handshake().orElseThrow().alpn()).contains("hq-interop");
  }

  @Test
  void picoquicCountsMarks() {
    ConnectionSummary connection = shared("repo-picoquic-draft00-qlog_trace_ecn_ref.qlog");

    assertThat(connection.ecn().orElseThrow().ackedEct0().orElseThrow()).isPositive();
    assertThat(connection.ecn().orElseThrow().receivedEct0()).isPresent();
    assertThat(connection.paths().orElseThrow().paths().get(0).remoteAddress())
        .contains("10.0.0.2 1234");
    assertThat(connection.handshake().orElseThrow().alpn()).contains("picoquic-test");
    assertThat(connection.paths().orElseThrow().source()).contains(Source.INFERRED);
  }
}
