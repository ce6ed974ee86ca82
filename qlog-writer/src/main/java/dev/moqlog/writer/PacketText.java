package dev.moqlog.writer;

import dev.moqlog.vocabulary.Field;
import dev.moqlog.vocabulary.FrameType;
import dev.moqlog.vocabulary.PacketType;
import dev.moqlog.vocabulary.TransportError;
import dev.moqlog.writer.json.JsonBuffer;

/** Encodes what is said of a packet to a {@link PacketEvent}, whose methods these are. */
final class PacketText {

  private final Scratch scratch;
  private final JsonBuffer out;
  private EventTables tables;
  private PacketPart part = PacketPart.HEADER;
  private int headerEnd;
  private long lengthBytes;
  private CharSequence trigger;
  private boolean mtuProbe;

  PacketText(Scratch scratch) {
    this.scratch = scratch;
    this.out = scratch.out;
  }

  void begin(PacketType type, long packetNumber) {
    tables = scratch.tables;
    out.raw(tables.packetStart(scratch.type, type));
    if (packetNumber != PacketEvent.NO_NUMBER) {
      out.rawUnsigned(tables.packetNumber, packetNumber);
    }
    part = PacketPart.HEADER;
    lengthBytes = -1;
    trigger = null;
    mtuProbe = false;
  }

  void dcid(byte[] connectionId) {
    if (part == PacketPart.HEADER && connectionId != null) {
      scratch.privacy.identifier(out, tables.key(Field.DCID), connectionId);
    }
  }

  void scid(byte[] connectionId) {
    if (part == PacketPart.HEADER && connectionId != null) {
      scratch.privacy.identifier(out, tables.key(Field.SCID), connectionId);
    }
  }

  void version(int version) {
    if (part == PacketPart.HEADER) {
      out.key(tables.key(Field.VERSION));
      out.ascii('"');
      for (int shift = 28; shift >= 0; shift -= 4) {
        out.ascii(Character.forDigit(version >>> shift & 0xf, 16));
      }
      out.ascii('"');
    }
  }

  void length(long bytes) {
    lengthBytes = bytes;
  }

  void trigger(CharSequence word) {
    trigger = word;
  }

  void mtuProbe() {
    mtuProbe = true;
  }

  void stream(long streamId, long offset, long length, boolean fin) {
    out.rawUnsigned(next(tables.streamFrame), streamId);
    out.rawUnsigned(tables.offset, offset);
    if (fin) {
      out.raw(tables.fin);
    }
    dataLength(length);
  }

  void crypto(long offset, long length) {
    out.rawUnsigned(next(tables.cryptoFrame), offset);
    dataLength(length);
  }

  void datagram(long length) {
    frame(FrameType.DATAGRAM);
    dataLength(length);
  }

  void ack(long ackDelayNanos) {
    out.rawMillis(next(tables.ackFrame), ackDelayNanos);
    out.raw(tables.ackedRanges);
    part = PacketPart.RANGES;
  }

  void range(long smallest, long largest) {
    if (part == PacketPart.RANGES) {
      out.range(smallest, largest);
    }
  }

  void ecnCounts(long ect0, long ect1, long ce) {
    if (part == PacketPart.RANGES) {
      out.ascii(']');
      part = PacketPart.FRAME;
      number(Field.ECT0, ect0);
      number(Field.ECT1, ect1);
      number(Field.CE, ce);
    }
  }

  void padding(long bytes) {
    frame(FrameType.PADDING);
    out.key(tables.key(Field.RAW));
    out.ascii('{');
    number(Field.PAYLOAD_LENGTH, bytes);
    out.ascii('}');
  }

  void ping() {
    frame(FrameType.PING);
  }

  void handshakeDone() {
    frame(FrameType.HANDSHAKE_DONE);
  }

  void newToken() {
    frame(FrameType.NEW_TOKEN);
  }

  void pathChallenge() {
    frame(FrameType.PATH_CHALLENGE);
  }

  void pathResponse() {
    frame(FrameType.PATH_RESPONSE);
  }

  void maxData(long maximum) {
    one(FrameType.MAX_DATA, Field.MAXIMUM, maximum);
  }

  void dataBlocked(long limit) {
    one(FrameType.DATA_BLOCKED, Field.LIMIT, limit);
  }

  void maxStreamData(long streamId, long maximum) {
    two(FrameType.MAX_STREAM_DATA, Field.STREAM_ID, streamId, Field.MAXIMUM, maximum);
  }

  void streamDataBlocked(long streamId, long limit) {
    two(FrameType.STREAM_DATA_BLOCKED, Field.STREAM_ID, streamId, Field.LIMIT, limit);
  }

  void maxStreams(boolean bidirectional, long maximum) {
    streams(FrameType.MAX_STREAMS, bidirectional, Field.MAXIMUM, maximum);
  }

