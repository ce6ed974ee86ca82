package dev.moqlog.analyzer.read;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.vocabulary.FrameType;

/** Puts the frames of a Chrome netlog, which are events of their own, into those of packets. */
final class NetlogFrames {

  /** A packet of 1,500 bytes holds fewer. */
  private static final int MAX_FRAMES = 512;

  private static final int MAX_RANGES = 1024;

  private static final long MICROS_TO_NANOS = 1000;

  private NetlogFrames() {}

  /**
   * Adds the frame that a record tells of.
   *
   * @param formerLargest the largest packet number that the frame's predecessor acknowledged
   */
  static void add(QlogEvent event, NetlogType type, NetlogRecord record, long formerLargest) {
    FrameList frames = event.frames;
    if (frames.count() == MAX_FRAMES || !frames.add()) {
      return;
    }
    frames.setType(type.frame());
    switch (type.frame()) {
      case STREAM -> stream(frames, record);
      case CRYPTO -> {
        frames.setOffset(record.offset);
        frames.setLength(record.lengthBytes);
      }
      case DATAGRAM -> frames.setLength(record.lengthBytes);
      case ACK -> ack(frames, record, formerLargest);
      case MAX_STREAM_DATA, STREAM_DATA_BLOCKED -> {
        // Chrome has one frame for streams and the connection, which is stream -1.
        if (record.streamId == ABSENT) {
          frames.setType(
              type.frame() == FrameType.MAX_STREAM_DATA
                  ? FrameType.MAX_DATA
                  : FrameType.DATA_BLOCKED);
        }
        frames.setStreamId(record.streamId);
        frames.setValue(record.limit);
      }
      case MAX_STREAMS, STREAMS_BLOCKED -> {
        frames.setUnidirectional(record.unidirectional);
        frames.setValue(record.limit);
      }
      case RESET_STREAM, STOP_SENDING -> {
        frames.setStreamId(record.streamId);
        frames.setValue(record.wireError);
      }
      case NEW_CONNECTION_ID, RETIRE_CONNECTION_ID -> frames.setValue(record.sequenceNumber);
      case CONNECTION_CLOSE -> {
        long code = record.wireError != ABSENT ? record.wireError : record.quicError;
        frames.setValue(code);
        event.close.errorCode = code;
        event.close.errorSpace = space(record.closeType);
        event.close.reason = record.details;
      }
      default -> {}
    }
    event.packet.mtuProbe |= type.mtuProbe();
  }

  /** The STREAM frame that was added last turned out to be longer. */
  static void grow(QlogEvent event, NetlogRecord record) {
    FrameList frames = event.frames;
    int last = frames.count() - 1;
    if (last >= 0
        && frames.type(last) == FrameType.STREAM
        && frames.streamId(last) == record.streamId) {
      stream(frames, record);
    }
  }

  private static void stream(FrameList frames, NetlogRecord record) {
    frames.setStreamId(record.streamId);
    frames.setOffset(record.offset);
    frames.setLength(record.lengthBytes);
    frames.setFin(record.fin);
  }

  private static void ack(FrameList frames, NetlogRecord record, long formerLargest) {
    if (record.ackDelayMicros >= 0 && record.ackDelayMicros < Long.MAX_VALUE / MICROS_TO_NANOS) {
      frames.setAckDelayNanos(record.ackDelayMicros * MICROS_TO_NANOS);
    }
    frames.setEcnCounts(record.ect0, record.ect1, record.ce);
    long end = record.largestAcked;
    if (end == ABSENT) {
      return;
    }
    long smallest = smallest(record, formerLargest);
    int ranges = 0;
    for (int i = record.missingCount - 1; i >= 0 && ranges < MAX_RANGES; i--) {
      long missing = record.missing[i];
      if (missing < smallest || missing > end) {
        continue;
      }
      if (missing < end) {
        frames.addRange(missing + 1, end);
        ranges++;
      }
      end = missing - 1;
    }
    if (smallest <= end && ranges < MAX_RANGES) {
      frames.addRange(smallest, end);
    }
  }

  /**
   * The smallest packet number acknowledged. Chrome before 2020 did not log it; as a peer goes on
   * acknowledging what it was not told to have been heard, it is taken to be no more than one above
   * the largest of the acknowledgment before.
   */
  private static long smallest(NetlogRecord record, long formerLargest) {
    if (record.tooManyMissing) {
      return record.largestAcked;
    }
    if (record.smallestAcked != ABSENT) {
      return record.smallestAcked;
    }
    long smallest = Math.min(record.largestAcked, formerLargest + 1);
    long firstMissing = record.missingCount == 0 ? Long.MAX_VALUE : record.missing[0];
    return Math.max(0, Math.min(smallest, firstMissing - 1));
  }

  private static String space(String closeType) {
    if (closeType == null) {
      return null;
    }
    return closeType.equals("Application") ? "application" : "transport";
  }
}
