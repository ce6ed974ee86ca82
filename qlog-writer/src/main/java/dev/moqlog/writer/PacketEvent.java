package dev.moqlog.writer;

import dev.moqlog.vocabulary.PacketType;

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
  static final PacketEvent DISABLED = new PacketEvent(null);

  /** Stands for the number of a packet that has none, such as Retry. */
  public static final long NO_NUMBER = -1;

  // Every method is only a check, so that a call on a disabled trace comes to next to nothing.
  private final PacketText text;

  PacketEvent(PacketText text) {
    this.text = text;
  }

  PacketEvent begin(PacketType type, long packetNumber) {
    text.begin(type, packetNumber);
    return this;
  }

  // The header.

  /** The destination connection id, or null. Part of the header: before any frame. */
  public PacketEvent dcid(byte[] connectionId) {
    if (text != null) {
      text.dcid(connectionId);
    }
    return this;
  }

  /** The source connection id, or null. Part of the header: before any frame. */
  public PacketEvent scid(byte[] connectionId) {
    if (text != null) {
      text.scid(connectionId);
    }
    return this;
  }

  /** The QUIC version. Part of the header: to be given before any frame. */
  public PacketEvent version(int version) {
    if (text != null) {
      text.version(version);
    }
    return this;
  }

  // The packet as a whole; in any order.

  /** The size of the packet with its header and the tag of its encryption. */
  public PacketEvent length(long bytes) {
    if (text != null) {
      text.length(bytes);
    }
    return this;
  }

  /** Why: one of the words of quic-events, such as {@code pto_probe} or {@code time_threshold}. */
  public PacketEvent trigger(CharSequence word) {
    if (text != null) {
      text.trigger(word);
    }
    return this;
  }

  /** The packet probes the path's MTU (RFC 9000 section 14.4). */
  public PacketEvent mtuProbe() {
    if (text != null) {
      text.mtuProbe();
    }
    return this;
  }

  // The frames.

  /** A STREAM frame (RFC 9000 section 19.8). */
  public PacketEvent stream(long streamId, long offset, long length, boolean fin) {
    if (text != null) {
      text.stream(streamId, offset, length, fin);
    }
    return this;
  }

  /** A CRYPTO frame (RFC 9000 section 19.6). */
  public PacketEvent crypto(long offset, long length) {
    if (text != null) {
      text.crypto(offset, length);
    }
    return this;
  }

  /** A DATAGRAM frame (RFC 9221 section 4). */
  public PacketEvent datagram(long length) {
    if (text != null) {
      text.datagram(length);
    }
    return this;
  }

  /** An ACK frame (RFC 9000 section 19.3), whose ranges {@link #range} gives. */
  public PacketEvent ack(long ackDelayNanos) {
    if (text != null) {
      text.ack(ackDelayNanos);
    }
    return this;
  }

  /** A range of packet numbers that the ACK frame before acknowledges, both ends included. */
  public PacketEvent range(long smallest, long largest) {
    if (text != null) {
      text.range(smallest, largest);
    }
    return this;
  }

  /** The ECN counts of the ACK frame before, after its ranges (RFC 9000 section 19.3.2). */
  public PacketEvent ecnCounts(long ect0, long ect1, long ce) {
    if (text != null) {
      text.ecnCounts(ect0, ect1, ce);
    }
    return this;
  }

  /** A PADDING frame, or several in a row, of that many bytes. */
  public PacketEvent padding(long bytes) {
    if (text != null) {
      text.padding(bytes);
    }
    return this;
  }

  /** A PING frame. */
  public PacketEvent ping() {
    if (text != null) {
      text.ping();
    }
    return this;
  }

  /** A HANDSHAKE_DONE frame. */
  public PacketEvent handshakeDone() {
    if (text != null) {
      text.handshakeDone();
    }
    return this;
  }

  /** A NEW_TOKEN frame; the token is a secret and not written. */
  public PacketEvent newToken() {
    if (text != null) {
      text.newToken();
    }
    return this;
  }

  /** A PATH_CHALLENGE frame. */
  public PacketEvent pathChallenge() {
    if (text != null) {
      text.pathChallenge();
    }
    return this;
  }

  /** A PATH_RESPONSE frame. */
  public PacketEvent pathResponse() {
    if (text != null) {
      text.pathResponse();
    }
    return this;
  }

  /** A MAX_DATA frame. */
  public PacketEvent maxData(long maximum) {
    if (text != null) {
      text.maxData(maximum);
    }
    return this;
  }

  /** A DATA_BLOCKED frame. */
  public PacketEvent dataBlocked(long limit) {
    if (text != null) {
      text.dataBlocked(limit);
    }
    return this;
  }

  /** A MAX_STREAM_DATA frame. */
  public PacketEvent maxStreamData(long streamId, long maximum) {
    if (text != null) {
      text.maxStreamData(streamId, maximum);
    }
    return this;
  }

  /** A STREAM_DATA_BLOCKED frame. */
  public PacketEvent streamDataBlocked(long streamId, long limit) {
    if (text != null) {
      text.streamDataBlocked(streamId, limit);
    }
    return this;
  }

  /** A MAX_STREAMS frame. */
  public PacketEvent maxStreams(boolean bidirectional, long maximum) {
    if (text != null) {
      text.maxStreams(bidirectional, maximum);
    }
    return this;
  }

  /** A STREAMS_BLOCKED frame. */
  public PacketEvent streamsBlocked(boolean bidirectional, long limit) {
    if (text != null) {
      text.streamsBlocked(bidirectional, limit);
    }
    return this;
  }

  /** A RESET_STREAM frame. */
  public PacketEvent resetStream(long streamId, long errorCode, long finalSize) {
    if (text != null) {
      text.resetStream(streamId, errorCode, finalSize);
    }
    return this;
  }

  /** A STOP_SENDING frame. */
  public PacketEvent stopSending(long streamId, long errorCode) {
    if (text != null) {
      text.stopSending(streamId, errorCode);
    }
    return this;
  }

  /** A NEW_CONNECTION_ID frame, its id null if not known; the reset token is not written. */
  public PacketEvent newConnectionId(long sequenceNumber, long retirePriorTo, byte[] connectionId) {
    if (text != null) {
      text.newConnectionId(sequenceNumber, retirePriorTo, connectionId);
    }
    return this;
  }

  /** A RETIRE_CONNECTION_ID frame. */
  public PacketEvent retireConnectionId(long sequenceNumber) {
    if (text != null) {
      text.retireConnectionId(sequenceNumber);
    }
    return this;
  }

  /**
   * A CONNECTION_CLOSE frame (RFC 9000 section 19.19).
   *
   * @param reason the reason phrase, or null
   */
  public PacketEvent connectionClose(boolean byApplication, long errorCode, CharSequence reason) {
    if (text != null) {
      text.connectionClose(byApplication, errorCode, reason);
    }
    return this;
  }

  /** A frame of an extension, by the name its draft gives it in qlog. */
  public PacketEvent frame(CharSequence name) {
    if (text != null) {
      text.frame(name);
    }
    return this;
  }

  /** Ends the event and hands it on. */
  public void commit() {
    if (text != null) {
      text.commit();
    }
  }
}
