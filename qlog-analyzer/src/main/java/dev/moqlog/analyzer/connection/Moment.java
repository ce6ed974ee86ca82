package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

/**
 * The event that is being read, for metrics that measure time: their clock never goes backwards, so
 * that no stretch of time is negative or counted twice.
 */
final class Moment {

  /** A gap longer than a year is a clock that was set. */
  private static final long MAX_GAP_NANOS = 365L * 24 * 3_600 * 1_000_000_000;

  private long nanos = ABSENT;
  private long offset;

  /**
   * Moves on to the next event.
   *
   * @return the time since the event before, 0 for the first
   */
  long next(long eventNanos, long eventOffset) {
    offset = eventOffset;
    if (nanos == ABSENT) {
      nanos = eventNanos;
      return 0;
    }
    long gap = eventNanos - nanos;
    if (gap <= 0 || gap > MAX_GAP_NANOS) {
      if (gap > MAX_GAP_NANOS && eventNanos > nanos) {
        nanos = eventNanos;
      }
      return 0;
    }
    nanos = eventNanos;
    return gap;
  }

  /** When the event was logged, or the latest event before it if that is later. */
  long nanos() {
    return nanos;
  }

  /** Where in the log it begins. */
  long offset() {
    return offset;
  }
}
