package dev.moqlog.writer;

import dev.moqlog.vocabulary.EventType;
import java.util.Arrays;

/**
 * How the connection of a trace was closed, kept aside for a trace that has no room for more. Safe
 * for all threads.
 */
final class LastWords {

  private final byte[] eventStart;
  private final byte[] closedStart;
  private final int limitBytes;
  private byte[] words;

  /**
   * Nothing yet.
   *
   * @param limitBytes the space there will be
   */
  LastWords(RecorderContext context, int limitBytes) {
    this.eventStart = context.eventStart;
    this.closedStart = context.tables.start(EventType.CONNECTION_CLOSED);
    this.limitBytes = limitBytes;
  }

  /** Keeps an event, if it is the first and not too long; tells whether it did. */
  synchronized boolean keep(byte[] bytes, int from, int length) {
    if (words != null || length > limitBytes) {
      return false;
    }
    words = Arrays.copyOfRange(bytes, from, from + length);
    return true;
  }

  /** Keeps the event that says how the connection was closed, if it is among these. */
  boolean keepFrom(byte[] bytes, int from, int length) {
    int end = from + length;
    for (int start = from; start < end; ) {
      int next = indexOf(eventStart, bytes, start + eventStart.length, end);
      if (indexOf(closedStart, bytes, start, next) < next) {
        return keep(bytes, start, next - start);
      }
      start = next;
    }
    return false;
  }

  /** What was kept, or null. */
  synchronized byte[] words() {
    return words;
  }

  /** Where something begins in bytes, or their end. */
  private static int indexOf(byte[] wanted, byte[] bytes, int from, int end) {
    for (int i = from; i <= end - wanted.length; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return end;
  }
}
