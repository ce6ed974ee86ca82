package dev.moqlog.analyzer.read;

import java.nio.charset.StandardCharsets;

/**
 * Finds where a JSON value ends, checking its structure on the way.
 *
 * <p>The check is what makes damage cheap to contain: a flipped quote turns the rest of a file
 * inside out, and a scan that only counted brackets would swallow everything behind it. It is as
 * lenient as the decoder behind it: trailing commas, {@code NaN} and {@code Infinity}, any escape,
 * and control characters inside strings pass; a line feed or a record separator inside a string
 * does not, because real damage looks like that and real strings do not.
 */
final class JsonScanner {

  /** How a scan ended. */
  enum Result {
    /** The value is complete. */
    COMPLETE,
    /** The content ended inside the value, which was well-formed so far. */
    CUT,
    /** Something that no JSON value contains. */
    MALFORMED,
    /** The value is longer than the scanner may keep in memory. */
    TOO_LONG
  }

  private static final int MAX_DEPTH = 128;

  /** Begins each record of a JSON text sequence (RFC 7464). */
  static final int RECORD_SEPARATOR = 0x1e;

  /** What {@link #stringAfter} looks at. */
  static final int MAX_STRING_BYTES = 256;

  private static final int MAX_SPACE_BYTES = 4096;

  private enum Expect {
    VALUE,
    VALUE_OR_END,
    KEY_OR_END,
    COLON,
    COMMA_OR_END
  }

  private final ByteWindow window;
  private final long maxBytes;
  private final boolean[] inObject = new boolean[MAX_DEPTH + 1];

  private byte[] buffer;
  private int position;
  private int limit;
  private long start;
  private long end;
  private Result failure;

  JsonScanner(ByteWindow window, long maxBytes) {
    this.window = window;
    this.maxBytes = maxBytes;
  }

  /** The offset behind the value after {@link Result#COMPLETE}, else where the scan stopped. */
  long end() {
    return end;
  }

  /** Scans the value that begins at this offset, which must not have been released. */
  Result scan(long offset) {
    start = offset;
    failure = null;
    if (!window.has(offset)) {
      end = offset;
      return Result.CUT;
    }
    refresh(offset);
    Result result = walk() ? Result.COMPLETE : failure;
    end = window.offset(position);
    return result == Result.COMPLETE && end - start > maxBytes ? Result.TOO_LONG : result;
  }

