package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.FrameList;
import dev.moqlog.analyzer.read.PacketFields;
import dev.moqlog.analyzer.summary.DistributionSummary;
import dev.moqlog.analyzer.summary.QuantileSketch;
import dev.moqlog.analyzer.summary.StreamSummary;
import dev.moqlog.analyzer.summary.StreamsSummary;
import dev.moqlog.vocabulary.FrameType;
import dev.moqlog.vocabulary.PacketNumberSpace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;

/** The streams of a connection, by the frames that name them. */
final class StreamMetric {

  /** Of more streams at once, the one that was silent longest is closed. */
  static final int MAX_STREAMS = 16_384;

  private static final int MAX_FINS_UNACKED = 4_096;
  private static final int TYPES = 4;

  private static final long USES =
      FrameList.bits(
          FrameType.STREAM,
          FrameType.RESET_STREAM,
          FrameType.RESET_STREAM_AT,
          FrameType.STOP_SENDING);

  /** The largest offset of stream data (RFC 9000 section 19.8). */
  static final long MAX_OFFSET = (1L << 62) - 1;

  /** Learns of every frame that uses or limits a stream. */
  interface Listener {
    /** Data up to an offset was sent, of which so many bytes are new. */
    void sent(StreamState stream, long end, long freshBytes);

    /** Data up to an offset was received. */
    void received(StreamState stream, long end, long freshBytes);

    /** The first frame of a stream was sent or received. */
    void opened(long id);

    /** A stream will not be told of any more. */
    void forgotten(StreamState stream);
  }

  private final Listener listener;
  private final StreamBudget budget = new StreamBudget();
  private final RecentStreams<StreamState> streams = new RecentStreams<>(MAX_STREAMS);

  /** Packets that carried a FIN and are not acknowledged, with the stream. */
  private final LongMap finPackets = new LongMap();

  private final LongRanges[] opened = new LongRanges[TYPES];
  private final long[] count = new long[TYPES];
  private final QuantileSketch durations = new QuantileSketch();
  private final QuantileSketch finAcked = new QuantileSketch();
  private final PriorityQueue<StreamSummary> largest =
      new PriorityQueue<>(
          Comparator.comparingLong(
                  (StreamSummary stream) -> stream.uniqueBytesSent() + stream.uniqueBytesReceived())
              .thenComparing(StreamSummary::id, Comparator.reverseOrder()));
  private final PriorityQueue<StreamSummary> longestWaiting =
      new PriorityQueue<>(
          Comparator.comparingLong(StreamSummary::headOfLineNanos)
              .thenComparing(StreamSummary::id, Comparator.reverseOrder()));
  private boolean forgotten;
  private boolean folded;
  private boolean framesSeen;
  private long open;
  private long largestConcurrency;
  private long bytesSent;
  private long uniqueBytesSent;
  private long bytesReceived;
  private long uniqueBytesReceived;
  private long finsSent;
  private long finsReceived;
  private long resetsSent;
  private long resetsReceived;
  private long stopsSent;
  private long stopsReceived;
  private long headOfLineStreams;
  private long headOfLineNanos;
  private long longestHeadOfLineNanos;

  /**
   * @param listener learns of the use of streams
   */
  StreamMetric(Listener listener) {
    this.listener = listener;
  }

  /** The frames of a packet that was sent. */
  void sent(PacketFields packet, FrameList frames, Moment now) {
    framesSeen |= frames.logged();
    if (!frames.containsAny(USES)) {
      return;
    }
    for (int i = 0; i < frames.count(); i++) {
      StreamState stream = stream(frames, i, now);
      if (stream == null) {
        continue;
      }
      long end = end(frames, i);
      switch (frames.type(i)) {
        case STREAM -> {
          if (end == ABSENT) {
            continue;
          }
          long fresh = stream.addSent(frames.offset(i), frames.lengthBytes(i));
          bytesSent += frames.lengthBytes(i);
          uniqueBytesSent += fresh;
          listener.sent(stream, end, fresh);
          if (frames.fin(i)) {
            finsSent += stream.finSent ? 0 : 1;
            stream.finSent = true;
            stream.sentSize = end;
            finPacket(packet, stream);
          }
        }
        case RESET_STREAM, RESET_STREAM_AT -> {
          resetsSent += stream.resetSentCode == ABSENT ? 1 : 0;
          stream.resetSentCode = code(frames, i);
          stream.sentSize = frames.offset(i);
        }
        default -> {
          stopsSent += stream.stopSentCode == ABSENT ? 1 : 0;
          stream.stopSentCode = code(frames, i);
        }
      }
      update(stream);
    }
  }

  /** The frames of a packet that was received; what came twice counts as data received again. */
  void received(FrameList frames, Moment now) {
    framesSeen |= frames.logged();
    if (!frames.containsAny(USES)) {
      return;
    }
    for (int i = 0; i < frames.count(); i++) {
      StreamState stream = stream(frames, i, now);
      if (stream == null) {
        continue;
      }
      long end = end(frames, i);
      switch (frames.type(i)) {
        case STREAM -> {
          if (end == ABSENT) {
            continue;
          }
          long fresh = stream.addReceived(frames.offset(i), frames.lengthBytes(i), now.nanos());
          bytesReceived += frames.lengthBytes(i);
          uniqueBytesReceived += fresh;
          listener.received(stream, end, fresh);
          if (frames.fin(i)) {
            finsReceived += stream.finReceived ? 0 : 1;
            stream.finReceived = true;
            stream.receivedSize = end;
          }
        }
        case RESET_STREAM, RESET_STREAM_AT -> {
          resetsReceived += stream.resetReceivedCode == ABSENT ? 1 : 0;
          stream.resetReceivedCode = code(frames, i);
          stream.receivedSize = frames.offset(i);
        }
        default -> {
          stopsReceived += stream.stopReceivedCode == ABSENT ? 1 : 0;
          stream.stopReceivedCode = code(frames, i);
        }
      }
      update(stream);
    }
  }

