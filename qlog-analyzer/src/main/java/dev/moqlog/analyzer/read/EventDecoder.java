package dev.moqlog.analyzer.read;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.PacketNumberSpace;
import dev.moqlog.vocabulary.PacketType;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Decodes the bytes of one event, whatever the order of its members and the names of its era.
 *
 * <p>Members of {@code data} are recognised by their names alone, not by the event they belong to:
 * some stacks write {@code data} before {@code name}, and no two events use one name differently
 * where it matters here.
 */
final class EventDecoder {

  /**
   * The name of an event.
   *
   * @param moq whether it is one of Media over QUIC
   * @param needless whether nobody asks for its data
   */
  private record EventName(String text, EventType type, boolean moq, boolean needless) {}

  private static final int MILLIS_TO_NANOS = 6;

  private final TextCache<EventName> names = new TextCache<>(this::eventName);
  private final TextCache<PacketType> packetTypes = new TextCache<>(PacketType::of);
  private final TextCache<String> connectionIds = new TextCache<>(DetailDecoder::connectionId);
  private final Texts texts = new Texts();
  private final FrameDecoder frames = new FrameDecoder(texts);
  private final DetailDecoder detail = new DetailDecoder(texts);
  private final MoqDecoder moq = new MoqDecoder();

  private final Set<EventType> needed;

  private QlogEvent event;
  private MemberName firstMember;
  private boolean moqPossible;
  private boolean needless;
  private int timeDigits = MILLIS_TO_NANOS;
  private String category;
  private String typeName;
  private long rawPayloadLength;

  /**
   * @param needed the types of events whose data is asked for; that of others is left out, as far
   *     as the name of the event comes before
   */
  EventDecoder(Set<EventType> needed) {
    this.needed = needed;
  }

  private EventName eventName(String text) {
    EventType type = EventType.of(text);
    String name = Texts.shortened(text);
    boolean moq =
        type == EventType.OTHER ? name.startsWith("moqt:") : type.namespace().equals("moqt");
    return new EventName(name, type, moq, !needed.contains(type));
  }

  /** How many digits the times of the current trace are shifted by to be in nanoseconds. */
  void setTimeDigits(int timeDigits) {
    this.timeDigits = timeDigits;
    frames.setTimeDigits(timeDigits);
    detail.setTimeDigits(timeDigits);
  }

  /** The types of events whose data is asked for. */
  Set<EventType> needed() {
    return needed;
  }

  /** How many digits the times are shifted by now. */
  int timeDigits() {
    return timeDigits;
  }

  /** The first member of the decoded event, null if it has none or is an array. */
  MemberName firstMember() {
    return firstMember;
  }

  /**
   * Decodes an event.
   *
   * @param into is cleared and filled
   * @param cursor stands at the event
   * @param columns the names of the elements of an event that is an array, empty if unknown
   * @return whether it is an event, that is, has a name
   * @throws IOException if it is not JSON
   */
  boolean decode(QlogEvent into, JsonCursor cursor, List<String> columns) throws IOException {
    event = into;
    event.clear();
    category = null;
    typeName = null;
    rawPayloadLength = ABSENT;
    frames.begin(event);
    detail.begin(event);
    moq.begin(event);
    // As long as the event has no name, what only MoQ events have belongs to one.
    moqPossible = true;
    needless = false;
    firstMember = null;
    if (cursor.isObject()) {
      firstMember = cursor.firstMember();
      for (MemberName name = firstMember; name != null; name = cursor.nextMember()) {
        envelope(name, cursor);
      }
    } else if (!cursor.isArray() || !elements(cursor, columns)) {
      return false;
    }
    if (event.name.isEmpty() && typeName != null) {
      nameEvent(names.get(category == null ? typeName : category + ':' + typeName));
    }
    datagrams();
    detail.end();
    return !event.name.isEmpty();
  }

