package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.FrameList;
import dev.moqlog.analyzer.summary.DistributionSummary;
import dev.moqlog.analyzer.summary.QuantileSketch;
import dev.moqlog.vocabulary.FrameType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Time to first byte: on each bidirectional stream that the client opens, from the first STREAM
 * frame one way to the first data the other way. HTTP/3 requests are such streams. Not safe for
 * several threads.
 */
final class ResponseMetric {

  /** Of more streams that wait for an answer, the oldest is forgotten. */
  private static final int MAX_WAITING = 4_096;

  private static final int CLIENT_BIDIRECTIONAL = 0;
  private static final int KIND = 3;

  /** When and which way a stream's first frame went. */
  private record Request(long nanos, boolean sent) {}

  private final Map<Long, Request> waiting =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Request> eldest) {
          return size() > MAX_WAITING;
        }
      };

  private final LongRanges known = new LongRanges();
  private final QuantileSketch durations = new QuantileSketch();
  private long lastAnswered = ABSENT;

  // The stream whose frames that way changed nothing, and so never will.
  private long settled = ABSENT;
  private boolean settledSent;

  private long firstByteNanos = ABSENT;

  /** A packet that was sent or received. */
  void packet(FrameList frames, long nanos, boolean sent) {
    if (!frames.contains(FrameType.STREAM)) {
      return;
    }
    for (int i = 0; i < frames.count(); i++) {
      long stream = frames.streamId(i);
      if (frames.type(i) == FrameType.STREAM
          && stream != lastAnswered
          && (stream != settled || sent != settledSent)
          && stream >= 0
          && (stream & KIND) == CLIENT_BIDIRECTIONAL) {
        frame(stream, frames.lengthBytes(i), nanos, sent);
      }
    }
  }

  private void frame(long stream, long length, long nanos, boolean sent) {
    Request request = waiting.get(stream);
    if (request != null) {
      if (request.sent == sent) {
        settle(stream, sent);
      } else if (length != 0) {
        waiting.remove(stream);
        lastAnswered = stream;
        if (firstByteNanos == ABSENT) {
          firstByteNanos = nanos;
        }
        if (nanos - request.nanos >= 0) {
          durations.add(nanos - request.nanos);
        }
      }
    } else if (known.add(stream >>> 2)) {
      waiting.put(stream, new Request(nanos, sent));
    } else {
      settle(stream, sent);
    }
  }

  private void settle(long stream, boolean sent) {
    settled = stream;
    settledSent = sent;
  }

  /** When the first answer's first data came or went, or ABSENT. */
  long firstByteNanos() {
    return firstByteNanos;
  }

  /** The times from request to answer, absent without any. */
  Optional<DistributionSummary> summary() {
    return DistributionSummary.of(durations);
  }
}
