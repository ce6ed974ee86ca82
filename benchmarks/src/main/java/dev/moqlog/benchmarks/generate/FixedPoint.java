package dev.moqlog.benchmarks.generate;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Numbers of logs as multiples of a millionth: nanoseconds where the log counts milliseconds. That
 * is exact enough for any log, and holds the time of day.
 */
final class FixedPoint {

  /** Digits behind the point that are kept. */
  static final int DIGITS = 6;

  /** The most digits behind the point that are written. */
  static final int MAX_DECIMALS = 17;

  private static final long ONE = 1_000_000;
  private static final long[] POWERS = {1_000_000, 100_000, 10_000, 1000, 100, 10, 1};

  private FixedPoint() {}

  static long parse(String number) {
    return new BigDecimal(number)
        .scaleByPowerOfTen(DIGITS)
        .setScale(0, RoundingMode.HALF_UP)
        .longValueExact();
  }

  /** How many digits a number has behind the point; of one with an exponent, those kept here. */
  static int decimals(String number) {
    int point = number.indexOf('.');
    if (number.indexOf('e') >= 0 || number.indexOf('E') >= 0) {
      return DIGITS;
    }
    return point < 0 ? 0 : Math.min(MAX_DECIMALS, number.length() - point - 1);
  }

  /**
   * Writes a number, rounded. Digits that a log has beyond those kept are noise of binary
   * fractions, and so they are here.
   */
  static void write(long value, int decimals, Bytes out) {
    long power = POWERS[Math.min(decimals, DIGITS)];
    long rounded = Math.floorDiv(value + power / 2, power) * power;
    if (rounded < 0) {
      out.write('-');
      rounded = -rounded;
    }
    writeLong(rounded / ONE, 1, out);
    if (decimals > 0) {
      out.write('.');
      int kept = Math.min(decimals, DIGITS);
      writeLong(rounded % ONE / power, kept, out);
      if (decimals > kept) {
        int more = decimals - kept;
        long noise = Mix.of(value, more) >>> 1;
        // Less than half of the last digit kept, so that rounding gives the same.
        writeLong(noise % pow10(more) / 4, more, out);
      }
    }
  }

  private static long pow10(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= 10;
    }
    return power;
  }

  /** Writes a number without zeros at its end, except as many digits behind the point at least. */
  static void writeShort(long value, int decimals, int leastDecimals, Bytes out) {
    write(value, decimals, out);
    int left = decimals;
    while (left > leastDecimals && out.last() == '0') {
      out.removeLast();
      left--;
    }
    if (left == 0 && decimals > 0) {
      out.removeLast();
    }
  }

  /** Writes a number that is not negative, with as many digits at least. */
  static void writeLong(long value, int minDigits, Bytes out) {
    long power = 1;
    int digits = 1;
    while (value / power >= 10) {
      power *= 10;
      digits++;
    }
    for (int i = digits; i < minDigits; i++) {
      out.write('0');
    }
    for (; power > 0; power /= 10) {
      out.write((int) ('0' + value / power % 10));
    }
  }
}
