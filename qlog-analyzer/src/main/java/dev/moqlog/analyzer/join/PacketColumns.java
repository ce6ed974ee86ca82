package dev.moqlog.analyzer.join;

import java.util.Arrays;

/** Packets in the order of the log, 21 bytes each. */
final class PacketColumns {

  /** The largest number of packets that one table keeps. */
  static final int MAX_PACKETS = 1 << 20;

  // What is known of a packet.
  static final byte FRAMES_KNOWN = 1;
  static final byte ACK_ELICITING = 2;
  static final byte HAS_ACK = 4;
  static final byte ZERO_RTT = 8;

  private final int limit;
  private long[] keys = new long[64];
  private long[] nanos = new long[64];
  private int[] lengths = new int[64];
  private byte[] flags = new byte[64];
  private int count;
  private long firstRefusedNanos;
  private boolean full;

  /**
   * @param limit how many packets are kept
   */
  PacketColumns(int limit) {
    this.limit = limit;
  }

  /**
   * Adds a packet.
   *
   * @param lengthBytes its size, 0 if unknown
   * @return false if there is no room for it
   */
  boolean add(long key, long timeNanos, int lengthBytes, int packetFlags) {
    if (count == limit) {
      if (!full) {
        firstRefusedNanos = timeNanos;
        full = true;
      }
      return false;
    }
    if (count == keys.length) {
      int capacity = Math.min(limit, count * 2);
      keys = Arrays.copyOf(keys, capacity);
      nanos = Arrays.copyOf(nanos, capacity);
      lengths = Arrays.copyOf(lengths, capacity);
      flags = Arrays.copyOf(flags, capacity);
    }
    keys[count] = key;
    nanos[count] = timeNanos;
    lengths[count] = lengthBytes;
    flags[count] = (byte) packetFlags;
    count++;
    return true;
  }

  int count() {
    return count;
  }

  /** Whether packets were refused. */
  boolean full() {
    return full;
  }

  /** When the first packet was refused. */
  long firstRefusedNanos() {
    return firstRefusedNanos;
  }

  long key(int i) {
    return keys[i];
  }

  long nanos(int i) {
    return nanos[i];
  }

  /** The size in bytes, 0 if unknown. */
  int lengthBytes(int i) {
    return lengths[i];
  }

  byte flags(int i) {
    return flags[i];
  }

  /** Indexes in the order of keys; equal ones in the order of the log. */
  int[] byKey() {
    return StableOrder.of(keys, count);
  }

  /** Indexes in the order of times; equal ones in the order of the log. */
  int[] byTime() {
    return StableOrder.of(nanos, count);
  }
}
