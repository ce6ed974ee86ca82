package dev.moqlog.cli.render;

import dev.moqlog.analyzer.summary.CloseSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.EcnSummary;
import dev.moqlog.analyzer.summary.HandshakeSummary;
import dev.moqlog.analyzer.summary.MtuSummary;
import dev.moqlog.analyzer.summary.PathsSummary;
import dev.moqlog.analyzer.summary.ProbeTimeoutSummary;
import dev.moqlog.analyzer.summary.Source;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/** The columns of comma-separated values that {@link TransportJson} has as fields. */
final class TransportColumns {

  private final Map<String, Function<ConnectionSummary, String>> columns;

  private TransportColumns(Map<String, Function<ConnectionSummary, String>> columns) {
    this.columns = columns;
  }

  /** Adds the columns behind those that are there. */
  static void addTo(Map<String, Function<ConnectionSummary, String>> columns) {
    TransportColumns all = new TransportColumns(columns);
    all.handshake();
    all.close();
    all.rest();
  }

  private void handshake() {
    handshake("source", part -> part.source().map(Source::label).orElse(""));
    handshake("complete_ms", part -> millis(part.completeNanos()));
    handshake("confirmed_ms", part -> millis(part.confirmedNanos()));
    handshake("first_reply_ms", part -> millis(part.firstReplyNanos()));
    handshake("first_byte_ms", part -> millis(part.firstByteNanos()));
    handshake("initial_packets_sent", part -> Long.toString(part.initialPacketsSent()));
    handshake("handshake_packets_sent", part -> Long.toString(part.handshakePacketsSent()));
    handshake("packets_sent_again", part -> Long.toString(part.packetsSentAgain()));
    handshake("crypto_bytes_sent", part -> Long.toString(part.cryptoBytesSent()));
    handshake("crypto_bytes_sent_again", part -> Long.toString(part.cryptoBytesSentAgain()));
    handshake("retry", part -> Boolean.toString(part.retry()));
    handshake("version_negotiation", part -> Boolean.toString(part.versionNegotiation()));
    handshake("zero_rtt_packets", part -> Long.toString(part.zeroRttPackets()));
    handshake("zero_rtt_accepted", part -> text(part.zeroRttAccepted()));
    handshake("resumption_allowed", part -> text(part.resumptionAllowed()));
    handshake("alpn", part -> text(part.alpn()));
    handshake("quic_version", part -> text(part.quicVersion()));
    handshake("amplification", part -> ratio(part.amplification()));
    handshake("amplification_blocked_ms", part -> millis(part.amplificationBlockedNanos()));
  }

  private void close() {
    close("kind", part -> part.kind().label());
    close("initiator", part -> part.initiator().label());
    close("source", part -> part.source().label());
    close("error", part -> text(part.error()));
    close("error_code", part -> number(part.errorCode()));
    close("alert", part -> text(part.alert()));
    close("trigger", part -> text(part.trigger()));
    close("reason", part -> text(part.reason()));
    close("idle_timeout_ms", part -> millis(part.idleTimeoutNanos()));
  }

  private void rest() {
    add("paths_migrations", ConnectionSummary::paths, this::migrations);
    add("mtu_logged", ConnectionSummary::mtu, (MtuSummary part) -> number(part.loggedBytes()));
    add(
        "mtu_largest_acked",
        ConnectionSummary::mtu,
        (MtuSummary part) -> number(part.largestAckedBytes()));
    add("ecn_state", ConnectionSummary::ecn, (EcnSummary part) -> text(part.state()));
    add("ecn_acked_ce", ConnectionSummary::ecn, (EcnSummary part) -> number(part.ackedCe()));
    add("ecn_ce_ratio", ConnectionSummary::ecn, (EcnSummary part) -> ratio(part.ceRatio()));
    probes("source", part -> part.source().map(Source::label).orElse(""));
    probes("count", part -> number(part.timeouts()));
    probes("largest_backoff", part -> number(part.largestBackoff()));
    probes("runs", part -> number(part.runs()));
    probes("longest_silence_ms", part -> millis(part.longestSilenceNanos()));
    probes("persistent_congestion", part -> number(part.persistentCongestion()));
    columns.put("key_updates", connection -> number(connection.keyUpdates()));
  }

  private String migrations(PathsSummary paths) {
    return number(paths.migrations());
  }

  private void handshake(String name, Function<HandshakeSummary, String> column) {
    add("handshake_" + name, ConnectionSummary::handshake, column);
  }

  private void close(String name, Function<CloseSummary, String> column) {
    add("close_" + name, ConnectionSummary::close, column);
  }

  private void probes(String name, Function<ProbeTimeoutSummary, String> column) {
    add("probe_timeouts_" + name, ConnectionSummary::probeTimeouts, column);
  }

  private <T> void add(
      String name, Function<ConnectionSummary, Optional<T>> part, Function<T, String> column) {
    columns.put(name, connection -> part.apply(connection).map(column).orElse(""));
  }

  private static <T> String text(Optional<T> value) {
    return value.map(Object::toString).orElse("");
  }

  private static String number(OptionalLong value) {
    return value.isPresent() ? Long.toString(value.getAsLong()) : "";
  }

  private static String millis(OptionalLong nanos) {
    return nanos.isPresent() ? Text.millis(nanos.getAsLong()) : "";
  }

  private static String ratio(OptionalDouble ratio) {
    return ratio.isPresent() ? Text.ratio(ratio.getAsDouble()) : "";
  }
}
