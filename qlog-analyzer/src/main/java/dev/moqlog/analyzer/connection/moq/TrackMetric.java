package dev.moqlog.analyzer.connection.moq;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.MoqFields;
import dev.moqlog.analyzer.summary.MoqDirection;
import dev.moqlog.analyzer.summary.MoqTrackSummary.Drop;
import dev.moqlog.analyzer.summary.QuantileSketch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** One track in one direction: what its objects, streams and requests tell as they are logged. */
final class TrackMetric {

  /** How an object was delivered. */
  enum Delivery {
    SUBGROUP,
    DATAGRAM,
    FETCH
  }

  /** Why something was given up: what happened, and its code or ABSENT. */
  record DropKey(Drop.Kind kind, long code) {}

  static final int MAX_GROUPS = 256;
  static final int MAX_DROPS = 32;

  /** An object longer than this is no object: no datagram or stream of a group has it. */
  private static final long MAX_OBJECT_BYTES = 1L << 40;

  private static final long END_OF_GROUP = 3;
  private static final long DOES_NOT_EXIST = 1;

  final MoqDirection direction;

  /** The full name, or null as long as only the alias is known. */
  String name;

  final long alias;

  // Delivery.
  long subgroupStreams;
  long fetchStreams;
  long subgroupsWithoutId;
  long subgroups;
  long subgroupObjects;
  long datagramObjects;
  long fetchObjects;
  long duplicates;
  long payloadBytes;
  long withoutLength;
  long endOfGroup;
  long endOfTrack;
  long doesNotExist;
  QuantileSketch objectBytes;

  // Groups.
  final TreeMap<Long, GroupState> groups = new TreeMap<>();
  final GroupCounts counts = new GroupCounts();
  long groupsSeen;
  boolean approximate;
  private long evictedBelow = -1;
  private long newestLiveGroup = -1;
  private long newestLiveNanos;

  // Timing.
  QuantileSketch subscribe;
  QuantileSketch firstObject;
  QuantileSketch fetchFirstObject;
  QuantileSketch fetch;
  QuantileSketch interArrival;
  QuantileSketch groupInterval;
  QuantileSketch residence;
  long firstLiveNanos = ABSENT;
  private long previousLiveNanos = ABSENT;
  private long previousInterArrival = ABSENT;
  long jitterSum;
  long jitterCount;
  private long subscribedNanos = ABSENT;
  final LongestSpans intervals = new LongestSpans();

  final Map<DropKey, Long> drops = new LinkedHashMap<>();

  private final GroupBudget budget;
  private TrackMetric replacement;

  /**
   * @param name the full name, or null
   * @param alias the alias while the name is not known, or ABSENT
   * @param budget what the tracks of the connection share
   */
  TrackMetric(MoqDirection direction, String name, long alias, GroupBudget budget) {
    this.budget = budget;
    this.direction = direction;
    this.name = name;
    this.alias = alias;
  }

  /** Where what is counted here is continued, since the name of the alias became known. */
  TrackMetric current() {
    return replacement == null ? this : replacement.current();
  }

  String label() {
    return name != null ? name : alias == ABSENT ? "unknown" : label(alias);
  }

  /** What stands for a track of which only the alias is known. */
  static String label(long alias) {
    return "alias:" + alias;
  }

  /**
   * An object.
   *
   * @param groupId the group, or ABSENT
   * @param subgroupId the subgroup, or ABSENT
   * @param objectId the absolute id, or ABSENT
   * @return its group, or null if that is not kept
   */
  GroupState object(
      Delivery delivery,
      MoqFields fields,
      long groupId,
      long subgroupId,
      long objectId,
      long nanos,
      long offset) {
    switch (delivery) {
      case SUBGROUP -> subgroupObjects++;
      case DATAGRAM -> datagramObjects++;
      case FETCH -> fetchObjects++;
    }
    payload(fields);
    GroupState group = groupId == ABSENT ? null : group(groupId);
    if (group != null) {
      group.offset = offset;
      if (objectId != ABSENT && !group.objects.add(objectId)) {
        duplicates++;
      }
      if (delivery == Delivery.SUBGROUP
          && subgroupId != ABSENT
          && group.subgroups.add(subgroupId)) {
        subgroups++;
      }
      status(fields, group, objectId);
    }
    if (delivery != Delivery.FETCH) {
      live(group, nanos, offset);
    }
    return group;
  }

  private void payload(MoqFields fields) {
    long length = fields.payloadLengthBytes();
    if (length != ABSENT && length <= MAX_OBJECT_BYTES) {
      payloadBytes = saturated(payloadBytes, length);
      // A status stands in for a payload.
      if (fields.objectStatus() <= 0) {
        objectBytes = add(objectBytes, length);
      }
    } else if (fields.objectStatus() <= 0) {
      withoutLength++;
    }
  }

  private void status(MoqFields fields, GroupState group, long objectId) {
    long status = fields.objectStatus();
    boolean end = fields.endOfGroup() || status >= END_OF_GROUP;
    endOfGroup += status == END_OF_GROUP ? 1 : 0;
    endOfTrack += status > END_OF_GROUP ? 1 : 0;
    doesNotExist += status == DOES_NOT_EXIST ? 1 : 0;
    if (end && objectId != ABSENT) {
      group.end(objectId);
    }
  }

