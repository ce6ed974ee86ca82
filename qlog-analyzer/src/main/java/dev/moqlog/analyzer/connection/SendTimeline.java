package dev.moqlog.analyzer.connection;

import java.util.Arrays;

/**
 * What packets met on the path, by the time they were sent: their RTT, and the largest that
 * arrived.
 *
 * <p>Time is divided into at most {@value #MAX_BUCKETS} buckets of equal width, which doubles as
 * the connection gets longer. So any connection takes the same memory, and the width is always less
 * than 1/100 of its duration.
 */
final class SendTimeline {

  static final int MAX_BUCKETS = 256;

  private static final int FIRST_BUCKETS = 8;

  private static final long FIRST_WIDTH_NANOS = 1_000_000;

  /** Beyond this a clock was set; such times are put into the last bucket. */
  private static final long MAX_WIDTH_NANOS = 1L << 52;

  private long originNanos = Long.MIN_VALUE;
  private long widthNanos = FIRST_WIDTH_NANOS;
  private int used;

  /** The bucket of the latest packet, which the next one is usually in, too. */
  private int latest;

  // As long as the connection needs, as a log may have thousands open that are short.
  private long[] rttSums = {};
  private int[] rttCounts = {};
  private int[] largestAcked = {};
  private long[] firstOffsets = {};
  private long[] lastOffsets = {};

  /**
   * A packet sent at that time had that round trip.
   *
   * @param offset where the log tells it
   */
  void rtt(long sentNanos, long rttNanos, long offset) {
    int i = bucket(sentNanos);
    if (i >= 0 && rttCounts[i] < Integer.MAX_VALUE && rttNanos < Long.MAX_VALUE / MAX_BUCKETS) {
      firstOffsets[i] = rttCounts[i] == 0 ? offset : Math.min(firstOffsets[i], offset);
      lastOffsets[i] = Math.max(lastOffsets[i], offset);
      rttSums[i] += rttNanos;
      rttCounts[i]++;
    }
  }

  /** A packet of that size, sent at that time, arrived. */
  void arrived(long sentNanos, int lengthBytes) {
    int i = bucket(sentNanos);
    if (i >= 0) {
      largestAcked[i] = Math.max(largestAcked[i], lengthBytes);
    }
  }

  /**
   * The mean RTT of packets sent at about that time: of the nearest bucket that has any.
   *
   * @return -1 if nothing near is known
   */
  long rttAt(long sentNanos) {
    if (used == 0) {
      return -1;
    }
    int at = (int) Math.max(0, Math.min(used - 1L, (sentNanos - originNanos) / widthNanos));
    for (int distance = 0; distance <= 2; distance++) {
      if (at - distance >= 0 && rttCounts[at - distance] > 0) {
        return rttSums[at - distance] / rttCounts[at - distance];
      }
      if (at + distance < used && rttCounts[at + distance] > 0) {
        return rttSums[at + distance] / rttCounts[at + distance];
      }
    }
    return -1;
  }

  /** The largest packet sent in the bucket of that time or later that arrived, 0 if none did. */
  int largestArrivedSince(long sentNanos) {
    int largest = 0;
    long first = (sentNanos - originNanos) / widthNanos;
    for (int i = (int) Math.max(0, Math.min(used, first)); i < used; i++) {
      largest = Math.max(largest, largestAcked[i]);
    }
    return largest;
  }

  /** How many buckets have round trips. */
  int buckets() {
    int buckets = 0;
    for (int i = 0; i < used; i++) {
      buckets += rttCounts[i] > 0 ? 1 : 0;
    }
    return buckets;
  }

  /** How many of those have a mean RTT above a limit. */
  int bucketsAbove(long rttNanos) {
    int above = 0;
    for (int i = 0; i < used; i++) {
      above += rttCounts[i] > 0 && rttSums[i] / rttCounts[i] > rttNanos ? 1 : 0;
    }
    return above;
  }

