package dev.moqlog.analyzer.connection;

import java.util.Arrays;

/**
 * A set of non-negative integers kept as disjoint ranges: packet numbers, or the bytes of a stream.
 *
 * <p>QUIC numbers packets and bytes in sequence, so a set of millions is usually a few ranges. At
 * {@value #MAX_RANGES} ranges the lowest quarter of them becomes one, which counts the numbers
 * between them as seen; {@link #approximate()} tells.
 */
public final class LongRanges {

  static final int MAX_RANGES = 16_384;

  /** Receives the parts of an added range that were not in the set before. */
  @FunctionalInterface
  interface Added {
    void range(long first, long last);
  }

  private static final long[] NONE = {};
  private static final Added NOBODY = (first, last) -> {};

  private long[] firsts = NONE;
  private long[] lasts = NONE;
  private int count;
  private boolean approximate;

  /** Adds one number; false if it was in the set. */
  public boolean add(long number) {
    return add(number, number, NOBODY) > 0;
  }

  /** Adds the numbers first to last; how many of them are new. */
  public long add(long first, long last) {
    return add(first, last, NOBODY);
  }

  /** Adds the numbers first to last and hands over those that are new; how many they are. */
  long add(long first, long last, Added added) {
    if (count > 0 && first > lasts[count - 1] && first <= last) {
      // In order, as nearly always.
      added.range(first, last);
      append(first, last);
      return last - first + 1;
    }
    int at = indexOf(first);
    if (at < count && firsts[at] <= first && last <= lasts[at]) {
      return 0;
    }
    long fresh = 0;
    long next = first;
    int end = at;
    while (end < count && firsts[end] <= last) {
      if (next < firsts[end]) {
        added.range(next, firsts[end] - 1);
        fresh += firsts[end] - next;
      }
      next = Math.max(next, lasts[end] + 1);
      end++;
    }
    if (next <= last) {
      added.range(next, last);
      fresh += last - next + 1;
    }
    if (fresh > 0) {
      replace(at, end, first, last);
    }
    return fresh;
  }

  /** How many of the numbers first to last are in the set. */
  long overlap(long first, long last) {
    long common = 0;
    for (int i = indexOf(first); i < count && firsts[i] <= last; i++) {
      common += Math.min(last, lasts[i]) - Math.max(first, firsts[i]) + 1;
    }
    return common;
  }

  /** Whether a number is in the set. */
  public boolean contains(long number) {
    int i = indexOf(number);
    return i < count && firsts[i] <= number;
  }

  /** The smallest number that is not in the set. */
  long firstMissing() {
    return count > 0 && firsts[0] == 0 ? lasts[0] + 1 : 0;
  }

  /** Whether the set has numbers behind one that is missing. */
  boolean hasGap() {
    return count > 1 || (count == 1 && firsts[0] > 0);
  }

  /** How many numbers between the smallest and the largest are missing. */
  long missing() {
    long missing = 0;
    for (int i = 1; i < count; i++) {
      missing += firsts[i] - lasts[i - 1] - 1;
    }
    return missing;
  }

  /** The most numbers in a row that are missing between two others. */
  long longestGap() {
    long longest = 0;
    for (int i = 1; i < count; i++) {
      longest = Math.max(longest, firsts[i] - lasts[i - 1] - 1);
    }
    return longest;
  }

  /** Whether numbers that were never added may count as seen. */
  boolean approximate() {
    return approximate;
  }

  /** The index of the first range that ends at or behind a number. */
  private int indexOf(long number) {
    // What comes next nearly always belongs to the last range or behind it.
    if (count == 0 || lasts[count - 1] < number) {
      return count;
    }
    if (firsts[count - 1] <= number) {
      return count - 1;
    }
    int i = Arrays.binarySearch(lasts, 0, count, number);
    return i >= 0 ? i : -i - 1;
  }

  /** Adds a range behind all others, which it may touch. */
  private void append(long first, long last) {
    if (lasts[count - 1] == first - 1) {
      lasts[count - 1] = last;
      return;
    }
    ensureRoom();
    firsts[count] = first;
    lasts[count++] = last;
    if (count > MAX_RANGES) {
      joinLowest();
    }
  }

  /** Puts one range in the place of the ranges from..to, joined with neighbours it touches. */
  private void replace(int from, int to, long first, long last) {
    long lo = first;
    long hi = last;
    if (from < to) {
      lo = Math.min(lo, firsts[from]);
      hi = Math.max(hi, lasts[to - 1]);
    }
    if (from > 0 && lasts[from - 1] + 1 == lo) {
      lo = firsts[--from];
    }
    if (to < count && firsts[to] - 1 == hi) {
      hi = lasts[to++];
    }
    int shift = 1 - (to - from);
    if (shift > 0) {
      ensureRoom();
    }
    System.arraycopy(firsts, to, firsts, to + shift, count - to);
    System.arraycopy(lasts, to, lasts, to + shift, count - to);
    firsts[from] = lo;
    lasts[from] = hi;
    count += shift;
    if (count > MAX_RANGES) {
      joinLowest();
    }
  }

  private void ensureRoom() {
    if (count == firsts.length) {
      int capacity = Math.max(2, count * 2);
      firsts = Arrays.copyOf(firsts, capacity);
      lasts = Arrays.copyOf(lasts, capacity);
    }
  }

  /** How many ranges there are. */
  int ranges() {
    return count;
  }

  /** Makes one range of all, which counts the numbers between them as seen. */
  void joinAll() {
    if (count > 1) {
      lasts[0] = lasts[count - 1];
      count = 1;
      firsts = Arrays.copyOf(firsts, 2);
      lasts = Arrays.copyOf(lasts, 2);
      approximate = true;
    }
  }

  /** Joins a quarter of the ranges at the low end, so that this stays rare. */
  private void joinLowest() {
    int joined = MAX_RANGES / 4;
    lasts[0] = lasts[joined - 1];
    System.arraycopy(firsts, joined, firsts, 1, count - joined);
    System.arraycopy(lasts, joined, lasts, 1, count - joined);
    count -= joined - 1;
    approximate = true;
  }
}