  private boolean elements(JsonCursor cursor, List<String> columns) throws IOException {
    int i = 0;
    for (boolean more = cursor.firstElement(); more; more = cursor.nextElement()) {
      String column = columns.isEmpty() ? usualColumn(i, cursor) : at(columns, i);
      if (column == null) {
        return false;
      }
      envelope(MemberName.of(column), cursor);
      i++;
    }
    return true;
  }

  private static String at(List<String> columns, int i) {
    return i < columns.size() ? columns.get(i) : null;
  }

  /** What stands in the i-th column in the logs of most stacks, or null if that cannot be. */
  private static String usualColumn(int i, JsonCursor cursor) {
    return switch (i) {
      case 0 -> cursor.isObject() || cursor.isArray() ? null : "relative_time";
      case 1 -> cursor.isText() ? "category" : null;
      case 2 -> cursor.isText() ? "event" : null;
      case 3, 4 -> cursor.isObject() ? "data" : cursor.isText() ? "trigger" : null;
      default -> null;
    };
  }

  private void nameEvent(EventName name) {
    event.name = name.text;
    event.type = name.type;
    moqPossible = name.moq;
    needless = name.needless;
  }

  private void envelope(MemberName name, JsonCursor cursor) throws IOException {
    event.empty = false;
    switch (name) {
      case TIME, RELATIVE_TIME, DELTA_TIME -> {
        event.timeIsText = cursor.isText();
        event.loggedNanos = cursor.scaled(timeDigits);
      }
      case VANTAGE_POINT_CAMEL -> event.vantagePoint = texts.shortText(cursor);
      case NAME -> {
        if (cursor.isText()) {
          nameEvent(cursor.cached(names));
        } else {
          cursor.skip();
        }
      }
      case CATEGORY -> category = texts.shortText(cursor);
      case TYPE, EVENT, EVENT_TYPE -> typeName = texts.shortText(cursor);
      case GROUP_ID -> event.groupId = Texts.shortened(groupId(cursor));
      case TIME_FORMAT -> {
        String format = cursor.text();
        event.timeStyle = format == null ? null : Timeline.Style.of(format);
      }
      case TRIGGER -> {
        String trigger = texts.shortText(cursor);
        event.detail.touched = true;
        // Some fill the column for its own sake.
        if (event.detail.trigger == null
            && trigger != null
            && !trigger.isEmpty()
            && !"line".equals(trigger)
            && !"DEFAULT".equals(trigger)) {
          event.detail.trigger = trigger;
        }
      }
      case DATA -> {
        if (needless) {
          cursor.skip();
        } else {
          data(cursor);
        }
      }
      case TUPLE, PATH -> event.tuple = texts.shortText(cursor);
      case PATH_ID -> event.packet.pathId = cursor.unsigned();
      default -> cursor.skip();
    }
  }

  private void data(JsonCursor cursor) throws IOException {
    for (MemberName name = cursor.firstMember(); name != null; name = cursor.nextMember()) {
      if (!moqPossible || !moq.take(name, cursor)) {
        member(name, cursor);
      }
    }
  }

