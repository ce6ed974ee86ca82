package dev.moqlog.analyzer.summary;

import dev.moqlog.analyzer.summary.MoqTrackSummary.Drop;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Media over QUIC on many connections together. As with {@link FleetSummary}, adding and merging is
 * exactly associative and commutative, with a new instance as identity. Not safe for use by several
 * threads.
 */
public final class MoqFleet {

  /** Of hostile logs, no more reasons are told apart. */
  private static final int MAX_REASONS = 256;

  /** A distribution over all tracks of all connections, in nanoseconds unless it says otherwise. */
  public enum Distribution {
    SUBSCRIBE(track -> track.timing().subscribeNanos()),
    FIRST_OBJECT(track -> track.timing().firstObjectNanos()),
    FETCH(track -> track.timing().fetchNanos()),
    INTER_ARRIVAL(track -> track.timing().interArrivalNanos()),
    GROUP_INTERVAL(track -> track.timing().groupIntervalNanos()),
    GROUP_DELIVERY(track -> track.timing().groupDeliveryNanos()),
    RESIDENCE(track -> track.timing().residenceNanos()),
    /** Payload bytes of objects. */
    OBJECT_BYTES(track -> track.delivery().objectBytes());

    private final Function<MoqTrackSummary, Optional<DistributionSummary>> of;

    Distribution(Function<MoqTrackSummary, Optional<DistributionSummary>> of) {
      this.of = of;
    }
  }

  private long connections;
  private long tracks;
  private long objectsCreated;
  private long objectsParsed;
  private long payloadBytesCreated;
  private long payloadBytesParsed;
  private long groupsComplete;
  private long groupsIncomplete;
  private long groupsUnknown;
  private long requests;
  private long requestsRefused;
  private final long[] stalls = new long[MoqStall.Kind.values().length];
  private long stallsLeftOut;
  private long stalledNanos;
  private long datagramPacketsSent;
  private long datagramPacketsLost;
  private final Map<String, Long> drops = new TreeMap<>();
  private final Map<String, Long> drafts = new TreeMap<>();
  private final QuantileSketch[] sketches = new QuantileSketch[Distribution.values().length];

  /** No connections: the identity of {@link #merge}. */
  public MoqFleet() {
    for (int i = 0; i < sketches.length; i++) {
      sketches[i] = new QuantileSketch();
    }
  }

  /** Adds a connection whose distributions are still there; one without MoQ changes nothing. */
  public void add(ConnectionSummary connection) {
    connection.moq().ifPresent(this::add);
    connection
        .moqDatagrams()
        .ifPresent(
            datagrams -> {
              datagramPacketsSent += datagrams.packetsSent();
              datagramPacketsLost += datagrams.packetsLost().orElse(0);
            });
  }

  private void add(MoqSummary moq) {
    connections++;
    add(drafts, moq.draft().isPresent() ? "draft-" + moq.draft().getAsInt() : "unknown", 1);
    objectsCreated = Saturated.sum(objectsCreated, moq.objects(MoqDirection.OUT));
    objectsParsed = Saturated.sum(objectsParsed, moq.objects(MoqDirection.IN));
    payloadBytesCreated = Saturated.sum(payloadBytesCreated, moq.payloadBytes(MoqDirection.OUT));
    payloadBytesParsed = Saturated.sum(payloadBytesParsed, moq.payloadBytes(MoqDirection.IN));
    requests += moq.requests().created() + moq.requests().parsed();
    requestsRefused += moq.requests().refused();
    for (MoqStall stall : moq.stalls()) {
      stalls[stall.kind().ordinal()]++;
    }
    stallsLeftOut += moq.stallsLeftOut();
    for (MoqTrackSummary track : moq.tracks()) {
      tracks++;
      groupsComplete += track.groups().complete();
      groupsIncomplete += track.groups().incomplete();
      groupsUnknown += track.groups().unknown();
      stalledNanos = Saturated.sum(stalledNanos, track.stalledNanos());
      for (Drop drop : track.drops()) {
        add(drops, reason(drop), drop.count());
      }
      for (Distribution distribution : Distribution.values()) {
        distribution
            .of
            .apply(track)
            .flatMap(DistributionSummary::sketch)
            .ifPresent(sketches[distribution.ordinal()]::merge);
      }
    }
  }

