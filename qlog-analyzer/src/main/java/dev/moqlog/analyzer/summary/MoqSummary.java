package dev.moqlog.analyzer.summary;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * Media over QUIC Transport on one connection.
 *
 * @param source the log that it was read from if that is not the connection's own; places of events
 *     are in that log
 * @param aligned whether its times are on the time axis of the connection: always without a source,
 *     and with one if both logs tell the time of day; else the first event of that log stands where
 *     the first of the connection is
 * @param alpn the application protocol that was negotiated, if the log tells
 * @param draft the draft of moq-transport: from the application protocol, else the version that the
 *     server selected; absent if neither is logged
 * @param setupNanos from the first setup message to the one that answers it; absent if either is
 *     missing
 * @param requests the requests and how they were answered
 * @param messages control messages by type, in the order of their first appearance, at most 64
 * @param refusals refused requests by kind and code, at most 64
 * @param tracks the tracks, in the order of their first appearance, at most 512
 * @param stalls what a viewer may have noticed, by start, at most 256
 * @param stallsLeftOut how many more stalls there were
 * @param objectsLeftOut objects of tracks beyond those that are kept
 * @param objectsAmbiguous objects that may belong to another track, since the log does not say on
 *     which stream they were
 * @param approximate whether more was open at once than is kept
 */
public record MoqSummary(
    Optional<String> source,
    boolean aligned,
    Optional<String> alpn,
    OptionalInt draft,
    OptionalLong setupNanos,
    Requests requests,
    List<Messages> messages,
    List<Refusal> refusals,
    List<MoqTrackSummary> tracks,
    List<MoqStall> stalls,
    long stallsLeftOut,
    long objectsLeftOut,
    long objectsAmbiguous,
    boolean approximate) {

  /**
   * Requests: subscriptions, publications, fetches, track status and namespaces.
   *
   * @param created requests of this end
   * @param parsed requests of the peer
   * @param accepted requests that were answered with an OK
   * @param refused requests that were answered with an error
   * @param unanswered requests without an answer in the log, or given up
   * @param latencyNanos from request to answer, absent without answers
   */
  public record Requests(
      long created,
      long parsed,
      long accepted,
      long refused,
      long unanswered,
      Optional<DistributionSummary> latencyNanos) {}

  /**
   * Control messages of one type.
   *
   * @param type the name in qlog, such as {@code subscribe_ok}
   * @param created by this end
   * @param parsed from the peer
   */
  public record Messages(String type, long created, long parsed) {}

  /**
   * Requests that were refused for one reason.
   *
   * @param request the kind of request, such as {@code subscribe}; {@code unknown} if it is not in
   *     the log
   * @param byPeer whether the peer refused
   * @param code the error code, absent if not logged
   * @param reason the reason phrase of the first one, if logged
   * @param count how many
   */
  public record Refusal(
      String request, boolean byPeer, OptionalLong code, Optional<String> reason, long count) {}

  /** Objects of all tracks in that direction. */
  public long objects(MoqDirection direction) {
    return sum(direction, track -> track.delivery().objects());
  }

  /** Payload bytes of all tracks in that direction, as far as lengths were logged. */
  public long payloadBytes(MoqDirection direction) {
    return sum(direction, track -> track.delivery().payloadBytes());
  }

  /** A sum over the tracks in that direction. */
  public long sum(MoqDirection direction, ToLongFunction<MoqTrackSummary> number) {
    return tracks.stream()
        .filter(track -> track.direction() == direction)
        .mapToLong(number)
        .reduce(0, Saturated::sum);
  }

  /** Whether objects were sent in datagrams. */
  public boolean sentDatagrams() {
    return sum(MoqDirection.OUT, track -> track.delivery().datagramObjects()) > 0;
  }

  /**
   * The same, as read from another log than the connection's own.
   *
   * @param log that log
   * @param aligned whether the times are then on the time axis of the connection
   * @param shiftNanos what to add to its times
   */
  public MoqSummary from(String log, boolean aligned, long shiftNanos) {
    return new MoqSummary(
        Optional.of(log),
        aligned,
        alpn,
        draft,
        setupNanos,
        requests,
        messages,
        refusals,
        tracks,
        stalls.stream().map(stall -> stall.later(shiftNanos)).toList(),
        stallsLeftOut,
        objectsLeftOut,
        objectsAmbiguous,
        approximate);
  }

  /** The same without the sketches, which only merging needs. */
  public MoqSummary withoutDistributions() {
    return new MoqSummary(
        source,
        aligned,
        alpn,
        draft,
        setupNanos,
        new Requests(
            requests.created,
            requests.parsed,
            requests.accepted,
            requests.refused,
            requests.unanswered,
            requests.latencyNanos.map(DistributionSummary::withoutSketch)),
        messages,
        refusals,
        tracks.stream().map(MoqTrackSummary::withoutDistributions).toList(),
        stalls,
        stallsLeftOut,
        objectsLeftOut,
        objectsAmbiguous,
        approximate);
  }
}
