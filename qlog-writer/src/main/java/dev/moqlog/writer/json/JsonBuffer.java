package dev.moqlog.writer.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing piece of JSON text in UTF-8.
 *
 * <p>It appends what it is told to and puts the commas; that brackets match is the caller's part.
 * Once warm, nothing here allocates, except {@link #number(double)}. Text beyond the size limit is
 * not kept: the buffer says so ({@link #isOverflown}) instead of throwing. Not safe for several
 * threads at once.
 */
public final class JsonBuffer {

  private static final byte[] HEX = ascii("0123456789abcdef");
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");
  private static final byte[] NULL = ascii("null");

  /** Two digits as the bytes of a short, for all numbers below 100. */
  private static final short[] PAIRS = new short[100];

  private static final VarHandle TWO_BYTES =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  /** From 1 to the largest in a long. */
  private static final long[] POWERS_OF_TEN = new long[19];

  static {
    for (int i = 0; i < 100; i++) {
      PAIRS[i] = (short) ('0' + i / 10 | '0' + i % 10 << 8);
    }
    POWERS_OF_TEN[0] = 1;
    for (int i = 1; i < POWERS_OF_TEN.length; i++) {
      POWERS_OF_TEN[i] = 10 * POWERS_OF_TEN[i - 1];
    }
  }

  /** The longest thing that is written after one look at the space left: a long, a time. */
  private static final int LONGEST_NUMBER_BYTES = 32;

  private final int limitBytes;
  private byte[] bytes;
  private int size;
  private boolean overflown;

  /**
   * An empty buffer.
   *
   * @param initialBytes the space it has at first
   * @param limitBytes the space it may grow to
   */
  public JsonBuffer(int initialBytes, int limitBytes) {
    this.limitBytes = Math.max(LONGEST_NUMBER_BYTES, limitBytes);
    this.bytes = new byte[Math.min(this.limitBytes, Math.max(LONGEST_NUMBER_BYTES, initialBytes))];
  }

  /** The bytes of a constant of ASCII letters, for {@link #raw}. */
  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** {@code "name":} as bytes, for {@link #key}. */
  public static byte[] encodedKey(String name) {
    return ascii('"' + name + "\":");
  }

  /** Empties the buffer. */
  public void clear() {
    size = 0;
    overflown = false;
  }

  /** Keeps only so many bytes. What did not fit before still did not. */
  public void cutTo(int bytesKept) {
    size = Math.min(size, bytesKept);
  }

  /** The number of bytes in {@link #array()} that are filled. */
  public int size() {
    return size;
  }

  /** The space that holds the text, from its first byte on; replaced as the text grows. */
  public byte[] array() {
    return bytes;
  }

  /** Whether something did not fit: the text is then not JSON and must not be used. */
  public boolean isOverflown() {
    return overflown;
  }

  /** Appends bytes that are JSON already, without a comma. */
  public void raw(byte[] json) {
    int length = json.length;
    if (hasSpace(length)) {
      System.arraycopy(json, 0, bytes, size, length);
      size += length;
    }
  }

  /** Appends a part of bytes that are JSON already, without a comma. */
  public void raw(byte[] json, int from, int length) {
    if (hasSpace(length)) {
      System.arraycopy(json, from, bytes, size, length);
      size += length;
    }
  }

  /** Makes the text the same as another's. */
  public void copyFrom(JsonBuffer other) {
    clear();
    raw(other.bytes, 0, other.size);
    overflown |= other.overflown;
  }

  /** Appends a key made by {@link #encodedKey}, and a comma before it where one is due. */
  public void key(byte[] encodedKey) {
    comma();
    raw(encodedKey);
  }

  /** Appends a comma, unless an object or array has just been opened or nothing is there yet. */
  public void comma() {
    if (size > 0) {
      byte last = bytes[size - 1];
      if (last != '{' && last != '[' && last != ':') {
        ascii(',');
      }
    }
  }

  /** Appends one ASCII character. */
  public void ascii(char character) {
    if (hasSpace(1)) {
      bytes[size++] = (byte) character;
    }
  }

  /** Appends a boolean. */
  public void bool(boolean value) {
    raw(value ? TRUE : FALSE);
  }

  /** Appends {@code null}. */
  public void nothing() {
    raw(NULL);
  }

  /** Appends an integer. */
  public void number(long value) {
    if (hasSpace(LONGEST_NUMBER_BYTES)) {
      size = putNumber(bytes, size, value);
    }
  }

  /** Appends an integer whose bits are those of an unsigned one, such as an offset. */
  public void unsigned(long value) {
    if (hasSpace(LONGEST_NUMBER_BYTES)) {
      size = putUnsigned(bytes, size, value);
    }
  }

  /** Appends bytes as {@link #raw(byte[])} does, and a number as {@link #unsigned} does. */
  public void rawUnsigned(byte[] json, long value) {
    int length = json.length;
    if (hasSpace(length + LONGEST_NUMBER_BYTES)) {
      System.arraycopy(json, 0, bytes, size, length);
      size = putUnsigned(bytes, size + length, value);
    }
  }

  /** Appends bytes as {@link #raw(byte[])} does, and a time as {@link #millis} does. */
  public void rawMillis(byte[] json, long nanos) {
    int length = json.length;
    if (hasSpace(length + LONGEST_NUMBER_BYTES)) {
      System.arraycopy(json, 0, bytes, size, length);
      size = putMillis(bytes, size + length, nanos);
    }
  }

  /**
   * Appends {@code [first,last]}, or {@code [first]} if they are the same, where a comma is due.
   */
  public void range(long first, long last) {
    if (!hasSpace(2 * LONGEST_NUMBER_BYTES)) {
      return;
    }
    byte[] to = bytes;
    int at = size;
    if (at > 0 && to[at - 1] == ']') {
      to[at++] = ',';
    }
    to[at++] = '[';
    at = putNumber(to, at, first);
    if (last != first) {
      to[at++] = ',';
      at = putNumber(to, at, last);
    }
    to[at++] = ']';
    size = at;
  }

  /** Appends a number; {@code null} for what JSON has no number for. */
  public void number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      number((long) value);
    } else if (Double.isNaN(value) || Double.isInfinite(value)) {
      nothing();
    } else {
      plain(Double.toString(value));
    }
  }

  /**
   * Appends nanoseconds as milliseconds with three decimals, the unit of qlog and the resolution of
   * network clocks. What is below a microsecond is cut off.
   */
  public void millis(long nanos) {
    if (hasSpace(LONGEST_NUMBER_BYTES)) {
      size = putMillis(bytes, size, nanos);
    }
  }

  /** Appends bytes as a string of lower-case hexadecimal digits. */
  public void hex(byte[] data) {
    if (!hasSpace(2L * data.length + 2)) {
      return;
    }
    bytes[size++] = '"';
    for (byte octet : data) {
      bytes[size++] = HEX[octet >> 4 & 0xf];
      bytes[size++] = HEX[octet & 0xf];
    }
    bytes[size++] = '"';
  }

  /**
   * Appends a string: escaped where JSON asks for it, so that it never contains a line feed. Half a
   * surrogate pair, which UTF-8 cannot express, becomes U+FFFD.
   */
  public void text(CharSequence text) {
    // A character of UTF-16 takes at most six bytes, as an escape.
    long most = 6L * text.length() + 2;
    if (!hasSpace(size + most <= limitBytes ? most : encodedBytes(text))) {
      return;
    }
    bytes[size++] = '"';
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char character = text.charAt(i);
      if (character >= 0x20 && character < 0x7f) {
        if (character == '"' || character == '\\') {
          bytes[size++] = '\\';
        }
        bytes[size++] = (byte) character;
      } else if (character < 0x20 || character == 0x7f) {
        escape(character);
      } else {
        i += beyondAscii(text, i, character);
      }
    }
    bytes[size++] = '"';
  }

  /** How long a text gets, at most a few bytes too many; for texts near the limit. */
  private static long encodedBytes(CharSequence text) {
    long bytes = 2;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character < 0x20 || character == 0x7f) {
        bytes += 6;
      } else {
        boolean two = character >= 0x80 || character == '"' || character == '\\';
        bytes += character >= 0x800 ? 3 : two ? 2 : 1;
      }
    }
    return bytes;
  }

  /** Appends one character above ASCII, and returns how many further chars belong to it. */
  private int beyondAscii(CharSequence text, int index, char character) {
    if (character < 0x800) {
      bytes[size++] = (byte) (0xc0 | character >> 6);
      bytes[size++] = (byte) (0x80 | character & 0x3f);
      return 0;
    }
    if (Character.isSurrogate(character)) {
      if (Character.isHighSurrogate(character)
          && index + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(index + 1))) {
        int point = Character.toCodePoint(character, text.charAt(index + 1));
        bytes[size++] = (byte) (0xf0 | point >> 18);
        bytes[size++] = (byte) (0x80 | point >> 12 & 0x3f);
        bytes[size++] = (byte) (0x80 | point >> 6 & 0x3f);
        bytes[size++] = (byte) (0x80 | point & 0x3f);
        return 1;
      }
      character = '\ufffd';
    }
    bytes[size++] = (byte) (0xe0 | character >> 12);
    bytes[size++] = (byte) (0x80 | character >> 6 & 0x3f);
    bytes[size++] = (byte) (0x80 | character & 0x3f);
    return 0;
  }

  private void escape(char control) {
    bytes[size++] = '\\';
    switch (control) {
      case '\n' -> bytes[size++] = 'n';
      case '\r' -> bytes[size++] = 'r';
      case '\t' -> bytes[size++] = 't';
      default -> {
        bytes[size++] = 'u';
        bytes[size++] = '0';
        bytes[size++] = '0';
        bytes[size++] = HEX[control >> 4];
        bytes[size++] = HEX[control & 0xf];
      }
    }
  }

  private void plain(String ascii) {
    int length = ascii.length();
    if (hasSpace(length)) {
      for (int i = 0; i < length; i++) {
        bytes[size + i] = (byte) ascii.charAt(i);
      }
      size += length;
    }
  }

  private static int putNumber(byte[] to, int start, long value) {
    if (value >= 0) {
      return putDigits(to, start, value);
    }
    to[start] = '-';
    // The absolute value of the least long is no long, but it is an unsigned one.
    return putUnsigned(to, start + 1, -value);
  }

  private static int putUnsigned(byte[] to, int start, long value) {
    if (value >= 0) {
      return putDigits(to, start, value);
    }
    long tenth = Long.divideUnsigned(value, 10);
    int at = putDigits(to, start, tenth);
    to[at] = (byte) ('0' + (int) (value - tenth * 10));
    return at + 1;
  }

  private static int putMillis(byte[] to, int start, long nanos) {
    int at = start;
    long micros = nanos / 1000;
    if (micros < 0) {
      to[at++] = '-';
      micros = -micros;
    }
    long millis = micros / 1000;
    int fraction = (int) (micros - millis * 1000);
    at = putDigits(to, at, millis);
    int hundreds = fraction / 100;
    to[at] = '.';
    to[at + 1] = (byte) ('0' + hundreds);
    TWO_BYTES.set(to, at + 2, PAIRS[fraction - hundreds * 100]);
    return at + 4;
  }

  /** Writes a number that is not negative, and returns where it ends. */
  private static int putDigits(byte[] to, int start, long value) {
    int end = start + length(value);
    int at = end;
    long rest = value;
    while (rest > Integer.MAX_VALUE) {
      long hundredth = rest / 100;
      at -= 2;
      TWO_BYTES.set(to, at, PAIRS[(int) (rest - hundredth * 100)]);
      rest = hundredth;
    }
    int small = (int) rest;
    while (small >= 100) {
      int hundredth = small / 100;
      at -= 2;
      TWO_BYTES.set(to, at, PAIRS[small - hundredth * 100]);
      small = hundredth;
    }
    if (small >= 10) {
      TWO_BYTES.set(to, at - 2, PAIRS[small]);
    } else {
      to[at - 1] = (byte) ('0' + small);
    }
    return end;
  }

  private static int length(long value) {
    // The logarithm to base 2 times 0.301 is that to base 10, or one less than it.
    int length = (Long.SIZE - Long.numberOfLeadingZeros(value | 1)) * 1233 >> 12;
    return value < POWERS_OF_TEN[length] ? Math.max(1, length) : length + 1;
  }

  private boolean hasSpace(long needed) {
    if (bytes.length - size >= needed) {
      return !overflown;
    }
    return grow(needed);
  }

  private boolean grow(long needed) {
    if (overflown || size + needed > limitBytes) {
      // From here on nothing is kept, so that no later piece lands behind the missing one.
      overflown = true;
      return false;
    }
    long doubled = Math.max(2L * bytes.length, size + needed);
    bytes = Arrays.copyOf(bytes, (int) Math.min(limitBytes, doubled));
    return true;
  }
}
