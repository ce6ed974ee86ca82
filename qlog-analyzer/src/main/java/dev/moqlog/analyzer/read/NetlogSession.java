package dev.moqlog.analyzer.read;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.FrameType;
import dev.moqlog.vocabulary.PacketNumberSpace;
import dev.moqlog.vocabulary.PacketType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * One QUIC session of a Chrome netlog: makes events with frames of events that are frames.
 *
 * <p>Chrome logs the frames of a packet that it sends before the packet, and those of a packet that
 * it receives behind its header; packets found lost, for instance, stand between the header and the
 * acknowledgment that told. So events wait in a queue while a packet before them is still growing,
 * and leave in the order in which things happened.
 */
final class NetlogSession {

  /** Receives the events of all sessions. */
  interface Output {

    /** An event with nothing in it. */
    QlogEvent blank();

    /** Takes an event that is complete. */
    void deliver(QlogEvent event);
  }

  /** With more events behind it, a packet is taken to be complete. */
  private static final int MAX_WAITING = 32;

  /** Packets of the handshake whose space is remembered. */
  private static final int MAX_EARLY = 1024;

  private static final int MAX_LOST_AT_ONCE = 1 << 13;

  private static final long MILLI_NANOS = 1_000_000;

  /** More than Chrome can take for sending a packet. */
  private static final long MAX_SENDING_NANOS = 60_000 * MILLI_NANOS;

  private static final String INITIAL = "ENCRYPTION_INITIAL";

  private final Output output;
  private final NetlogConstants constants;
  private final Deque<QlogEvent> waiting = new ArrayDeque<>();
  private final Map<Long, PacketType> early = new HashMap<>();
  private final Map<PacketNumberSpace, Long> largestAcked = new EnumMap<>(PacketNumberSpace.class);

  private String groupId;
  private QlogEvent sending;
  private QlogEvent receiving;
  private boolean authenticated;

  /** The Initial packet that may still be padded, as the first of a datagram. */
  private QlogEvent initial;

  private int waitingLost;
  private long datagramBytes;
  private long bufferedBytes;
  private boolean singleSpace;
  private boolean versionTold;
  private boolean closed;
  private long closeCode = ABSENT;
  private String closeSpace;

  /**
   * @param groupId what the connection is called until its id is known
   */
  NetlogSession(String groupId, NetlogConstants constants, Output output) {
    this.groupId = groupId;
    this.constants = constants;
    this.output = output;
  }

  /** What the connection is called. */
  String groupId() {
    return groupId;
  }

  /** Takes the next record of the session. */
  void record(NetlogType type, NetlogRecord record, long offset) {
    switch (type.kind()) {
      case SESSION -> session(type, record, offset);
      case DATAGRAM_RECEIVED -> {
        receiving = null;
        initial = null;
        datagramBytes =
            record.sizeBytes > PacketFields.MAX_LENGTH_BYTES ? 0 : Math.max(0, record.sizeBytes);
      }
      case HEADER_RECEIVED -> headerReceived(type, record, offset);
      case PACKET_AUTHENTICATED -> authenticated = true;
      case PACKET_BUFFERED, PACKET_DROPPED -> unreadable(type, record, offset);
      case PACKET_SENT -> packetSent(type, record, offset);
      case COALESCED_SENT -> coalescedSent(record.info);
      case PACKET_LOST -> packetLost(type, record, offset);
      case FRAME_SENT -> NetlogFrames.add(sending(), type, record, ABSENT);
      case STREAM_FRAME_GREW -> NetlogFrames.grow(sending(), record);
      case FRAME_RECEIVED -> frameReceived(type, record);
      case PARAMETERS_SENT -> parameters(type, "local", record, offset);
      case PARAMETERS_RECEIVED -> parameters(type, "remote", record, offset);
      case VERSION_NEGOTIATED -> versionNegotiated(type, record, offset);
      case HANDSHAKE_COMPLETE ->
          append(EventType.CONNECTION_STATE_UPDATED, type, record, offset).detail.newState =
              "handshake_complete";
      case CLOSED -> closed(type, record, offset);
    }
    if (waiting.size() > MAX_WAITING || waitingLost > MAX_LOST_AT_ONCE) {
      receiving = null;
      initial = null;
    }
    deliver();
  }

  /** No record follows: what was waiting is complete. */
  void end() {
    receiving = null;
    initial = null;
    deliver();
  }

  private void deliver() {
    while (!waiting.isEmpty() && waiting.peek() != receiving && waiting.peek() != initial) {
      QlogEvent event = waiting.remove();
      waitingLost -= event.packet.numberCount;
      output.deliver(event);
    }
  }

  private QlogEvent append(EventType eventType, NetlogType type, NetlogRecord record, long offset) {
    return append(output.blank(), eventType, type, record, offset);
  }

