package dev.moqlog.analyzer.connection.moq;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.summary.DistributionSummary;
import dev.moqlog.analyzer.summary.MoqStall;
import dev.moqlog.analyzer.summary.MoqTrackSummary;
import dev.moqlog.analyzer.summary.MoqTrackSummary.Delivery;
import dev.moqlog.analyzer.summary.MoqTrackSummary.Drop;
import dev.moqlog.analyzer.summary.MoqTrackSummary.Groups;
import dev.moqlog.analyzer.summary.MoqTrackSummary.Timing;
import dev.moqlog.analyzer.summary.QuantileSketch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What is said of a track at the end: its groups are judged, its stalls are told from the rest. */
final class TrackReport {

  /** With fewer groups there is no median to speak of. */
  private static final int MIN_GROUPS = 4;

  private static final int LATE = 2;

  private final TrackMetric track;
  private final OptionalInt draft;
  private final GroupCounts groups = new GroupCounts();
  private final List<MoqStall> stalls = new ArrayList<>();
  private long stalledNanos;

  TrackReport(TrackMetric track, OptionalInt draft) {
    this.track = track;
    this.draft = draft;
    groups.absorb(track.counts);
    judge();
    late();
    slow();
    missing();
  }

  /** Judges the groups that are kept, the oldest first. */
  private void judge() {
    List<GroupState> kept = new ArrayList<>(track.groups.values());
    boolean[] laterFinished = new boolean[kept.size()];
    for (int i = kept.size() - 2; i >= 0; i--) {
      // A group that others have followed is as finished as it will ever be.
      laterFinished[i] = laterFinished[i + 1] || kept.get(i + 1).finished() || i + 2 < kept.size();
    }
    for (int i = 0; i < kept.size(); i++) {
      groups.count(kept.get(i), laterFinished[i]);
    }
  }

  private void late() {
    QuantileSketch intervals = track.groupInterval;
    if (intervals == null || intervals.count() < MIN_GROUPS) {
      return;
    }
    long median = intervals.quantile(0.5).orElseThrow();
    for (LongestSpans.Span span : track.intervals.all()) {
      if (span.nanos() > LATE * median) {
        stalledNanos = TrackMetric.saturated(stalledNanos, span.nanos() - median);
        add(
            MoqStall.Kind.LATE_GROUP,
            span.group(),
            span.startNanos() + median,
            span.endNanos(),
            span.offset());
      }
    }
  }

  private void slow() {
    QuantileSketch intervals = track.groupInterval;
    if (groups.delivery.count() < MIN_GROUPS || intervals == null || intervals.count() == 0) {
      return;
    }
    long median = groups.delivery.quantile(0.5).orElseThrow();
    long interval = intervals.quantile(0.5).orElseThrow();
    for (LongestSpans.Span span : groups.slowest.all()) {
      if (span.nanos() > LATE * median && span.nanos() > interval) {
        add(
            MoqStall.Kind.SLOW_GROUP,
            span.group(),
            span.startNanos(),
            span.endNanos(),
            span.offset());
      }
    }
  }

  private void missing() {
    for (GroupCounts.Missing group : groups.missing) {
      add(
          MoqStall.Kind.MISSING_OBJECTS,
          group.group(),
          group.startNanos(),
          group.endNanos(),
          group.offset());
    }
  }

  private void add(MoqStall.Kind kind, long group, long start, long end, long offset) {
    stalls.add(
        new MoqStall(
            track.label(), track.direction, OptionalLong.of(group), kind, start, end, offset));
  }

  List<MoqStall> stalls() {
    return stalls;
  }

  /** Groups that miss objects beyond those that are listed. */
  long stallsLeftOut() {
    return groups.groupsMissingObjects - groups.missing.size();
  }

  MoqTrackSummary summary() {
    return new MoqTrackSummary(
        track.label(),
        track.name != null,
        track.direction,
        delivery(),
        new Groups(
            track.groupsSeen,
            groups.complete,
            groups.incomplete,
            groups.unknown,
            groups.objectsMissing),
        timing(),
        drops(),
        stalls.size() + stallsLeftOut(),
        stalledNanos);
  }

  private Delivery delivery() {
    return new Delivery(
        track.subgroupStreams,
        track.fetchStreams,
        track.subgroups,
        track.subgroupObjects,
        track.datagramObjects,
        track.fetchObjects,
        track.duplicates,
        track.payloadBytes,
        track.withoutLength,
        track.endOfGroup,
        track.endOfTrack,
        track.doesNotExist,
        DistributionSummary.mergeable(track.objectBytes));
  }

  private Timing timing() {
    return new Timing(
        DistributionSummary.mergeable(track.subscribe),
        DistributionSummary.mergeable(track.firstObject),
        DistributionSummary.mergeable(track.fetchFirstObject),
        DistributionSummary.mergeable(track.fetch),
        DistributionSummary.mergeable(track.interArrival),
        track.jitterCount == 0
            ? OptionalLong.empty()
            : OptionalLong.of(track.jitterSum / track.jitterCount),
        DistributionSummary.mergeable(track.groupInterval),
        DistributionSummary.mergeable(groups.delivery),
        DistributionSummary.mergeable(track.residence));
  }

  private List<Drop> drops() {
    List<Drop> drops = new ArrayList<>();
    for (Map.Entry<TrackMetric.DropKey, Long> drop : track.drops.entrySet()) {
      Drop.Kind kind = drop.getKey().kind();
      boolean done = kind == Drop.Kind.PUBLISH_DONE;
      long logged = drop.getKey().code();
      long code = done ? logged : MoqCodes.applicationCode(logged);
      String name = done ? MoqCodes.publishDone(code, draft) : MoqCodes.streamReset(code, draft);
      drops.add(
          new Drop(
              kind,
              code == ABSENT ? OptionalLong.empty() : OptionalLong.of(code),
              Optional.ofNullable(name),
              drop.getValue()));
    }
    return List.copyOf(drops);
  }
}
