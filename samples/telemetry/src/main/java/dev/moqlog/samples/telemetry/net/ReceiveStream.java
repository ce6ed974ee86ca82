package dev.moqlog.samples.telemetry.net;

import java.util.function.Consumer;

/** The receiving side of a stream: what has arrived, and hands its messages on in order. */
final class ReceiveStream {

  private final Ranges received = new Ranges();
  private int nextItem;
  private boolean reset;

  /** Takes data; how many bytes of it are new. */
  long take(Frame.StreamData frame) {
    return received.add(frame.offset(), frame.offset() + frame.length());
  }

  /** Hands on the messages that are complete by now, and all before them. */
  void handOn(SendStream stream, Consumer<Object> messages) {
    long end = received.endOfFirst();
    while (!reset
        && nextItem < stream.items().size()
        && stream.items().get(nextItem).end() <= end) {
      messages.accept(stream.items().get(nextItem++).message());
    }
  }

  /** Hands nothing on any more; whether it did until now. */
  boolean reset() {
    boolean first = !reset;
    reset = true;
    return first;
  }
}
