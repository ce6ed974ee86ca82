package dev.moqlog.benchmarks.generate;

import java.util.Arrays;

/** The places in a log that vary, in the order in which they stand there. For one thread. */
final class Slots {

  /** What stands in a place. */
  enum Kind {
    /** A point in time on the axis of the log, in units of its numbers. */
    TIME,
    /** A stretch of time, in whatever unit. */
    DURATION,
    /** Milliseconds since 1970 that the times of the log relate to. */
    REFERENCE,
    /** The same as a date and time (RFC 3339). */
    REFERENCE_TEXT,
    /** The number of a 1-RTT or 0-RTT packet that this end sent. */
    SENT_NUMBER,
    /** The number of such a packet of the peer. */
    RECEIVED_NUMBER,
    /** A connection id or token: the value is its index. */
    ID
  }

  private static final Kind[] KINDS = Kind.values();

  private int[] from = new int[1024];
  private int[] to = new int[1024];
  private byte[] kind = new byte[1024];
  private byte[] decimals = new byte[1024];
  private long[] value = new long[1024];
  private int count;

  void add(int from, int to, Kind kind, long value, int decimals) {
    if (count > 0 && from < this.to[count - 1]) {
      throw new IllegalArgumentException("out of order at byte " + from);
    }
    if (count == this.from.length) {
      this.from = Arrays.copyOf(this.from, count * 2);
      this.to = Arrays.copyOf(this.to, count * 2);
      this.kind = Arrays.copyOf(this.kind, count * 2);
      this.decimals = Arrays.copyOf(this.decimals, count * 2);
      this.value = Arrays.copyOf(this.value, count * 2);
    }
    this.from[count] = from;
    this.to[count] = to;
    this.kind[count] = (byte) kind.ordinal();
    this.decimals[count] = (byte) decimals;
    this.value[count] = value;
    count++;
  }

  void clear() {
    count = 0;
  }

  int count() {
    return count;
  }

  /** The first byte. */
  int from(int i) {
    return from[i];
  }

  /** The byte behind the last. */
  int to(int i) {
    return to[i];
  }

  Kind kind(int i) {
    return KINDS[kind[i]];
  }

  /** What stands there: a number in {@link FixedPoint}, a packet number, or an index. */
  long value(int i) {
    return value[i];
  }

  /** How many digits it has behind the point. */
  int decimals(int i) {
    return decimals[i];
  }

  /** The first one that does not begin before a position. */
  int firstFrom(int position) {
    int found = Arrays.binarySearch(from, 0, count, position);
    return found >= 0 ? found : -found - 1;
  }
}
