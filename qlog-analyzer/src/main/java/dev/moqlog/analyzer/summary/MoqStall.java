package dev.moqlog.analyzer.summary;

import java.util.OptionalLong;

/**
 * A time in which a track did not go on as it should, to be joined to what the transport did then.
 *
 * @param track as {@link MoqTrackSummary#track()}
 * @param direction which way the objects went
 * @param group the group, absent if not known
 * @param kind what was wrong
 * @param startNanos when it began, on the time axis of the log
 * @param endNanos when it ended, not before it began
 * @param eventOffset where the event that shows it begins, in bytes of the uncompressed log
 */
public record MoqStall(
    String track,
    MoqDirection direction,
    OptionalLong group,
    Kind kind,
    long startNanos,
    long endNanos,
    long eventOffset) {

  /** What was wrong. */
  public enum Kind {
    /** A group began more than two median group intervals after the one before it. */
    LATE_GROUP("late_group"),
    /** A group lacks objects although a later group has finished. */
    MISSING_OBJECTS("missing_objects"),
    /** A data stream was reset. */
    RESET_STREAM("reset_stream"),
    /** A group took more than twice the median to be delivered, and longer than a group lasts. */
    SLOW_GROUP("slow_group");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The name in machine-readable output. */
    public String label() {
      return label;
    }
  }

  /** How long it lasted. */
  public long durationNanos() {
    return Math.max(0, endNanos - startNanos);
  }

  /** The same so much later; a time that cannot be told becomes the last or first there is. */
  MoqStall later(long nanos) {
    return new MoqStall(
        track,
        direction,
        group,
        kind,
        Saturated.sum(startNanos, nanos),
        Saturated.sum(endNanos, nanos),
        eventOffset);
  }
}
