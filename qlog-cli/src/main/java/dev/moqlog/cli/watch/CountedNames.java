package dev.moqlog.cli.watch;

import java.util.Arrays;

/**
 * Hashes of keys that are known to be counted, which spares most questions to the ledger. When it
 * gets full it is emptied, and fills again by and by.
 */
final class CountedNames {

  private static final int MIN_SLOTS = 1 << 10;

  private final int maxSlots;
  private long[] slots = new long[MIN_SLOTS];
  private int size;

  /**
   * @param maxSlots a power of two; 8 bytes each, of which at most five eighths are used
   */
  CountedNames(int maxSlots) {
    this.maxSlots = Math.max(MIN_SLOTS, maxSlots);
  }

  boolean contains(long hash) {
    long wanted = notZero(hash);
    for (int i = slot(wanted); slots[i] != 0; i = next(i)) {
      if (slots[i] == wanted) {
        return true;
      }
    }
    return false;
  }

  void add(long hash) {
    if (contains(hash)) {
      return;
    }
    if (size >= slots.length / 8 * 5) {
      makeRoom();
    }
    put(notZero(hash));
  }

  private void makeRoom() {
    if (slots.length == maxSlots) {
      Arrays.fill(slots, 0);
      size = 0;
      return;
    }
    long[] before = slots;
    slots = new long[before.length * 2];
    size = 0;
    for (long hash : before) {
      if (hash != 0) {
        put(hash);
      }
    }
  }

  private void put(long hash) {
    int i = slot(hash);
    while (slots[i] != 0) {
      i = next(i);
    }
    slots[i] = hash;
    size++;
  }

  void remove(long hash) {
    long wanted = notZero(hash);
    int hole = slot(wanted);
    while (slots[hole] != wanted) {
      if (slots[hole] == 0) {
        return;
      }
      hole = next(hole);
    }
    size--;
    // What is behind it must not be cut off from where it would be looked for.
    for (int i = next(hole); slots[i] != 0; i = next(i)) {
      int home = slot(slots[i]);
      boolean reachable = hole <= i ? hole < home && home <= i : hole < home || home <= i;
      if (!reachable) {
        slots[hole] = slots[i];
        hole = i;
      }
    }
    slots[hole] = 0;
  }

  int size() {
    return size;
  }

  private int slot(long hash) {
    return (int) Hashes.mixed(hash) & (slots.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (slots.length - 1);
  }

  private static long notZero(long hash) {
    return hash == 0 ? 1 : hash;
  }
}
