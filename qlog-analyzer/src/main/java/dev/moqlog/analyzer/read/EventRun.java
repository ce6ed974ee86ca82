package dev.moqlog.analyzer.read;

/**
 * The fast way through a log: reads one event behind the other straight from the window, as long as
 * they are written as nearly all stacks write them, and checks their structure in the same pass.
 *
 * <p>Whatever is out of the ordinary, from an escape in a text to damage, is left to {@link
 * ContainerReader}, which reads everything, and reads the same from what is read here.
 */
final class EventRun {

  /** A longer event, of which the window may have only a part, is not read again and again. */
  private static final int MAX_EVENT_BYTES = 256 * 1024;

  private final ByteWindow window;
  private final RecordHandler handler;
  private final ByteCursor cursor = new ByteCursor();
  private final ParallelRun parallel;
  private boolean separators;

  /**
   * @param parallel reads what comes late in a large log
   */
  EventRun(ByteWindow window, RecordHandler handler, ParallelRun parallel) {
    this.window = window;
    this.handler = handler;
    this.parallel = parallel;
  }

  /** Whether record separators stood between events (RFC 7464). */
  boolean separators() {
    return separators || parallel.separators();
  }

  /**
   * Reads events until something else comes.
   *
   * @param start the offset of an event
   * @param topLevel whether the events stand by themselves, and not in an array
   * @return the offset behind the last event that was read and the separators behind it
   */
  long read(long start, boolean topLevel) {
    long position = start;
    while (true) {
      if (parallel.worthIt(position)) {
        window.release(position);
        long behind = parallel.read(position, topLevel);
        if (behind > position) {
          return behind;
        }
      }
      if (!event(position, topLevel)) {
        break;
      }
      position = behindSeparators(window.offset(cursor.position()), topLevel);
      if (!beginsEvent(position, topLevel)) {
        break;
      }
    }
    window.release(position);
    return position;
  }

  private boolean event(long start, boolean topLevel) {
    while (true) {
      int from = window.index(start);
      cursor.begin(window.buffer(), from);
      if (handler.event(cursor, window.buffer(), from, start, topLevel)) {
        return true;
      }
      boolean cut = cursor.failed() && cursor.failedAt() >= window.limit();
      if (!cut || window.limit() - from > MAX_EVENT_BYTES) {
        return false;
      }
      window.release(start);
      if (!loadTwice(start)) {
        return false;
      }
    }
  }

  /** Loads as much again as there is, so that a slow stream is not read over at every byte. */
  private boolean loadTwice(long start) {
    long wanted = 2L * (window.limit() - window.index(start));
    while (window.limit() - window.index(start) < wanted) {
      if (!window.load()) {
        return false;
      }
    }
    return true;
  }

  /** The offset of what comes behind separators; what is before it is forgotten. */
  private long behindSeparators(long end, boolean topLevel) {
    long position = end;
    while (true) {
      window.release(position);
      if (!window.has(position)) {
        return position;
      }
      int b = window.at(position);
      if (b == JsonScanner.RECORD_SEPARATOR && topLevel) {
        if (!window.has(position + 1) || window.at(position + 1) != '{') {
          return position;
        }
        separators = true;
      } else if (!JsonScanner.isSpace(b) && (b != ',' || topLevel)) {
        return position;
      }
      position++;
    }
  }

  private boolean beginsEvent(long position, boolean topLevel) {
    if (!window.has(position)) {
      return false;
    }
    int b = window.at(position);
    return b == '{' || (b == '[' && !topLevel && handler.eventsAreArrays());
  }
}
