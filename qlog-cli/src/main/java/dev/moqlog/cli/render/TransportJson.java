package dev.moqlog.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.moqlog.analyzer.summary.CloseSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.DropSummary;
import dev.moqlog.analyzer.summary.EcnSummary;
import dev.moqlog.analyzer.summary.FleetSummary;
import dev.moqlog.analyzer.summary.HandshakeSummary;
import dev.moqlog.analyzer.summary.MtuSummary;
import dev.moqlog.analyzer.summary.PathSummary;
import dev.moqlog.analyzer.summary.PathsSummary;
import dev.moqlog.analyzer.summary.ProbeTimeoutSummary;
import dev.moqlog.analyzer.summary.Source;
import dev.moqlog.analyzer.summary.TransportTotals;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The members of a connection that tell of its handshake, paths, probe timeouts, congestion marks,
 * dropped packets and end.
 */
final class TransportJson {

  private final JsonGenerator json;
  private final JsonValues values;

  TransportJson(JsonGenerator json) {
    this.json = json;
    this.values = new JsonValues(json);
  }

  /** The members of a connection. */
  void connection(ConnectionSummary connection) throws IOException {
    if (connection.handshake().isPresent()) {
      handshake(connection.handshake().get());
    }
    if (connection.close().isPresent()) {
      close(connection, connection.close().get());
    }
    if (connection.paths().isPresent()) {
      paths(connection.paths().get());
    }
    if (connection.mtu().isPresent()) {
      mtu(connection.mtu().get());
    }
    if (connection.ecn().isPresent()) {
      ecn(connection.ecn().get());
    }
    if (connection.probeTimeouts().isPresent()) {
      probeTimeouts(connection, connection.probeTimeouts().get());
    }
    if (connection.drops().isPresent()) {
      drops(connection.drops().get());
    }
    values.number("key_updates", connection.keyUpdates());
  }

  private void handshake(HandshakeSummary handshake) throws IOException {
    json.writeObjectFieldStart("handshake");
    values.text("source", handshake.source().map(Source::label));
    values.millis("complete_ms", handshake.completeNanos());
    values.millis("confirmed_ms", handshake.confirmedNanos());
    values.millis("first_reply_ms", handshake.firstReplyNanos());
    values.millis("first_byte_ms", handshake.firstByteNanos());
    values.distributionMillis("responses_ms", "count", handshake.responseNanos());
    json.writeNumberField("initial_packets_sent", handshake.initialPacketsSent());
    json.writeNumberField("handshake_packets_sent", handshake.handshakePacketsSent());
    json.writeNumberField("packets_sent_again", handshake.packetsSentAgain());
    json.writeNumberField("crypto_bytes_sent", handshake.cryptoBytesSent());
    json.writeNumberField("crypto_bytes_sent_again", handshake.cryptoBytesSentAgain());
    json.writeBooleanField("retry", handshake.retry());
    json.writeBooleanField("version_negotiation", handshake.versionNegotiation());
    json.writeNumberField("zero_rtt_packets", handshake.zeroRttPackets());
    values.truth("zero_rtt_accepted", handshake.zeroRttAccepted());
    values.truth("resumption_allowed", handshake.resumptionAllowed());
    values.text("alpn", handshake.alpn());
    values.text("quic_version", handshake.quicVersion());
    values.ratio("amplification", handshake.amplification());
    values.millis("amplification_blocked_ms", handshake.amplificationBlockedNanos());
    json.writeEndObject();
  }

  private void close(ConnectionSummary connection, CloseSummary close) throws IOException {
    json.writeObjectFieldStart("close");
    json.writeStringField("kind", close.kind().label());
    json.writeStringField("initiator", close.initiator().label());
    json.writeStringField("source", close.source().label());
    values.text("error", close.error());
    values.number("error_code", close.errorCode());
    values.text("alert", close.alert());
    values.text("trigger", close.trigger());
    values.text("reason", close.reason());
    values.millis("after_ms", after(connection, close.timeNanos()));
    values.number("offset", close.offset());
    values.millis("idle_timeout_ms", close.idleTimeoutNanos());
    json.writeNumberField("frames_sent", close.framesSent());
    json.writeNumberField("frames_received", close.framesReceived());
    json.writeNumberField("stateless_resets", close.statelessResets());
    json.writeEndObject();
  }