  private void member(MemberName name, JsonCursor cursor) throws IOException {
    PacketFields packet = event.packet;
    switch (name) {
      case HEADER -> header(cursor);
      case RAW -> raws(cursor);
      case FRAMES -> frames.frames(cursor);
      case PACKET_TYPE -> packetType(cursor);
      case TYPE -> {
        detail.kind(cursor);
        packetType(cursor);
      }
      case PACKET_NUMBER, PACKET_NUM -> {
        long number = cursor.unsigned();
        if (packet.number == ABSENT) {
          packet.number = number;
        }
      }
      case PACKET_SIZE, BYTE_LENGTH, DATA_LEN, SIZE -> packet.headerLengthBytes = cursor.unsigned();
      case PACKET_NUMBERS -> numbers(cursor);
      case PACKET_NUMBER_SPACE, PACKET_NUM_SPACE -> {
        String space = texts.shortText(cursor);
        packet.namedSpace = space == null ? null : PacketNumberSpace.of(space);
      }
      case IS_MTU_PROBE_PACKET -> packet.mtuProbe = cursor.bool();
      case LOST_PACKETS -> packet.lostPackets = cursor.unsigned();
      case LOST_BYTES -> packet.lostBytes = cursor.unsigned();
      case SEND_AT_TIME -> packet.sendAtNanos = time(cursor);
      case OWNER, INITIATOR -> event.owner = texts.shortText(cursor);
      case LATEST_RTT,
          SMOOTHED_RTT,
          MIN_RTT,
          RTT_VARIANCE,
          INITIAL_RTT,
          CF_LOST_PACKETS,
          CF_LOST_BYTES,
          CONGESTION_WINDOW,
          CWND,
          CURRENT_CWND,
          BYTES_IN_FLIGHT,
          SSTHRESH,
          PTO_COUNT,
          PACING_RATE,
          TOTAL_PACKETS_SPURIOUSLY_MARKED_LOST,
          TOTAL_BYTES_RETRANSMITTED ->
          recovery(name, cursor);
      default -> {
        if (!detail.member(name, cursor)) {
          cursor.skip();
        }
      }
    }
  }

  private void recovery(MemberName name, JsonCursor cursor) throws IOException {
    RecoveryFields recovery = event.recovery;
    recovery.touched = true;
    switch (name) {
      case LATEST_RTT -> recovery.latestRttNanos = cursor.scaled(timeDigits);
      case SMOOTHED_RTT -> recovery.smoothedRttNanos = cursor.scaled(timeDigits);
      case MIN_RTT -> recovery.minRttNanos = cursor.scaled(timeDigits);
      case RTT_VARIANCE -> recovery.rttVarianceNanos = cursor.scaled(timeDigits);
      case INITIAL_RTT -> recovery.initialRttNanos = cursor.scaled(timeDigits);
      case CF_LOST_PACKETS -> recovery.lostPacketsTotal = total(cursor);
      case CF_LOST_BYTES -> recovery.lostBytesTotal = total(cursor);
      case CONGESTION_WINDOW, CWND, CURRENT_CWND ->
          recovery.congestionWindowBytes = cursor.unsigned();
      case BYTES_IN_FLIGHT -> recovery.bytesInFlight = cursor.unsigned();
      case SSTHRESH -> recovery.slowStartThresholdBytes = cursor.unsigned();
      case PTO_COUNT -> recovery.ptoCount = cursor.unsigned();
      case PACING_RATE -> recovery.pacingRateBitsPerSecond = cursor.unsigned();
      case TOTAL_PACKETS_SPURIOUSLY_MARKED_LOST ->
          recovery.spuriousPacketsTotal = cursor.unsigned();
      case TOTAL_BYTES_RETRANSMITTED -> recovery.retransmittedBytesTotal = cursor.unsigned();
      default -> cursor.skip();
    }
  }

  private void header(JsonCursor cursor) throws IOException {
    PacketFields packet = event.packet;
    for (MemberName name = cursor.firstMember(); name != null; name = cursor.nextMember()) {
      switch (name) {
        case PACKET_TYPE -> packetType(cursor);
        case PACKET_NUMBER -> packet.number = cursor.unsigned();
        case PACKET_SIZE -> packet.headerLengthBytes = cursor.unsigned();
        case LENGTH -> {
          packet.sizeInHeader = true;
          if (packet.headerLengthBytes == ABSENT) {
            packet.headerLengthBytes = cursor.unsigned();
          }
        }
        case PATH_ID -> packet.pathId = cursor.unsigned();
        case VERSION -> {
          event.detail.touched = true;
          event.detail.chosenVersion = detail.version(cursor);
        }
        case KEY_PHASE_BIT, KEY_PHASE -> packet.keyPhase = cursor.flag();
        case TOKEN -> {
          packet.token = cursor.isObject() || (cursor.isText() && !cursor.textIs(""));
          cursor.skip();
        }
        case DCID -> {
          // Only Initial packets tell the original destination connection id.
          if (packet.type == null || packet.type == PacketType.INITIAL) {
            packet.destinationConnectionId =
                cursor.isScalar() ? cursor.cached(connectionIds) : null;
          }
          cursor.skip();
        }
        default -> cursor.skip();
      }
    }
  }

