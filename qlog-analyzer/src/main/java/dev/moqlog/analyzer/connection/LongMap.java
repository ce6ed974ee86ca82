package dev.moqlog.analyzer.connection;

import java.util.Arrays;

/** Numbers by numbers, without an object for each. Not safe for several threads. */
final class LongMap {

  /** No value. */
  static final long NONE = Long.MIN_VALUE;

  private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

  // Open addressing: an entry is at the place its key hashes to, or behind it before any free one.
  private long[] keys = {};
  private long[] values = {};
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Sets the value of a key. */
  void put(long key, long value) {
    if (2 * size >= keys.length) {
      grow();
    }
    int at = find(key);
    size += values[at] == NONE ? 1 : 0;
    keys[at] = key;
    values[at] = value;
  }

  /** Removes a key; its value, or {@link #NONE}. */
  long remove(long key) {
    if (size == 0) {
      return NONE;
    }
    int at = find(key);
    long value = values[at];
    if (value != NONE) {
      size--;
      values[at] = NONE;
      closeGap(at);
    }
    return value;
  }

  /** Where a key is, or the free place where it belongs. */
  private int find(long key) {
    int at = home(key);
    while (values[at] != NONE && keys[at] != key) {
      at = at + 1 & keys.length - 1;
    }
    return at;
  }

  private int home(long key) {
    return (int) (key * MIX >>> 32) & keys.length - 1;
  }

  /** Moves entries that would no longer be found into a place that became free. */
  private void closeGap(int gap) {
    int free = gap;
    int mask = keys.length - 1;
    for (int at = free + 1 & mask; values[at] != NONE; at = at + 1 & mask) {
      int distance = at - home(keys[at]) & mask;
      if (distance >= (at - free & mask)) {
        keys[free] = keys[at];
        values[free] = values[at];
        values[at] = NONE;
        free = at;
      }
    }
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldValues = values;
    keys = new long[Math.max(16, keys.length * 2)];
    values = new long[keys.length];
    Arrays.fill(values, NONE);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != NONE) {
        int at = find(oldKeys[i]);
        keys[at] = oldKeys[i];
        values[at] = oldValues[i];
      }
    }
  }
}
