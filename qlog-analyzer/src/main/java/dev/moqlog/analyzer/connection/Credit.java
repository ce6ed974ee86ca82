package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

/**
 * A limit that the peer sets this endpoint and raises (RFC 9000 section 4), how far it is used, and
 * when it held this endpoint up.
 *
 * <p>Who used all there was need not have had more to send. A period counts if a frame such as
 * DATA_BLOCKED said so, or if the raise was used a short while after it came.
 */
final class Credit {

  private long limit = ABSENT;
  private long used;
  private long fullNanos = ABSENT;
  private long fullOffset;
  private boolean told;

  // A period that ended with a raise which nobody has used yet.
  private long raisedNanos = ABSENT;
  private long raisedOffset;
  private long waitedNanos;
  private long waitedOffset;

  boolean hasLimit() {
    return limit != ABSENT;
  }

  long used() {
    return used;
  }

  /** Whether all of it is used, or a frame said so. */
  boolean full() {
    return fullNanos != ABSENT;
  }

  /**
   * The limit is at least so much.
   *
   * @return whether a period ended that counts already, which is in {@code periods} then
   */
  boolean raise(long atLeast, Moment now, BlockedPeriods periods) {
    if (atLeast <= limit) {
      return false;
    }
    limit = atLeast;
    if (fullNanos == ABSENT || used >= limit) {
      return false;
    }
    boolean counts = told;
    if (told) {
      periods.add(fullNanos, now.nanos(), fullOffset, now.offset());
    } else {
      waitedNanos = fullNanos;
      waitedOffset = fullOffset;
      raisedNanos = now.nanos();
      raisedOffset = now.offset();
    }
    fullNanos = ABSENT;
    told = false;
    return counts;
  }

  /**
   * So much is used now.
   *
   * @param promptNanos how soon a raise is used by who waited for it
   * @return whether that proves a period
   */
  boolean use(long total, Moment now, long promptNanos, BlockedPeriods periods) {
    if (total <= used) {
      return false;
    }
    boolean proved = false;
    if (raisedNanos != ABSENT) {
      if (now.nanos() - raisedNanos <= promptNanos) {
        periods.add(waitedNanos, raisedNanos, waitedOffset, raisedOffset);
        proved = true;
      }
      raisedNanos = ABSENT;
    }
    used = total;
    if (limit != ABSENT && used >= limit && fullNanos == ABSENT) {
      fullNanos = now.nanos();
      fullOffset = now.offset();
    }
    return proved;
  }

  /** A frame says that a limit of so much, or ABSENT, holds its sender up. */
  void blocked(long atLimit, Moment now) {
    if (limit == ABSENT) {
      limit = atLimit;
    } else if (atLimit != ABSENT && atLimit < limit) {
      // Sent before the raise, and late.
      return;
    }
    told = true;
    if (fullNanos == ABSENT) {
      fullNanos = now.nanos();
      fullOffset = now.offset();
    }
  }

  /** The log ends; true if this endpoint was held up then. */
  boolean end(Moment now, BlockedPeriods periods) {
    boolean counts = told && fullNanos != ABSENT;
    if (counts) {
      periods.add(fullNanos, now.nanos(), fullOffset, now.offset());
    }
    fullNanos = ABSENT;
    told = false;
    return counts;
  }
}
