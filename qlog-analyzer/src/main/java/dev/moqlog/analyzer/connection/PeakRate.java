package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import java.util.Arrays;
import java.util.OptionalLong;

/** The most bytes in any second, to a tenth of a second. */
final class PeakRate {

  private static final int SLOTS = 10;
  private static final long SLOT_NANOS = 1_000_000_000 / SLOTS;

  private long[] slots;
  private long newest = ABSENT;
  private int newestSlot;
  private long oldest;
  private long sum;
  private long peak;

  /** So many bytes at a time, which never goes backwards. */
  void add(long nanos, long bytes) {
    if (newest != ABSENT && nanos - newest * SLOT_NANOS < SLOT_NANOS) {
      slots[newestSlot] += bytes;
      sum += bytes;
      peak = Math.max(peak, sum);
      return;
    }
    long slot = Math.floorDiv(nanos, SLOT_NANOS);
    if (newest == ABSENT) {
      slots = new long[SLOTS];
      newest = slot;
      oldest = slot;
    }
    if (slot - newest >= SLOTS) {
      Arrays.fill(slots, 0);
      sum = 0;
      newest = slot;
    }
    while (newest < slot) {
      newest++;
      int at = (int) Math.floorMod(newest, (long) SLOTS);
      sum -= slots[at];
      slots[at] = 0;
    }
    newestSlot = (int) Math.floorMod(newest, (long) SLOTS);
    slots[newestSlot] += bytes;
    sum += bytes;
    peak = Math.max(peak, sum);
  }

  /** The peak in bits a second, absent if less than a second was seen. */
  OptionalLong bitsPerSecond() {
    return newest == ABSENT || newest - oldest < SLOTS
        ? OptionalLong.empty()
        : OptionalLong.of(8 * peak);
  }
}
