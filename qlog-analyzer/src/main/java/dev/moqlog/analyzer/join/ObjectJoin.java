package dev.moqlog.analyzer.join;

import dev.moqlog.analyzer.summary.DistributionSummary;
import dev.moqlog.analyzer.summary.JoinedMoq;
import dev.moqlog.analyzer.summary.JoinedMoq.Track;
import dev.moqlog.analyzer.summary.QuantileSketch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Compares the objects that one end created with those that the other parsed. */
final class ObjectJoin {

  private static final int MAX_TRACKS = 32;

  /** No latency beyond this makes an object late rather than lost. */
  private static final long MAX_LATE_NANOS = 3_600_000_000_000L;

  /** Tracks of which nothing has a latency come first. */
  private static final Comparator<Track> WORST_FIRST =
      Comparator.comparingLong(
              (Track track) -> track.latency().map(DistributionSummary::p95).orElse(Long.MAX_VALUE))
          .thenComparingLong(Track::neverParsed)
          .reversed()
          .thenComparing(Track::track);

  private final ObjectTable createdTable;
  private final ObjectTable parsedTable;
  private final ClockFit clock;
  private final boolean toServer;

  private final QuantileSketch latencies = new QuantileSketch();
  private final PriorityQueue<Track> worst = new PriorityQueue<>(WORST_FIRST.reversed());
  private long matched;
  private long notLoggedAsCreated;
  private long parsedBeforeCreated;
  private long trackCount;

  /**
   * @param created objects of the end that sends
   * @param parsed objects of the end that receives
   * @param clock how the clocks relate
   * @param toServer whether the client sends
   */
  ObjectJoin(ObjectTable created, ObjectTable parsed, ClockFit clock, boolean toServer) {
    createdTable = created;
    parsedTable = parsed;
    this.clock = clock;
    this.toServer = toServer;
  }

  /**
   * The summary, if there is any object.
   *
   * @param goneNanos from when on the receiver's log may tell nothing of what arrives, by its clock
   */
  Optional<JoinedMoq> summary(long goneNanos) {
    Map<String, Integer> numbers = new HashMap<>();
    ObjectTable.Distinct created = createdTable.distinct(numbers, UnaryOperator.identity());
    Set<String> createdTracks = createdTable.trackLabels();
    Set<String> parsedTracks = parsedTable.trackLabels();
    ObjectTable.Distinct parsed =
        parsedTable.distinct(
            numbers,
            label ->
                parsedTable
                    .aliases()
                    .translated(label, parsedTracks, createdTable.aliases(), createdTracks));
    if (created.size() == 0 && parsed.size() == 0) {
      return Optional.empty();
    }
    String[] names = new String[numbers.size()];
    numbers.forEach((name, number) -> names[number] = name);

    boolean[] arrived = new boolean[created.size()];
    int p = 0;
    for (int first = 0; first < created.size(); ) {
      int end = first;
      while (end < created.size() && created.track(end) == created.track(first)) {
        end++;
      }
      p = track(names[created.track(first)], created, first, end, parsed, p, arrived);
      first = end;
    }
    notLoggedAsCreated += parsed.size() - p;

    List<Track> tracks = new ArrayList<>(worst);
    tracks.sort(WORST_FIRST);
    return Optional.of(
        new JoinedMoq(
            created.size(),
            matched,
            created.size() - matched,
            unresolved(created, arrived, goneNanos),
            notLoggedAsCreated,
            parsedBeforeCreated,
            createdTable.firstRefusedNanos() == EndPackets.NEVER
                && parsedTable.firstRefusedNanos() == EndPackets.NEVER,
            DistributionSummary.mergeable(latencies),
            List.copyOf(tracks),
            trackCount - tracks.size()));
  }

  /** Matches the objects of one track; the place behind those of the parsed ones passed. */
  private int track(
      String name,
      ObjectTable.Distinct created,
      int first,
      int end,
      ObjectTable.Distinct parsed,
      int firstParsed,
      boolean[] arrived) {
    QuantileSketch ofTrack = new QuantileSketch();
    long matchedOfTrack = 0;
    int p = firstParsed;
    for (int c = first; c < end; c++) {
      while (p < parsed.size() && created.compare(c, parsed, p) > 0) {
        notLoggedAsCreated++;
        p++;
      }
      if (p == parsed.size() || created.compare(c, parsed, p) != 0) {
        continue;
      }
      arrived[c] = true;
      matchedOfTrack++;
      latency(created.nanos(c), parsed.nanos(p), ofTrack);
      p++;
    }
    matched += matchedOfTrack;
    latencies.merge(ofTrack);
    trackCount++;
    worst.add(
        new Track(
            name,
            end - first,
            matchedOfTrack,
            end - first - matchedOfTrack,
            DistributionSummary.of(ofTrack)));
    if (worst.size() > MAX_TRACKS) {
      worst.remove();
    }
    return p;
  }

  private void latency(long createdNanos, long parsedNanos, QuantileSketch ofTrack) {
    if (!clock.known()) {
      return;
    }
    long offset = toServer ? clock.offsetAt(createdNanos) : -clock.offsetAt(parsedNanos);
    long latency = parsedNanos - createdNanos - offset;
    if (latency < 0) {
      parsedBeforeCreated++;
    } else {
      ofTrack.add(latency);
    }
  }

  /** Objects that may have been under way when the receiver's log ended. */
  private OptionalLong unresolved(ObjectTable.Distinct created, boolean[] arrived, long goneNanos) {
    if (!clock.known()) {
      return OptionalLong.empty();
    }
    long late = Math.min(MAX_LATE_NANOS, latencies.max().orElse(0));
    long gone = Math.min(goneNanos, parsedTable.firstRefusedNanos()) - late;
    long unresolved = 0;
    for (int i = 0; i < arrived.length; i++) {
      if (!arrived[i]) {
        long nanos = created.nanos(i);
        long offset = toServer ? clock.offsetAt(nanos) : -clock.offsetAt(gone);
        unresolved += nanos + offset >= gone ? 1 : 0;
      }
    }
    return OptionalLong.of(unresolved);
  }
}
