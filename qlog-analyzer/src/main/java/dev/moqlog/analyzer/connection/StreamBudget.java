package dev.moqlog.analyzer.connection;

/**
 * The memory that the streams of a connection share: a few streams may have many gaps, or many
 * streams a few, but not both.
 */
final class StreamBudget {

  /** Ranges of bytes, of which a stream without gaps has one in each direction. */
  static final int MAX_RANGES = 1 << 18;

  /** Ranges that wait behind a gap. */
  static final int MAX_WAITING = 1 << 16;

  private int ranges;
  private int waiting;

  /** The ranges of a stream became so many more or less. */
  void addRanges(int more) {
    ranges += more;
  }

  /** Whether there are more ranges than may be kept. */
  boolean exceeded() {
    return ranges > MAX_RANGES;
  }

  /** So many more or less wait behind a gap. */
  void addWaiting(int more) {
    waiting += more;
  }

  /** Whether one more may wait. */
  boolean mayWait() {
    return waiting < MAX_WAITING;
  }
}
