package dev.moqlog.analyzer.telemetry;

import dev.moqlog.analyzer.summary.CloseSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.MoqDirection;
import dev.moqlog.analyzer.summary.MoqSummary;
import dev.moqlog.analyzer.summary.MoqTrackSummary;
import dev.moqlog.vocabulary.VantagePoint;

/**
 * Records what relays count themselves, as far as the logs of servers tell. Fan-out, caches,
 * queues, deduplication and what is open at a time are not to be had from the log of a connection.
 */
final class RelayMeasures {

  private RelayMeasures() {}

  static void record(ConnectionSummary connection, Recording all) {
    if (connection.vantagePoint() != VantagePoint.SERVER) {
      return;
    }
    all.add(TelemetryMetric.RELAY_CONNECTIONS, 1);
    connection
        .packets()
        .ifPresent(
            packets -> {
              all.add(TelemetryMetric.RELAY_BYTES_SENT, packets.sentBytes());
              all.add(TelemetryMetric.RELAY_BYTES_RECEIVED, packets.receivedBytes());
            });
    connection
        .delivery()
        .ifPresent(
            delivery -> {
              all.add(TelemetryMetric.RELAY_APP_BYTES_SENT, delivery.uniqueBytesSent());
              all.add(TelemetryMetric.RELAY_APP_BYTES_RECEIVED, delivery.uniqueBytesReceived());
            });
    connection
        .close()
        .ifPresent(close -> all.add(TelemetryMetric.RELAY_ERRORS, isError(close) ? 1 : 0));
    connection.moq().ifPresent(moq -> record(moq, all));
  }

  /** Whether an end is one that somebody should look at. */
  static boolean isError(CloseSummary close) {
    return switch (close.kind()) {
      case HANDSHAKE_TIMEOUT,
          TRANSPORT_ERROR,
          CRYPTO_ERROR,
          APPLICATION_ERROR,
          STATELESS_RESET,
          VERSION_MISMATCH ->
          true;
      case CLEAN, IDLE_TIMEOUT, UNKNOWN, LOG_ENDED -> false;
    };
  }

  private static void record(MoqSummary moq, Recording all) {
    all.add(TelemetryMetric.RELAY_OBJECTS_SENT, moq.objects(MoqDirection.OUT));
    all.add(TelemetryMetric.RELAY_OBJECTS_RECEIVED, moq.objects(MoqDirection.IN));
    all.add(
        TelemetryMetric.RELAY_GROUPS_SENT,
        moq.sum(MoqDirection.OUT, track -> track.groups().seen()));
    all.add(
        TelemetryMetric.RELAY_GROUPS_RECEIVED,
        moq.sum(MoqDirection.IN, track -> track.groups().seen()));
    all.add(TelemetryMetric.RELAY_ERRORS, moq.requests().refused());
    for (MoqTrackSummary track : moq.tracks()) {
      track
          .drops()
          .forEach(drop -> all.add(TelemetryMetric.RELAY_DROPS, drop.count(), drop.kind().label()));
    }
  }
}