  private static String reason(Drop drop) {
    String code =
        drop.code().isPresent() ? "0x" + Long.toHexString(drop.code().getAsLong()) : "none";
    return drop.kind().label() + ':' + drop.name().orElse(code);
  }

  private static void add(Map<String, Long> counts, String key, long count) {
    String counted = counts.size() < MAX_REASONS || counts.containsKey(key) ? key : "other";
    counts.merge(counted, count, Long::sum);
  }

  /** Adds all that another one has, which stays as it is. */
  public void merge(MoqFleet other) {
    connections += other.connections;
    tracks += other.tracks;
    objectsCreated = Saturated.sum(objectsCreated, other.objectsCreated);
    objectsParsed = Saturated.sum(objectsParsed, other.objectsParsed);
    payloadBytesCreated = Saturated.sum(payloadBytesCreated, other.payloadBytesCreated);
    payloadBytesParsed = Saturated.sum(payloadBytesParsed, other.payloadBytesParsed);
    groupsComplete += other.groupsComplete;
    groupsIncomplete += other.groupsIncomplete;
    groupsUnknown += other.groupsUnknown;
    requests += other.requests;
    requestsRefused += other.requestsRefused;
    for (int i = 0; i < stalls.length; i++) {
      stalls[i] += other.stalls[i];
    }
    stallsLeftOut += other.stallsLeftOut;
    datagramPacketsSent += other.datagramPacketsSent;
    datagramPacketsLost += other.datagramPacketsLost;
    stalledNanos = Saturated.sum(stalledNanos, other.stalledNanos);
    other.drops.forEach((reason, count) -> add(drops, reason, count));
    other.drafts.forEach((draft, count) -> add(drafts, draft, count));
    for (int i = 0; i < sketches.length; i++) {
      sketches[i].merge(other.sketches[i]);
    }
  }

  /** Connections with MoQ. */
  public long connections() {
    return connections;
  }

  /** Tracks, one for each direction and connection. */
  public long tracks() {
    return tracks;
  }

  /** Objects by direction. */
  public long objects(MoqDirection direction) {
    return direction == MoqDirection.OUT ? objectsCreated : objectsParsed;
  }

  /** Payload bytes by direction, as far as lengths were logged. */
  public long payloadBytes(MoqDirection direction) {
    return direction == MoqDirection.OUT ? payloadBytesCreated : payloadBytesParsed;
  }

  /** Groups that are complete. */
  public long groupsComplete() {
    return groupsComplete;
  }

  /** Groups that lack something. */
  public long groupsIncomplete() {
    return groupsIncomplete;
  }

  /** Groups of which the logs do not tell. */
  public long groupsUnknown() {
    return groupsUnknown;
  }

  /** Requests by both sides. */
  public long requests() {
    return requests;
  }

  /** Requests that were answered with an error. */
  public long requestsRefused() {
    return requestsRefused;
  }

  /** Stalls of a kind, as far as connections list them. */
  public long stalls(MoqStall.Kind kind) {
    return stalls[kind.ordinal()];
  }

  /** Stalls that connections do not list one by one. */
  public long stallsLeftOut() {
    return stallsLeftOut;
  }

  /** Packets sent with datagrams, on connections that send objects so and tell losses. */
  public long datagramPacketsSent() {
    return datagramPacketsSent;
  }

  /** Of those, packets that were lost. */
  public long datagramPacketsLost() {
    return datagramPacketsLost;
  }

  /** Lost over sent packets with datagrams. */
  public OptionalDouble datagramLossRatio() {
    return Ratio.of(datagramPacketsLost, datagramPacketsSent);
  }

  /** How long the stalls of late groups lasted in all. */
  public long stalledNanos() {
    return stalledNanos;
  }

  /** What was given up, by kind and reason, such as {@code reset_stream:delivery_timeout}. */
  public Map<String, Long> drops() {
    return Collections.unmodifiableMap(drops);
  }

  /** Connections by draft of moq-transport. */
  public Map<String, Long> drafts() {
    return Collections.unmodifiableMap(drafts);
  }

  /** A distribution, absent without any value. */
  public Optional<DistributionSummary> distribution(Distribution distribution) {
    return DistributionSummary.of(sketches[distribution.ordinal()]);
  }
}
