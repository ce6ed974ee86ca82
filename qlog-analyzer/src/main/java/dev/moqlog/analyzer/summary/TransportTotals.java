package dev.moqlog.analyzer.summary;

import java.util.EnumMap;
import java.util.Map;

/**
 * How the connections of a fleet began, moved, stalled and ended: the sums of what {@link
 * FleetSummary} does not count itself. Merging is exact. Not safe for several threads.
 */
public final class TransportTotals {

  private final long[] closes = new long[CloseSummary.Kind.values().length];
  private final QuantileSketch handshake = new QuantileSketch();
  private final QuantileSketch firstByte = new QuantileSketch();
  private long retries;
  private long versionNegotiations;
  private long zeroRttTried;
  private long zeroRttAccepted;
  private long migrations;
  private long probeTimeouts;
  private long persistentCongestion;
  private long ceMarks;
  private long keyUpdates;

  TransportTotals() {}

  void add(ConnectionSummary connection) {
    connection.handshake().ifPresent(this::add);
    connection.close().ifPresent(close -> closes[close.kind().ordinal()]++);
    connection.paths().ifPresent(paths -> migrations += paths.migrations().orElse(0));
    connection
        .probeTimeouts()
        .ifPresent(
            probes -> {
              probeTimeouts += probes.timeouts().orElse(0);
              persistentCongestion += probes.persistentCongestion().orElse(0);
            });
    connection.ecn().ifPresent(ecn -> ceMarks += ecn.ackedCe().orElse(0));
    keyUpdates += connection.keyUpdates().orElse(0);
  }

  private void add(HandshakeSummary connection) {
    connection.completeNanos().ifPresent(handshake::add);
    connection.firstByteNanos().ifPresent(firstByte::add);
    retries += connection.retry() ? 1 : 0;
    versionNegotiations += connection.versionNegotiation() ? 1 : 0;
    zeroRttTried += connection.zeroRttPackets() > 0 ? 1 : 0;
    zeroRttAccepted += connection.zeroRttAccepted().orElse(false) ? 1 : 0;
  }

  void merge(TransportTotals other) {
    for (int i = 0; i < closes.length; i++) {
      closes[i] += other.closes[i];
    }
    handshake.merge(other.handshake);
    firstByte.merge(other.firstByte);
    retries += other.retries;
    versionNegotiations += other.versionNegotiations;
    zeroRttTried += other.zeroRttTried;
    zeroRttAccepted += other.zeroRttAccepted;
    migrations += other.migrations;
    probeTimeouts += other.probeTimeouts;
    persistentCongestion += other.persistentCongestion;
    ceMarks += other.ceMarks;
    keyUpdates += other.keyUpdates;
  }

  QuantileSketch handshake() {
    return handshake;
  }

  QuantileSketch firstByte() {
    return firstByte;
  }

  /** Connections by how they ended, in the order of the kinds, without kinds that did not occur. */
  public Map<CloseSummary.Kind, Long> closes() {
    Map<CloseSummary.Kind, Long> kinds = new EnumMap<>(CloseSummary.Kind.class);
    for (CloseSummary.Kind kind : CloseSummary.Kind.values()) {
      if (closes[kind.ordinal()] > 0) {
        kinds.put(kind, closes[kind.ordinal()]);
      }
    }
    return kinds;
  }

  /** Connections of which the log tells how long the handshake took. */
  public long handshakesComplete() {
    return handshake.count();
  }

  /** Connections with a Retry packet. */
  public long retries() {
    return retries;
  }

  /** Connections with a Version Negotiation packet. */
  public long versionNegotiations() {
    return versionNegotiations;
  }

  /** Connections with 0-RTT packets. */
  public long zeroRttTried() {
    return zeroRttTried;
  }

  /** Connections whose 0-RTT data was taken. */
  public long zeroRttAccepted() {
    return zeroRttAccepted;
  }

  /** Moves to another path. */
  public long migrations() {
    return migrations;
  }

  /** Probe timeouts. */
  public long probeTimeouts() {
    return probeTimeouts;
  }

  /** How often persistent congestion was established. */
  public long persistentCongestion() {
    return persistentCongestion;
  }

  /** Packets that peers counted as marked by the network. */
  public long ceMarks() {
    return ceMarks;
  }

  /** Updates of 1-RTT keys. */
  public long keyUpdates() {
    return keyUpdates;
  }
}
