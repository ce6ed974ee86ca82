package dev.moqlog.analyzer.read;

/**
 * Searches damaged content for the next place where reading can go on.
 *
 * <p>In a sequence that is a record separator or a line that begins with an object; anywhere it is
 * an object or array that proves to be an event; in contained JSON also the end of a list of events
 * and the beginning of a trace. The effort spent on places that prove to be nothing is bounded by
 * the bytes searched, so that no content takes more than linear time.
 */
final class Salvage {

  /** What was found. */
  enum Place {
    /** A record of a sequence, or the separator before it. */
    RECORD,
    /** An event. */
    EVENT,
    /** The object of a trace. */
    TRACE,
    /** A member of a trace or file object. */
    MEMBER,
    /** The bracket that ends the events of a trace. */
    END_OF_EVENTS,
    /** Nothing up to the end of the content. */
    NOWHERE
  }

  /** So many bytes may be scanned in vain for each byte searched. */
  private static final int EFFORT = 64;

  private static final long ALLOWANCE_BYTES = 16 << 20;

  private final ByteWindow window;
  private final JsonScanner scanner;
  private final RecordHandler handler;

  private long allowance = ALLOWANCE_BYTES;
  private long position;
  private int previous;

  Salvage(ByteWindow window, JsonScanner scanner, RecordHandler handler) {
    this.window = window;
    this.scanner = scanner;
    this.handler = handler;
  }

  /** Where the place found begins, or the end of what was searched. */
  long position() {
    return position;
  }

  /** Whether the place found stands in an array, by what is before it. */
  boolean inArray() {
    return previous == ',' || previous == '[';
  }

  /**
   * Searches from an offset on.
   *
   * @param contained whether the content is contained JSON
   * @param inHeader whether the damage began among the members of a file or trace object
   * @param inEvents whether the damage began among the events of a trace
   */
  Place find(long from, boolean contained, boolean inHeader, boolean inEvents) {
    previous = -1;
    for (position = from; window.has(position); window.release(++position)) {
      if (!handler.recognized() && position > ContainerReader.PROBE_BYTES) {
        break;
      }
      int b = window.at(position);
      Place place = contained ? inContained(b, inEvents) : inSequence(b);
      if (place != Place.NOWHERE) {
        return place;
      }
      if (inHeader && b == '"' && isMember()) {
        return Place.MEMBER;
      }
      if ((b == '{' || b == '[') && allowance > 0) {
        if (isEvent(b)) {
          return Place.EVENT;
        }
        allowance -= scanner.end() - position;
      }
      allowance += EFFORT;
      if (b > ' ' || b == '\n') {
        previous = b;
      }
    }
    return Place.NOWHERE;
  }

  private Place inSequence(int b) {
    return b == JsonScanner.RECORD_SEPARATOR || (b == '{' && previous == '\n')
        ? Place.RECORD
        : Place.NOWHERE;
  }

  private Place inContained(int b, boolean inEvents) {
    if (b == ']' && inEvents) {
      long next = scanner.skipSpace(position + 1);
      if (window.has(next)
          && window.at(next) == ','
          && QlogKeys.ofTrace(scanner.stringAfter(next + 1))) {
        return Place.END_OF_EVENTS;
      }
    }
    return b == '{' && QlogKeys.ofTrace(scanner.stringAfter(position + 1))
        ? Place.TRACE
        : Place.NOWHERE;
  }

  /** Whether a member begins here that gives events their meaning, or holds them. */
  private boolean isMember() {
    String name = scanner.stringAfter(position);
    if (!QlogKeys.ofHeader(name)) {
      return false;
    }
    long colon = scanner.skipSpace(position + name.length() + 2);
    return window.has(colon) && window.at(colon) == ':';
  }

  private boolean isEvent(int first) {
    if (first == '{' ? !beginsAsEvent() : !handler.eventsAreArrays()) {
      return false;
    }
    return scanner.scan(position) == JsonScanner.Result.COMPLETE
        && handler.isEvent(window.buffer(), window.index(position), window.index(scanner.end()));
  }

  private boolean beginsAsEvent() {
    String name = scanner.stringAfter(position + 1);
    return QlogKeys.ofEvent(name) || QlogKeys.ofNetlogEvent(name);
  }
}
