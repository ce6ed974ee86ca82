package dev.moqlog.samples.telemetry.net;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The sending side of a stream: the messages put into it, and how far they were sent. Both ends
 * share it, as nothing is really serialised; the receiver reads it only as far as data arrived.
 */
public final class SendStream {

  private final long id;
  private final int priority;
  private final List<Item> items = new ArrayList<>();
  private final Deque<Long> pendingEnds = new ArrayDeque<>();
  private final Ranges acked = new Ranges();
  private long length;
  private long sent;
  private boolean finished;
  private boolean finSent;
  private boolean finAcked;
  private boolean reset;

  /** A message and the offset behind it. */
  record Item(long end, Object message) {}

  SendStream(long id, int priority) {
    this.id = id;
    this.priority = priority;
  }

  /** Its id (RFC 9000 section 2.1). */
  public long id() {
    return id;
  }

  int priority() {
    return priority;
  }

  void append(Object message, int bytes) {
    length += bytes;
    items.add(new Item(length, message));
    pendingEnds.add(length);
  }

  void finish() {
    finished = true;
  }

  void reset() {
    reset = true;
    pendingEnds.clear();
  }

  /** Whether it was given up. */
  public boolean isReset() {
    return reset;
  }

  /** The messages that were not wholly sent yet. */
  public int pending() {
    return pendingEnds.size();
  }

  /** How far it was sent. */
  long sentBytes() {
    return sent;
  }

  boolean hasMore() {
    return !reset && (sent < length || finished && !finSent);
  }

  /** Data that was never sent, at most as much as fits. */
  Frame.StreamData next(int room) {
    int bytes = (int) Math.min(room - Frame.StreamData.HEADER_BYTES, length - sent);
    boolean fin = finished && sent + bytes == length;
    Frame.StreamData frame = new Frame.StreamData(this, sent, bytes, fin, false);
    sent += bytes;
    finSent |= fin;
    while (!pendingEnds.isEmpty() && pendingEnds.peek() <= sent) {
      pendingEnds.remove();
    }
    return frame;
  }

  void acked(Frame.StreamData frame) {
    acked.add(frame.offset(), frame.offset() + frame.length());
    finAcked |= frame.fin();
  }

  /** Whether a frame that seems lost is to be sent again. */
  boolean isMissing(Frame.StreamData frame) {
    return !reset
        && (frame.fin() && !finAcked
            || !acked.contains(frame.offset(), frame.offset() + frame.length()));
  }

  List<Item> items() {
    return items;
  }
}
