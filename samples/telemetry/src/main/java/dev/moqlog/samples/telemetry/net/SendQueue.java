package dev.moqlog.samples.telemetry.net;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;

/** What waits to be sent: frames that were lost first, then new data, the urgent streams first. */
final class SendQueue {

  private final Deque<Frame> frames = new ArrayDeque<>();
  private final TreeSet<SendStream> streams =
      new TreeSet<>(
          Comparator.comparingInt(SendStream::priority).thenComparingLong(SendStream::id));

  void add(Frame frame) {
    frames.add(frame);
  }

  void add(SendStream stream) {
    if (stream.hasMore()) {
      streams.add(stream);
    }
  }

  /** Sends again what a packet carried, as far as it is still missing. */
  void addAgain(Packet packet) {
    frames.addAll(again(packet));
  }

  /** What of a packet is worth sending again. */
  static List<Frame> again(Packet packet) {
    List<Frame> again = new ArrayList<>();
    for (Frame frame : packet.frames()) {
      if (frame instanceof Frame.StreamData data) {
        if (data.stream().isMissing(data)) {
          again.add(data.asAgain());
        }
      } else if (frame.isReliable()) {
        again.add(frame);
      }
    }
    return again;
  }

  /** Forgets what is left of a stream. */
  void drop(SendStream stream) {
    streams.remove(stream);
    frames.removeIf(frame -> frame instanceof Frame.StreamData data && data.stream() == stream);
  }

  boolean isEmpty() {
    return frames.isEmpty() && streams.isEmpty();
  }

  /** Takes frames that together fit. */
  List<Frame> take(int room) {
    List<Frame> taken = new ArrayList<>();
    int left = room;
    while (!frames.isEmpty() && frames.peek().bytes() <= left) {
      left -= frames.peek().bytes();
      taken.add(frames.remove());
    }
    while (frames.isEmpty() && !streams.isEmpty() && left > Frame.StreamData.HEADER_BYTES) {
      SendStream stream = streams.first();
      Frame.StreamData data = stream.next(left);
      left -= data.bytes();
      taken.add(data);
      if (!stream.hasMore()) {
        streams.remove(stream);
      }
    }
    return taken;
  }
}
