package dev.moqlog.analyzer.read;

import java.util.Arrays;

/**
 * A node of the tree of all known shapes: what stands in records between two slots, and what the
 * slot behind it holds. Not safe for use by several threads.
 */
final class ShapeNode {

  /** For {@link #digits}: acknowledged ranges follow. */
  static final int RANGES = -1;

  /** For {@link #digits}: the record has ended. */
  static final int END = -2;

  /** By how many digits the number that follows is shifted, RANGES or END. */
  final int digits;

  /** The largest integer part of the number. */
  final long limit;

  /** How many bytes stand before the slot. */
  final int length;

  /** At the end of a record, what it is. */
  EventShape shape;

  private final byte[] bytes;
  private final long[] words;
  private final long last;
  private final long lastMask;
  private ShapeNode[] next = {};

  /** How often it was found. */
  private int found;

  ShapeNode(byte[] bytes, int digits, long limit) {
    this.bytes = bytes;
    this.digits = digits;
    this.limit = limit;
    length = bytes.length;
    words = new long[length / Long.BYTES];
    for (int i = 0; i < words.length; i++) {
      words[i] = Words.at(bytes, i * Long.BYTES);
    }
    last = Words.upTo8(bytes, words.length * Long.BYTES);
    lastMask = Words.first(-1, length % Long.BYTES);
  }

  /** The node behind this one for what stands at an index, or null. */
  ShapeNode next(byte[] buffer, int from) {
    ShapeNode[] nodes = next;
    for (int i = 0; i < nodes.length; i++) {
      ShapeNode node = nodes[i];
      if (node.stands(buffer, from)) {
        if (nodes.length > 1) {
          node.found++;
          if (i > 0 && node.found > nodes[i - 1].found) {
            // What is found most often is tried first.
            nodes[i] = nodes[i - 1];
            nodes[i - 1] = node;
          }
        }
        return node;
      }
    }
    return null;
  }

  private boolean stands(byte[] buffer, int from) {
    int p = from;
    for (long word : words) {
      if (Words.at(buffer, p) != word) {
        return false;
      }
      p += Long.BYTES;
    }
    return ((Words.at(buffer, p) ^ last) & lastMask) == 0;
  }

  /** The node behind this one for those bytes and that slot, added if there is none. */
  ShapeNode add(byte[] segment, int slotDigits, long slotLimit) {
    for (ShapeNode node : next) {
      if (node.digits == slotDigits
          && node.limit == slotLimit
          && Arrays.equals(node.bytes, segment)) {
        return node;
      }
    }
    ShapeNode node = new ShapeNode(segment, slotDigits, slotLimit);
    next = Arrays.copyOf(next, next.length + 1);
    next[next.length - 1] = node;
    return node;
  }
}
