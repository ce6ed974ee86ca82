package dev.moqlog.analyzer.summary;

import dev.moqlog.analyzer.summary.MoqTrackSummary.Drop;
import java.util.Map;
import java.util.Optional;
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
    SUBSCRIBE(track -> track.timing().subscribe()),
    FIRST_OBJECT(track -> track.timing().firstObject()),
    FETCH(track -> track.timing().fetch()),
    INTER_ARRIVAL(track -> track.timing().interArrival()),
    GROUP_INTERVAL(track -> track.timing().groupInterval()),
    GROUP_DELIVERY(track -> track.timing().groupDelivery()),
    RESIDENCE(track -> track.timing().residence()),
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
  private long stalls;
  private long stalledNanos;
  private final Map<String, Long> drops = new TreeMap<>();
  private final Map<String, Long> drafts = new TreeMap<>();
  private final QuantileSketch[] sketches = new QuantileSketch[Distribution.values().length];

  /** No connections: the identity of {@link #merge}. */
  public MoqFleet() {
    for (int i = 0; i < sketches.length; i++) {
      sketches[i] = new QuantileSketch();
    }
  }

  /** Adds a connection whose distributions are still there. */
  public void add(MoqSummary moq) {
    connections++;
    add(drafts, moq.draft().isPresent() ? "draft-" + moq.draft().getAsInt() : "unknown", 1);
    objectsCreated = sum(objectsCreated, moq.objects(MoqDirection.OUT));
    objectsParsed = sum(objectsParsed, moq.objects(MoqDirection.IN));
    payloadBytesCreated = sum(payloadBytesCreated, moq.payloadBytes(MoqDirection.OUT));
    payloadBytesParsed = sum(payloadBytesParsed, moq.payloadBytes(MoqDirection.IN));
    requests += moq.requests().created() + moq.requests().parsed();
    requestsRefused += moq.requests().refused();
    for (MoqTrackSummary track : moq.tracks()) {
      tracks++;
      groupsComplete += track.groups().complete();
      groupsIncomplete += track.groups().incomplete();
      groupsUnknown += track.groups().unknown();
      stalls += track.stalls();
      stalledNanos = sum(stalledNanos, track.stalledNanos());
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
    String code = drop.code().isPresent() ? "0x" + Long.toHexString(drop.code().getAsLong()) : "-";
    return drop.kind().label() + ' ' + drop.name().orElse(code);
  }

  private static void add(Map<String, Long> counts, String key, long count) {
    String counted = counts.size() < MAX_REASONS || counts.containsKey(key) ? key : "other";
    counts.merge(counted, count, Long::sum);
  }

  private static long sum(long a, long b) {
    return MoqSummary.saturatedSum(a, b);
  }

  /** Adds all that another one has, which stays as it is. */
  public void merge(MoqFleet other) {
    connections += other.connections;
    tracks += other.tracks;
    objectsCreated = sum(objectsCreated, other.objectsCreated);
    objectsParsed = sum(objectsParsed, other.objectsParsed);
    payloadBytesCreated = sum(payloadBytesCreated, other.payloadBytesCreated);
    payloadBytesParsed = sum(payloadBytesParsed, other.payloadBytesParsed);
    groupsComplete += other.groupsComplete;
    groupsIncomplete += other.groupsIncomplete;
    groupsUnknown += other.groupsUnknown;
    requests += other.requests;
    requestsRefused += other.requestsRefused;
    stalls += other.stalls;
    stalledNanos = sum(stalledNanos, other.stalledNanos);
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

  /** Stalls of all kinds. */
  public long stalls() {
    return stalls;
  }

  /** How long the stalls of late groups lasted in all. */
  public long stalledNanos() {
    return stalledNanos;
  }

  /** What was given up, by kind and reason. */
  public Map<String, Long> drops() {
    return Map.copyOf(drops);
  }

  /** Connections by draft of moq-transport. */
  public Map<String, Long> drafts() {
    return Map.copyOf(drafts);
  }

  /** A distribution, absent without any value. */
  public Optional<DistributionSummary> distribution(Distribution distribution) {
    QuantileSketch copy = new QuantileSketch();
    copy.merge(sketches[distribution.ordinal()]);
    return DistributionSummary.of(copy);
  }
}
