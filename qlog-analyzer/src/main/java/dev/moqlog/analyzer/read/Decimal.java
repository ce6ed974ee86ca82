package dev.moqlog.analyzer.read;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Decimal text to scaled integers, without the rounding of a floating-point number in between. */
final class Decimal {

  /** What is no number, or not a finite one. */
  static final long NONE = Long.MIN_VALUE;

  /** Jackson takes no longer numbers, and the effort grows with the square. */
  private static final int MAX_CHARS = 4096;

  private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);

  private Decimal() {}

  /** {@link #scaled(char[], int, int, int)} of a text in ASCII. */
  static long scaled(byte[] text, int from, int to, int digits) {
    char[] chars = new char[to - from];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) text[from + i];
    }
    return scaled(chars, 0, chars.length, digits);
  }

  /** {@link #scaled(char[], int, int, int)} of a text. */
  static long scaled(String text, int digits) {
    return scaled(text.toCharArray(), 0, text.length(), digits);
  }

  /**
   * The number times {@code 10^digits}, rounded half up; a number too large for a long becomes the
   * largest or smallest one.
   *
   * @return the scaled number, or {@link #NONE}
   */
  static long scaled(char[] text, int offset, int length, int digits) {
    int end = offset + length;
    int i = offset;
    boolean negative = i < end && text[i] == '-';
    if (negative || (i < end && text[i] == '+')) {
      i++;
    }
    long value = 0;
    int seen = 0;
    int fraction = -1;
    for (; i < end; i++) {
      char c = text[i];
      if (c >= '0' && c <= '9') {
        if (fraction == digits) {
          // Only the first digit beyond the scale decides about rounding.
          return allDigits(text, i + 1, end)
              ? signed(c >= '5' ? value + 1 : value, negative)
              : general(text, offset, length, digits);
        }
        if (++seen > 18) {
          return general(text, offset, length, digits);
        }
        value = value * 10 + (c - '0');
        if (fraction >= 0) {
          fraction++;
        }
      } else if (c == '.' && fraction < 0) {
        fraction = 0;
      } else {
        return general(text, offset, length, digits);
      }
    }
    if (seen == 0) {
      return NONE;
    }
    for (int shift = Math.max(fraction, 0); shift < digits; shift++) {
      if (value > Long.MAX_VALUE / 10) {
        return general(text, offset, length, digits);
      }
      value *= 10;
    }
    return signed(value, negative);
  }

  private static boolean allDigits(char[] text, int from, int end) {
    for (int i = from; i < end; i++) {
      if (text[i] < '0' || text[i] > '9') {
        return false;
      }
    }
    return true;
  }

  private static long signed(long value, boolean negative) {
    return negative ? -value : value;
  }

  private static long general(char[] text, int offset, int length, int digits) {
    if (length > MAX_CHARS) {
      return NONE;
    }
    BigDecimal number;
    try {
      number = new BigDecimal(text, offset, length);
    } catch (NumberFormatException e) {
      return NONE;
    }
    if (number.signum() == 0) {
      return 0;
    }
    // A hostile exponent must not be expanded into its digits.
    if (number.precision() - (long) number.scale() + digits > 19) {
      return number.signum() < 0 ? -Long.MAX_VALUE : Long.MAX_VALUE;
    }
    if (number.precision() - (long) number.scale() + digits < -1) {
      return 0;
    }
    BigDecimal scaled = number.movePointRight(digits).setScale(0, RoundingMode.HALF_UP);
    if (scaled.abs().compareTo(MAX) > 0) {
      return scaled.signum() < 0 ? -Long.MAX_VALUE : Long.MAX_VALUE;
    }
    return scaled.longValueExact();
  }
}
