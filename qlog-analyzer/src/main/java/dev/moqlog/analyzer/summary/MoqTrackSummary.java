package dev.moqlog.analyzer.summary;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One track in one direction on one connection.
 *
 * @param track the full track name: the elements of the namespace and the name, joined by slashes,
 *     with slashes, colons, percent signs and spaces inside them percent-encoded; {@code alias:N}
 *     if the log does not tell what a track alias stands for, {@code unknown} if not even that
 * @param resolved whether the name is known
 * @param direction which way the objects went
 * @param delivery what was delivered, and how
 * @param groups how complete its groups are
 * @param timing latencies and regularity
 * @param drops what was given up, by reason, at most 32
 * @param stalls how many stalls there were
 * @param stalledNanos how long the stalls of late groups lasted in all
 */
public record MoqTrackSummary(
    String track,
    boolean resolved,
    MoqDirection direction,
    Delivery delivery,
    Groups groups,
    Timing timing,
    List<Drop> drops,
    long stalls,
    long stalledNanos) {

  /**
   * What was delivered. Objects that carry a status count as objects, too.
   *
   * @param subgroupStreams streams that carried a subgroup
   * @param fetchStreams streams that answered a fetch
   * @param subgroups distinct subgroups
   * @param subgroupObjects objects in subgroup streams
   * @param datagramObjects objects in datagrams
   * @param fetchObjects objects in answers to a fetch
   * @param duplicates objects of those that had been delivered before
   * @param payloadBytes payload of objects, as far as lengths were logged
   * @param objectsWithoutLength objects logged without a length and without a status
   * @param endOfGroup objects with the status end of group
   * @param endOfTrack objects with the status end of track
   * @param doesNotExist objects with the status that the object does not exist
   * @param objectBytes the payload of objects, absent if no length was logged
   */
  public record Delivery(
      long subgroupStreams,
      long fetchStreams,
      long subgroups,
      long subgroupObjects,
      long datagramObjects,
      long fetchObjects,
      long duplicates,
      long payloadBytes,
      long objectsWithoutLength,
      long endOfGroup,
      long endOfTrack,
      long doesNotExist,
      Optional<DistributionSummary> objectBytes) {

    /** Objects by any delivery. */
    public long objects() {
      return subgroupObjects + datagramObjects + fetchObjects;
    }

    Delivery withoutDistributions() {
      return new Delivery(
          subgroupStreams,
          fetchStreams,
          subgroups,
          subgroupObjects,
          datagramObjects,
          fetchObjects,
          duplicates,
          payloadBytes,
          objectsWithoutLength,
          endOfGroup,
          endOfTrack,
          doesNotExist,
          objectBytes.map(DistributionSummary::withoutSketch));
    }
  }

  /**
   * How complete groups are. Object ids may be sparse by intent, so what is missing may never have
   * existed.
   *
   * @param seen distinct groups
   * @param complete groups whose end is known and that have every object up to it
   * @param incomplete groups that miss an object although a later group has finished, or of which a
   *     stream was reset
   * @param unknown groups of which the log does not tell
   * @param objectsMissing object ids that the incomplete groups lack
   */
  public record Groups(
      long seen, long complete, long incomplete, long unknown, long objectsMissing) {}

  /**
   * Latencies and regularity in nanoseconds, each absent without a sample. Between objects and
   * groups, only those delivered live count, not those fetched.
   *
   * @param subscribeNanos from SUBSCRIBE to SUBSCRIBE_OK
   * @param firstObjectNanos from SUBSCRIBE to the first object
   * @param fetchFirstObjectNanos from FETCH to the first object that answers it
   * @param fetchNanos from FETCH to the last object that answers it
   * @param interArrivalNanos from one object to the next
   * @param jitterNanos the mean difference between one of those and the next
   * @param groupIntervalNanos from the first object of a group to that of the next newer one
   * @param groupDeliveryNanos from the first object of a group to its last
   * @param residenceNanos in a relay: from parsing an object on one connection to creating it on
   *     this
   */
  public record Timing(
      Optional<DistributionSummary> subscribeNanos,
      Optional<DistributionSummary> firstObjectNanos,
      Optional<DistributionSummary> fetchFirstObjectNanos,
      Optional<DistributionSummary> fetchNanos,
      Optional<DistributionSummary> interArrivalNanos,
      OptionalLong jitterNanos,
      Optional<DistributionSummary> groupIntervalNanos,
      Optional<DistributionSummary> groupDeliveryNanos,
      Optional<DistributionSummary> residenceNanos) {

    Timing withoutDistributions() {
      return new Timing(
          subscribeNanos.map(DistributionSummary::withoutSketch),
          firstObjectNanos.map(DistributionSummary::withoutSketch),
          fetchFirstObjectNanos.map(DistributionSummary::withoutSketch),
          fetchNanos.map(DistributionSummary::withoutSketch),
          interArrivalNanos.map(DistributionSummary::withoutSketch),
          jitterNanos,
          groupIntervalNanos.map(DistributionSummary::withoutSketch),
          groupDeliveryNanos.map(DistributionSummary::withoutSketch),
          residenceNanos.map(DistributionSummary::withoutSketch));
    }
  }

  /**
   * What was given up for one reason.
   *
   * @param kind what happened
   * @param code the code that the log gives, absent if none; over WebTransport the one of MoQ that
   *     stands behind it
   * @param name what the code means in the negotiated draft, absent if that cannot be told
   * @param count how often
   */
  public record Drop(Kind kind, OptionalLong code, Optional<String> name, long count) {

    /** What ended a stream or subscription before its time. */
    public enum Kind {
      /** The publisher reset a data stream. */
      RESET_STREAM("reset_stream"),
      /** The subscriber asked to stop a data stream. */
      STOP_SENDING("stop_sending"),
      /** The publisher ended a subscription (PUBLISH_DONE). */
      PUBLISH_DONE("publish_done");

      private final String label;

      Kind(String label) {
        this.label = label;
      }

      /** The name in machine-readable output. */
      public String label() {
        return label;
      }
    }
  }

  MoqTrackSummary withoutDistributions() {
    return new MoqTrackSummary(
        track,
        resolved,
        direction,
        delivery.withoutDistributions(),
        groups,
        timing.withoutDistributions(),
        drops,
        stalls,
        stalledNanos);
  }
}