  /** Whether a byte is white space in JSON. */
  static boolean isSpace(int b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /** The offset behind white space, of which it passes over no more than can be meant. */
  long skipSpace(long offset) {
    long end = offset;
    while (end - offset < MAX_SPACE_BYTES && window.has(end) && isSpace(window.at(end))) {
      end++;
    }
    return end;
  }

  /** The short string that stands behind white space from an offset on, as written, or null. */
  String stringAfter(long offset) {
    long quote = skipSpace(offset);
    if (!window.has(quote) || window.at(quote) != '"') {
      return null;
    }
    long close = quote + 1;
    while (window.has(close) && window.at(close) != '"') {
      if (window.at(close) == '\n' || ++close - quote > MAX_STRING_BYTES) {
        return null;
      }
    }
    if (!window.has(close)) {
      return null;
    }
    int from = window.index(quote + 1);
    int length = window.index(close) - from;
    return new String(window.buffer(), from, length, StandardCharsets.ISO_8859_1);
  }

  /**
   * The offset of the member of that name whose value is an array, within loaded bytes at any
   * depth; negative if there is none.
   */
  long arrayMember(String name, long from, long to) {
    for (long offset = from; offset < to; offset++) {
      if (window.at(offset) == '"' && name.equals(stringAfter(offset))) {
        long colon = skipSpace(offset + name.length() + 2);
        long value = skipSpace(colon + 1);
        if (value < to && window.at(colon) == ':' && window.at(value) == '[') {
          return offset;
        }
      }
    }
    return -1;
  }

  private boolean walk() {
    int depth = 0;
    Expect expect = Expect.VALUE;
    while (true) {
      int b = nextToken();
      if (b < 0) {
        return false;
      }
      switch (expect) {
        case COLON -> {
          if (b != ':') {
            return malformed();
          }
          expect = Expect.VALUE;
          continue;
        }
        case KEY_OR_END -> {
          if (b == '"') {
            if (!string()) {
              return false;
            }
            expect = Expect.COLON;
            continue;
          }
          if (b != '}') {
            return malformed();
          }
          depth--;
        }
        case COMMA_OR_END -> {
          if (b == ',') {
            expect = inObject[depth] ? Expect.KEY_OR_END : Expect.VALUE_OR_END;
            continue;
          }
          if (b != (inObject[depth] ? '}' : ']')) {
            return malformed();
          }
          depth--;
        }
        case VALUE, VALUE_OR_END -> {
          if (b == '{' || b == '[') {
            if (++depth > MAX_DEPTH) {
              return malformed();
            }
            inObject[depth] = b == '{';
            expect = b == '{' ? Expect.KEY_OR_END : Expect.VALUE_OR_END;
            continue;
          }
          if (b == ']' && expect == Expect.VALUE_OR_END) {
            depth--;
          } else if (!(b == '"' ? string() : literal(b))) {
            return false;
          }
        }
      }
      if (depth == 0) {
        return true;
      }
      expect = Expect.COMMA_OR_END;
    }
  }

  /** Skips white space and consumes one byte; negative at the end of the content. */
  private int nextToken() {
    while (position < limit || more()) {
      int b = buffer[position++];
      if (b > ' ') {
        return b;
      }
      if (!isSpace(b)) {
        position--;
        malformed();
        return -1;
      }
    }
    return -1;
  }

  /** Consumes the rest of a string whose opening quote is consumed. */
  private boolean string() {
    while (position < limit || more()) {
      int b = buffer[position++];
      if (b == '"') {
        return true;
      }
      if (b == '\\') {
        if (position == limit && !more()) {
          return false;
        }
        position++;
      } else if (b == '\n' || b == RECORD_SEPARATOR) {
        position--;
        return malformed();
      }
    }
    return false;
  }

  /** Consumes the rest of a number or name whose first byte is consumed. */
  private boolean literal(int first) {
    return switch (first) {
      case 't' -> word("rue");
      case 'f' -> word("alse");
      case 'n' -> word("ull");
      case 'N' -> word("aN");
      case 'I' -> word("nfinity");
      case '-', '+', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(first);
      default -> malformed();
    };
  }

  private boolean word(String rest) {
    for (int i = 0; i < rest.length(); i++) {
      if (position == limit && !more()) {
        return false;
      }
      if (buffer[position] != rest.charAt(i)) {
        return malformed();
      }
      position++;
    }
    return true;
  }

  private boolean number(int first) {
    if (first == '-' && (position < limit || more()) && buffer[position] == 'I') {
      position++;
      return word("nfinity");
    }
    while (position < limit || more()) {
      int b = buffer[position];
      if ((b < '0' || b > '9') && b != '.' && b != 'e' && b != 'E' && b != '-' && b != '+') {
        return true;
      }
      position++;
    }
    // A number at the very end of the content may have lost digits.
    return false;
  }

  private boolean more() {
    long offset = window.offset(position);
    if (offset - start > maxBytes) {
      failure = Result.TOO_LONG;
      return false;
    }
    boolean loaded = window.load();
    // Loading moves the window even where there is nothing to load.
    refresh(offset);
    if (!loaded) {
      failure = Result.CUT;
    }
    return loaded;
  }

  private void refresh(long offset) {
    buffer = window.buffer();
    position = window.index(offset);
    limit = window.limit();
  }

  private boolean malformed() {
    failure = Result.MALFORMED;
    return false;
  }
}