  private QlogEvent append(
      QlogEvent event, EventType eventType, NetlogType type, NetlogRecord record, long offset) {
    event.type = eventType;
    event.name = type.name();
    event.groupId = groupId;
    event.timeNanos = record.timeNanos;
    event.offset = offset;
    waiting.add(event);
    return event;
  }

  private void session(NetlogType type, NetlogRecord record, long offset) {
    if (!constants.begins(record.phase)) {
      return;
    }
    if (record.connectionId != null && !record.connectionId.isEmpty()) {
      groupId = record.connectionId;
    }
    QlogEvent event = append(EventType.CONNECTION_STARTED, type, record, offset);
    event.detail.remoteAddress =
        record.host == null || record.port == ABSENT
            ? record.host
            : record.host + ' ' + record.port;
  }

  private void headerReceived(NetlogType type, NetlogRecord record, long offset) {
    singleSpace |= "GOOGLE_QUIC_PACKET".equals(record.headerFormat);
    receiving = append(EventType.PACKET_RECEIVED, type, record, offset);
    authenticated = false;
    PacketFields packet = receiving.packet;
    packet.type = packetType(record.longHeaderType);
    packet.number = record.packetNumber;
    // The log has the size of the datagram, which is counted with the first packet in it.
    packet.lengthBytes = datagramBytes > 0 ? datagramBytes : bufferedBytes;
    bufferedBytes = datagramBytes > 0 ? bufferedBytes : 0;
    datagramBytes = 0;
    receiving.frames.logged = true;
  }

  private void frameReceived(NetlogType type, NetlogRecord record) {
    if (receiving == null) {
      return;
    }
    if (type.frame() != FrameType.ACK) {
      NetlogFrames.add(receiving, type, record, ABSENT);
    } else {
      PacketNumberSpace space = receiving.packet.space();
      NetlogFrames.add(receiving, type, record, largestAcked.getOrDefault(space, 0L));
      if (space != null && record.largestAcked != ABSENT) {
        largestAcked.merge(space, record.largestAcked, Math::max);
      }
    }
    if (type.frame() == FrameType.CONNECTION_CLOSE) {
      closeCode = receiving.close.errorCode;
      closeSpace = receiving.close.errorSpace;
    }
  }

  /** A packet was received whose keys are not there yet, or no longer. */
  private void unreadable(NetlogType type, NetlogRecord record, long offset) {
    boolean buffered = type.kind() == NetlogType.Kind.PACKET_BUFFERED;
    QlogEvent event;
    EventType eventType = buffered ? EventType.PACKET_BUFFERED : EventType.PACKET_DROPPED;
    if (receiving != null && !authenticated && receiving.frames.count() == 0) {
      event = receiving;
      event.type = eventType;
      datagramBytes = event.packet.lengthBytes;
    } else {
      event = append(eventType, type, record, offset);
      event.packet.type = encryption(record.encryptionLevel);
    }
    receiving = null;
    event.packet.lengthBytes = ABSENT;
    if (buffered) {
      bufferedBytes = Math.min(bufferedBytes + datagramBytes, PacketFields.MAX_LENGTH_BYTES);
    } else {
      event.packet.lengthBytes = datagramBytes;
    }
    datagramBytes = 0;
  }

  /** The packet that Chrome is making: its frames are known, it is not. */
  private QlogEvent sending() {
    if (sending == null) {
      sending = output.blank();
    }
    return sending;
  }

  private void packetSent(NetlogType type, NetlogRecord record, long offset) {
    QlogEvent event = append(sending(), EventType.PACKET_SENT, type, record, offset);
    sending = null;
    event.timeNanos = sentNanos(record);
    PacketFields packet = event.packet;
    packet.type = encryption(record.encryptionLevel);
    packet.number = record.packetNumber;
    packet.lengthBytes = record.sizeBytes;
    event.frames.logged = true;
    if (packet.type != PacketType.ONE_RTT && early.size() < MAX_EARLY) {
      early.put(packet.number, packet.type);
    }
    if (packet.type == PacketType.INITIAL) {
      initial = event;
    }
    for (int i = 0; i < event.frames.count(); i++) {
      if (event.frames.type(i) == FrameType.CONNECTION_CLOSE) {
        closeCode = event.close.errorCode;
        closeSpace = event.close.errorSpace;
      }
    }
  }

  /**
   * When a packet was sent. It is logged some milliseconds later at times, and its own time is in
   * microseconds; but as times of receiving are cut to milliseconds, so is this.
   */
  private static long sentNanos(NetlogRecord record) {
    if (record.sentMicros < 0 || record.sentMicros > Long.MAX_VALUE / 1000) {
      return record.timeNanos;
    }
    long sent = record.sentMicros * 1000 / MILLI_NANOS * MILLI_NANOS;
    return sent <= record.timeNanos && sent > record.timeNanos - MAX_SENDING_NANOS
        ? sent
        : record.timeNanos;
  }

