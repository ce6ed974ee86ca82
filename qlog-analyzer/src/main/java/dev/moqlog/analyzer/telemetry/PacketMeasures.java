package dev.moqlog.analyzer.telemetry;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.LossSummary;
import dev.moqlog.analyzer.summary.LossTrigger;
import dev.moqlog.analyzer.summary.PacketSummary;
import dev.moqlog.analyzer.summary.RetransmitSummary;
import dev.moqlog.analyzer.summary.RttSummary;
import dev.moqlog.analyzer.summary.SpaceSummary;
import java.util.List;
import java.util.OptionalLong;

/** Records round-trip times, packets, losses and retransmission. */
final class PacketMeasures {

  private PacketMeasures() {}

  static void record(ConnectionSummary connection, Recording each) {
    connection.rtt().ifPresent(rtt -> record(rtt, each));
    connection.packets().ifPresent(packets -> record(packets, connection.spaces(), each));
    connection.loss().ifPresent(loss -> record(loss, each));
    connection.retransmit().ifPresent(retransmit -> record(retransmit, each));
    connection
        .drops()
        .ifPresent(
            drops ->
                drops
                    .reasons()
                    .forEach(
                        reason ->
                            each.add(
                                TelemetryMetric.PACKETS_DROPPED,
                                reason.packets(),
                                reason.reason())));
  }

  private static void record(RttSummary rtt, Recording each) {
    rtt.distribution().ifPresent(samples -> each.recordAll(TelemetryMetric.RTT, samples));
    each.record(TelemetryMetric.RTT_MIN, OptionalLong.of(rtt.minNanos()));
    each.record(TelemetryMetric.RTT_SMOOTHED, rtt.smoothedLastNanos());
    each.record(TelemetryMetric.RTT_VARIATION, rtt.jitterNanos());
  }

  private static void record(PacketSummary packets, List<SpaceSummary> spaces, Recording each) {
    long known = 0;
    for (SpaceSummary space : spaces) {
      each.add(TelemetryMetric.PACKETS_SENT, space.sent(), space.space().qlogName());
      known += space.sent();
    }
    each.addSome(TelemetryMetric.PACKETS_SENT, packets.sent() - known, "unknown");
    each.add(TelemetryMetric.PACKETS_RECEIVED, packets.received());
    each.add(TelemetryMetric.PACKETS_DUPLICATE, packets.receivedDuplicate());
    each.add(TelemetryMetric.BYTES_SENT, packets.sentBytes());
    each.add(TelemetryMetric.BYTES_RECEIVED, packets.receivedBytes());
  }

  private static void record(LossSummary loss, Recording each) {
    each.add(TelemetryMetric.PACKETS_DECLARED_LOST, loss.declared());
    each.add(TelemetryMetric.PACKETS_SPURIOUS_LOSS, loss.spurious());
    if (loss.ratio().isPresent()) {
      each.add(TelemetryMetric.PACKETS_IN_FLIGHT, loss.sentInFlight());
      for (LossTrigger trigger : LossTrigger.values()) {
        long packets = loss.byTrigger().getOrDefault(trigger, 0L);
        each.add(TelemetryMetric.PACKETS_LOST, packets, trigger.label());
      }
    }
    each.record(TelemetryMetric.LOSS_RATIO, loss.ratio());
  }

  private static void record(RetransmitSummary retransmit, Recording each) {
    each.add(TelemetryMetric.DATA_SENT, retransmit.streamBytesSent(), "stream");
    each.add(TelemetryMetric.DATA_SENT, retransmit.cryptoBytesSent(), "crypto");
    each.add(TelemetryMetric.DATA_RETRANSMITTED, retransmit.streamBytesRetransmitted(), "stream");
    each.add(TelemetryMetric.DATA_RETRANSMITTED, retransmit.cryptoBytesRetransmitted(), "crypto");
    each.record(TelemetryMetric.RETRANSMIT_RATIO, retransmit.ratio());
  }
}
