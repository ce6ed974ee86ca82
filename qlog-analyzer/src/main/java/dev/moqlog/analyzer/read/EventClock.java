package dev.moqlog.analyzer.read;

/** Brings the times of the events of one trace, in file order, onto the axis of the trace. */
final class EventClock {

  /** Times farther from 1970 or the log's origin (146 years) are cut, so that spans fit a long. */
  private static final long MAX_NANOS = (1L << 62) - 1;

  private final Timeline timeline;
  private long previousNanos;

  EventClock(Timeline timeline) {
    this.timeline = timeline;
  }

  /**
   * The time of the next event on the axis of its trace.
   *
   * @param time as the log gives it, in nanoseconds, or ABSENT for that of the previous event
   * @param own the event's own time format, or null
   */
  long next(long time, Timeline.Style own) {
    if (time == QlogEvent.ABSENT) {
      return previousNanos;
    }
    Timeline.Style style = own == null ? timeline.style() : own;
    boolean referenceKnown = timeline.referenceEpochNanos() != Timeline.UNKNOWN;
    long nanos = time;
    if (style == Timeline.Style.DELTA) {
      nanos = saturatedSum(previousNanos, time);
    } else if (style != timeline.style() && referenceKnown) {
      if (style == Timeline.Style.ABSOLUTE && timeline.style() == Timeline.Style.RELATIVE) {
        nanos = saturatedSum(time, -timeline.referenceEpochNanos());
      } else if (style == Timeline.Style.RELATIVE && timeline.style() == Timeline.Style.ABSOLUTE) {
        nanos = saturatedSum(time, timeline.referenceEpochNanos());
      }
    }
    previousNanos = bounded(nanos);
    return previousNanos;
  }

  /** A time that can be subtracted from any other. */
  static long bounded(long nanos) {
    return Math.max(-MAX_NANOS, Math.min(MAX_NANOS, nanos));
  }

  private static long saturatedSum(long a, long b) {
    long sum = a + b;
    boolean overflow = ((a ^ sum) & (b ^ sum)) < 0;
    return overflow ? (a < 0 ? -Long.MAX_VALUE : Long.MAX_VALUE) : sum;
  }
}
