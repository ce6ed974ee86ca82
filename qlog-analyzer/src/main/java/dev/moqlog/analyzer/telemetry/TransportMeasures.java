package dev.moqlog.analyzer.telemetry;

import dev.moqlog.analyzer.summary.BlockedSummary.BlockedTime;
import dev.moqlog.analyzer.summary.BlockedSummary.Side;
import dev.moqlog.analyzer.summary.CongestionSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import java.util.OptionalLong;

/** Records how connections begin, move, stall and end. */
final class TransportMeasures {

  private TransportMeasures() {}

  static void record(ConnectionSummary connection, Recording each) {
    each.record(TelemetryMetric.DURATION, connection.durationNanos());
    connection
        .handshake()
        .ifPresent(
            handshake -> {
              each.record(TelemetryMetric.HANDSHAKE, handshake.completeNanos());
              each.record(TelemetryMetric.FIRST_BYTE, handshake.firstByteNanos());
            });
    connection
        .close()
        .ifPresent(
            close ->
                each.add(
                    TelemetryMetric.CLOSED, 1, close.kind().label(), close.initiator().label()));
    connection.paths().ifPresent(paths -> each.add(TelemetryMetric.MIGRATIONS, paths.migrations()));
    connection
        .probeTimeouts()
        .ifPresent(
            probes -> {
              each.add(TelemetryMetric.PROBE_TIMEOUTS, probes.timeouts());
              each.add(TelemetryMetric.PERSISTENT_CONGESTION, probes.persistentCongestion());
            });
    connection.congestion().ifPresent(congestion -> record(congestion, each));
    connection
        .blocked()
        .ifPresent(blocked -> blocked.reasons().forEach(time -> record(time, each)));
  }

  private static void record(CongestionSummary congestion, Recording each) {
    each.add(TelemetryMetric.CONGESTION_EVENTS, congestion.events());
    congestion
        .window()
        .ifPresent(
            window ->
                each.record(TelemetryMetric.CONGESTION_WINDOW, OptionalLong.of(window.mean())));
    congestion
        .inFlight()
        .ifPresent(bytes -> each.record(TelemetryMetric.IN_FLIGHT, OptionalLong.of(bytes.mean())));
  }

  private static void record(BlockedTime time, Recording each) {
    each.add(TelemetryMetric.BLOCKED, time.nanos(), time.reason().label(), time.side().label());
    if (time.side() != Side.LOCAL) {
      return;
    }
    switch (time.reason()) {
      case CONNECTION_FLOW_CONTROL ->
          each.add(TelemetryMetric.FLOW_CONTROL_BLOCKED, time.periods(), "connection");
      case STREAM_FLOW_CONTROL ->
          each.add(TelemetryMetric.FLOW_CONTROL_BLOCKED, time.periods(), "stream");
      case STREAM_ID -> each.add(TelemetryMetric.FLOW_CONTROL_BLOCKED, time.periods(), "streams");
      default -> {}
    }
  }
}
