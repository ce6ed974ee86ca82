package dev.moqlog.analyzer.read;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.PacketNumberSpace;
import dev.moqlog.vocabulary.PacketType;
import java.io.IOException;
import java.util.List;

/**
 * Decodes the bytes of one event, whatever the order of its members and the names of its era.
 *
 * <p>Members of {@code data} are recognised by their names alone, not by the event they belong to:
 * some stacks write {@code data} before {@code name}, and no two events use one name differently
 * where it matters here.
 */
final class EventDecoder {

  private record EventName(String text, EventType type) {}

  private static final int MILLIS_TO_NANOS = 6;

  private final QlogEvent event;
  private final TextCache<EventName> names =
      new TextCache<>(text -> new EventName(text, EventType.of(text)));
  private final TextCache<PacketType> packetTypes = new TextCache<>(PacketType::of);
  private final Texts texts = new Texts();
  private final FrameDecoder frames;
  private final DetailDecoder detail;
  private final MoqDecoder moq;

  private final LenientJson.MemberReader envelopeMembers = this::envelope;
  private final LenientJson.MemberReader dataMembers = this::data;
  private final LenientJson.MemberReader headerMembers = this::header;
  private final LenientJson.MemberReader rawMembers = this::raw;

  private int timeDigits = MILLIS_TO_NANOS;
  private long time;
  private String category;
  private String typeName;
  private Timeline.Style timeStyle;
  private boolean empty;
  private boolean timeIsText;
  private String vantagePoint;
  private long rawPayloadLength;

  EventDecoder(QlogEvent event) {
    this.event = event;
    this.frames = new FrameDecoder(event, texts);
    this.detail = new DetailDecoder(event, texts);
    this.moq = new MoqDecoder(event);
  }

  /** How many digits the times of the current trace are shifted by to be in nanoseconds. */
  void setTimeDigits(int timeDigits) {
    this.timeDigits = timeDigits;
    frames.setTimeDigits(timeDigits);
    detail.setTimeDigits(timeDigits);
  }

  /** The {@code time} of the decoded event as its log gives it, in nanoseconds, or ABSENT. */
  long time() {
    return time;
  }

  /** Whether the {@code time} of the decoded event is a text. */
  boolean timeIsText() {
    return timeIsText;
  }

  /** The {@code vantagePoint} that the decoded event itself has (moxygen), or null. */
  String vantagePoint() {
    return vantagePoint;
  }

  /** Whether what was decoded has no members: how some writers end a list of events. */
  boolean empty() {
    return empty;
  }

  /** The {@code time_format} of the decoded event itself, or null. */
  Timeline.Style timeStyle() {
    return timeStyle;
  }

