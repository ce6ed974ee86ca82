package dev.moqlog.analyzer.connection;

import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.HandshakeSummary;
import dev.moqlog.analyzer.summary.LossSummary;
import java.util.Optional;

/**
 * The metrics of a connection's life: handshake, paths, probe timeouts, congestion marks, dropped
 * packets, key updates, and the end. Not safe for several threads.
 */
final class TransportMetrics {

  private final HandshakeMetric handshake = new HandshakeMetric();
  private final CloseMetric close = new CloseMetric();
  private final PathMetric paths = new PathMetric();
  private final MtuMetric mtu = new MtuMetric();
  private final EcnMetric ecn = new EcnMetric();
  private final ProbeTimeoutMetric probeTimeouts = new ProbeTimeoutMetric();
  private final DropMetric drops = new DropMetric();
  private final KeyUpdateMetric keys = new KeyUpdateMetric();

  /** Any event begins, before what it acknowledges or declares lost. */
  void begin(long nanos) {
    probeTimeouts.time(nanos);
  }

  /** A packet was sent. */
  void sent(QlogEvent event) {
    close.sent(event);
    probeTimeouts.sent(event);
    paths.packet(event, true);
    handshake.packet(event, true);
    mtu.sent(event.packet(), event.frames());
    ecn.sent(event.packet());
    keys.sent(event.packet());
  }

  /** A packet was received. */
  void received(QlogEvent event) {
    close.received(event);
    probeTimeouts.received(event);
    paths.packet(event, false);
    handshake.packet(event, false);
    ecn.received(event);
  }

  /** The stack logged its metrics. */
  void metricsUpdated(QlogEvent event) {
    probeTimeouts.metricsUpdated(event);
    paths.metricsUpdated(event);
  }

  /** Takes an event of any other kind. */
  void event(QlogEvent event) {
    switch (event.type()) {
      case TIMER_UPDATED -> {
        close.timerUpdated(event);
        probeTimeouts.timerUpdated(event);
      }
      case UDP_DATAGRAMS_SENT -> handshake.datagrams(event);
      case UDP_DATAGRAMS_RECEIVED -> {
        paths.datagramsReceived(event.detail());
        handshake.datagrams(event);
        ecn.datagrams(event.detail());
      }
      case PACKET_LOST -> {
        handshake.lost(event.packet());
        mtu.lost(event.packet());
      }
      case PACKET_DROPPED -> {
        handshake.dropped(event.packet());
        drops.dropped(event);
      }
      case PACKET_BUFFERED -> drops.buffered();
      case CONNECTION_STARTED -> {
        paths.started(event);
        handshake.event(event);
      }
      case CONNECTION_STATE_UPDATED -> {
        close.stateUpdated(event);
        probeTimeouts.connectionState(event.detail().newState());
        handshake.event(event);
      }
      case CONNECTION_CLOSED -> {
        close.closed(event);
        probeTimeouts.closed();
      }
      case PARAMETERS_SET -> {
        close.parametersSet(event);
        probeTimeouts.parametersSet(event);
        handshake.event(event);
        mtu.parametersSet(event);
      }
      case VERSION_INFORMATION, ALPN_INFORMATION, CONNECTION_DATA_BLOCKED_UPDATED ->
          handshake.event(event);
      case CONGESTION_STATE_UPDATED -> probeTimeouts.congestionState(event);
      case TUPLE_ASSIGNED -> paths.tupleAssigned(event);
      case MIGRATION_STATE_UPDATED -> paths.migrationUpdated(event.detail().newState());
      case MTU_UPDATED -> mtu.updated(event.detail().newValue());
      case ECN_STATE_UPDATED -> ecn.stateUpdated(event.detail().newState());
      case KEY_UPDATED -> keys.updated(event);
      case OTHER -> paths.other(event.name());
      default -> {}
    }
  }

  /** An acknowledgment made an RTT sample of that many nanoseconds. */
  void sample(long nanos) {
    probeTimeouts.sample(nanos);
  }

  /** A packet was acknowledged for the first time. */
  void acked(FateListener.SentPacket packet) {
    mtu.acked(packet);
    probeTimeouts.acked(packet);
  }

  /** A packet was declared lost. */
  void declaredLost(FateListener.SentPacket packet) {
    probeTimeouts.declaredLost(packet);
  }

  /** A packet was declared or inferred to be lost and never acknowledged. */
  void lostForGood(FateListener.SentPacket packet) {
    mtu.lostForGood(packet);
  }

  /**
   * Adds what is known at the end to a summary that has its vantage point and loss already.
   *
   * @param repeatedNumbers whether packet numbers repeat
   * @param lastNanos the latest time of any event
   */
  void addTo(ConnectionSummary.Builder summary, boolean repeatedNumbers, long lastNanos) {
    summary.handshake = handshake.summary(summary.vantagePoint);
    String alpn = summary.handshake.flatMap(HandshakeSummary::alpn).orElse(null);
    summary.close =
        summary.events == 0 ? Optional.empty() : Optional.of(close.summary(alpn, lastNanos));
    summary.paths = paths.summary(repeatedNumbers);
    summary.mtu = mtu.summary();
    summary.ecn = ecn.summary();
    summary.probeTimeouts =
        probeTimeouts.summary(summary.loss.map(TransportMetrics::lossesDeclared).orElse(false));
    summary.drops = drops.summary();
    summary.keyUpdates = keys.updates();
  }

  private static boolean lossesDeclared(LossSummary loss) {
    return loss.declared() > 0 || loss.inferred().orElse(0) == 0;
  }
}