  void streamsBlocked(boolean bidirectional, long limit) {
    streams(FrameType.STREAMS_BLOCKED, bidirectional, Field.LIMIT, limit);
  }

  void resetStream(long streamId, long errorCode, long finalSize) {
    frame(FrameType.RESET_STREAM);
    number(Field.STREAM_ID, streamId);
    applicationError(errorCode);
    number(Field.FINAL_SIZE, finalSize);
  }

  void stopSending(long streamId, long errorCode) {
    frame(FrameType.STOP_SENDING);
    number(Field.STREAM_ID, streamId);
    applicationError(errorCode);
  }

  void newConnectionId(long sequenceNumber, long retirePriorTo, byte[] connectionId) {
    frame(FrameType.NEW_CONNECTION_ID);
    number(Field.SEQUENCE_NUMBER, sequenceNumber);
    number(Field.RETIRE_PRIOR_TO, retirePriorTo);
    if (connectionId != null) {
      number(Field.CONNECTION_ID_LENGTH, connectionId.length);
      scratch.privacy.identifier(out, tables.key(Field.CONNECTION_ID), connectionId);
    }
  }

  void retireConnectionId(long sequenceNumber) {
    one(FrameType.RETIRE_CONNECTION_ID, Field.SEQUENCE_NUMBER, sequenceNumber);
  }

  void connectionClose(boolean byApplication, long errorCode, CharSequence reason) {
    frame(FrameType.CONNECTION_CLOSE);
    text(Field.ERROR_SPACE, byApplication ? "application" : "transport");
    String name = byApplication ? null : TransportError.nameOf(errorCode);
    if (name != null) {
      text(Field.ERROR, name);
    } else {
      applicationError(errorCode);
    }
    CharSequence written = reason == null ? null : scratch.privacy.name(reason);
    if (written != null && !written.isEmpty()) {
      text(Field.REASON, written);
    }
  }

  void frame(CharSequence name) {
    out.raw(next(tables.frameOpening));
    out.ascii('{');
    text(Field.FRAME_TYPE, name);
  }

  void commit() {
    if (!tables.has(scratch.type, Field.FRAMES) && part != PacketPart.HEADER) {
      out.cutTo(headerEnd);
      part = PacketPart.HEADER;
    }
    if (lengthBytes >= 0 && tables.has(scratch.type, Field.RAW)) {
      out.rawUnsigned(tables.endAndLength[part.ordinal()], lengthBytes);
      out.ascii('}');
    } else {
      out.raw(tables.end[part.ordinal()]);
    }
    if (mtuProbe && tables.has(scratch.type, Field.IS_MTU_PROBE_PACKET)) {
      out.key(tables.key(Field.IS_MTU_PROBE_PACKET));
      out.bool(true);
    }
    if (trigger != null) {
      text(Field.TRIGGER, trigger);
      trigger = null;
    }
    scratch.trace.watchPacket(scratch.type, scratch.nanos);
    scratch.commit();
  }

  private void one(FrameType type, Field field, long value) {
    frame(type);
    number(field, value);
  }

  private void two(FrameType type, Field first, long one, Field second, long two) {
    frame(type);
    number(first, one);
    number(second, two);
  }

  private void streams(FrameType type, boolean bidirectional, Field field, long value) {
    frame(type);
    text(Field.STREAM_TYPE, bidirectional ? "bidirectional" : "unidirectional");
    number(field, value);
  }

  /** An error code of the application, which has no name here. */
  private void applicationError(long errorCode) {
    byte[] name = tables.key(Field.ERROR);
    if (tables.frameLength) {
      // qlog 0.3 has the number in the place of the name.
      out.key(name);
      out.unsigned(errorCode);
    } else {
      out.key(name);
      out.text("unknown");
      number(Field.ERROR_CODE, errorCode);
    }
  }

  private void dataLength(long length) {
    if (tables.frameLength) {
      out.rawUnsigned(tables.frameLengthKey, length);
    }
    out.rawUnsigned(tables.frameRaw, length);
    part = PacketPart.FRAME_RAW;
  }

  private void frame(FrameType type) {
    out.raw(next(tables.frameOpening));
    out.raw(tables.frame(type));
  }

  /** What a frame begins with after what there is so far. */
  private byte[] next(byte[][] openings) {
    byte[] opening = openings[part.ordinal()];
    if (part == PacketPart.HEADER) {
      headerEnd = out.size();
    }
    part = PacketPart.FRAME;
    return opening;
  }

  private void number(Field field, long value) {
    out.key(tables.key(field));
    out.unsigned(value);
  }

  private void text(Field field, CharSequence value) {
    out.key(tables.key(field));
    out.text(value);
  }
}
