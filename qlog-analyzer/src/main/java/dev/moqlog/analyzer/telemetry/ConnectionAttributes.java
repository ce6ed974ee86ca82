package dev.moqlog.analyzer.telemetry;

import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.diagnose.Finding.Severity;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary.Flag;
import dev.moqlog.analyzer.summary.LossSummary;
import dev.moqlog.analyzer.summary.MoqDirection;
import dev.moqlog.analyzer.summary.RttSummary;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.time.Instant;
import java.util.List;

/**
 * The numbers of a connection as attributes of its span and log record: times in seconds, sizes in
 * bytes, ratios from 0 to 1; what is not known is left out.
 */
final class ConnectionAttributes {

  private static final AttributeKey<List<String>> FLAGS = AttributeKey.stringArrayKey("qlog.flags");
  private static final AttributeKey<List<String>> CORRECTIONS =
      AttributeKey.stringArrayKey("qlog.corrections");
  private static final AttributeKey<List<String>> FINDINGS =
      AttributeKey.stringArrayKey("qlog.findings");

  private ConnectionAttributes() {}

  static Attributes of(DiagnosedConnection diagnosed) {
    ConnectionSummary connection = diagnosed.connection();
    AttributesBuilder attributes =
        Attributes.builder()
            .put(ConnectionSpans.CONNECTION_ID, connection.connectionId())
            .put(ConnectionSpans.QLOG_PATH, connection.source())
            .put("qlog.trace_index", connection.traceIndex())
            .put("qlog.sampled", true)
            .put("qlog.time_known", ConnectionTimes.of(connection, Instant.EPOCH).known())
            .put("qlog.events", connection.events())
            .put("network.transport", "udp")
            .put("network.protocol.name", "quic")
            .put("moq.vantage_point", connection.vantagePoint().qlogName());
    connection
        .capture()
        .samplingProbability()
        .ifPresent(rate -> attributes.put("qlog.sample_rate", rate));
    connection.producer().ifPresent(stack -> attributes.put("qlog.producer", stack));
    connection.host().ifPresent(host -> attributes.put("qlog.host", host));
    about(connection, attributes);
    connection.rtt().ifPresent(rtt -> about(rtt, attributes));
    connection.loss().ifPresent(loss -> about(loss, attributes));
    connection
        .retransmit()
        .ifPresent(
            all -> all.ratio().ifPresent(share -> attributes.put("quic.retransmit.ratio", share)));
    connection
        .moq()
        .ifPresent(
            moq ->
                attributes
                    .put("moq.objects.sent", moq.objects(MoqDirection.OUT))
                    .put("moq.objects.received", moq.objects(MoqDirection.IN))
                    .put("moq.tracks", moq.tracks().size())
                    .put("moq.stalls", moq.stalls().size() + moq.stallsLeftOut()));
    put(attributes, FLAGS, connection.flags().stream().map(Flag::label).toList());
    put(attributes, CORRECTIONS, connection.corrections());
    put(
        attributes,
        FINDINGS,
        diagnosed.findings().stream().map(finding -> finding.rule().label()).toList());
    diagnosed
        .severity()
        .map(Severity::label)
        .ifPresent(worst -> attributes.put("qlog.severity", worst));
    return attributes.build();
  }

  private static void put(
      AttributesBuilder attributes, AttributeKey<List<String>> key, List<String> values) {
    if (!values.isEmpty()) {
      attributes.put(key, values);
    }
  }

  private static void about(ConnectionSummary connection, AttributesBuilder attributes) {
    connection.durationNanos().ifPresent(nanos -> attributes.put("quic.duration", nanos / 1e9));
    connection
        .handshake()
        .ifPresent(
            handshake -> {
              handshake
                  .completeNanos()
                  .ifPresent(nanos -> attributes.put("quic.handshake.duration", nanos / 1e9));
              handshake.alpn().ifPresent(alpn -> attributes.put("tls.next_protocol", alpn));
              handshake
                  .quicVersion()
                  .ifPresent(
                      version ->
                          attributes
                              .put("quic.version", version)
                              .put("network.protocol.version", version));
            });
    connection
        .packets()
        .ifPresent(
            packets -> {
              attributes
                  .put("quic.packets.sent", packets.sent())
                  .put("quic.packets.received", packets.received());
              packets.sentBytes().ifPresent(bytes -> attributes.put("quic.bytes.sent", bytes));
              packets
                  .receivedBytes()
                  .ifPresent(bytes -> attributes.put("quic.bytes.received", bytes));
            });
    connection
        .probeTimeouts()
        .ifPresent(
            probes ->
                probes.timeouts().ifPresent(count -> attributes.put("quic.pto.count", count)));
    connection
        .close()
        .ifPresent(
            close -> {
              attributes.put("quic.close.class", close.kind().label());
              close.error().ifPresent(error -> attributes.put("quic.close.error", error));
            });
  }

  private static void about(RttSummary rtt, AttributesBuilder attributes) {
    attributes
        .put("quic.rtt.samples", rtt.samples())
        .put("quic.rtt.min", rtt.minNanos() / 1e9)
        .put("quic.rtt.p50", rtt.p50Nanos() / 1e9)
        .put("quic.rtt.p95", rtt.p95Nanos() / 1e9)
        .put("quic.rtt.max", rtt.maxNanos() / 1e9);
    rtt.smoothedLastNanos()
        .ifPresent(smoothed -> attributes.put("quic.rtt.smoothed", smoothed / 1e9));
  }

  private static void about(LossSummary loss, AttributesBuilder attributes) {
    loss.lostInFlight().ifPresent(packets -> attributes.put("quic.packets.lost", packets));
    loss.ratio().ifPresent(share -> attributes.put("quic.loss.ratio", share));
  }
}
