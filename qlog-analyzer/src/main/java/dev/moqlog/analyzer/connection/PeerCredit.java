package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import java.util.Arrays;

/**
 * A limit that this endpoint sets its peer (RFC 9000 section 4), and when it held the peer up.
 *
 * <p>The peer hears of a raise later, and what it sends arrives later still. It was held up if
 * something arrived that ends at a limit exactly and what comes next is no older than the raise
 * allows: about one round trip after the raise was sent. The pause in between is as long as the
 * peer waited.
 */
final class PeerCredit {

  /** More raises on their way are forgotten, the oldest first. */
  private static final int MAX_RAISES = 64;

  // Limits not yet passed, ascending, and when they were set.
  private long[] limits = new long[2];
  private long[] raisedNanos = new long[2];
  private int count;

  private long used;
  private long fullNanos = ABSENT;
  private long fullOffset;
  private boolean told;

  boolean hasLimit() {
    return count > 0;
  }

  long used() {
    return used;
  }

  /** The limit is at least so much from now on. */
  void raise(long atLeast, Moment now) {
    if (count > 0 && atLeast <= limits[count - 1]) {
      return;
    }
    if (count == MAX_RAISES) {
      drop(1);
    }
    if (count == limits.length) {
      limits = Arrays.copyOf(limits, count * 2);
      raisedNanos = Arrays.copyOf(raisedNanos, count * 2);
    }
    limits[count] = atLeast;
    raisedNanos[count++] = now.nanos();
  }

  private void drop(int first) {
    System.arraycopy(limits, first, limits, 0, count - first);
    System.arraycopy(raisedNanos, first, raisedNanos, 0, count - first);
    count -= first;
  }

  /**
   * So much is used now, as far as it has arrived.
   *
   * @param promptNanos how soon after a raise was sent something may arrive that had waited for it
   * @return whether that ends a period, which is in {@code periods} then
   */
  boolean use(long total, Moment now, long promptNanos, BlockedPeriods periods) {
    if (total <= used) {
      return false;
    }
    boolean waited = false;
    if (fullNanos != ABSENT) {
      int next = 0;
      while (next < count && limits[next] <= used) {
        next++;
      }
      waited = told || (next < count && now.nanos() - raisedNanos[next] <= promptNanos);
      if (waited) {
        periods.add(fullNanos, now.nanos(), fullOffset, now.offset());
      }
      fullNanos = ABSENT;
      told = false;
    }
    used = total;
    int passed = 0;
    while (passed < count - 1 && limits[passed] < total) {
      passed++;
    }
    drop(passed);
    if (count > 0 && limits[0] == total) {
      fullNanos = now.nanos();
      fullOffset = now.offset();
    }
    return waited;
  }

  /** A frame says that a limit of so much, or ABSENT, holds the peer up. */
  void blocked(long atLimit, Moment now) {
    if (atLimit != ABSENT && atLimit < used) {
      // Late: the peer has passed it.
      return;
    }
    told = true;
    if (fullNanos == ABSENT) {
      fullNanos = now.nanos();
      fullOffset = now.offset();
    }
  }

  /** The log ends; true if the peer said that it was held up and was not heard of since. */
  boolean end(Moment now, BlockedPeriods periods) {
    boolean waits = told && fullNanos != ABSENT;
    if (waits) {
      periods.add(fullNanos, now.nanos(), fullOffset, now.offset());
    }
    fullNanos = ABSENT;
    told = false;
    return waits;
  }
}
