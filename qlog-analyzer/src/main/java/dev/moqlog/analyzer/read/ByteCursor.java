package dev.moqlog.analyzer.read;

import static dev.moqlog.analyzer.read.StrictJson.MAX_DEPTH;
import static dev.moqlog.analyzer.read.StrictJson.MAX_NAME_BYTES;
import static dev.moqlog.analyzer.read.StrictJson.MAX_NUMBER_BYTES;
import static dev.moqlog.analyzer.read.StrictJson.behindDigits;
import static dev.moqlog.analyzer.read.StrictJson.behindNumber;
import static dev.moqlog.analyzer.read.StrictJson.behindSpace;
import static dev.moqlog.analyzer.read.StrictJson.behindValue;
import static dev.moqlog.analyzer.read.StrictJson.endOfText;
import static dev.moqlog.analyzer.read.StrictJson.endsNumber;
import static dev.moqlog.analyzer.read.StrictJson.isDigit;
import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * A cursor over JSON as nearly all stacks write it, straight from the bytes of a buffer, making no
 * objects: strict JSON (RFC 8259) in ASCII without escapes in what is read.
 *
 * <p>It gives up at anything else: {@link #failed()} is true from then on, every object and array
 * ends, and every value is absent, so that decoders come to their end without asking. What they
 * decoded until then must be thrown away. It accepts nothing that {@link JsonScanner} or {@link
 * JacksonCursor} would refuse or read differently.
 *
 * <p>The buffer must be zero for {@link ByteWindow#PADDING} bytes behind what is to be read: zero
 * is no byte of JSON, so nothing needs to look where the buffer ends.
 */
final class ByteCursor extends JsonCursor {

  /** No JSON at all, where the cursor stands once it has given up. */
  private static final byte[] NOTHING = new byte[2 * ByteWindow.PADDING];

  /** A longer value is left to others, which know how long one may be. */
  private static final int MAX_BYTES = 1 << 20;

  private static final long[] POWERS = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
  };

  private byte[] buffer = NOTHING;

  /** Where the outermost value begins. */
  private int origin;

  /** How many objects and arrays were entered and not left. */
  private int depth;

  /** Where the value begins. */
  private int start;

  /** Behind what was consumed. */
  private int position;

  /** What came first in the objects that are the values of members. */
  private final Successors firsts = new Successors();

  private final Successors nexts = new Successors();

  private MemberName previous = MemberName.OTHER;

  private boolean failed;
  private int failedAt;

  // The text that was read last.
  private int textFrom;
  private int textTo;

  /** Stands at the value that begins at an index; white space is not skipped. */
  void begin(byte[] padded, int from) {
    buffer = padded;
    origin = from;
    depth = 0;
    start = from;
    position = from;
    failed = false;
    previous = MemberName.OTHER;
  }

  /** Whether it gave up. */
  boolean failed() {
    if (position - origin > MAX_BYTES) {
      fail(origin);
    }
    return failed;
  }

  /** The index of the byte at which it gave up; it accepted all before that. */
  int failedAt() {
    return failedAt;
  }

  /** The index behind what was consumed. */
  int position() {
    return position;
  }

  /** What it reads. */
  byte[] buffer() {
    return buffer;
  }

  /** The value that it stands at has been consumed otherwise. */
  void consumed(int behind) {
    position = behind;
  }

  private int fail(int at) {
    if (!failed) {
      failed = true;
      failedAt = at;
    }
    buffer = NOTHING;
    start = 0;
    position = 0;
    return -1;
  }

  /** What {@link StrictJson} found, giving up if it is nothing. */
  private int checked(int end) {
    return end < 0 ? fail(~end) : end;
  }

  @Override
  boolean isObject() {
    return buffer[start] == '{';
  }

  @Override
  boolean isArray() {
    return buffer[start] == '[';
  }

  @Override
  boolean isText() {
    return buffer[start] == '"';
  }

  @Override
  boolean isNull() {
    return buffer[start] == 'n';
  }

  @Override
  boolean isTrue() {
    return buffer[start] == 't';
  }

  @Override
  boolean isFalse() {
    return buffer[start] == 'f';
  }

  @Override
  boolean isInteger() {
    int p = buffer[start] == '-' ? start + 1 : start;
    int end = behindDigits(buffer, p);
    return end > p && buffer[end] != '.' && buffer[end] != 'e' && buffer[end] != 'E';
  }

  @Override
  MemberName firstMember() {
    byte[] bytes = buffer;
    if (bytes[start] != '{' || !enter()) {
      skip();
      return null;
    }
    MemberName name = firsts.find(previous, bytes, start);
    if (name != null) {
      previous = name;
      standAt(behindSpace(bytes, firsts.behind()));
      return name;
    }
    int p = behindSpace(bytes, start + 1);
    if (bytes[p] == '}') {
      leave(p);
      return null;
    }
    return name(bytes, p, start, firsts);
  }

  @Override
  MemberName nextMember() {
    byte[] bytes = buffer;
    int p = position;
    if (bytes[p] != '}') {
      MemberName name = nexts.find(previous, bytes, p);
      if (name != null) {
        previous = name;
        standAt(behindSpace(bytes, nexts.behind()));
        return name;
      }
      p = behindSpace(bytes, p);
      if (bytes[p] == ',') {
        return name(bytes, behindSpace(bytes, p + 1), position, nexts);
      }
      if (bytes[p] != '}') {
        fail(p);
        return null;
      }
    }
    leave(p);
    return null;
  }

  @Override
  boolean firstElement() {
    byte[] bytes = buffer;
    if (bytes[start] != '[' || !enter()) {
      skip();
      return false;
    }
    int p = behindSpace(bytes, start + 1);
    if (bytes[p] == ']') {
      leave(p);
      return false;
    }
    standAt(p);
    return true;
  }

  @Override
  boolean nextElement() {
    byte[] bytes = buffer;
    int p = behindSpace(bytes, position);
    if (bytes[p] == ',') {
      standAt(behindSpace(bytes, p + 1));
      return true;
    }
    if (bytes[p] == ']') {
      leave(p);
    } else {
      fail(p);
    }
    return false;
  }

  private boolean enter() {
    if (++depth > MAX_DEPTH) {
      fail(start);
      return false;
    }
    return true;
  }

  private void leave(int bracket) {
    depth--;
    position = bracket + 1;
  }

  /** A value that nobody consumes is where the next member cannot be. */
  private void standAt(int value) {
    start = value;
    position = value;
  }

  /**
   * Reads a name, stands at the value behind it, and remembers what it came with.
   *
   * @param quote where it begins
   * @param begin where what came with it begins
   */
  private MemberName name(byte[] bytes, int quote, int begin, Successors successors) {
    if (bytes[quote] != '"') {
      fail(quote);
      return null;
    }
    int from = quote + 1;
    long first = Words.at(bytes, from);
    long second = 0;
    int length;
    long end = Words.quote(first);
    if (end != 0) {
      length = Words.index(end);
      first = Words.first(first, length);
    } else {
      second = Words.at(bytes, from + 8);
      end = Words.quote(second);
      if (end != 0) {
        length = Words.index(end);
        second = Words.first(second, length);
        length += 8;
      } else {
        int to = checked(endOfText(bytes, from + 16));
        if (to < 0) {
          return null;
        }
        length = to - from;
        if (length > MAX_NAME_BYTES) {
          fail(quote);
          return null;
        }
      }
    }
    MemberName name = MemberName.of(bytes, from, length, first, second);
    if (name == MemberName.OTHER && checked(endOfText(bytes, from)) < 0) {
      return null;
    }
    int p = from + length + 1;
    if (bytes[p] != ':') {
      p = behindSpace(bytes, p);
      if (bytes[p] != ':') {
        fail(p);
        return null;
      }
    }
    standAt(behindSpace(bytes, p + 1));
    if (bytes[start] > ' ') {
      // Else the buffer ends here, and white space may follow.
      successors.learn(previous, name, bytes, begin, start);
    }
    previous = name;
    return name;
  }

  @Override
  void skip() {
    int p = checked(behindValue(buffer, start));
    if (p >= 0) {
      position = p;
    }
  }

  @Override
  long scaled(int digits) {
    byte[] bytes = buffer;
    int first = bytes[start];
    if (first == '-' || isDigit(first)) {
      return number(bytes, digits);
    }
    if (first == '"') {
      return readText(bytes) ? Decimal.scaled(bytes, textFrom, textTo, digits) : QlogEvent.ABSENT;
    }
    skip();
    return QlogEvent.ABSENT;
  }

  @Override
  long unsigned() {
    byte[] bytes = buffer;
    long word = Words.at(bytes, start);
    int length = Words.digits(word);
    long value = Words.number(word, length);
    if (length == Long.BYTES) {
      word = Words.at(bytes, start + Long.BYTES);
      int more = Words.digits(word);
      value = value * POWERS[more] + Words.number(word, more);
      length += more;
    }
    int end = start + length;
    if (length == 0
        || length == 2 * Long.BYTES
        || !endsNumber(bytes[end])
        || (length > 1 && bytes[start] == '0')) {
      long scaled = scaled(0);
      return scaled < 0 ? QlogEvent.ABSENT : scaled;
    }
    position = end;
    return value;
  }

  /** A number, as {@link Decimal#scaled} defines it. */
  private long number(byte[] bytes, int digits) {
    boolean negative = bytes[start] == '-';
    int from = negative ? start + 1 : start;
    long word = Words.at(bytes, from);
    int length = Words.digits(word);
    long value = Words.number(word, length);
    if (length == Long.BYTES) {
      word = Words.at(bytes, from + Long.BYTES);
      int more = Words.digits(word);
      value = value * POWERS[more] + Words.number(word, more);
      length += more;
    }
    if (length == 0
        || length == 2 * Long.BYTES
        || (length > 1 && bytes[from] == '0')
        || digits >= Long.BYTES
        || value >= Long.MAX_VALUE / POWERS[digits]) {
      return general(bytes, digits);
    }
    int end = from + length;
    value *= POWERS[digits];
    if (bytes[end] == '.') {
      word = Words.at(bytes, end + 1);
      int decimals = Words.digits(word);
      if (decimals == 0) {
        fail(end + 1);
        return QlogEvent.ABSENT;
      }
      if (decimals <= digits) {
        value += Words.number(word, decimals) * POWERS[digits - decimals];
      } else {
        // Only the first digit beyond the scale decides about rounding.
        value += Words.number(word, digits) + (bytes[end + 1 + digits] >= '5' ? 1 : 0);
      }
      end += 1 + decimals;
      if (decimals == Long.BYTES) {
        end = behindDigits(bytes, end);
      }
    }
    if (!endsNumber(bytes[end]) || end - start > MAX_NUMBER_BYTES) {
      return general(bytes, digits);
    }
    position = end;
    return negative ? -value : value;
  }

  private long general(byte[] bytes, int digits) {
    int end = checked(behindNumber(bytes, start));
    if (end < 0) {
      return QlogEvent.ABSENT;
    }
    position = end;
    return Decimal.scaled(bytes, start, end, digits);
  }

  @Override
  String text() {
    return readScalar() ? string(Math.min(textTo - textFrom, MAX_TEXT_CHARS)) : null;
  }

  @Override
  <T> T cached(TextCache<T> cache) {
    int behind = cache.behindLikely(buffer, start);
    if (behind > 0) {
      position = behind;
      return cache.likely();
    }
    if (!readScalar()) {
      return cache.resolved("");
    }
    int length = textTo - textFrom;
    return length > TextCache.MAX_CHARS
        ? cache.resolved(string(length))
        : cache.get(buffer, textFrom, length);
  }

  private String string(int length) {
    return new String(buffer, textFrom, length, US_ASCII);
  }

  @Override
  boolean textIs(String text) {
    if (!isText() || !readText(buffer) || textTo - textFrom != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (buffer[textFrom + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  boolean textStartsWith(char first) {
    return isText() && buffer[start + 1] == first && readText(buffer);
  }

  @Override
  long textBytes() {
    return readText(buffer) ? textTo - textFrom : 0;
  }

  @Override
  long hexadecimal(long otherwise) {
    if (!isText()) {
      skip();
      return otherwise;
    }
    if (!readText(buffer) || textTo - textFrom != 2 * Long.BYTES) {
      return otherwise;
    }
    long value = 0;
    for (int i = textFrom; i < textTo; i++) {
      int digit = Character.digit(buffer[i], 16);
      if (digit < 0) {
        return otherwise;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  /** So rare that Jackson does it. */
  @Override
  String tokens() {
    fail(start);
    return "";
  }

  /** Consumes a scalar that is not null and takes its text; false if it is none. */
  private boolean readScalar() {
    byte[] bytes = buffer;
    int first = bytes[start];
    if (first == '"') {
      return readText(bytes);
    }
    int end = checked(behindValue(bytes, start));
    if (end < 0) {
      return false;
    }
    position = end;
    textFrom = start;
    textTo = end;
    return first != '{' && first != '[' && first != 'n';
  }

  private boolean readText(byte[] bytes) {
    int from = start + 1;
    int end = checked(endOfText(bytes, from));
    if (end < 0) {
      return false;
    }
    textFrom = from;
    textTo = end;
    position = end + 1;
    return true;
  }
}