  /** A packet was acknowledged for the first time. */
  void acked(FateListener.SentPacket packet, Moment now) {
    if (finPackets.isEmpty() || packet.space != PacketNumberSpace.APPLICATION_DATA) {
      return;
    }
    long id = finPackets.remove(key(packet.pathId, packet.number));
    StreamState stream = id == LongMap.NONE ? null : streams.get(id);
    if (stream != null && stream.finAckedNanos == ABSENT) {
      stream.finAckedNanos = Math.max(0, now.nanos() - stream.openedNanos);
      finAcked.add(stream.finAckedNanos);
    }
  }

  /** The stream with an id if anything is known of it, else null. */
  StreamState get(long id) {
    return streams.get(id);
  }

  private void finPacket(PacketFields packet, StreamState stream) {
    if (packet.hasNumber() && finPackets.size() < MAX_FINS_UNACKED) {
      finPackets.put(key(packet.pathId(), packet.number()), stream.id);
    }
  }

  private static long key(long pathId, long number) {
    return Math.min(pathId, LossMetric.MAX_PATHS - 1) << 56 ^ number;
  }

  /** The stream that a frame uses, or null if it uses none. */
  private StreamState stream(FrameList frames, int i, Moment now) {
    FrameType type = frames.type(i);
    boolean uses = (USES >> type.ordinal() & 1) != 0;
    long id = frames.streamId(i);
    if (!uses || id < 0 || id > MAX_OFFSET) {
      return null;
    }
    StreamState stream = streams.get(id);
    if (stream == null) {
      stream = new StreamState(id, now, budget);
      StreamState eldest = streams.add(id, stream);
      if (eldest != null) {
        forgotten = true;
        fold(eldest);
        eldest.release();
      }
      int type4 = (int) (id & (TYPES - 1));
      if (opened[type4] == null) {
        opened[type4] = new LongRanges();
      }
      if (opened[type4].add(id >> 2)) {
        count[type4]++;
        open++;
        largestConcurrency = Math.max(largestConcurrency, open);
      } else {
        // Forgotten, and now heard of again.
        stream.closed = true;
      }
      listener.opened(id);
    }
    stream.lastNanos = now.nanos();
    return stream;
  }

  /** Where the data of a frame ends, or ABSENT if its place is not known. */
  private static long end(FrameList frames, int i) {
    long length = frames.lengthBytes(i);
    long offset = frames.offset(i);
    return length == ABSENT || offset > MAX_OFFSET - length ? ABSENT : offset + length;
  }

  private static long code(FrameList frames, int i) {
    return frames.value(i) == ABSENT ? -1 : frames.value(i);
  }

  private void update(StreamState stream) {
    if (!stream.closed && stream.ended()) {
      stream.closed = true;
      open--;
      durations.add(Math.max(0, stream.lastNanos - stream.openedNanos));
    }
  }

  /** Adds what is known of a stream to the totals. */
  private void fold(StreamState stream) {
    listener.forgotten(stream);
    if (!stream.closed) {
      open--;
    }
    headOfLineStreams += stream.headOfLineNanos() > 0 ? 1 : 0;
    headOfLineNanos = Saturated.sum(headOfLineNanos, stream.headOfLineNanos());
    longestHeadOfLineNanos = Math.max(longestHeadOfLineNanos, stream.longestHeadOfLineNanos());
    StreamSummary summary = stream.summary();
    keep(largest, summary);
    if (summary.headOfLineNanos() > 0) {
      keep(longestWaiting, summary);
    }
  }

  private static void keep(PriorityQueue<StreamSummary> most, StreamSummary stream) {
    most.add(stream);
    if (most.size() > StreamsSummary.MAX_STREAMS / 2) {
      most.remove();
    }
  }

  long uniqueBytesSent() {
    return uniqueBytesSent;
  }

  long bytesSentAgain() {
    return bytesSent - uniqueBytesSent;
  }

  long uniqueBytesReceived() {
    return uniqueBytesReceived;
  }

  long duplicateBytesReceived() {
    return bytesReceived - uniqueBytesReceived;
  }

  /** Whether bounds of memory made numbers approximate. */
  boolean approximate() {
    return forgotten
        || streams.any(stream -> stream.sent.approximate() || stream.received.approximate());
  }

  /** The log has ended. */
  void finish() {
    if (!folded) {
      folded = true;
      streams.forEach(this::fold);
    }
  }

  /** What was seen, absent if the log has no frames. */
  Optional<StreamsSummary> summary() {
    if (!framesSeen) {
      return Optional.empty();
    }
    finish();
    Map<Long, StreamSummary> told = new TreeMap<>();
    largest.forEach(stream -> told.put(stream.id(), stream));
    longestWaiting.forEach(stream -> told.put(stream.id(), stream));
    List<StreamSummary> list = new ArrayList<>(told.values());
    return Optional.of(
        new StreamsSummary(
            count[0],
            count[1],
            count[2],
            count[3],
            bytesSent,
            uniqueBytesSent,
            bytesReceived,
            uniqueBytesReceived,
            finsSent,
            finsReceived,
            resetsSent,
            resetsReceived,
            stopsSent,
            stopsReceived,
            largestConcurrency,
            DistributionSummary.of(durations),
            DistributionSummary.of(finAcked),
            headOfLineStreams,
            headOfLineNanos,
            longestHeadOfLineNanos,
            List.copyOf(list)));
  }
}
