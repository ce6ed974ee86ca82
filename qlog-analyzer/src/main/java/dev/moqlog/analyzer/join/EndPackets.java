package dev.moqlog.analyzer.join;

import dev.moqlog.analyzer.connection.LongRanges;
import dev.moqlog.analyzer.read.FrameList;
import dev.moqlog.analyzer.read.PacketFields;
import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.FrameType;
import dev.moqlog.vocabulary.PacketNumberSpace;
import dev.moqlog.vocabulary.PacketType;
import java.util.HashMap;
import java.util.Map;

/** The packets of one end of a connection, sent and received, as its log tells. */
public final class EndPackets {

  /** Something that did not happen. */
  static final long NEVER = Long.MAX_VALUE;

  /** Beyond the year 2039, and still safe to add and subtract. */
  static final long MAX_NANOS = 2_200_000_000_000_000_000L;

  /** Closing takes three probe timeouts (RFC 9000 section 10.2), seldom longer than this. */
  private static final long MAX_CLOSING_NANOS = 3_000_000_000L;

  private static final int MAX_DROPPED = 65_536;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long NANOS_PER_MICRO = 1_000;

  private final PacketColumns sent;
  private final PacketColumns received;
  private final PacketColumns dropped = new PacketColumns(MAX_DROPPED);
  private final PacketColumns withoutKeys = new PacketColumns(MAX_DROPPED);
  private final PacketColumns declaredLost;
  private final Map<Integer, LongRanges> acked = new HashMap<>();

  private long packetsDropped;
  private long datagramsDropped;
  private boolean acksSeen;
  private boolean framesSeen;
  private boolean lengthsSeen;
  private long firstNanos = NEVER;
  private long lastNanos = -MAX_NANOS;
  private long closedNanos = NEVER;
  private long lastReceivedNanos = -MAX_NANOS;
  private long firstHandshakeSent = NEVER;
  private long firstHandshakeReceived = NEVER;
  private long lastHandshakePacket = NEVER;
  private long handshakeDone = NEVER;
  private long answeredNanos = -MAX_NANOS;
  private boolean zeroRttReceived;
  private boolean wholeMillis = true;
  private boolean wholeMicros = true;

  /** An end that keeps all packets, up to a limit. */
  public EndPackets() {
    this(PacketColumns.MAX_PACKETS);
  }

  /**
   * @param limit how many packets are kept in each direction
   */
  EndPackets(int limit) {
    sent = new PacketColumns(limit);
    received = new PacketColumns(limit);
    declaredLost = new PacketColumns(limit);
  }

  /** Takes an event of this end. */
  public void event(QlogEvent event) {
    long nanos = event.timeNanos();
    if (nanos > MAX_NANOS || nanos < -MAX_NANOS) {
      return;
    }
    clock(nanos);
    switch (event.type()) {
      case PACKET_SENT -> packetSent(event, nanos);
      case PACKET_RECEIVED -> packetReceived(event, nanos);
      case PACKET_DROPPED -> packetDropped(event.packet(), nanos);
      case UDP_DATAGRAM_DROPPED -> datagramsDropped++;
      case PACKETS_ACKED -> packetsAcked(event.packet());
      case PACKET_LOST -> {
        long key = PacketKey.of(event.packet());
        if (key != PacketKey.NONE) {
          declaredLost.add(key, nanos, 0, 0);
        }
      }
      case CONNECTION_CLOSED -> closedNanos = Math.min(closedNanos, nanos);
      default -> {}
    }
  }

  private void clock(long nanos) {
    firstNanos = Math.min(firstNanos, nanos);
    lastNanos = Math.max(lastNanos, nanos);
    wholeMillis &= nanos % NANOS_PER_MILLI == 0;
    wholeMicros &= nanos % NANOS_PER_MICRO == 0;
  }

  private void packetSent(QlogEvent event, long nanos) {
    PacketFields packet = event.packet();
    long sendAt = packet.sendAtNanos();
    // quiche logs a packet when it is made; it leaves when pacing lets it.
    long left = sendAt <= MAX_NANOS ? Math.max(nanos, sendAt) : nanos;
    if (packet.space() == PacketNumberSpace.HANDSHAKE) {
      firstHandshakeSent = Math.min(firstHandshakeSent, nanos);
      lastHandshakePacket = nanos;
    }
    add(sent, event, left);
  }

  private void packetReceived(QlogEvent event, long nanos) {
    PacketFields packet = event.packet();
    if (packet.space() == PacketNumberSpace.HANDSHAKE) {
      firstHandshakeReceived = Math.min(firstHandshakeReceived, nanos);
      lastHandshakePacket = nanos;
    }
    if (packet.type() == PacketType.RETRY || packet.type() == PacketType.VERSION_NEGOTIATION) {
      answeredNanos = Math.max(answeredNanos, nanos);
    }
    lastReceivedNanos = Math.max(lastReceivedNanos, nanos);
    zeroRttReceived |= packet.type() == PacketType.ZERO_RTT;
    add(received, event, nanos);
    acknowledgments(event.frames(), packet);
  }