  /**
   * Packets left in one datagram. An Initial packet among them was made a second time, with padding
   * up to the size of the datagram, and its frames were logged again; behind those of the packet
   * that is being made now.
   */
  private void coalescedSent(String info) {
    if (initial == null || info == null || !info.contains(INITIAL)) {
      return;
    }
    FrameList again = sending().frames;
    int end = again.count();
    boolean padded = end > 0 && again.type(end - 1) == FrameType.PADDING;
    int kept = end - initial.frames.count() - (padded ? 1 : 0);
    again.truncate(Math.max(0, kept));
    if (padded && initial.frames.add()) {
      initial.frames.setType(FrameType.PADDING);
    }
    long padding = padding(info);
    long length = initial.packet.lengthBytes();
    if (padding > 0 && length != ABSENT) {
      initial.packet.lengthBytes = length + padding;
    }
    initial = null;
  }

  private static long padding(String info) {
    String label = "padding_size: ";
    int from = info.indexOf(label);
    if (from < 0) {
      return 0;
    }
    from += label.length();
    int to = info.indexOf(' ', from);
    long padding = Decimal.scaled(info.substring(from, to < 0 ? info.length() : to), 0);
    return padding > PacketFields.MAX_LENGTH_BYTES ? 0 : padding;
  }

  private void packetLost(NetlogType type, NetlogRecord record, long offset) {
    if (record.packetNumber == ABSENT) {
      return;
    }
    // Chrome numbers packets through all spaces, so that the number tells the space.
    PacketType packetType = early.getOrDefault(record.packetNumber, PacketType.ONE_RTT);
    QlogEvent last = waiting.peekLast();
    if (last == null
        || last.type != EventType.PACKET_LOST
        || last.packet.type != packetType
        || last.timeNanos != record.timeNanos) {
      last = append(EventType.PACKET_LOST, type, record, offset);
      last.packet.type = packetType;
    }
    last.packet.addNumber(record.packetNumber);
    waitingLost++;
  }

  private void parameters(NetlogType type, String owner, NetlogRecord record, long offset) {
    QlogEvent event = append(EventType.PARAMETERS_SET, type, record, offset);
    event.owner = owner;
    NetlogParameters.read(record.transportParameters, event.parameters);
  }

  private void versionNegotiated(NetlogType type, NetlogRecord record, long offset) {
    if (versionTold || record.version == null) {
      return;
    }
    versionTold = true;
    // Google QUIC has one packet number space.
    singleSpace |= record.version.startsWith("Q0");
    append(EventType.VERSION_INFORMATION, type, record, offset).detail.chosenVersion =
        switch (record.version) {
          case "RFCv1" -> "00000001";
          case "RFCv2" -> "6b3343cf";
          default -> record.version;
        };
  }

  private void closed(NetlogType type, NetlogRecord record, long offset) {
    if (closed) {
      return;
    }
    closed = true;
    String error = record.quicError == ABSENT ? null : constants.quicError(record.quicError);
    QlogEvent event = append(EventType.CONNECTION_CLOSED, type, record, offset);
    event.owner = record.fromPeer ? "remote" : "local";
    event.close.reason = record.details;
    event.detail.reason = record.details;
    if ("QUIC_NETWORK_IDLE_TIMEOUT".equals(error)) {
      event.detail.trigger = "idle_timeout";
    } else if (closeCode != ABSENT) {
      event.close.errorCode = closeCode;
      event.close.errorSpace = closeSpace;
    } else {
      event.close.error = error;
    }
  }

  private PacketType encryption(String level) {
    if (singleSpace || level == null) {
      return PacketType.ONE_RTT;
    }
    return switch (level) {
      case INITIAL -> PacketType.INITIAL;
      case "ENCRYPTION_HANDSHAKE" -> PacketType.HANDSHAKE;
      case "ENCRYPTION_ZERO_RTT" -> PacketType.ZERO_RTT;
      default -> PacketType.ONE_RTT;
    };
  }

  private PacketType packetType(String longHeaderType) {
    if (singleSpace || longHeaderType == null) {
      return PacketType.ONE_RTT;
    }
    return switch (longHeaderType) {
      case "INITIAL" -> PacketType.INITIAL;
      case "HANDSHAKE" -> PacketType.HANDSHAKE;
      case "ZERO_RTT_PROTECTED" -> PacketType.ZERO_RTT;
      case "RETRY" -> PacketType.RETRY;
      case "VERSION_NEGOTIATION" -> PacketType.VERSION_NEGOTIATION;
      default -> PacketType.UNKNOWN;
    };
  }
}
