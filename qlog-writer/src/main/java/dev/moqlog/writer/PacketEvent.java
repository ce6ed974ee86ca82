package dev.moqlog.writer;

import dev.moqlog.vocabulary.Field;
import dev.moqlog.vocabulary.FrameType;
import dev.moqlog.vocabulary.PacketType;
import dev.moqlog.vocabulary.TransportError;
import dev.moqlog.writer.json.JsonBuffer;

/**
 * A packet event that is being recorded: its header, its size, and its frames one after the other
 * (quic-events section 5 and 8).
 *
 * <pre>{@code
 * trace.packetSent(now, PacketType.ONE_RTT, 7)
 *     .length(1252)
 *     .ack(delayNanos).range(1, 5).range(7, 9)
 *     .stream(3, 0, 1200, false)
 *     .commit();
 * }</pre>
 *
 * <p>To be used at once by the thread that got it, and no more after {@link #commit}; an event that
 * is never committed is never written. What belongs to the header comes first, then the frames in
 * the order they have in the packet. What the catalogue does not list for the event, such as the
 * frames of a packet that was dropped, is left out. Nothing here allocates, blocks or throws under
 * the default privacy settings.
 */
public final class PacketEvent {

  /** Takes everything and writes nothing: what a disabled trace hands out. */
  static final PacketEvent DISABLED = new PacketEvent(null, null);

  /** Stands for the number of a packet that has none, such as Retry. */
  public static final long NO_NUMBER = -1;

  private enum Part {
    HEADER,
    FRAME,
    RANGES,
    AFTER_RANGES
  }

  private final Scratch scratch;
  private final JsonBuffer out;
  private EventTables tables;
  private Part part = Part.HEADER;
  private int headerEnd;
  private long lengthBytes;
  private CharSequence trigger;
  private boolean mtuProbe;

  PacketEvent(Scratch scratch) {
    this(scratch, scratch.out);
  }

  private PacketEvent(Scratch scratch, JsonBuffer out) {
    this.scratch = scratch;
    this.out = out;
  }

  PacketEvent begin(PacketType type, long packetNumber) {
    tables = scratch.tables;
    out.raw(tables.packetStart(scratch.type, type));
    if (packetNumber != NO_NUMBER) {
      out.raw(tables.packetNumber);
      out.number(packetNumber);
    }
    part = Part.HEADER;
    lengthBytes = -1;
    trigger = null;
    mtuProbe = false;
    return this;
  }

  // The header.

  /** The destination connection id. Part of the header: to be given before any frame. */
  public PacketEvent dcid(byte[] connectionId) {
    if (scratch != null && part == Part.HEADER) {
      scratch.privacy.identifier(out, tables.key(Field.DCID), connectionId);
    }
    return this;
  }

  /** The source connection id. Part of the header: to be given before any frame. */
  public PacketEvent scid(byte[] connectionId) {
    if (scratch != null && part == Part.HEADER) {
      scratch.privacy.identifier(out, tables.key(Field.SCID), connectionId);
    }
    return this;
  }

  /** The QUIC version. Part of the header: to be given before any frame. */
  public PacketEvent version(int version) {
    if (scratch != null && part == Part.HEADER) {
      out.key(tables.key(Field.VERSION));
      out.ascii('"');
      for (int shift = 28; shift >= 0; shift -= 4) {
        out.ascii(Character.forDigit(version >>> shift & 0xf, 16));
      }
      out.ascii('"');
    }
    return this;
  }

  // The packet as a whole; in any order.

  /** The size of the packet with its header and the tag of its encryption. */
  public PacketEvent length(long bytes) {
    if (scratch != null) {
      lengthBytes = bytes;
    }
    return this;
  }

  /** Why: one of the words of quic-events, such as {@code pto_probe} or {@code time_threshold}. */
  public PacketEvent trigger(CharSequence word) {
    if (scratch != null) {
      trigger = word;
    }
    return this;
  }

  /** The packet probes the path's MTU (RFC 9000 section 14.4). */
  public PacketEvent mtuProbe() {
    if (scratch != null) {
      mtuProbe = true;
    }
    return this;
  }

  // The frames.