  private long time(JsonCursor cursor) throws IOException {
    long nanos = cursor.scaled(timeDigits);
    return nanos == ABSENT ? ABSENT : EventClock.bounded(nanos);
  }

  /** The sizes of a packet, or of several datagrams in a list. */
  private void raws(JsonCursor cursor) throws IOException {
    if (!cursor.isArray()) {
      raw(cursor);
      return;
    }
    long bytes = 0;
    long count = 0;
    for (boolean more = cursor.firstElement(); more; more = cursor.nextElement()) {
      event.packet.lengthBytes = ABSENT;
      rawPayloadLength = ABSENT;
      raw(cursor);
      long length = rawPayloadLength != ABSENT ? rawPayloadLength : event.packet.lengthBytes();
      rawPayloadLength = ABSENT;
      bytes += Math.max(0, Math.min(length, PacketFields.MAX_LENGTH_BYTES));
      count++;
    }
    event.packet.lengthBytes = ABSENT;
    event.detail.touched = true;
    event.detail.datagramBytes = bytes;
    if (event.detail.datagramCount == ABSENT) {
      event.detail.datagramCount = count;
    }
  }

  /** One UDP datagram is logged like a packet: the size of its payload belongs to the datagrams. */
  private void datagrams() {
    boolean datagrams =
        event.type == EventType.UDP_DATAGRAMS_SENT
            || event.type == EventType.UDP_DATAGRAMS_RECEIVED;
    if (!datagrams || event.detail.datagramBytes != ABSENT) {
      return;
    }
    // aioquic counts the UDP header in the length, but not in the payload's.
    long length = rawPayloadLength != ABSENT ? rawPayloadLength : event.packet.lengthBytes();
    if (length >= 0 && length <= PacketFields.MAX_LENGTH_BYTES) {
      event.detail.touched = true;
      event.detail.datagramBytes = length;
      if (event.detail.datagramCount == ABSENT) {
        event.detail.datagramCount = 1;
      }
    }
  }

  private void raw(JsonCursor cursor) throws IOException {
    for (MemberName name = cursor.firstMember(); name != null; name = cursor.nextMember()) {
      switch (name) {
        case LENGTH -> event.packet.lengthBytes = cursor.unsigned();
        case PAYLOAD_LENGTH -> rawPayloadLength = cursor.unsigned();
        default -> cursor.skip();
      }
    }
  }

  private void packetType(JsonCursor cursor) throws IOException {
    if (!cursor.isText()) {
      cursor.skip();
      return;
    }
    PacketType type = cursor.cached(packetTypes);
    if (type != PacketType.UNKNOWN || event.packet.type == null) {
      event.packet.type = type;
    }
  }

  private void numbers(JsonCursor cursor) throws IOException {
    for (boolean more = cursor.firstElement(); more; more = cursor.nextElement()) {
      long number = cursor.unsigned();
      if (number != ABSENT) {
        event.packet.addNumber(number);
      }
    }
  }

  /** A running total: a number, or an object with a member {@code total}. */
  private static long total(JsonCursor cursor) throws IOException {
    if (!cursor.isObject()) {
      return cursor.unsigned();
    }
    long total = ABSENT;
    for (MemberName name = cursor.firstMember(); name != null; name = cursor.nextMember()) {
      if (name == MemberName.TOTAL) {
        total = cursor.unsigned();
      } else {
        cursor.skip();
      }
    }
    return total;
  }

  /** A group id: a text, or in draft-00 and -01 any object, whose tokens make the text. */
  private String groupId(JsonCursor cursor) throws IOException {
    if (!cursor.isObject()) {
      return texts.shortText(cursor);
    }
    return cursor.tokens();
  }
}
