package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import java.util.Arrays;

/**
 * Recovery periods (RFC 9002 section 7.3.2): one begins when a packet is lost that was sent after
 * the one before began. A period is spurious if all packets that were lost in it came through.
 *
 * <p>Of the latest {@value #MAX_OPEN} it is still learnt whether they were spurious.
 */
final class RecoveryPeriods {

  static final int MAX_OPEN = 256;

  private long[] starts = new long[4];
  private int[] lost = new int[4];
  private int[] acked = new int[4];
  private int open;
  private long count;
  private long spuriousClosed;
  private long unnamedStart = ABSENT;
  private boolean named = true;

  /** A packet was declared lost now. */
  void lost(long sentNanos, long nanos) {
    int i = periodOf(sentNanos);
    if (i == open) {
      begin(Math.max(nanos, sentNanos));
      i = open - 1;
    }
    lost[i]++;
  }

  /** A packet that had been declared lost was acknowledged. */
  void acked(long sentNanos) {
    int i = periodOf(sentNanos);
    if (i < open) {
      acked[i]++;
    }
  }

  /** Packets were lost of which the log does not tell when they were sent: an RTT earlier, say. */
  void lostUnnamed(long nanos, long rttNanos) {
    named = false;
    long last = Math.max(unnamedStart, open == 0 ? ABSENT : starts[open - 1]);
    if (last == ABSENT || nanos - last > rttNanos) {
      unnamedStart = nanos;
      count++;
    }
  }

  /** The first period that began at or after a packet was sent, which the packet belongs to. */
  private int periodOf(long sentNanos) {
    int i = Arrays.binarySearch(starts, 0, open, sentNanos);
    return i >= 0 ? i : -i - 1;
  }

  private void begin(long nanos) {
    if (open == MAX_OPEN) {
      int closed = MAX_OPEN / 4;
      for (int i = 0; i < closed; i++) {
        spuriousClosed += isSpurious(i) ? 1 : 0;
      }
      System.arraycopy(starts, closed, starts, 0, open - closed);
      System.arraycopy(lost, closed, lost, 0, open - closed);
      System.arraycopy(acked, closed, acked, 0, open - closed);
      open -= closed;
    }
    if (open == starts.length) {
      starts = Arrays.copyOf(starts, open * 2);
      lost = Arrays.copyOf(lost, open * 2);
      acked = Arrays.copyOf(acked, open * 2);
    }
    starts[open] = open == 0 ? nanos : Math.max(nanos, starts[open - 1]);
    lost[open] = 0;
    acked[open] = 0;
    open++;
    count++;
  }

  private boolean isSpurious(int i) {
    return lost[i] > 0 && acked[i] >= lost[i];
  }

  /** How many there were. */
  long count() {
    return count;
  }

  /** Whether the log names all packets that were lost. */
  boolean named() {
    return named;
  }

  /** How many of them were spurious. */
  long spurious() {
    long spurious = spuriousClosed;
    for (int i = 0; i < open; i++) {
      spurious += isSpurious(i) ? 1 : 0;
    }
    return spurious;
  }
}
