package dev.moqlog.writer.store;

import java.nio.charset.StandardCharsets;

/**
 * Follows the structure of one JSON value byte by byte, and remembers where it could be cut.
 *
 * <p>It may be cut behind each event, that is each element of an array {@code events} of the file,
 * of its {@code trace} or of one of its {@code traces}; and behind each member that follows the
 * events of a trace, so that what is written last is not lost. An array of that name inside an
 * event is nothing of the kind.
 *
 * <p>Numbers and other words are not looked into. Trailing commas pass inside events, but not where
 * events are listed, where a closing bracket behind a comma is what was there before an event was
 * written over it.
 */
final class JsonStructure {

  private enum Expect {
    VALUE,
    VALUE_OR_END,
    KEY,
    KEY_OR_END,
    COLON,
    COMMA_OR_END,
    STRING_END,
    ESCAPED,
    WORD_END,
    NOTHING,
    /** Something that no JSON has there was met. */
    FAILED
  }

  /** Deeper nesting than any event has; its bytes are all the memory this needs. */
  private static final int MAX_DEPTH = 1000;

  private static final int MAX_CUT_DEPTH = 4;
  private static final int KEY_BYTES = 16;

  // What is open: an object or an array, and whether it is on the way to events or lists them.
  private static final byte ARRAY = 0;
  private static final byte OBJECT = 1;
  private static final byte OUTER = 2;
  private static final byte EVENTS = 4;

  private final byte[] open = new byte[MAX_DEPTH];
  private int depth;
  private Expect expect;

  private final byte[] key = new byte[KEY_BYTES];
  private int keyLength;
  private boolean isKey;
  private String lastKey;

  private boolean namesQlog;
  private boolean hasKeys;
  private long events;
  private long eventsInTrace;
  private long valueEnd;

  private final byte[] openAtCut = new byte[MAX_CUT_DEPTH];
  private int depthAtCut;
  private long cut;
  private long eventsAtCut;

  JsonStructure() {
    reset();
  }

  /** Prepares for another value. */
  void reset() {
    depth = 0;
    expect = Expect.VALUE;
    lastKey = "";
    namesQlog = false;
    hasKeys = false;
    events = 0;
    eventsInTrace = 0;
    cut = -1;
    eventsAtCut = 0;
  }

  /** Whether the value is complete. */
  boolean isDone() {
    return expect == Expect.NOTHING;
  }

  /** Whether something that does not belong there was met, which ended the value. */
  boolean isFailed() {
    return expect == Expect.FAILED;
  }

  /** The offset behind a complete value. */
  long valueEnd() {
    return valueEnd;
  }

  /** Whether the value has a member that only qlog has. */
  boolean namesQlog() {
    return namesQlog;
  }

  /** Whether any name of a member of the value itself was complete. */
  boolean hasKeys() {
    return hasKeys;
  }

  /** Complete events so far. */
  long events() {
    return events;
  }

  /** The last offset at which it can be cut and closed, negative if there is none. */
  long cut() {
    return cut;
  }

  /** Complete events before the cut. */
  long eventsAtCut() {
    return eventsAtCut;
  }

  /** What closes it at the cut. */
  String closers() {
    StringBuilder closers = new StringBuilder("\n");
    for (int i = depthAtCut - 1; i >= 0; i--) {
      closers.append((openAtCut[i] & OBJECT) != 0 ? '}' : ']');
    }
    return closers.append('\n').toString();
  }

  /** Takes the next byte; nothing may follow once the value is complete or failed. */
  void accept(byte b, long offset) {
    switch (expect) {
      case STRING_END -> string(b, offset);
      case ESCAPED -> expect = b < ' ' && b >= 0 ? Expect.FAILED : Expect.STRING_END;
      case WORD_END -> {
        if (!isWord(b)) {
          valueEnded(offset, false);
          if (expect != Expect.NOTHING) {
            accept(b, offset);
          } else if (!isSpace(b)) {
            expect = Expect.FAILED;
          }
        }
      }
      default -> {
        if (!isSpace(b)) {
          token(b, offset);
        }
      }
    }
  }

