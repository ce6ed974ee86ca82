package dev.moqlog.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.moqlog.analyzer.summary.CloseSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.DropSummary;
import dev.moqlog.analyzer.summary.DurationSummary;
import dev.moqlog.analyzer.summary.EcnSummary;
import dev.moqlog.analyzer.summary.FleetSummary;
import dev.moqlog.analyzer.summary.HandshakeSummary;
import dev.moqlog.analyzer.summary.MtuSummary;
import dev.moqlog.analyzer.summary.PathSummary;
import dev.moqlog.analyzer.summary.PathsSummary;
import dev.moqlog.analyzer.summary.ProbeTimeoutSummary;
import dev.moqlog.analyzer.summary.TransportTotals;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The members of a connection that tell of its handshake, paths, probe timeouts, congestion marks,
 * dropped packets and end.
 */
final class TransportJson {

  private final JsonGenerator json;
  private final JsonFields fields;

  /**
   * @param fields writes single values to the same generator
   */
  TransportJson(JsonGenerator json, JsonFields fields) {
    this.json = json;
    this.fields = fields;
  }

  /** The members of a connection. */
  void connection(ConnectionSummary connection) throws IOException {
    if (connection.handshake().isPresent()) {
      handshake(connection.handshake().get());
    }
    if (connection.close().isPresent()) {
      close(connection.close().get(), connection.startNanos());
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
      probeTimeouts(connection.probeTimeouts().get(), connection.startNanos());
    }
    if (connection.drops().isPresent()) {
      drops(connection.drops().get());
    }
    fields.number("key_updates", connection.keyUpdates());
  }

  private void handshake(HandshakeSummary handshake) throws IOException {
    json.writeObjectFieldStart("handshake");
    text("source", handshake.source().map(HandshakeSummary.Source::label));
    fields.millis("complete_ms", handshake.completeNanos());
    fields.millis("confirmed_ms", handshake.confirmedNanos());
    fields.millis("first_reply_ms", handshake.firstReplyNanos());
    fields.millis("first_byte_ms", handshake.firstByteNanos());
    durations("responses_ms", handshake.responses());
    json.writeNumberField("initial_packets_sent", handshake.initialPacketsSent());
    json.writeNumberField("handshake_packets_sent", handshake.handshakePacketsSent());
    json.writeNumberField("packets_sent_again", handshake.packetsSentAgain());
    json.writeNumberField("crypto_bytes_sent", handshake.cryptoBytesSent());
    json.writeNumberField("crypto_bytes_sent_again", handshake.cryptoBytesSentAgain());
    json.writeBooleanField("retry", handshake.retry());
    json.writeBooleanField("version_negotiation", handshake.versionNegotiation());
    json.writeNumberField("zero_rtt_packets", handshake.zeroRttPackets());
    truth("zero_rtt_accepted", handshake.zeroRttAccepted());
    truth("resumption_allowed", handshake.resumptionAllowed());
    text("alpn", handshake.alpn());
    text("quic_version", handshake.quicVersion());
    fields.ratio("amplification", handshake.amplification());
    fields.millis("amplification_blocked_ms", handshake.amplificationBlockedNanos());
    json.writeEndObject();
  }

  private void close(CloseSummary close, OptionalLong start) throws IOException {
    json.writeObjectFieldStart("close");
    json.writeStringField("kind", close.kind().label());
    json.writeStringField("initiator", close.initiator().label());
    json.writeStringField("source", close.source().label());
    text("error", close.error());
    fields.number("error_code", close.errorCode());
    text("alert", close.alert());
    text("trigger", close.trigger());
    text("reason", close.reason());
    fields.millis("after_ms", after(start, close.timeNanos()));
    fields.number("offset", close.offset());
    fields.millis("idle_timeout_ms", close.idleTimeoutNanos());
    json.writeNumberField("frames_sent", close.framesSent());
    json.writeNumberField("frames_received", close.framesReceived());
    json.writeNumberField("stateless_resets", close.statelessResets());
    json.writeEndObject();
  }

