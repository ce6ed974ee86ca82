package dev.moqlog.analyzer.read;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at eight bytes of text at once, the first one in the lowest bits. */
final class Words {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Words() {}

  /** The eight bytes from an index on. */
  static long at(byte[] buffer, int index) {
    return (long) LONGS.get(buffer, index);
  }

  /** The bytes from an index on, at most eight, zero behind the end of the array. */
  static long upTo8(byte[] bytes, int from) {
    long word = 0;
    for (int i = Math.min(bytes.length, from + 8) - 1; i >= from; i--) {
      word = word << 8 | bytes[i] & 0xff;
    }
    return word;
  }

  /** The first bytes of a word, zero behind them; {@code length} is below eight. */
  static long first(long word, int length) {
    return word & (1L << 8 * length) - 1;
  }

  /** How many digits the word begins with. */
  static int digits(long word) {
    long values = word ^ '0' * ONES;
    long others = (values & ~HIGH_BITS) + (0x80 - 10) * ONES | values;
    return index(others & HIGH_BITS);
  }

  /**
   * The number that so many digits at the beginning of the word make, the first being the highest.
   *
   * @param digits at most eight
   */
  static long number(long word, int digits) {
    if (digits == 0) {
      return 0;
    }
    // As if leading zeros made it eight; then pairs, fours and all are put together.
    long values = (word ^ '0' * ONES) << 64 - 8 * digits;
    values = values * 10 + (values >>> 8);
    long low = values & 0x000000ff000000ffL;
    long high = values >>> 16 & 0x000000ff000000ffL;
    return low * (100 + (1_000_000L << 32)) + high * (1 + (10_000L << 32)) >>> 32;
  }

  /** A bit in the first byte that is a quote, none if there is none; further bits mean nothing. */
  static long quote(long word) {
    return zero(word ^ '"' * ONES);
  }

  /**
   * A bit in the first byte that does not stand for itself inside a string: a quote, a backslash, a
   * control character, or one of several bytes of a character; further bits mean nothing.
   */
  static long special(long word) {
    return zero(word ^ '"' * ONES)
        | zero(word ^ '\\' * ONES)
        | (word - ' ' * ONES | word) & HIGH_BITS;
  }

  /** The index within the word of the byte that such a bit is in. */
  static int index(long bits) {
    return Long.numberOfTrailingZeros(bits) >>> 3;
  }

  /** A hash of a text of which these are sixteen bytes. */
  static long hash(long first, long second, int length) {
    long mixed = (first ^ Long.rotateLeft(second, 29) + length) * 0x9e3779b97f4a7c15L;
    return mixed >>> 40;
  }

  private static long zero(long word) {
    return word - ONES & ~word & HIGH_BITS;
  }
}
