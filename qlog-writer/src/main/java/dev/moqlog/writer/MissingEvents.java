package dev.moqlog.writer;

/**
 * The events of a trace that were not kept: how many in all, and those that the trace does not tell
 * of yet. Belongs to whoever may add events.
 */
final class MissingEvents {

  private long all;
  private long untold;
  private long sinceNanos;
  private DropReason reason = DropReason.MEMORY;

  /** One more is missing, from that time on if it is the first. */
  void add(DropReason why, long nanos) {
    if (untold == 0) {
      sinceNanos = nanos;
    }
    untold++;
    all++;
    reason = why;
  }

  /** So many of a flight recorder are missing; they were counted elsewhere. */
  void addForgotten(long events, long nanos) {
    sinceNanos = nanos;
    untold += events;
    reason = DropReason.FLIGHT_MEMORY;
  }

  /** The trace tells of all that are missing so far. */
  void told() {
    untold = 0;
  }

  /** How many are missing in all. */
  long all() {
    return all;
  }

  /** How many the trace does not tell of yet. */
  long untold() {
    return untold;
  }

  /** When the first of those would have been recorded. */
  long sinceNanos() {
    return sinceNanos;
  }

  /** Why the latest of them is missing. */
  DropReason reason() {
    return reason;
  }
}