  /** Whether a byte is white space in JSON. */
  static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private void string(byte b, long offset) {
    if (b == '"') {
      if (isKey) {
        expect = Expect.COLON;
        lastKey = isOuter(depth - 1) ? nameOfKey() : "";
      } else {
        valueEnded(offset + 1, false);
      }
    } else if (b == '\\') {
      expect = Expect.ESCAPED;
      keyLength = KEY_BYTES;
    } else if (b == 0 || b == '\n' || b == 0x1e) {
      // Other control characters are mistakes of a writer; these are a tear.
      expect = Expect.FAILED;
    } else if (isKey && keyLength < KEY_BYTES) {
      key[keyLength++] = b;
    }
  }

  private void token(byte b, long offset) {
    switch (b) {
      case '{', '[' -> open(b == '{' ? OBJECT : ARRAY);
      case '}', ']' -> close(b == '}' ? OBJECT : ARRAY, offset);
      case '"' -> {
        isKey = expect == Expect.KEY || expect == Expect.KEY_OR_END;
        keyLength = 0;
        expect = isKey || expectsValue() ? Expect.STRING_END : Expect.FAILED;
      }
      case ':' -> expect = expect == Expect.COLON ? Expect.VALUE : Expect.FAILED;
      case ',' -> expect = expect == Expect.COMMA_OR_END ? behindComma() : Expect.FAILED;
      default -> expect = isWord(b) && expectsValue() ? Expect.WORD_END : Expect.FAILED;
    }
  }

  private boolean expectsValue() {
    return expect == Expect.VALUE || expect == Expect.VALUE_OR_END;
  }

  private Expect behindComma() {
    byte inside = open[depth - 1];
    boolean strict = (inside & (OUTER | EVENTS)) != 0;
    if ((inside & OBJECT) != 0) {
      return strict ? Expect.KEY : Expect.KEY_OR_END;
    }
    return strict ? Expect.VALUE : Expect.VALUE_OR_END;
  }

  private void open(byte kind) {
    if (!expectsValue() || depth == MAX_DEPTH) {
      expect = Expect.FAILED;
      return;
    }
    open[depth] = (byte) (kind | role(kind));
    depth++;
    expect = kind == OBJECT ? Expect.KEY_OR_END : Expect.VALUE_OR_END;
  }

  private byte role(byte kind) {
    if (depth == 0) {
      return kind == OBJECT ? OUTER : 0;
    }
    if (!isOuter(depth - 1)) {
      return 0;
    }
    if ((open[depth - 1] & OBJECT) == 0) {
      eventsInTrace = 0;
      return kind == OBJECT ? OUTER : 0;
    }
    if (kind == ARRAY && lastKey.equals("events")) {
      return EVENTS;
    }
    return depth == 1 && lastKey.equals(kind == ARRAY ? "traces" : "trace") ? OUTER : 0;
  }

  private boolean isOuter(int level) {
    return (open[level] & OUTER) != 0;
  }

  private void close(byte kind, long offset) {
    boolean ends =
        expect == Expect.COMMA_OR_END
            || expect == (kind == OBJECT ? Expect.KEY_OR_END : Expect.VALUE_OR_END);
    if (!ends || (open[depth - 1] & OBJECT) != kind) {
      expect = Expect.FAILED;
      return;
    }
    depth--;
    valueEnded(offset + 1, (open[depth] & (OUTER | EVENTS)) != 0);
  }

  /**
   * A value is complete.
   *
   * @param closable whether it is one that closing the file would complete as well
   */
  private void valueEnded(long end, boolean closable) {
    if (depth == 0) {
      expect = Expect.NOTHING;
      valueEnd = end;
      return;
    }
    expect = Expect.COMMA_OR_END;
    byte inside = open[depth - 1];
    if ((inside & EVENTS) != 0) {
      events++;
      eventsInTrace++;
    }
    if (!closable && (inside & (OUTER | EVENTS)) != 0 && eventsInTrace > 0) {
      cut = end;
      eventsAtCut = events;
      depthAtCut = depth;
      System.arraycopy(open, 0, openAtCut, 0, depth);
    }
  }

  private String nameOfKey() {
    String name =
        keyLength == KEY_BYTES ? "" : new String(key, 0, keyLength, StandardCharsets.ISO_8859_1);
    if (depth == 1) {
      hasKeys = true;
      namesQlog |=
          switch (name) {
            case "qlog_version", "qlog_format", "file_schema", "traces" -> true;
            default -> false;
          };
    }
    return name;
  }

  private static boolean isWord(byte b) {
    return b >= '0' && b <= '9'
        || b >= 'a' && b <= 'z'
        || b >= 'A' && b <= 'Z'
        || b == '-'
        || b == '+'
        || b == '.';
  }
}
