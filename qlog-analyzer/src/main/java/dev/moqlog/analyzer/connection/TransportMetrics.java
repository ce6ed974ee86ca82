package dev.moqlog.analyzer.connection;

import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.HandshakeSummary;
import dev.moqlog.analyzer.summary.LossSummary;
import dev.moqlog.vocabulary.EventType;

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

  /** Takes an event of any kind, before what it acknowledges or declares lost. */
  void event(QlogEvent event) {
    EventType type = event.type();
    close.event(event);
    probeTimeouts.event(event);
    paths.event(event);
    handshake.event(event);
    mtu.event(event);
    ecn.event(event);
    drops.event(event);
    if (type == EventType.PACKET_SENT || type == EventType.KEY_UPDATED) {
      keys.event(event);
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
   */
  void addTo(ConnectionSummary.Builder summary, boolean repeatedNumbers) {
    summary.handshake = handshake.summary(summary.vantagePoint);
    String alpn = summary.handshake.flatMap(HandshakeSummary::alpn).orElse(null);
    summary.close = close.summary(alpn);
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
