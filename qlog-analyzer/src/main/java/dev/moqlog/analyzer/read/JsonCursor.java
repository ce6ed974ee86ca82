package dev.moqlog.analyzer.read;

import java.io.IOException;

/**
 * Walks over the JSON of one event, value by value, for decoders that know what they look for.
 *
 * <p>The cursor stands at a value. Each value is consumed by one of the methods that read it, enter
 * it or {@link #skip} it; a scalar may be read more than once. There are two implementations, which
 * agree on every input that both accept: {@link ByteCursor} for JSON as nearly all stacks write it,
 * {@link JacksonCursor} for everything else. Not safe for use by several threads.
 */
abstract class JsonCursor {

  /** Longer texts are cut: no name, reason or title that a person could mean is longer. */
  static final int MAX_TEXT_CHARS = 1024;

  // Where the cursor stands.

  abstract boolean isObject();

  abstract boolean isArray();

  abstract boolean isText();

  abstract boolean isNull();

  /** Whether the value is a number without fraction or exponent. */
  abstract boolean isInteger();

  /** Whether the value is {@code true}. */
  abstract boolean isTrue();

  /** Whether the value has a text: anything but an object, an array or null. */
  final boolean isScalar() {
    return !isObject() && !isArray() && !isNull();
  }

  // Entering objects and arrays.

  /**
   * Enters an object and stands at the value of its first member.
   *
   * @return its name, or null, the value being consumed, if it has none or is no object
   */
  abstract MemberName firstMember() throws IOException;

  /**
   * Stands at the value of the next member of the object that was entered last.
   *
   * @return its name, or null if the object has ended
   */
  abstract MemberName nextMember() throws IOException;

  /**
   * Enters an array and stands at its first element; false, the value being consumed, if it has
   * none or is no array.
   */
  abstract boolean firstElement() throws IOException;

  /** Stands at the next element of the array that was entered last; false if it has ended. */
  abstract boolean nextElement() throws IOException;

  // Reading.

  /** Consumes the value, whatever it is. */
  abstract void skip() throws IOException;

  /**
   * The value times {@code 10^digits}, whether it is a number or a number in a text.
   *
   * @return the scaled number, or {@link QlogEvent#ABSENT} for anything else
   */
  abstract long scaled(int digits) throws IOException;

  /** The value as an integer that cannot be negative, or {@link QlogEvent#ABSENT}. */
  long unsigned() throws IOException {
    long value = scaled(0);
    return value < 0 ? QlogEvent.ABSENT : value;
  }

  /** The text of a scalar, cut to {@value #MAX_TEXT_CHARS}; null for anything else. */
  abstract String text() throws IOException;

  /** What a cache makes of the text of a scalar. */
  abstract <T> T cached(TextCache<T> cache) throws IOException;

  /** Whether the value is this text, which is ASCII. */
  abstract boolean textIs(String text) throws IOException;

  /** Whether the value is a text that begins with this ASCII character. */
  abstract boolean textStartsWith(char first) throws IOException;

  /** The number of UTF-8 bytes of a text. */
  abstract long textBytes() throws IOException;

  /** Sixteen hexadecimal digits in a text as a number; {@code otherwise} for anything else. */
  abstract long hexadecimal(long otherwise) throws IOException;

  /** The tokens of an object as one text. */
  abstract String tokens() throws IOException;

  /** A truth value, also as text; false for anything else. */
  final boolean bool() throws IOException {
    boolean value = isTrue() || textIs("true");
    skip();
    return value;
  }

  /** A small number that some logs give as a truth value; ABSENT for anything else. */
  final long flag() throws IOException {
    if (isTrue() || isFalse()) {
      long value = isTrue() ? 1 : 0;
      skip();
      return value;
    }
    return unsigned();
  }

  /** Whether the value is {@code false}. */
  abstract boolean isFalse();
}
