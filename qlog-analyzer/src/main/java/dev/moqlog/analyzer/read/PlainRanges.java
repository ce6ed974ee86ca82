package dev.moqlog.analyzer.read;

import java.util.Arrays;

/**
 * Reads acknowledged ranges as nearly all are written: {@code [[first, last], [single]]}. What it
 * accepts is what {@link FrameDecoder} makes of it.
 */
final class PlainRanges {

  /** More ranges in a record are not accepted. */
  private static final int MAX_RANGES = 1 << 16;

  private final PlainNumber number = new PlainNumber();
  private long[] bounds = new long[64];
  private int count;

  /** The smallest and the largest number of each range. */
  long[] bounds() {
    return bounds;
  }

  /** How many ranges were read since the last {@link #clear}. */
  int count() {
    return count;
  }

  void clear() {
    count = 0;
  }

  /**
   * Reads the ranges at an index, behind those read before.
   *
   * @param bytes has {@link ByteWindow#PADDING} bytes of something else behind what is to be read
   * @return the index behind them, or negative if they are not accepted
   */
  int read(byte[] bytes, int from) {
    if (bytes[from] != '[') {
      return -1;
    }
    int p = from + 1;
    if (bytes[p] == ']') {
      return p + 1;
    }
    while (bytes[p] == '[') {
      p = range(bytes, p + 1);
      if (p < 0) {
        return p;
      }
      if (bytes[p] == ']') {
        return p + 1;
      }
      if (bytes[p] != ',') {
        return -1;
      }
      p = behindComma(bytes, p);
    }
    return -1;
  }

  private int range(byte[] bytes, int from) {
    int p = number.read(bytes, from, 0, PlainNumber.limit(Long.MAX_VALUE, 0));
    if (p < 0) {
      return p;
    }
    long first = number.value();
    long last = first;
    if (bytes[p] == ',') {
      p = number.read(bytes, behindComma(bytes, p), 0, PlainNumber.limit(Long.MAX_VALUE, 0));
      if (p < 0) {
        return p;
      }
      last = number.value();
    }
    if (bytes[p] != ']' || count == MAX_RANGES) {
      return -1;
    }
    if (2 * count == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * bounds.length);
    }
    bounds[2 * count] = Math.min(first, last);
    bounds[2 * count + 1] = Math.max(first, last);
    count++;
    return p + 1;
  }

  /** The index behind a comma and the space that Python writes behind it. */
  private static int behindComma(byte[] bytes, int from) {
    return bytes[from + 1] == ' ' ? from + 2 : from + 1;
  }
}
