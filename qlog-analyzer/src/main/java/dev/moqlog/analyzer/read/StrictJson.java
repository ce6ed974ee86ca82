package dev.moqlog.analyzer.read;

/**
 * Where values end in strict JSON (RFC 8259) whose texts are ASCII without escapes.
 *
 * <p>Each method gives the complement of an index, which is negative, if what stands at that index
 * is anything else. A buffer must be zero for {@link ByteWindow#PADDING} bytes behind what is to be
 * read, so that all end there.
 */
final class StrictJson {

  /** What is nested deeper is left to Jackson, as is what is in it. */
  static final int MAX_DEPTH = 62;

  /** A longer name is left to Jackson, which bounds it. */
  static final int MAX_NAME_BYTES = 1024;

  /** A longer number is left to Jackson, which bounds it. */
  static final int MAX_NUMBER_BYTES = 1024;

  private StrictJson() {}

  /** The index of the quote that ends a text of ASCII without escapes. */
  static int endOfText(byte[] bytes, int from) {
    int p = from;
    while (true) {
      long special = Words.special(Words.at(bytes, p));
      if (special != 0) {
        p += Words.index(special);
        return bytes[p] == '"' ? p : ~p;
      }
      p += 8;
    }
  }

  /** The index behind the value that begins at an index. */
  static int behindValue(byte[] bytes, int from) {
    return switch (bytes[from]) {
      case '"' -> {
        int end = endOfText(bytes, from + 1);
        yield end < 0 ? end : end + 1;
      }
      case '{', '[' -> behindContainer(bytes, from);
      case 't' -> behindWord(bytes, from, "true");
      case 'f' -> behindWord(bytes, from, "false");
      case 'n' -> behindWord(bytes, from, "null");
      default -> behindNumber(bytes, from);
    };
  }

  private static int behindContainer(byte[] bytes, int from) {
    int p = from;
    // The kinds of the open containers, the innermost in the lowest bit: set for an object.
    long objects = 0;
    int depth = 0;
    while (true) {
      // Here begins a value.
      int b = bytes[p];
      boolean entered = b == '{' || b == '[';
      if (entered) {
        if (++depth > MAX_DEPTH) {
          return ~p;
        }
        objects = objects << 1 | (b == '{' ? 1 : 0);
        p = behindSpace(bytes, p + 1);
      } else {
        p = behindValue(bytes, p);
        if (p < 0) {
          return p;
        }
        p = behindSpace(bytes, p);
      }
      while (bytes[p] == ((objects & 1) != 0 ? '}' : ']')) {
        p++;
        objects >>>= 1;
        if (--depth == 0) {
          return p;
        }
        p = behindSpace(bytes, p);
        entered = false;
      }
      if (!entered) {
        if (bytes[p] != ',') {
          return ~p;
        }
        p = behindSpace(bytes, p + 1);
      }
      if ((objects & 1) != 0) {
        if (bytes[p] != '"') {
          return ~p;
        }
        int quote = p;
        p = endOfText(bytes, quote + 1);
        if (p < 0) {
          return p;
        }
        if (p - quote > MAX_NAME_BYTES) {
          return ~quote;
        }
        p = behindSpace(bytes, p + 1);
        if (bytes[p] != ':') {
          return ~p;
        }
        p = behindSpace(bytes, p + 1);
      }
    }
  }

  private static int behindWord(byte[] bytes, int from, String word) {
    for (int i = 0; i < word.length(); i++) {
      if (bytes[from + i] != word.charAt(i)) {
        return ~(from + i);
      }
    }
    int end = from + word.length();
    return endsNumber(bytes[end]) ? end : ~end;
  }

  /** The index behind the number that begins at an index. */
  static int behindNumber(byte[] bytes, int from) {
    int p = bytes[from] == '-' ? from + 1 : from;
    int integer = p;
    p = behindDigits(bytes, p);
    if (p == integer || (p > integer + 1 && bytes[integer] == '0')) {
      return ~p;
    }
    if (bytes[p] == '.') {
      int fraction = p + 1;
      p = behindDigits(bytes, fraction);
      if (p == fraction) {
        return ~p;
      }
    }
    if (bytes[p] == 'e' || bytes[p] == 'E') {
      int exponent = bytes[p + 1] == '-' || bytes[p + 1] == '+' ? p + 2 : p + 1;
      p = behindDigits(bytes, exponent);
      if (p == exponent) {
        return ~p;
      }
    }
    return endsNumber(bytes[p]) && p - from <= MAX_NUMBER_BYTES ? p : ~p;
  }

  /** The index behind digits, of which there may be none. */
  static int behindDigits(byte[] bytes, int from) {
    int p = from;
    while (isDigit(bytes[p])) {
      p++;
    }
    return p;
  }

  static boolean isDigit(int b) {
    return b >= '0' && b <= '9';
  }

  /** Whether a byte may stand behind a number or word. */
  static boolean endsNumber(int b) {
    return b == ',' || b == '}' || b == ']' || JsonScanner.isSpace(b);
  }

  /** The index behind white space, of which there may be none. */
  static int behindSpace(byte[] bytes, int from) {
    int p = from;
    while (bytes[p] <= ' ' && JsonScanner.isSpace(bytes[p])) {
      p++;
    }
    return p;
  }
}