  private void paths(PathsSummary paths) throws IOException {
    json.writeObjectFieldStart("paths");
    values.text("source", paths.source().map(Source::label));
    values.number("migrations", paths.migrations());
    json.writeNumberField("challenges_sent", paths.challengesSent());
    json.writeNumberField("challenges_received", paths.challengesReceived());
    json.writeNumberField("validations", paths.validations());
    json.writeArrayFieldStart("list");
    for (PathSummary path : paths.paths()) {
      json.writeStartObject();
      json.writeStringField("id", path.id());
      values.text("local", path.localAddress());
      values.text("remote", path.remoteAddress());
      json.writeNumberField("packets_sent", path.packetsSent());
      values.number("bytes_sent", path.bytesSent());
      json.writeNumberField("packets_received", path.packetsReceived());
      values.number("bytes_received", path.bytesReceived());
      values.millis("validated_ms", path.validatedNanos());
      values.distributionMillis("rtt_ms", path.rttNanos());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void mtu(MtuSummary mtu) throws IOException {
    json.writeObjectFieldStart("mtu");
    values.number("logged", mtu.loggedBytes());
    values.number("largest_sent", mtu.largestSentBytes());
    values.number("largest_acked", mtu.largestAckedBytes());
    json.writeNumberField("probes_sent", mtu.probesSent());
    json.writeNumberField("probes_acked", mtu.probesAcked());
    json.writeNumberField("probes_lost", mtu.probesLost());
    values.number("peer_max", mtu.peerMaxBytes());
    json.writeEndObject();
  }

  private void ecn(EcnSummary ecn) throws IOException {
    json.writeObjectFieldStart("ecn");
    values.text("state", ecn.state());
    json.writeNumberField("failures", ecn.failures());
    values.number("acked_ect0", ecn.ackedEct0());
    values.number("acked_ect1", ecn.ackedEct1());
    values.number("acked_ce", ecn.ackedCe());
    values.ratio("ce_ratio", ecn.ceRatio());
    values.number("received_ect0", ecn.receivedEct0());
    values.number("received_ect1", ecn.receivedEct1());
    values.number("received_ce", ecn.receivedCe());
    json.writeEndObject();
  }

  private void probeTimeouts(ConnectionSummary connection, ProbeTimeoutSummary probes)
      throws IOException {
    json.writeObjectFieldStart("probe_timeouts");
    values.text("source", probes.source().map(Source::label));
    values.number("count", probes.timeouts());
    values.number("largest_backoff", probes.largestBackoff());
    values.number("runs", probes.runs());
    values.millis("longest_silence_ms", probes.longestSilenceNanos());
    values.millis("silence_after_ms", after(connection, probes.silenceStartNanos()));
    values.number("persistent_congestion", probes.persistentCongestion());
    values.text("persistent_source", probes.persistentSource().map(Source::label));
    json.writeEndObject();
  }

  private void drops(DropSummary drops) throws IOException {
    json.writeObjectFieldStart("drops");
    json.writeObjectFieldStart("packets");
    for (DropSummary.Reason reason : drops.reasons()) {
      json.writeNumberField(reason.reason(), reason.packets());
    }
    json.writeEndObject();
    json.writeNumberField("buffered", drops.buffered());
    json.writeEndObject();
  }

  /** How long after the first event. */
  private static OptionalLong after(ConnectionSummary connection, OptionalLong time) {
    return connection.startNanos().isEmpty() || time.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(connection.sinceStartNanos(time.getAsLong()));
  }

  /** The members of the totals. */
  void totals(FleetSummary fleet) throws IOException {
    TransportTotals totals = fleet.transport();
    json.writeObjectFieldStart("handshake");
    json.writeNumberField("complete", totals.handshakesComplete());
    json.writeNumberField("retry", totals.retries());
    json.writeNumberField("version_negotiation", totals.versionNegotiations());
    json.writeNumberField("zero_rtt", totals.zeroRttTried());
    json.writeNumberField("zero_rtt_accepted", totals.zeroRttAccepted());
    json.writeEndObject();
    json.writeObjectFieldStart("close");
    for (Map.Entry<CloseSummary.Kind, Long> kind : totals.closes().entrySet()) {
      json.writeNumberField(kind.getKey().label(), kind.getValue());
    }
    json.writeEndObject();
    json.writeNumberField("migrations", totals.migrations());
    json.writeNumberField("probe_timeouts", totals.probeTimeouts());
    json.writeNumberField("persistent_congestion", totals.persistentCongestion());
    json.writeNumberField("ecn_ce", totals.ceMarks());
    json.writeNumberField("key_updates", totals.keyUpdates());
  }
}
