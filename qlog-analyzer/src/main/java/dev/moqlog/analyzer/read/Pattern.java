package dev.moqlog.analyzer.read;

import java.util.Arrays;

/** Bytes that are expected at a place, because they stood at such a place before. */
final class Pattern {

  private static final int WORDS_BYTES = 3 * Long.BYTES;

  private final byte[] bytes;
  private final int length;
  private final long first;
  private final long second;
  private final long third;
  private final long firstMask;
  private final long secondMask;
  private final long thirdMask;

  /** A pattern of the bytes of a range. */
  Pattern(byte[] buffer, int from, int to) {
    bytes = Arrays.copyOfRange(buffer, from, to);
    length = bytes.length;
    first = Words.upTo8(bytes, 0);
    second = Words.upTo8(bytes, 8);
    third = Words.upTo8(bytes, 16);
    firstMask = mask(length);
    secondMask = mask(length - 8);
    thirdMask = mask(length - 16);
  }

  private static long mask(int length) {
    return length >= 8 ? -1 : length <= 0 ? 0 : Words.first(-1, length);
  }

  /**
   * Looks whether the bytes stand at an index.
   *
   * @param buffer has {@link ByteWindow#PADDING} bytes from there on
   * @return the index behind them, or 0 if they do not
   */
  int behind(byte[] buffer, int from) {
    if (((Words.at(buffer, from) ^ first) & firstMask) != 0
        || ((Words.at(buffer, from + 8) ^ second) & secondMask) != 0
        || (length > 16
            && (((Words.at(buffer, from + 16) ^ third) & thirdMask) != 0
                || (length > WORDS_BYTES && !endsLike(buffer, from))))) {
      return 0;
    }
    return from + length;
  }

  private boolean endsLike(byte[] buffer, int from) {
    int to = Math.min(buffer.length, from + length);
    return Arrays.equals(bytes, WORDS_BYTES, length, buffer, from + WORDS_BYTES, to);
  }
}