  /** How long a bucket is. */
  long widthNanos() {
    return widthNanos;
  }

  /** From the first bucket to the last. */
  long spanNanos() {
    return used * widthNanos;
  }

  /**
   * A stretch of time.
   *
   * @param firstOffset where in the log the first round trip of it is told
   * @param lastOffset where the last one is told
   * @param largestRttNanos the largest mean RTT of a bucket in it
   */
  record Stretch(
      long startNanos, long endNanos, long firstOffset, long lastOffset, long largestRttNanos) {}

  /**
   * The longest stretch above a limit.
   *
   * @return null if there is none
   */
  Stretch longestAbove(long rttNanos) {
    Stretch best = null;
    int start = -1;
    long largest = 0;
    for (int i = 0; i < used; i++) {
      if (rttCounts[i] == 0) {
        continue;
      }
      long mean = rttSums[i] / rttCounts[i];
      if (mean <= rttNanos) {
        start = -1;
        continue;
      }
      largest = start < 0 ? mean : Math.max(largest, mean);
      start = start < 0 ? i : start;
      if (best == null || (i - start + 1) * widthNanos > best.endNanos - best.startNanos) {
        best =
            new Stretch(
                originNanos + start * widthNanos,
                originNanos + (i + 1) * widthNanos,
                firstOffsets[start],
                lastOffsets[i],
                largest);
      }
    }
    return best;
  }

  private int bucket(long nanos) {
    if (originNanos == Long.MIN_VALUE) {
      originNanos = nanos;
    }
    long since = nanos - originNanos;
    long sinceLatest = since - latest * widthNanos;
    if (sinceLatest >= 0 && sinceLatest < widthNanos && latest < used) {
      return latest;
    }
    if (since < 0) {
      makeRoom(1);
      return 0;
    }
    while (since / widthNanos >= MAX_BUCKETS) {
      if (widthNanos >= MAX_WIDTH_NANOS) {
        return -1;
      }
      halve();
    }
    int i = (int) (since / widthNanos);
    makeRoom(i + 1);
    used = Math.max(used, i + 1);
    latest = i;
    return i;
  }

  private void makeRoom(int buckets) {
    if (buckets > rttSums.length) {
      int capacity =
          Math.min(MAX_BUCKETS, Math.max(FIRST_BUCKETS, 2 * Integer.highestOneBit(buckets)));
      rttSums = Arrays.copyOf(rttSums, capacity);
      rttCounts = Arrays.copyOf(rttCounts, capacity);
      largestAcked = Arrays.copyOf(largestAcked, capacity);
      firstOffsets = Arrays.copyOf(firstOffsets, capacity);
      lastOffsets = Arrays.copyOf(lastOffsets, capacity);
    }
  }

  private void halve() {
    makeRoom(MAX_BUCKETS);
    for (int i = 0; i < MAX_BUCKETS / 2; i++) {
      firstOffsets[i] = rttCounts[2 * i] > 0 ? firstOffsets[2 * i] : firstOffsets[2 * i + 1];
      lastOffsets[i] = Math.max(lastOffsets[2 * i], lastOffsets[2 * i + 1]);
      rttSums[i] = rttSums[2 * i] + rttSums[2 * i + 1];
      rttCounts[i] = rttCounts[2 * i] + rttCounts[2 * i + 1];
      largestAcked[i] = Math.max(largestAcked[2 * i], largestAcked[2 * i + 1]);
    }
    Arrays.fill(rttSums, MAX_BUCKETS / 2, MAX_BUCKETS, 0);
    Arrays.fill(rttCounts, MAX_BUCKETS / 2, MAX_BUCKETS, 0);
    Arrays.fill(largestAcked, MAX_BUCKETS / 2, MAX_BUCKETS, 0);
    Arrays.fill(lastOffsets, MAX_BUCKETS / 2, MAX_BUCKETS, 0);
    widthNanos *= 2;
    used = (used + 1) / 2;
    latest = 0;
  }
}
