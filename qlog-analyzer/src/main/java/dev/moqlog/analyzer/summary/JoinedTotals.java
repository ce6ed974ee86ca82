package dev.moqlog.analyzer.summary;

import dev.moqlog.analyzer.summary.JoinedSummary.Direction;
import dev.moqlog.analyzer.summary.JoinedSummary.Evidence;
import java.util.OptionalDouble;

/**
 * All joined connections together.
 *
 * <p>Adding and merging is exactly associative and commutative, with a new instance as identity.
 * Not safe for use by several threads.
 */
public final class JoinedTotals {

  private long connections;
  private long matchedByPackets;
  private long unmatched;
  private final PerDirection clientToServer = new PerDirection();
  private final PerDirection serverToClient = new PerDirection();

  /** No connections: the identity of {@link #merge}. */
  public JoinedTotals() {}

  /** Sums over one direction of all connections. */
  public static final class PerDirection {
    private long sent;
    private long sentBytes;
    private long received;
    private long lost;
    private long lostBytes;
    private long unresolved;
    private long droppedByPeer;
    private long keysDiscarded;
    private long ackOnlyLost;
    private long declared;
    private long spurious;
    private long declaredAndLost;
    private long undeclared;
    private long duplicates;
    private long reordered;
    private final QuantileSketch delay = new QuantileSketch();
    private final QuantileSketch variation = new QuantileSketch();
    private long objectsCreated;
    private long objectsMatched;
    private final QuantileSketch objectLatency = new QuantileSketch();

    private PerDirection() {}

    private void add(DirectionSummary direction) {
      sent += direction.sent();
      sentBytes += direction.sentBytes().orElse(0);
      received += direction.received();
      NetworkLoss loss = direction.loss();
      lost += loss.lost();
      lostBytes += loss.lostBytes().orElse(0);
      unresolved += loss.unresolved();
      droppedByPeer += loss.droppedByPeer();
      keysDiscarded += loss.keysDiscarded();
      ackOnlyLost += loss.ackOnly().orElse(0);
      declared += direction.declared().declared();
      spurious += direction.declared().spurious();
      declaredAndLost += direction.declared().lost();
      undeclared += direction.declared().undeclared();
      duplicates += direction.arrival().duplicates();
      reordered += direction.arrival().reordered();
      direction
          .delay()
          .ifPresent(
              delays -> {
                delays.delayNanos().ifPresent(spread -> spread.sketch().ifPresent(delay::merge));
                delays.variationNanos().sketch().ifPresent(variation::merge);
              });
      direction
          .moq()
          .ifPresent(
              moq -> {
                objectsCreated += moq.created();
                objectsMatched += moq.matched();
                moq.latency().flatMap(l -> l.sketch()).ifPresent(objectLatency::merge);
              });
    }

    private void merge(PerDirection other) {
      sent += other.sent;
      sentBytes += other.sentBytes;
      received += other.received;
      lost += other.lost;
      lostBytes += other.lostBytes;
      unresolved += other.unresolved;
      droppedByPeer += other.droppedByPeer;
      keysDiscarded += other.keysDiscarded;
      ackOnlyLost += other.ackOnlyLost;
      declared += other.declared;
      spurious += other.spurious;
      declaredAndLost += other.declaredAndLost;
      undeclared += other.undeclared;
      duplicates += other.duplicates;
      reordered += other.reordered;
      delay.merge(other.delay);
      variation.merge(other.variation);
      objectsCreated += other.objectsCreated;
      objectsMatched += other.objectsMatched;
      objectLatency.merge(other.objectLatency);
    }

    /** Distinct packets sent. */
    public long sent() {
      return sent;
    }

    /** Bytes of packets sent, as far as lengths were logged. */
    public long sentBytes() {
      return sentBytes;
    }

    /** Packets sent that the peer received. */
    public long received() {
      return received;
    }

    /** Packets that the network lost. */
    public long lost() {
      return lost;
    }

    /** Bytes that the network lost, as far as lengths were logged. */
    public long lostBytes() {
      return lostBytes;
    }

    /** Packets whose fate is not known. */
    public long unresolved() {
      return unresolved;
    }

    /** Packets that the peer dropped. */
    public long droppedByPeer() {
      return droppedByPeer;
    }

    /** Packets that came when their keys were discarded. */
    public long keysDiscarded() {
      return keysDiscarded;
    }

    /** Packets lost that had nothing but acknowledgments. */
    public long ackOnlyLost() {
      return ackOnlyLost;
    }

    /** Packets declared lost. */
    public long declared() {
      return declared;
    }

    /** Packets declared lost that were received. */
    public long spurious() {
      return spurious;
    }

    /** Packets declared lost that the network did lose. */
    public long declaredAndLost() {
      return declaredAndLost;
    }

    /** Packets that the network lost and nobody declared. */
    public long undeclared() {
      return undeclared;
    }

    /** Packets that arrived again. */
    public long duplicates() {
      return duplicates;
    }

    /** Packets that arrived after a later one. */
    public long reordered() {
      return reordered;
    }

    /** The share of packets that the network lost, among those whose fate is known. */
    public OptionalDouble lossRatio() {
      return Ratio.of(lost, lost + received + droppedByPeer);
    }

    /** One-way delays of all packets, in nanoseconds; not to be changed. */
    public QuantileSketch delay() {
      return delay;
    }

    /** Delays over the smallest of the connection, of all packets, in nanoseconds. */
    public QuantileSketch variation() {
      return variation;
    }

    /** Media over QUIC objects created, where both logs tell of objects. */
    public long objectsCreated() {
      return objectsCreated;
    }

    /** Of those, objects that the other end parsed. */
    public long objectsMatched() {
      return objectsMatched;
    }

    /** How long objects took, in nanoseconds; not to be changed. */
    public QuantileSketch objectLatency() {
      return objectLatency;
    }
  }

  /** Adds a connection whose distributions are still there. */
  public void add(JoinedSummary joined) {
    connections++;
    matchedByPackets += joined.evidence() == Evidence.PACKETS ? 1 : 0;
    clientToServer.add(joined.clientToServer());
    serverToClient.add(joined.serverToClient());
  }

  /** Counts a log that was not joined. */
  public void add(UnmatchedLog log) {
    unmatched++;
  }

  /** Adds all that others have, which stay as they are. */
  public void merge(JoinedTotals other) {
    connections += other.connections;
    matchedByPackets += other.matchedByPackets;
    unmatched += other.unmatched;
    clientToServer.merge(other.clientToServer);
    serverToClient.merge(other.serverToClient);
  }

  /** Connections with the logs of both ends. */
  public long connections() {
    return connections;
  }

  /** Of those, connections whose logs share no id. */
  public long matchedByPackets() {
    return matchedByPackets;
  }

  /** Logs that were not joined. */
  public long unmatched() {
    return unmatched;
  }

  /** The sums over a direction. */
  public PerDirection in(Direction direction) {
    return direction == Direction.CLIENT_TO_SERVER ? clientToServer : serverToClient;
  }
}
