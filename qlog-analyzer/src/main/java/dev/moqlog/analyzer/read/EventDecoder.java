package dev.moqlog.analyzer.read;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.FrameType;
import dev.moqlog.vocabulary.PacketNumberSpace;
import dev.moqlog.vocabulary.PacketType;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

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

  /** 0 to 20 bytes (RFC 9000 section 17.2), and room for future versions. */
  private static final Pattern CONNECTION_ID = Pattern.compile("([0-9a-fA-F]{2}){1,64}");

  private static final int MAX_ID_CHARS = 256;

  private final QlogEvent event;
  private final TextCache<EventName> names =
      new TextCache<>(text -> new EventName(text, EventType.of(text)));
  private final TextCache<FrameType> frameTypes = new TextCache<>(FrameType::of);
  private final TextCache<PacketType> packetTypes = new TextCache<>(PacketType::of);
  private final TextCache<String> texts = new TextCache<>(text -> text);

  private final LenientJson.MemberReader envelopeMembers = this::envelope;
  private final LenientJson.MemberReader dataMembers = this::data;
  private final LenientJson.MemberReader headerMembers = this::header;
  private final LenientJson.MemberReader rawMembers = this::raw;
  private final LenientJson.MemberReader frameRawMembers = this::frameRaw;

  private int timeDigits = MILLIS_TO_NANOS;
  private long time;
  private String category;
  private String typeName;
  private Timeline.Style timeStyle;
  private boolean empty;
  private long frameRawLength;
  private long frameRawPayloadLength;

  EventDecoder(QlogEvent event) {
    this.event = event;
  }

  /** How many digits the times of the current trace are shifted by to be in nanoseconds. */
  void setTimeDigits(int timeDigits) {
    this.timeDigits = timeDigits;
  }

  /** The {@code time} of the decoded event as its log gives it, in nanoseconds, or ABSENT. */
  long time() {
    return time;
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
    event.name = shortened(name.text);
    event.type = name.type;
  }

  private void envelope(String name, JsonParser parser) throws IOException {
    empty = false;
    switch (name) {
      case "time", "relative_time", "delta_time" -> time = LenientJson.scaled(parser, timeDigits);
      case "name" -> {
        if (LenientJson.isText(parser)) {
          nameEvent(cached(names, parser));
        } else {
          parser.skipChildren();
        }
      }
      case "category" -> category = LenientJson.text(parser);
      case "type", "event", "event_type" -> typeName = LenientJson.text(parser);
      case "group_id" -> event.groupId = shortened(groupId(parser));
      case "time_format" -> {
        String format = LenientJson.text(parser);
        timeStyle = format == null ? null : Timeline.Style.of(format);
      }
      case "data" -> LenientJson.members(parser, dataMembers);
      default -> parser.skipChildren();
    }
  }

  private void data(String name, JsonParser parser) throws IOException {
    PacketFields packet = event.packet;
    RecoveryFields recovery = event.recovery;
    switch (name) {
      case "header" -> LenientJson.members(parser, headerMembers);
      case "raw" -> LenientJson.members(parser, rawMembers);
      case "frames" -> frames(parser);
      case "packet_type", "type" -> packetType(parser);
      case "packet_number", "packet_num" -> {
        long number = LenientJson.unsigned(parser);
        if (packet.number == ABSENT) {
          packet.number = number;
        }
      }
      case "packet_size", "byte_length", "size" ->
          packet.headerLengthBytes = LenientJson.unsigned(parser);
      case "packet_numbers" -> numbers(parser);
      case "packet_number_space", "packet_num_space" -> {
        String space = shortText(parser);
        packet.namedSpace = space == null ? null : PacketNumberSpace.of(space);
      }
      case "is_mtu_probe_packet" -> packet.mtuProbe = bool(parser);
      case "lost_packets" -> packet.lostPackets = LenientJson.unsigned(parser);
      case "send_at_time" -> packet.sendAtNanos = LenientJson.scaled(parser, timeDigits);
      case "owner", "initiator" -> event.owner = shortText(parser);
      case "original_destination_connection_id", "original_connection_id" ->
          event.originalDestinationConnectionId = connectionId(LenientJson.text(parser));
      // A transport parameter is in milliseconds whatever unit the times of the log have.
      case "max_ack_delay" -> event.maxAckDelayNanos = LenientJson.scaled(parser, MILLIS_TO_NANOS);
      case "latest_rtt" -> recovery.latestRttNanos = LenientJson.scaled(parser, timeDigits);
      case "smoothed_rtt" -> recovery.smoothedRttNanos = LenientJson.scaled(parser, timeDigits);
      case "rtt_variance" -> recovery.rttVarianceNanos = LenientJson.scaled(parser, timeDigits);
      case "initial_rtt" -> recovery.initialRttNanos = LenientJson.scaled(parser, timeDigits);
      case "cf_lost_packets" -> recovery.lostPacketsTotal = total(parser);
      case "cf_lost_bytes" -> recovery.lostBytesTotal = total(parser);
      default -> parser.skipChildren();
    }
  }

  private void header(String name, JsonParser parser) throws IOException {
    PacketFields packet = event.packet;
    switch (name) {
      case "packet_type" -> packetType(parser);
      case "packet_number" -> packet.number = LenientJson.unsigned(parser);
      case "packet_size" -> packet.headerLengthBytes = LenientJson.unsigned(parser);
      case "length" -> {
        if (packet.headerLengthBytes == ABSENT) {
          packet.headerLengthBytes = LenientJson.unsigned(parser);
        }
      }
      case "dcid" -> {
        // Only Initial packets tell the original destination connection id.
        if (packet.type == null || packet.type == PacketType.INITIAL) {
          packet.destinationConnectionId = connectionId(LenientJson.text(parser));
        }
      }
      default -> parser.skipChildren();
    }
  }

  private void raw(String name, JsonParser parser) throws IOException {
    if (name.equals("length")) {
      event.packet.lengthBytes = LenientJson.unsigned(parser);
    } else {
      parser.skipChildren();
    }
  }

  private void packetType(JsonParser parser) throws IOException {
    if (!LenientJson.isText(parser)) {
      parser.skipChildren();
      return;
    }
    PacketType type = cached(packetTypes, parser);
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

  private void frames(JsonParser parser) throws IOException {
    if (!LenientJson.isArray(parser)) {
      parser.skipChildren();
      return;
    }
    event.frames.logged = true;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (LenientJson.isObject(parser) && event.frames.add()) {
        frame(parser);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void frame(JsonParser parser) throws IOException {
    FrameList frames = event.frames;
    long length = ABSENT;
    frameRawLength = ABSENT;
    frameRawPayloadLength = ABSENT;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "frame_type" -> {
          if (LenientJson.isText(parser)) {
            frames.setType(cached(frameTypes, parser));
          } else {
            parser.skipChildren();
          }
        }
        case "stream_id", "id" -> frames.setStreamId(LenientJson.unsigned(parser));
        case "offset" -> frames.setOffset(LenientJson.unsigned(parser));
        case "length", "len" -> length = LenientJson.unsigned(parser);
        case "ack_delay" -> frames.setAckDelayNanos(LenientJson.scaled(parser, timeDigits));
        case "acked_ranges" -> ackedRanges(parser);
        case "raw" -> {
          frameRawLength = ABSENT;
          frameRawPayloadLength = ABSENT;
          LenientJson.members(parser, frameRawMembers);
        }
        default -> parser.skipChildren();
      }
    }
    if (frameRawPayloadLength != ABSENT) {
      length = frameRawPayloadLength;
    } else if (frameRawLength != ABSENT) {
      length = frameRawLength;
    }
    frames.setLength(length);
  }

  private void frameRaw(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "length" -> frameRawLength = LenientJson.unsigned(parser);
      case "payload_length" -> frameRawPayloadLength = LenientJson.unsigned(parser);
      default -> parser.skipChildren();
    }
  }

  /** Ranges as {@code [[first, last], [single]]}, in numbers or strings, in any order. */
  private void ackedRanges(JsonParser parser) throws IOException {
    if (!LenientJson.isArray(parser)) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      long first;
      long last;
      if (LenientJson.isArray(parser)) {
        first = ABSENT;
        last = ABSENT;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          last = LenientJson.unsigned(parser);
          first = first == ABSENT ? last : first;
        }
      } else {
        first = LenientJson.unsigned(parser);
        last = first;
      }
      if (first != ABSENT && last != ABSENT) {
        event.frames.addRange(first, last);
      }
    }
  }

  /** A connection id, also in the wrapping of Rust's debug format (tquic); null if it is none. */
  private static String connectionId(String text) {
    if (text == null) {
      return null;
    }
    String id =
        text.startsWith("Some(") && text.endsWith(")")
            ? text.substring(5, text.length() - 1)
            : text;
    return CONNECTION_ID.matcher(id).matches() ? id : null;
  }

  /** A group id: a text, or in draft-00 and -01 any object, whose tokens make the text. */
  private String groupId(JsonParser parser) throws IOException {
    if (!LenientJson.isObject(parser)) {
      return shortText(parser);
    }
    StringBuilder tokens = new StringBuilder();
    for (int depth = 1; depth > 0; ) {
      tokens.append(parser.getText());
      JsonToken token = parser.nextToken();
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    }
    return tokens.append('}').toString();
  }

  private static String shortened(String text) {
    return text == null || text.length() <= MAX_ID_CHARS ? text : text.substring(0, MAX_ID_CHARS);
  }

  /** A text that repeats over a log: a scalar as it is, anything else null. */
  private String shortText(JsonParser parser) throws IOException {
    if (parser.currentToken().isScalarValue() && parser.currentToken() != JsonToken.VALUE_NULL) {
      return cached(texts, parser);
    }
    parser.skipChildren();
    return null;
  }

  private static <T> T cached(TextCache<T> cache, JsonParser parser) throws IOException {
    return cache.get(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
  }

  private static boolean bool(JsonParser parser) throws IOException {
    if (LenientJson.isText(parser)) {
      return parser.getText().equals("true");
    }
    boolean value = parser.currentToken() == JsonToken.VALUE_TRUE;
    parser.skipChildren();
    return value;
  }
}
