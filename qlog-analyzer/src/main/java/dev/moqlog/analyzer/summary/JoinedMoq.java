package dev.moqlog.analyzer.summary;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Media over QUIC objects from one end of a connection to the other, by the logs of both: from when
 * the one created an object until the other parsed it.
 *
 * <p>An object is told by its track, group and object id, however it was delivered. Of one that was
 * created or parsed several times, the first time counts, so that an object that was lost and
 * fetched took until the fetch. Latencies are in nanoseconds and as wrong as the clock offset:
 * {@link ClockSummary#errorNanos()}.
 *
 * @param created distinct objects that the sending end created
 * @param matched of those, objects that the other end parsed
 * @param neverParsed the rest of them
 * @param unresolved of those, objects created so late that they may have been under way when the
 *     other end's log ended; absent if it is not known how the clocks relate
 * @param notLoggedAsCreated distinct objects parsed, but not in the log of the sending end
 * @param parsedBeforeCreated of those matched, objects without a latency, as the clocks are off by
 *     more than they took
 * @param complete whether all objects of both logs were compared
 * @param latency how long objects took; absent if none is known
 * @param tracks the tracks with the largest latencies (95th percentile), before them those of which
 *     no latency is known
 * @param tracksLeftOut how many more tracks had objects created
 */
public record JoinedMoq(
    long created,
    long matched,
    long neverParsed,
    OptionalLong unresolved,
    long notLoggedAsCreated,
    long parsedBeforeCreated,
    boolean complete,
    Optional<DistributionSummary> latency,
    List<Track> tracks,
    long tracksLeftOut) {

  /**
   * One track.
   *
   * @param track as {@link MoqTrackSummary#track()}, in the log of the sending end
   * @param created distinct objects created
   * @param matched of those, objects that the other end parsed
   * @param neverParsed the rest of them
   * @param latency how long objects took, without its sketch; absent if none is known
   */
  public record Track(
      String track,
      long created,
      long matched,
      long neverParsed,
      Optional<DistributionSummary> latency) {}

  JoinedMoq withoutDistributions() {
    return new JoinedMoq(
        created,
        matched,
        neverParsed,
        unresolved,
        notLoggedAsCreated,
        parsedBeforeCreated,
        complete,
        latency.map(DistributionSummary::withoutSketch),
        tracks,
        tracksLeftOut);
  }
}