  /** A STREAM frame (RFC 9000 section 19.8). */
  public PacketEvent stream(long streamId, long offset, long length, boolean fin) {
    if (scratch != null) {
      frame(tables.streamFrame);
      out.unsigned(streamId);
      out.raw(tables.offset);
      out.unsigned(offset);
      if (fin) {
        out.raw(tables.fin);
      }
      dataLength(length);
    }
    return this;
  }

  /** A CRYPTO frame (RFC 9000 section 19.6). */
  public PacketEvent crypto(long offset, long length) {
    if (scratch != null) {
      frame(tables.cryptoFrame);
      out.unsigned(offset);
      dataLength(length);
    }
    return this;
  }

  /** A DATAGRAM frame (RFC 9221 section 4). */
  public PacketEvent datagram(long length) {
    if (scratch != null) {
      frame(FrameType.DATAGRAM);
      dataLength(length);
    }
    return this;
  }

  /** An ACK frame (RFC 9000 section 19.3), whose ranges {@link #range} gives. */
  public PacketEvent ack(long ackDelayNanos) {
    if (scratch != null) {
      frame(tables.ackFrame);
      out.millis(ackDelayNanos);
      out.raw(tables.ackedRanges);
      part = Part.RANGES;
    }
    return this;
  }

  /** A range of packet numbers that the ACK frame before acknowledges, both ends included. */
  public PacketEvent range(long smallest, long largest) {
    if (scratch != null && part == Part.RANGES) {
      out.comma();
      out.ascii('[');
      out.number(smallest);
      if (largest != smallest) {
        out.ascii(',');
        out.number(largest);
      }
      out.ascii(']');
    }
    return this;
  }

  /** The ECN counts of the ACK frame before, after its ranges (RFC 9000 section 19.3.2). */
  public PacketEvent ecnCounts(long ect0, long ect1, long ce) {
    if (scratch != null && part == Part.RANGES) {
      out.ascii(']');
      part = Part.AFTER_RANGES;
      number(Field.ECT0, ect0);
      number(Field.ECT1, ect1);
      number(Field.CE, ce);
    }
    return this;
  }

  /** A PADDING frame, or several in a row, of that many bytes. */
  public PacketEvent padding(long bytes) {
    if (scratch != null) {
      frame(FrameType.PADDING);
      out.key(tables.key(Field.RAW));
      out.ascii('{');
      number(Field.PAYLOAD_LENGTH, bytes);
      out.ascii('}');
    }
    return this;
  }

  /** A PING frame. */
  public PacketEvent ping() {
    return bare(FrameType.PING);
  }

  /** A HANDSHAKE_DONE frame. */
  public PacketEvent handshakeDone() {
    return bare(FrameType.HANDSHAKE_DONE);
  }

  /** A NEW_TOKEN frame; the token is a secret and not written. */
  public PacketEvent newToken() {
    return bare(FrameType.NEW_TOKEN);
  }

  /** A PATH_CHALLENGE frame. */
  public PacketEvent pathChallenge() {
    return bare(FrameType.PATH_CHALLENGE);
  }

  /** A PATH_RESPONSE frame. */
  public PacketEvent pathResponse() {
    return bare(FrameType.PATH_RESPONSE);
  }

  /** A MAX_DATA frame. */
  public PacketEvent maxData(long maximum) {
    return one(FrameType.MAX_DATA, Field.MAXIMUM, maximum);
  }

  /** A DATA_BLOCKED frame. */
  public PacketEvent dataBlocked(long limit) {
    return one(FrameType.DATA_BLOCKED, Field.LIMIT, limit);
  }

  /** A MAX_STREAM_DATA frame. */
  public PacketEvent maxStreamData(long streamId, long maximum) {
    return two(FrameType.MAX_STREAM_DATA, Field.STREAM_ID, streamId, Field.MAXIMUM, maximum);
  }

  /** A STREAM_DATA_BLOCKED frame. */
  public PacketEvent streamDataBlocked(long streamId, long limit) {
    return two(FrameType.STREAM_DATA_BLOCKED, Field.STREAM_ID, streamId, Field.LIMIT, limit);
  }

  /** A MAX_STREAMS frame. */
  public PacketEvent maxStreams(boolean bidirectional, long maximum) {
    return streams(FrameType.MAX_STREAMS, bidirectional, Field.MAXIMUM, maximum);
  }

