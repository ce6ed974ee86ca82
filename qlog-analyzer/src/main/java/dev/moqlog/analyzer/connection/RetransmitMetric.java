package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.FrameList;
import dev.moqlog.analyzer.summary.RetransmitSummary;
import dev.moqlog.vocabulary.FrameType;
import dev.moqlog.vocabulary.PacketNumberSpace;
import java.util.EnumMap;
import java.util.Map;

/** Stream and crypto data sent again, by the overlap of byte ranges. */
final class RetransmitMetric {

  /** Of more streams at once, the one that was silent longest is forgotten. */
  private static final int MAX_STREAMS = 65_536;

  /** The largest offset of stream data (RFC 9000 section 19.8). */
  static final long MAX_OFFSET = (1L << 62) - 1;

  private static final long DATA = FrameList.bits(FrameType.STREAM, FrameType.CRYPTO);

  private final StreamBudget budget = new StreamBudget();

  private final RecentStreams<LongRanges> streams = new RecentStreams<>(MAX_STREAMS);

  private final Map<PacketNumberSpace, LongRanges> crypto = new EnumMap<>(PacketNumberSpace.class);
  private boolean forgotten;
  private boolean missingLengths;
  private long streamBytes;
  private long streamBytesAgain;
  private long cryptoBytes;
  private long cryptoBytesAgain;

  /**
   * The frames of a packet that was sent.
   *
   * @param space its packet number space, or null if it has none
   */
  void sent(FrameList frames, PacketNumberSpace space) {
    if (!frames.containsAny(DATA)) {
      return;
    }
    for (int i = 0; i < frames.count(); i++) {
      FrameType type = frames.type(i);
      if (type != FrameType.STREAM && type != FrameType.CRYPTO) {
        continue;
      }
      long length = frames.lengthBytes(i);
      long offset = frames.offset(i);
      boolean nameless = type == FrameType.STREAM && frames.streamId(i) == ABSENT;
      if (length == ABSENT || offset > MAX_OFFSET - length || nameless) {
        missingLengths = true;
      } else if (length > 0 && type == FrameType.STREAM) {
        LongRanges ranges = stream(frames.streamId(i));
        streamBytes += length;
        int before = ranges.ranges();
        streamBytesAgain += length - ranges.add(offset, offset + length - 1);
        if (ranges.ranges() > before && budget.exceeded()) {
          ranges.joinAll();
        }
        budget.addRanges(ranges.ranges() - before);
      } else if (length > 0 && space != null) {
        LongRanges ranges = crypto.computeIfAbsent(space, any -> new LongRanges());
        cryptoBytes += length;
        cryptoBytesAgain += length - ranges.add(offset, offset + length - 1);
      }
    }
  }

  private LongRanges stream(long id) {
    LongRanges ranges = streams.get(id);
    if (ranges == null) {
      ranges = new LongRanges();
      LongRanges eldest = streams.add(id, ranges);
      if (eldest != null) {
        forgotten = true;
        budget.addRanges(-eldest.ranges());
      }
    }
    return ranges;
  }

  /** Whether a stream or crypto frame was logged without its length or stream. */
  boolean missingLengths() {
    return missingLengths;
  }

  boolean approximate() {
    return forgotten
        || crypto.values().stream().anyMatch(LongRanges::approximate)
        || streams.any(LongRanges::approximate);
  }

  RetransmitSummary summary() {
    return new RetransmitSummary(streamBytes, streamBytesAgain, cryptoBytes, cryptoBytesAgain);
  }
}