  private void paths(PathsSummary paths) throws IOException {
    json.writeObjectFieldStart("paths");
    text("source", paths.source().map(PathsSummary.Source::label));
    fields.number("migrations", paths.migrations());
    json.writeNumberField("challenges_sent", paths.challengesSent());
    json.writeNumberField("challenges_received", paths.challengesReceived());
    json.writeNumberField("validations", paths.validations());
    json.writeArrayFieldStart("list");
    for (PathSummary path : paths.paths()) {
      json.writeStartObject();
      json.writeStringField("id", path.id());
      text("local", path.localAddress());
      text("remote", path.remoteAddress());
      json.writeNumberField("packets_sent", path.packetsSent());
      fields.number("bytes_sent", path.bytesSent());
      json.writeNumberField("packets_received", path.packetsReceived());
      fields.number("bytes_received", path.bytesReceived());
      fields.millis("validated_ms", path.validatedNanos());
      durations("rtt_ms", path.rtt());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void mtu(MtuSummary mtu) throws IOException {
    json.writeObjectFieldStart("mtu");
    fields.number("logged", mtu.loggedBytes());
    fields.number("largest_sent", mtu.largestSentBytes());
    fields.number("largest_acked", mtu.largestAckedBytes());
    json.writeNumberField("probes_sent", mtu.probesSent());
    json.writeNumberField("probes_acked", mtu.probesAcked());
    json.writeNumberField("probes_lost", mtu.probesLost());
    fields.number("peer_max", mtu.peerMaxBytes());
    json.writeEndObject();
  }

  private void ecn(EcnSummary ecn) throws IOException {
    json.writeObjectFieldStart("ecn");
    text("state", ecn.state());
    json.writeNumberField("failures", ecn.failures());
    fields.number("acked_ect0", ecn.ackedEct0());
    fields.number("acked_ect1", ecn.ackedEct1());
    fields.number("acked_ce", ecn.ackedCe());
    fields.ratio("ce_ratio", ecn.ceRatio());
    fields.number("received_ect0", ecn.receivedEct0());
    fields.number("received_ect1", ecn.receivedEct1());
    fields.number("received_ce", ecn.receivedCe());
    json.writeEndObject();
  }

  private void probeTimeouts(ProbeTimeoutSummary probes, OptionalLong start) throws IOException {
    json.writeObjectFieldStart("probe_timeouts");
    text("source", probes.source().map(ProbeTimeoutSummary.Source::label));
    fields.number("count", probes.timeouts());
    fields.number("largest_backoff", probes.largestBackoff());
    fields.number("runs", probes.runs());
    fields.millis("longest_silence_ms", probes.longestSilenceNanos());
    fields.millis("silence_after_ms", after(start, probes.silenceStartNanos()));
    fields.number("persistent_congestion", probes.persistentCongestion());
    text("persistent_source", probes.persistentSource().map(ProbeTimeoutSummary.Source::label));
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

  private void durations(String name, Optional<DurationSummary> durations) throws IOException {
    if (durations.isEmpty()) {
      return;
    }
    DurationSummary times = durations.get();
    json.writeObjectFieldStart(name);
    json.writeNumberField("count", times.count());
    fields.millis("min", times.minNanos());
    fields.millis("mean", times.meanNanos());
    fields.millis("p50", times.p50Nanos());
    fields.millis("p95", times.p95Nanos());
    fields.millis("max", times.maxNanos());
    json.writeEndObject();
  }

  /** How long after the first event. */
  private static OptionalLong after(OptionalLong start, OptionalLong time) {
    return start.isEmpty() || time.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(time.getAsLong() - start.getAsLong());
  }

  private void text(String name, Optional<String> value) throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    }
  }

  private void truth(String name, Optional<Boolean> value) throws IOException {
    if (value.isPresent()) {
      json.writeBooleanField(name, value.get());
    }
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