  /** A STREAMS_BLOCKED frame. */
  public PacketEvent streamsBlocked(boolean bidirectional, long limit) {
    return streams(FrameType.STREAMS_BLOCKED, bidirectional, Field.LIMIT, limit);
  }

  /** A RESET_STREAM frame. */
  public PacketEvent resetStream(long streamId, long errorCode, long finalSize) {
    if (scratch != null) {
      frame(FrameType.RESET_STREAM);
      number(Field.STREAM_ID, streamId);
      applicationError(errorCode);
      number(Field.FINAL_SIZE, finalSize);
    }
    return this;
  }

  /** A STOP_SENDING frame. */
  public PacketEvent stopSending(long streamId, long errorCode) {
    if (scratch != null) {
      frame(FrameType.STOP_SENDING);
      number(Field.STREAM_ID, streamId);
      applicationError(errorCode);
    }
    return this;
  }

  /** A NEW_CONNECTION_ID frame; its reset token is a secret and not written. */
  public PacketEvent newConnectionId(long sequenceNumber, long retirePriorTo, byte[] connectionId) {
    if (scratch != null) {
      frame(FrameType.NEW_CONNECTION_ID);
      number(Field.SEQUENCE_NUMBER, sequenceNumber);
      number(Field.RETIRE_PRIOR_TO, retirePriorTo);
      number(Field.CONNECTION_ID_LENGTH, connectionId.length);
      scratch.privacy.identifier(out, tables.key(Field.CONNECTION_ID), connectionId);
    }
    return this;
  }

  /** A RETIRE_CONNECTION_ID frame. */
  public PacketEvent retireConnectionId(long sequenceNumber) {
    return one(FrameType.RETIRE_CONNECTION_ID, Field.SEQUENCE_NUMBER, sequenceNumber);
  }

  /**
   * A CONNECTION_CLOSE frame (RFC 9000 section 19.19).
   *
   * @param reason the reason phrase, or null
   */
  public PacketEvent connectionClose(boolean byApplication, long errorCode, CharSequence reason) {
    if (scratch != null) {
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
    return this;
  }

  /** A frame of an extension, by the name its draft gives it in qlog. */
  public PacketEvent frame(CharSequence name) {
    if (scratch != null) {
      openFrame();
      out.ascii('{');
      text(Field.FRAME_TYPE, name);
    }
    return this;
  }

  /** Ends the event and hands it on. */
  public void commit() {
    if (scratch == null) {
      return;
    }
    if (part == Part.HEADER) {
      out.ascii('}');
    } else if (tables.has(scratch.type, Field.FRAMES)) {
      closeFrame();
      out.ascii(']');
    } else {
      out.cutTo(headerEnd);
    }
    if (lengthBytes >= 0 && tables.has(scratch.type, Field.RAW)) {
      out.raw(tables.raw);
      out.number(lengthBytes);
      out.ascii('}');
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

  private PacketEvent bare(FrameType type) {
    if (scratch != null) {
      frame(type);
    }
    return this;
  }

  private PacketEvent one(FrameType type, Field field, long value) {
    if (scratch != null) {
      frame(type);
      number(field, value);
    }
    return this;
  }

  private PacketEvent two(FrameType type, Field first, long one, Field second, long two) {
    if (scratch != null) {
      frame(type);
      number(first, one);
      number(second, two);
    }
    return this;
  }

  private PacketEvent streams(FrameType type, boolean bidirectional, Field field, long value) {
    if (scratch != null) {
      frame(type);
      text(Field.STREAM_TYPE, bidirectional ? "bidirectional" : "unidirectional");
      number(field, value);
    }
    return this;
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
      out.raw(tables.frameLengthKey);
      out.number(length);
    }
    out.raw(tables.frameRaw);
    out.number(length);
    out.ascii('}');
  }

  private void frame(FrameType type) {
    frame(tables.frame(type));
  }

  private void frame(byte[] start) {
    openFrame();
    out.raw(start);
  }

  private void openFrame() {
    if (part == Part.HEADER) {
      // The header is complete once the first frame comes.
      out.ascii('}');
      headerEnd = out.size();
      out.key(tables.key(Field.FRAMES));
      out.ascii('[');
    } else {
      closeFrame();
      out.ascii(',');
    }
    part = Part.FRAME;
  }

  private void closeFrame() {
    if (part == Part.RANGES) {
      out.ascii(']');
    }
    out.ascii('}');
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
