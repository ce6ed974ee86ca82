package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

/**
 * Matches PATH_CHALLENGE to PATH_RESPONSE frames by their data (RFC 9000 section 8.2), or by order
 * where the data is not logged. Not safe for several threads.
 */
final class PathValidation {

  /** Challenges less apart than this belong to one change of path. */
  private static final long SAME_CHANGE_NANOS = 1_000_000_000L;

  /** Of more challenges at once, the oldest is forgotten. */
  private static final int MAX_OPEN = 32;

  /** The challenges of one direction. */
  private static final class Direction {
    private long[] data;
    private long[] nanos;
    private int open;
    private long count;
    private long answered;
    private long changes;
    private long lastNanos = ABSENT;
    private boolean changeAnswered;

    void challenge(long value, long timeNanos) {
      if (count++ == 0) {
        data = new long[MAX_OPEN];
        nanos = new long[MAX_OPEN];
      }
      if (lastNanos == ABSENT || timeNanos - lastNanos > SAME_CHANGE_NANOS) {
        changeAnswered = false;
      }
      lastNanos = timeNanos;
      if (open == MAX_OPEN) {
        remove(0);
      }
      data[open] = value;
      nanos[open++] = timeNanos;
    }

    /** When the challenge went that this answers, or ABSENT. */
    long response(long value) {
      for (int i = 0; i < open; i++) {
        if (data[i] == value || value == ABSENT) {
          long time = nanos[i];
          remove(i);
          answered++;
          changes += changeAnswered ? 0 : 1;
          changeAnswered = true;
          return time;
        }
      }
      return ABSENT;
    }

    private void remove(int i) {
      System.arraycopy(data, i + 1, data, i, open - i - 1);
      System.arraycopy(nanos, i + 1, nanos, i, open - i - 1);
      open--;
    }
  }

  private final Direction sent = new Direction();
  private final Direction received = new Direction();

  /** A PATH_CHALLENGE frame was sent or received. */
  void challenge(long data, long nanos, boolean isSent) {
    (isSent ? sent : received).challenge(data, nanos);
  }

  /**
   * A PATH_RESPONSE frame was sent or received.
   *
   * @return when the challenge was sent or received that it answers, or ABSENT
   */
  long response(long data, boolean isSent) {
    return (isSent ? received : sent).response(data);
  }

  long challengesSent() {
    return sent.count;
  }

  long challengesReceived() {
    return received.count;
  }

  /** Challenges sent that were answered. */
  long answered() {
    return sent.answered;
  }

  /** How often a path was validated, by either side, at distinct times. */
  long moves() {
    return Math.max(sent.changes, received.changes);
  }
}