  /** An object that was not asked for by a fetch: it comes when it is made. */
  private void live(GroupState group, long nanos, long offset) {
    if (firstLiveNanos == ABSENT) {
      firstLiveNanos = nanos;
    }
    if (subscribedNanos != ABSENT && nanos >= subscribedNanos) {
      firstObject = add(firstObject, nanos - subscribedNanos);
      subscribedNanos = ABSENT;
    }
    if (previousLiveNanos != ABSENT && nanos >= previousLiveNanos) {
      long distance = nanos - previousLiveNanos;
      interArrival = add(interArrival, distance);
      if (previousInterArrival != ABSENT) {
        jitterSum = saturated(jitterSum, Math.abs(distance - previousInterArrival));
        jitterCount++;
      }
      previousInterArrival = distance;
    }
    previousLiveNanos = nanos;
    if (group == null) {
      return;
    }
    if (group.firstLiveNanos == ABSENT) {
      group.firstLiveNanos = nanos;
      if (group.id > newestLiveGroup) {
        if (newestLiveGroup >= 0 && nanos >= newestLiveNanos) {
          groupInterval = add(groupInterval, nanos - newestLiveNanos);
          intervals.add(group.id, newestLiveNanos, nanos, offset);
        }
        newestLiveGroup = group.id;
        newestLiveNanos = nanos;
      }
    }
    group.lastLiveNanos = Math.max(group.lastLiveNanos, nanos);
  }

  /** The state of a group, or null if it was given up already. */
  GroupState group(long id) {
    GroupState group = groups.get(id);
    if (group == null && id > evictedBelow) {
      group = new GroupState(id);
      groups.put(id, group);
      groupsSeen++;
      budget.add(1);
      if (budget.exceeded(groups.size())) {
        Map.Entry<Long, GroupState> eldest = groups.pollFirstEntry();
        budget.add(-1);
        evictedBelow = eldest.getKey();
        counts.count(eldest.getValue(), true);
        group = groups.get(id);
      }
    }
    approximate |= group == null;
    return group;
  }

  /** SUBSCRIBE was sent or received. */
  void subscribed(long nanos) {
    subscribedNanos = nanos;
  }

  void dropped(Drop.Kind kind, long code) {
    DropKey key = new DropKey(kind, code);
    if (drops.size() < MAX_DROPS || drops.containsKey(key)) {
      drops.merge(key, 1L, Long::sum);
    }
  }

  /** Takes over what was counted under an alias before its name was known. */
  void absorb(TrackMetric other) {
    other.replacement = this;
    subgroupStreams += other.subgroupStreams;
    fetchStreams += other.fetchStreams;
    subgroupsWithoutId += other.subgroupsWithoutId;
    subgroups += other.subgroups;
    subgroupObjects += other.subgroupObjects;
    datagramObjects += other.datagramObjects;
    fetchObjects += other.fetchObjects;
    duplicates += other.duplicates;
    payloadBytes = saturated(payloadBytes, other.payloadBytes);
    withoutLength += other.withoutLength;
    endOfGroup += other.endOfGroup;
    endOfTrack += other.endOfTrack;
    doesNotExist += other.doesNotExist;
    objectBytes = merged(objectBytes, other.objectBytes);
    interArrival = merged(interArrival, other.interArrival);
    groupInterval = merged(groupInterval, other.groupInterval);
    residence = merged(residence, other.residence);
    fetch = merged(fetch, other.fetch);
    fetchFirstObject = merged(fetchFirstObject, other.fetchFirstObject);
    jitterSum = saturated(jitterSum, other.jitterSum);
    jitterCount += other.jitterCount;
    intervals.addAll(other.intervals);
    approximate |= other.approximate;
    counts.absorb(other.counts);
    groupsSeen += other.groupsSeen - other.groups.size();
    evictedBelow = Math.max(evictedBelow, other.evictedBelow);
    for (GroupState group : other.groups.values()) {
      GroupState known = group(group.id);
      if (known != null) {
        known.absorb(group);
      }
    }
    // An alias may hold on to the other one for long.
    budget.add(-other.groups.size());
    other.groups.clear();
    other.drops.forEach((key, count) -> drops.merge(key, count, Long::sum));
    if (previousLiveNanos == ABSENT || other.previousLiveNanos > previousLiveNanos) {
      previousLiveNanos = other.previousLiveNanos;
      previousInterArrival = other.previousInterArrival;
    }
    if (other.newestLiveGroup > newestLiveGroup) {
      newestLiveGroup = other.newestLiveGroup;
      newestLiveNanos = other.newestLiveNanos;
    }
    if (other.firstLiveNanos != ABSENT) {
      if (subscribedNanos != ABSENT && other.firstLiveNanos >= subscribedNanos) {
        firstObject = add(firstObject, other.firstLiveNanos - subscribedNanos);
        subscribedNanos = ABSENT;
      }
      firstLiveNanos =
          firstLiveNanos == ABSENT
              ? other.firstLiveNanos
              : Math.min(firstLiveNanos, other.firstLiveNanos);
    }
  }

  static QuantileSketch add(QuantileSketch sketch, long value) {
    QuantileSketch target = sketch == null ? new QuantileSketch() : sketch;
    if (value >= 0) {
      target.add(value);
    }
    return target;
  }

  private static QuantileSketch merged(QuantileSketch a, QuantileSketch b) {
    if (a == null) {
      return b;
    }
    if (b != null) {
      a.merge(b);
    }
    return a;
  }

  static long saturated(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
