package dev.moqlog.analyzer.read;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * What is the same in many records, and the slots between it, in which each of them has other
 * numbers: every number outside of texts, and the acknowledged ranges of a frame as a whole.
 */
final class RecordOutline {

  /** Records with more are not worth it. */
  static final int MAX_SLOTS = 48;

  private static final int MAX_CONSTANT_BYTES = 1024;

  /**
   * A number that is not written plainly is taken for a part of what is the same if it is short, as
   * one that stands for none.
   */
  private static final int MAX_OTHER_NUMBER_BYTES = 4;

  private static final byte[] RANGES_NAME = "\"acked_ranges\"".getBytes(US_ASCII);

  private final PlainNumber number = new PlainNumber();
  private final PlainRanges ranges = new PlainRanges();
  private final int[] slotsFrom = new int[MAX_SLOTS];
  private final int[] slotsTo = new int[MAX_SLOTS];
  private final boolean[] ofRanges = new boolean[MAX_SLOTS];

  private byte[] record = new byte[0];
  private int from;
  private int to;
  private int slots;
  private long hash;

  /**
   * Looks at a record.
   *
   * @param buffer holds the record, canonical JSON in ASCII, and is kept until the next call
   * @return whether it has slots, and not too many
   */
  boolean read(byte[] buffer, int start, int end) {
    record = buffer;
    from = start;
    to = end;
    slots = 0;
    hash = 0;
    int constant = start;
    int constantBytes = 0;
    boolean rangesFollow = false;
    int p = start;
    while (p < end) {
      int b = buffer[p];
      int behind = -1;
      if (b == '"') {
        int behindText = behindText(buffer, p, end);
        rangesFollow = Arrays.equals(buffer, p, behindText, RANGES_NAME, 0, RANGES_NAME.length);
        p = behindText;
      } else if (b == '[' && rangesFollow) {
        ranges.clear();
        behind = ranges.read(buffer, p);
        rangesFollow = false;
        if (behind < 0) {
          p++;
        }
      } else if (b == '-' || (b >= '0' && b <= '9')) {
        int begin = p;
        behind = number.read(buffer, p, 0, PlainNumber.limit(Long.MAX_VALUE, 0));
        if (behind < 0 || !endsNumber(buffer[behind])) {
          behind = -1;
          p = behindWord(buffer, p);
          if (p - begin > MAX_OTHER_NUMBER_BYTES) {
            return false;
          }
        }
      } else {
        p++;
      }
      if (behind >= 0) {
        constantBytes += p - constant;
        if (slots == MAX_SLOTS || constantBytes > MAX_CONSTANT_BYTES) {
          return false;
        }
        slotsFrom[slots] = p;
        slotsTo[slots] = behind;
        ofRanges[slots] = b == '[';
        slots++;
        addToHash(constant, p);
        p = behind;
        constant = p;
      }
    }
    addToHash(constant, end);
    return slots > 0 && constantBytes + end - constant <= MAX_CONSTANT_BYTES;
  }

  private static int behindText(byte[] bytes, int quote, int end) {
    int p = quote + 1;
    while (p < end && bytes[p] != '"') {
      p++;
    }
    return Math.min(p + 1, end);
  }

  /** A number that is not written plainly stays as it is. */
  private static int behindWord(byte[] bytes, int from) {
    int p = from + 1;
    while (!endsNumber(bytes[p])) {
      p++;
    }
    return p;
  }

  private static boolean endsNumber(int b) {
    return b == ',' || b == '}' || b == ']' || JsonScanner.isSpace(b);
  }

  private void addToHash(int begin, int end) {
    for (int p = begin; p < end; p += Long.BYTES) {
      long word = Words.at(record, p);
      int length = Math.min(end - p, Long.BYTES);
      word = length < Long.BYTES ? Words.first(word, length) : word;
      hash = Long.rotateLeft((hash ^ word) * 0x9e3779b97f4a7c15L, 29) + length;
    }
  }

  /** A hash of all but what the slots hold. */
  long hash() {
    return hash;
  }

  int slots() {
    return slots;
  }

  /** Whether a slot holds acknowledged ranges, and not a number. */
  boolean ofRanges(int slot) {
    return ofRanges[slot];
  }

  /** What stands behind a slot as far as another one; with -1 what stands before the first. */
  byte[] between(int slot, int other) {
    int begin = slot < 0 ? from : slotsTo[slot];
    return Arrays.copyOfRange(record, begin, other < slots ? slotsFrom[other] : to);
  }

  /**
   * The record with other texts in its slots.
   *
   * @param texts null where the slot keeps what it holds
   * @return the bytes, with {@link ByteWindow#PADDING} zeros behind
   */
  byte[] with(String[] texts) {
    int length = to - from;
    for (int i = 0; i < slots; i++) {
      length += texts[i] == null ? 0 : texts[i].length() - (slotsTo[i] - slotsFrom[i]);
    }
    byte[] bytes = new byte[length + ByteWindow.PADDING];
    int p = 0;
    int copied = from;
    for (int i = 0; i < slots; i++) {
      if (texts[i] != null) {
        p = append(bytes, p, record, copied, slotsFrom[i]);
        byte[] text = texts[i].getBytes(US_ASCII);
        p = append(bytes, p, text, 0, text.length);
        copied = slotsTo[i];
      }
    }
    append(bytes, p, record, copied, to);
    return bytes;
  }

  private static int append(byte[] bytes, int at, byte[] source, int begin, int end) {
    System.arraycopy(source, begin, bytes, at, end - begin);
    return at + end - begin;
  }
}
