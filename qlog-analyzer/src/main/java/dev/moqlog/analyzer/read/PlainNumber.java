package dev.moqlog.analyzer.read;

/**
 * Reads numbers as nearly all are written: at most 15 digits, perhaps a point and at most 23 more.
 * It agrees with {@link ByteCursor#scaled} on all that it accepts.
 */
final class PlainNumber {

  /** With more digits of scale, a fraction does not fit a word. */
  static final int MAX_SCALE = Long.BYTES - 1;

  private static final long[] POWERS = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
  };

  private long value;

  /** What was read last. */
  long value() {
    return value;
  }

  /** The number times {@code 10^digits}. */
  static long scaled(long number, int digits) {
    return number * POWERS[digits];
  }

  /** The largest integer part whose number, with any fraction, is no larger than a bound. */
  static long limit(long bound, int digits) {
    return Math.min(bound / POWERS[digits] - 1, 999_999_999_999_999L);
  }

  /**
   * Reads the number at an index times {@code 10^digits}, rounded half up.
   *
   * @param bytes has {@link ByteWindow#PADDING} bytes of something else behind what is to be read
   * @param digits at most {@value #MAX_SCALE}
   * @param limit the largest integer part to accept, at most what {@link #limit} says
   * @return the index behind it, or negative if it is not accepted
   */
  int read(byte[] bytes, int from, int digits, long limit) {
    long word = Words.at(bytes, from);
    int length = Words.digits(word);
    if (length == 0) {
      return -1;
    }
    long number = Words.number(word, length);
    if (length == Long.BYTES) {
      long second = Words.at(bytes, from + Long.BYTES);
      int more = Words.digits(second);
      number = number * POWERS[more] + Words.number(second, more);
      length += more;
    }
    if (number > limit || (length > 1 && (byte) word == '0')) {
      return -1;
    }
    int end = from + length;
    number *= POWERS[digits];
    if (bytes[end] == '.') {
      word = Words.at(bytes, ++end);
      int decimals = Words.digits(word);
      if (decimals <= digits) {
        if (decimals == 0) {
          return -1;
        }
        number += Words.number(word, decimals) * POWERS[digits - decimals];
      } else {
        // Only the first digit beyond the scale decides about rounding.
        number += Words.number(word, digits) + (bytes[end + digits] >= '5' ? 1 : 0);
      }
      end += decimals;
      if (decimals == Long.BYTES) {
        end = behindDecimals(bytes, end);
      }
    }
    value = number;
    return end;
  }

  /** The index behind more decimals, negative if there are too many. */
  private static int behindDecimals(byte[] bytes, int from) {
    int more = Words.digits(Words.at(bytes, from));
    if (more < Long.BYTES) {
      return from + more;
    }
    int last = Words.digits(Words.at(bytes, from + Long.BYTES));
    return last < Long.BYTES ? from + Long.BYTES + last : -1;
  }
}