  /**
   * Decodes an event into the event given at construction.
   *
   * @param columns the names of the elements of an event that is an array, empty if unknown
   * @return whether it is an event, that is, has a name
   * @throws IOException if it is not JSON
   */
  boolean decode(byte[] buffer, int from, int to, List<String> columns) throws IOException {
    event.clear();
    time = ABSENT;
    category = null;
    typeName = null;
    timeStyle = null;
    empty = true;
    timeIsText = false;
    vantagePoint = null;
    rawPayloadLength = ABSENT;
    detail.begin();
    try (JsonParser parser = LenientJson.parser(buffer, from, to)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_OBJECT) {
        LenientJson.members(parser, envelopeMembers);
      } else if (first == JsonToken.START_ARRAY) {
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
          String column = columns.isEmpty() ? usualColumn(i, parser) : at(columns, i);
          if (column == null) {
            return false;
          }
          envelope(column, parser);
        }
      } else {
        return false;
      }
    }
    if (event.name.isEmpty() && typeName != null) {
      String full = category == null ? typeName : category + ':' + typeName;
      nameEvent(names.get(full.toCharArray(), 0, full.length()));
    }
    datagrams();
    detail.end();
    return !event.name.isEmpty();
  }

  private static String at(List<String> columns, int i) {
    return i < columns.size() ? columns.get(i) : null;
  }

  /** What stands in the i-th column in the logs of most stacks, or null if that cannot be. */
  private static String usualColumn(int i, JsonParser parser) {
    JsonToken token = parser.currentToken();
    return switch (i) {
      case 0 -> token.isScalarValue() ? "relative_time" : null;
      case 1 -> token == JsonToken.VALUE_STRING ? "category" : null;
      case 2 -> token == JsonToken.VALUE_STRING ? "event" : null;
      case 3, 4 ->
          token == JsonToken.START_OBJECT
              ? "data"
              : token == JsonToken.VALUE_STRING ? "trigger" : null;
      default -> null;
    };
  }

  private void nameEvent(EventName name) {
    event.name = Texts.shortened(name.text);
    event.type = name.type;
  }

  private void envelope(String name, JsonParser parser) throws IOException {
    empty = false;
    switch (name) {
      case "time", "relative_time", "delta_time" -> {
        timeIsText = LenientJson.isText(parser);
        time = LenientJson.scaled(parser, timeDigits);
      }
      case "vantagePoint" -> vantagePoint = texts.shortText(parser);
      case "name" -> {
        if (LenientJson.isText(parser)) {
          nameEvent(texts.cached(names, parser));
        } else {
          parser.skipChildren();
        }
      }
      case "category" -> category = LenientJson.text(parser);
      case "type", "event", "event_type" -> typeName = LenientJson.text(parser);
      case "group_id" -> event.groupId = Texts.shortened(groupId(parser));
      case "time_format" -> {
        String format = LenientJson.text(parser);
        timeStyle = format == null ? null : Timeline.Style.of(format);
      }
      case "trigger" -> {
        String trigger = texts.shortText(parser);
        // Some fill the column for its own sake.
        if (event.detail.trigger == null
            && trigger != null
            && !trigger.isEmpty()
            && !"line".equals(trigger)
            && !"DEFAULT".equals(trigger)) {
          event.detail.trigger = trigger;
        }
      }
      case "data" -> LenientJson.members(parser, dataMembers);
      case "tuple", "path" -> event.tuple = texts.shortText(parser);
      case "path_id" -> event.packet.pathId = LenientJson.unsigned(parser);
      default -> parser.skipChildren();
    }
  }

  private void data(String name, JsonParser parser) throws IOException {
    if (moq.take(name, parser)) {
      return;
    }
    PacketFields packet = event.packet;
    RecoveryFields recovery = event.recovery;
    switch (name) {
      case "header" -> LenientJson.members(parser, headerMembers);
      case "raw" -> raws(parser);
      case "frames" -> frames.frames(parser);
      case "packet_type" -> packetType(parser);
      case "type" -> {
        detail.kind(parser);
        packetType(parser);
      }
      case "packet_number", "packet_num" -> {
        long number = LenientJson.unsigned(parser);
        if (packet.number == ABSENT) {
          packet.number = number;
        }
      }
      case "packet_size", "byte_length", "data_len", "size" ->
          packet.headerLengthBytes = LenientJson.unsigned(parser);
      case "packet_numbers" -> numbers(parser);
      case "packet_number_space", "packet_num_space" -> {
        String space = texts.shortText(parser);
        packet.namedSpace = space == null ? null : PacketNumberSpace.of(space);
      }
      case "is_mtu_probe_packet" -> packet.mtuProbe = LenientJson.bool(parser);
      case "lost_packets" -> packet.lostPackets = LenientJson.unsigned(parser);
      case "lost_bytes" -> packet.lostBytes = LenientJson.unsigned(parser);
      case "send_at_time" -> packet.sendAtNanos = time(parser);
      case "owner", "initiator" -> event.owner = texts.shortText(parser);
      case "latest_rtt" -> recovery.latestRttNanos = LenientJson.scaled(parser, timeDigits);
      case "smoothed_rtt" -> recovery.smoothedRttNanos = LenientJson.scaled(parser, timeDigits);
      case "min_rtt" -> recovery.minRttNanos = LenientJson.scaled(parser, timeDigits);
      case "rtt_variance" -> recovery.rttVarianceNanos = LenientJson.scaled(parser, timeDigits);
      case "initial_rtt" -> recovery.initialRttNanos = LenientJson.scaled(parser, timeDigits);
      case "cf_lost_packets" -> recovery.lostPacketsTotal = total(parser);
      case "cf_lost_bytes" -> recovery.lostBytesTotal = total(parser);
      case "congestion_window", "cwnd", "current_cwnd" ->
          recovery.congestionWindowBytes = LenientJson.unsigned(parser);
      case "bytes_in_flight" -> recovery.bytesInFlight = LenientJson.unsigned(parser);
      case "ssthresh" -> recovery.slowStartThresholdBytes = LenientJson.unsigned(parser);
      case "pto_count" -> recovery.ptoCount = LenientJson.unsigned(parser);
      case "pacing_rate" -> recovery.pacingRateBitsPerSecond = LenientJson.unsigned(parser);
      case "total_packets_spuriously_marked_lost" ->
          recovery.spuriousPacketsTotal = LenientJson.unsigned(parser);
      case "total_bytes_retransmitted" ->
          recovery.retransmittedBytesTotal = LenientJson.unsigned(parser);
      default -> {
        if (!detail.member(name, parser)) {
          parser.skipChildren();
        }
      }
    }
  }

  private void header(String name, JsonParser parser) throws IOException {
    PacketFields packet = event.packet;
    switch (name) {
      case "packet_type" -> packetType(parser);
      case "packet_number" -> packet.number = LenientJson.unsigned(parser);
      case "packet_size" -> packet.headerLengthBytes = LenientJson.unsigned(parser);
      case "length" -> {
        packet.sizeInHeader = true;
        if (packet.headerLengthBytes == ABSENT) {
          packet.headerLengthBytes = LenientJson.unsigned(parser);
        }
      }
      case "path_id" -> packet.pathId = LenientJson.unsigned(parser);
      case "version" -> event.detail.chosenVersion = detail.version(parser);
      case "key_phase_bit", "key_phase" -> packet.keyPhase = LenientJson.flag(parser);
      case "token" -> {
        packet.token = parser.currentToken() == JsonToken.START_OBJECT || hasText(parser);
        parser.skipChildren();
      }
      case "dcid" -> {
        // Only Initial packets tell the original destination connection id.
        if (packet.type == null || packet.type == PacketType.INITIAL) {
          packet.destinationConnectionId = DetailDecoder.connectionId(LenientJson.text(parser));
        }
      }
      default -> parser.skipChildren();
    }
  }

  private long time(JsonParser parser) throws IOException {
    long nanos = LenientJson.scaled(parser, timeDigits);
    return nanos == ABSENT ? ABSENT : EventClock.bounded(nanos);
  }

  private static boolean hasText(JsonParser parser) throws IOException {
    return LenientJson.isText(parser) && parser.getTextLength() > 0;
  }

  /** The sizes of a packet, or of several datagrams in a list. */
  private void raws(JsonParser parser) throws IOException {
    if (!LenientJson.isArray(parser)) {
      LenientJson.members(parser, rawMembers);
      return;
    }
    long bytes = 0;
    long count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      event.packet.lengthBytes = ABSENT;
      rawPayloadLength = ABSENT;
      LenientJson.members(parser, rawMembers);
      long length = rawPayloadLength != ABSENT ? rawPayloadLength : event.packet.lengthBytes();
      rawPayloadLength = ABSENT;
      bytes += Math.max(0, Math.min(length, PacketFields.MAX_LENGTH_BYTES));
      count++;
    }
    event.packet.lengthBytes = ABSENT;
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
      event.detail.datagramBytes = length;
      if (event.detail.datagramCount == ABSENT) {
        event.detail.datagramCount = 1;
      }
    }
  }

  private void raw(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "length" -> event.packet.lengthBytes = LenientJson.unsigned(parser);
      case "payload_length" -> rawPayloadLength = LenientJson.unsigned(parser);
      default -> parser.skipChildren();
    }
  }

  private void packetType(JsonParser parser) throws IOException {
    if (!LenientJson.isText(parser)) {
      parser.skipChildren();
      return;
    }
    PacketType type = texts.cached(packetTypes, parser);
    if (type != PacketType.UNKNOWN || event.packet.type == null) {
      event.packet.type = type;
    }
  }

  private void numbers(JsonParser parser) throws IOException {
    if (!LenientJson.isArray(parser)) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      long number = LenientJson.unsigned(parser);
      if (number != ABSENT) {
        event.packet.addNumber(number);
      }
    }
  }

  /** A running total: a number, or an object with a member {@code total}. */
  private static long total(JsonParser parser) throws IOException {
    if (!LenientJson.isObject(parser)) {
      return LenientJson.unsigned(parser);
    }
    long total = ABSENT;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = parser.currentName().equals("total");
      parser.nextToken();
      if (found) {
        total = LenientJson.unsigned(parser);
      } else {
        parser.skipChildren();
      }
    }
    return total;
  }

  /** A group id: a text, or in draft-00 and -01 any object, whose tokens make the text. */
  private String groupId(JsonParser parser) throws IOException {
    if (!LenientJson.isObject(parser)) {
      return texts.shortText(parser);
    }
    StringBuilder tokens = new StringBuilder();
    for (int depth = 1; depth > 0; ) {
      tokens.append(parser.getText());
      JsonToken token = parser.nextToken();
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    }
    return tokens.append('}').toString();
  }
}
