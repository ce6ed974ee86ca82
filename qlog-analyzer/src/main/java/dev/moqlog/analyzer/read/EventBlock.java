package dev.moqlog.analyzer.read;

import dev.moqlog.vocabulary.EventType;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A stretch of a log that begins with an event, and its events, decoded ahead of their turn.
 *
 * <p>Filled by the thread that reads the log, decoded by that or another one, handed over by the
 * first; {@link ParallelRun} keeps them apart.
 */
final class EventBlock {

  /** Some hundred events, which take a few hundred kilobytes once they are decoded. */
  static final int BYTES = 64 * 1024;

  /** Decodes blocks, for one thread. */
  static final class Decoder {

    private final ByteCursor cursor = new ByteCursor();
    private final LearningDecoder events;
    private final boolean topLevel;

    /**
     * @param needed the types of events whose data is asked for
     * @param timeDigits as {@link EventDecoder#setTimeDigits}
     * @param topLevel whether the events stand by themselves, and not in an array
     */
    Decoder(Set<EventType> needed, int timeDigits, boolean topLevel) {
      EventDecoder decoder = new EventDecoder(needed);
      decoder.setTimeDigits(timeDigits);
      this.events = new LearningDecoder(decoder);
      this.topLevel = topLevel;
    }

    private boolean decode(QlogEvent event, byte[] bytes, int from) throws IOException {
      cursor.begin(bytes, from);
      return events.decode(event, cursor, List.of())
          && !cursor.failed()
          && (!topLevel || QlogKeys.ofEvent(events.firstMember()));
    }
  }

  // Guarded by the run.
  boolean claimed;
  boolean decoded;

  private final byte[] bytes = new byte[BYTES + ByteWindow.PADDING];
  private QlogEvent[] events = new QlogEvent[BYTES / 128];
  private int length;
  private long offset;
  private int count;
  private int consumed;
  private boolean separators;

  /** Takes over loaded bytes of a log. */
  void fill(ByteWindow window, long from, long to) {
    claimed = false;
    decoded = false;
    offset = from;
    length = (int) (to - from);
    System.arraycopy(window.buffer(), window.index(from), bytes, 0, length);
    Arrays.fill(bytes, length, length + ByteWindow.PADDING, (byte) 0);
  }

  /** The offset behind the bytes. */
  long end() {
    return offset + length;
  }

  /** The offset behind the last event that was decoded, or behind all bytes. */
  long consumed() {
    return offset + consumed;
  }

  /** Whether record separators stood between the events (RFC 7464). */
  boolean separators() {
    return separators;
  }

  /** How many events were decoded. */
  int count() {
    return count;
  }

  /** The i-th event. */
  QlogEvent event(int i) {
    return events[i];
  }

  /** Decodes the events up to the end, or to what the general way has to read. */
  void decode(Decoder decoder) {
    count = 0;
    consumed = 0;
    separators = false;
    try {
      while (decodeNext(decoder)) {
        count++;
      }
    } catch (IOException | RuntimeException e) {
      // Whatever it is, the general way will meet it too, and say so.
    }
  }

  private boolean decodeNext(Decoder decoder) throws IOException {
    int from = behindSeparators(consumed, decoder.topLevel);
    if (from == length) {
      consumed = length;
      return false;
    }
    if (bytes[from] != '{') {
      return false;
    }
    if (count == events.length) {
      events = Arrays.copyOf(events, 2 * count);
    }
    if (events[count] == null || events[count].large()) {
      events[count] = new QlogEvent();
    }
    QlogEvent event = events[count];
    if (!decoder.decode(event, bytes, from)) {
      return false;
    }
    event.offset = offset + from;
    consumed = decoder.cursor.position();
    return true;
  }

  private int behindSeparators(int from, boolean topLevel) {
    for (int i = from; i < length; i++) {
      int b = bytes[i];
      if (topLevel && b == JsonScanner.RECORD_SEPARATOR) {
        // An event stands behind the block.
        if (i + 1 < length && bytes[i + 1] != '{') {
          return from;
        }
        separators = true;
      } else if (!JsonScanner.isSpace(b) && (topLevel || b != ',')) {
        return i;
      }
    }
    return length;
  }
}
