package dev.moqlog.analyzer.connection.moq;

import java.util.Arrays;

/** A set of object ids, as sorted ranges. Beyond {@value #MAX_RANGES} of them it is approximate. */
final class ObjectIds {

  static final int MAX_RANGES = 128;

  /** First and last of each range. */
  private long[] ranges = new long[2];

  private int count;
  private boolean approximate;

  /** Whether ids were left out. */
  boolean approximate() {
    return approximate;
  }

  boolean empty() {
    return count == 0;
  }

  long min() {
    return ranges[0];
  }

  long max() {
    return ranges[2 * count - 1];
  }

  /** Adds an id; false if it was there. */
  boolean add(long id) {
    int i = count;
    while (i > 0 && ranges[2 * i - 2] > id) {
      i--;
    }
    // The range before i begins at or before the id, that at i behind it.
    if (i > 0 && id <= ranges[2 * i - 1]) {
      return false;
    }
    boolean joinsBefore = i > 0 && ranges[2 * i - 1] + 1 == id;
    boolean joinsNext = i < count && ranges[2 * i] - 1 == id;
    if (joinsBefore && joinsNext) {
      ranges[2 * i - 1] = ranges[2 * i + 1];
      remove(i);
    } else if (joinsBefore) {
      ranges[2 * i - 1] = id;
    } else if (joinsNext) {
      ranges[2 * i] = id;
    } else {
      insert(i, id);
    }
    return true;
  }

  /** How many ids of that range are missing. */
  long missing(long first, long last) {
    long present = 0;
    for (int i = 0; i < count; i++) {
      long from = Math.max(first, ranges[2 * i]);
      long to = Math.min(last, ranges[2 * i + 1]);
      present += Math.max(0, to - from + 1);
    }
    return Math.max(0, last - first + 1 - present);
  }

  void addAll(ObjectIds other) {
    approximate |= other.approximate;
    for (int i = 0; i < other.count; i++) {
      addRange(other.ranges[2 * i], other.ranges[2 * i + 1]);
    }
  }

  /** Adds a range by its ends and by what lies between the ranges that are there. */
  private void addRange(long first, long last) {
    int from = 0;
    while (from < count && ranges[2 * from + 1] < first - 1) {
      from++;
    }
    int to = from;
    long low = first;
    long high = last;
    while (to < count && ranges[2 * to] <= last + 1) {
      low = Math.min(low, ranges[2 * to]);
      high = Math.max(high, ranges[2 * to + 1]);
      to++;
    }
    if (to == from) {
      if (insert(from, low)) {
        ranges[2 * from + 1] = high;
      }
      return;
    }
    ranges[2 * from] = low;
    ranges[2 * from + 1] = high;
    for (int i = to - 1; i > from; i--) {
      remove(i);
    }
  }

  private boolean insert(int i, long id) {
    if (count == MAX_RANGES) {
      approximate = true;
      return false;
    }
    if (2 * count == ranges.length) {
      ranges = Arrays.copyOf(ranges, ranges.length * 2);
    }
    System.arraycopy(ranges, 2 * i, ranges, 2 * i + 2, 2 * (count - i));
    ranges[2 * i] = id;
    ranges[2 * i + 1] = id;
    count++;
    return true;
  }

  private void remove(int i) {
    System.arraycopy(ranges, 2 * i + 2, ranges, 2 * i, 2 * (count - i - 1));
    count--;
  }
}