  private void add(PacketColumns table, QlogEvent event, long nanos) {
    FrameList frames = event.frames();
    int flags = 0;
    if (frames.logged()) {
      framesSeen = true;
      flags =
          PacketColumns.FRAMES_KNOWN | (frames.ackEliciting() ? PacketColumns.ACK_ELICITING : 0);
      for (int i = 0; i < frames.count(); i++) {
        FrameType type = frames.type(i);
        if (frames.isAck(i)) {
          flags |= PacketColumns.HAS_ACK;
        } else if (type == FrameType.CONNECTION_CLOSE) {
          closedNanos = Math.min(closedNanos, nanos);
        } else if (type == FrameType.HANDSHAKE_DONE) {
          handshakeDone = Math.min(handshakeDone, nanos);
        }
      }
    }
    if (event.packet().type() == PacketType.ZERO_RTT) {
      flags |= PacketColumns.ZERO_RTT;
    }
    long key = PacketKey.of(event.packet());
    if (key != PacketKey.NONE) {
      int length = length(event.packet());
      lengthsSeen |= length > 0 && event.type() == EventType.PACKET_SENT;
      table.add(key, nanos, length, flags);
    }
  }

  private static int length(PacketFields packet) {
    return (int) Math.max(0, packet.lengthBytes());
  }

  private void acknowledgments(FrameList frames, PacketFields packet) {
    for (int i = 0; i < frames.count(); i++) {
      if (frames.isAck(i) && packet.space() != null) {
        long path = Math.max(0, frames.pathId(i));
        for (int range = frames.firstRange(i); range < frames.endRange(i); range++) {
          acked(packet.space(), path, frames.rangeFirst(range), frames.rangeLast(range));
        }
      }
    }
  }

  private void packetsAcked(PacketFields packet) {
    PacketNumberSpace space = packet.space();
    if (space == null) {
      return;
    }
    for (int i = 0; i < packet.numberCount(); i++) {
      acked(space, packet.pathId(), packet.number(i), packet.number(i));
    }
    if (packet.hasNumber()) {
      acked(space, packet.pathId(), packet.number(), packet.number());
    }
  }

  private void acked(PacketNumberSpace space, long path, long first, long last) {
    long from = PacketKey.of(space, path, first);
    long to = PacketKey.of(space, path, last);
    if (from != PacketKey.NONE && to != PacketKey.NONE && from <= to) {
      acksSeen = true;
      acked
          .computeIfAbsent(PacketKey.spaceAndPath(from), any -> new LongRanges())
          .add(PacketKey.number(from), PacketKey.number(to));
    }
  }

  private void packetDropped(PacketFields packet, long nanos) {
    packetsDropped++;
    long key = PacketKey.of(packet);
    if (key != PacketKey.NONE) {
      dropped.add(key, nanos, length(packet), 0);
    } else if (packet.type() == PacketType.INITIAL || packet.type() == PacketType.HANDSHAKE) {
      withoutKeys.add(PacketKey.of(packet, 0), nanos, length(packet), 0);
    }
  }

  /** Packets sent. */
  PacketColumns sent() {
    return sent;
  }

  /** Packets received, those received again included. */
  PacketColumns received() {
    return received;
  }

  /** Packets dropped whose numbers the log gives. */
  PacketColumns dropped() {
    return dropped;
  }

  /** Initial and Handshake packets dropped without a number, mostly for lack of keys. */
  PacketColumns droppedWithoutNumber() {
    return withoutKeys;
  }

  /** Packets declared lost. */
  PacketColumns declaredLost() {
    return declaredLost;
  }

  long packetsDropped() {
    return packetsDropped;
  }

  long datagramsDropped() {
    return datagramsDropped;
  }

  /** Whether the log tells of acknowledgments. */
  boolean acksSeen() {
    return acksSeen;
  }

  boolean framesSeen() {
    return framesSeen;
  }

  /** Whether any packet sent has a length. */
  boolean lengthsSeen() {
    return lengthsSeen;
  }

  /** Whether an acknowledgment covers the packet. */
  boolean isAcked(long key) {
    LongRanges ranges = acked.get(PacketKey.spaceAndPath(key));
    return ranges != null && ranges.contains(PacketKey.number(key));
  }

  /** The first event's time; {@link #NEVER} without events. */
  long firstNanos() {
    return firstNanos;
  }

  /** From when on a packet that arrives may leave no trace in the log: it was closed, or ends. */
  long goneNanos() {
    long gone = Math.min(closedNanos, lastNanos);
    if (!framesSeen && lastNanos - lastReceivedNanos < MAX_CLOSING_NANOS) {
      // Without frames, what was sent last may have closed the connection.
      gone = Math.min(gone, lastReceivedNanos);
    }
    return received.full() ? Math.min(gone, received.firstRefusedNanos()) : gone;
  }

  /**
   * When the end discarded the keys for a packet number space (RFC 9001 section 4.9): those for
   * Initial packets when a client first sends, or a server first receives, a Handshake packet;
   * those for Handshake packets when the handshake is confirmed.
   *
   * @return {@link #NEVER} if it does not show
   */
  long keysDiscardedNanos(PacketNumberSpace space, boolean client) {
    return switch (space) {
      case INITIAL -> client ? firstHandshakeSent : firstHandshakeReceived;
      case HANDSHAKE -> handshakeDone != NEVER || framesSeen ? handshakeDone : lastHandshakePacket;
      case APPLICATION_DATA -> NEVER;
    };
  }

  /** The unit that all times are whole multiples of. */
  long resolutionNanos() {
    return firstNanos == NEVER
        ? 1
        : wholeMillis ? NANOS_PER_MILLI : wholeMicros ? NANOS_PER_MICRO : 1;
  }

  /**
   * Until when what this client sent was answered by Retry or Version Negotiation, which servers
   * send without keeping state (RFC 9000 sections 6 and 8.1), so that they may not log it either.
   */
  long answeredNanos() {
    return answeredNanos;
  }

  /** Whether any 0-RTT packet was received. */
  boolean zeroRttReceived() {
    return zeroRttReceived;
  }

  /** Whether not all packets were kept. */
  boolean full() {
    return sent.full() || received.full();
  }
}
