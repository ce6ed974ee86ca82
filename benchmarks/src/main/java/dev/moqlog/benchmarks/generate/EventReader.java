package dev.moqlog.benchmarks.generate;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.moqlog.benchmarks.generate.Slots.Kind;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * Finds what varies in an event. Packet numbers are only those of 1-RTT and 0-RTT: the others begin
 * at 0 in any stack, and a few packets are all there is of them. For one log.
 */
final class EventReader {

  private static final Set<String> DURATIONS =
      Set.of("latest_rtt", "min_rtt", "smoothed_rtt", "rtt_variance", "ack_delay");

  /** What stacks log of a round trip before there was one (RFC 9002 section 6.2.2). */
  private static final Set<String> INITIAL_RTTS =
      Set.of("0.333", "333", "333.0", "0.1665", "166", "166.5", "0", "0.0");

  private static final Set<String> PACKET_NUMBERS = Set.of("packet_number", "packet_numbers");

  private final byte[] bytes;
  private final JsonParser parser;
  private final Map<String, Integer> ids;

  private Slots found = new Slots();
  private String eventName = "";
  private String packetType = "";
  private boolean named;
  private int leastTimeDecimals = Integer.MAX_VALUE;
  private int mostTimeDecimals;

  EventReader(byte[] bytes, JsonParser parser, Map<String, Integer> ids) {
    this.bytes = bytes;
    this.parser = parser;
    this.ids = ids;
  }

  /**
   * Reads an event that begins at the current token, and adds what varies in it.
   *
   * @return its time
   */
  long read(Slots slots) throws IOException {
    found.clear();
    eventName = "";
    packetType = "";
    named = false;
    boolean timed = false;
    long time = 0;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      JsonToken token = parser.nextToken();
      switch (key) {
        case "time" -> {
          if (!token.isNumeric()) {
            throw new IOException("a time that is no number");
          }
          time = number(Kind.TIME);
          int decimals = FixedPoint.decimals(parser.getText());
          leastTimeDecimals = Math.min(leastTimeDecimals, decimals);
          mostTimeDecimals = Math.max(mostTimeDecimals, decimals);
          timed = true;
        }
        case "name" -> eventName = parser.getText();
        case "data" -> value(key, 0);
        default -> {
          named |= key.equals("group_id");
          value(key, 2);
        }
      }
    }
    if (!timed) {
      throw new IOException("an event without a time");
    }
    addAll(slots);
    return time;
  }

  /** Whether the event names its connection. */
  boolean named() {
    return named;
  }

  int leastTimeDecimals() {
    return leastTimeDecimals;
  }

  int mostTimeDecimals() {
    return mostTimeDecimals;
  }

  private void value(String key, int depth) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT -> {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String member = parser.currentName();
          parser.nextToken();
          value(member, depth + 1);
        }
      }
      case START_ARRAY -> {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          value(key, depth + 1);
        }
      }
      case VALUE_STRING -> {
        if (key.equals("packet_type") && depth <= 2 || key.equals("type") && depth == 1) {
          packetType = parser.getText();
        } else if (key.equals("acked_ranges") || PACKET_NUMBERS.contains(key)) {
          packetNumber(key, parser.getText(), 1);
        } else {
          idSlots(found);
        }
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        if (key.equals("acked_ranges") || PACKET_NUMBERS.contains(key)) {
          packetNumber(key, parser.getText(), 0);
        } else if (key.equals("send_at_time")) {
          number(Kind.TIME);
        } else if (DURATIONS.contains(key) || key.equals("delta") && depth == 1) {
          if (!INITIAL_RTTS.contains(parser.getText())) {
            number(Kind.DURATION);
          }
        }
      }
      default -> {}
    }
  }

  private long number(Kind kind) throws IOException {
    String text = parser.getText();
    long value = FixedPoint.parse(text);
    int from = begin();
    found.add(from, from + text.length(), kind, value, FixedPoint.decimals(text));
    return value;
  }

  /** Whose number it is remains to be seen: for now it is of a packet sent, or acknowledged. */
  private void packetNumber(String key, String text, int quote) {
    int from = begin() + quote;
    Kind kind = key.equals("acked_ranges") ? Kind.RECEIVED_NUMBER : Kind.SENT_NUMBER;
    found.add(from, from + text.length(), kind, Long.parseLong(text), 0);
  }

  private void addAll(Slots slots) {
    boolean application = isApplicationData(packetType);
    boolean received =
        eventName.endsWith("packet_received") || eventName.endsWith("packet_dropped");
    for (int i = 0; i < found.count(); i++) {
      Kind kind = found.kind(i);
      if (kind == Kind.SENT_NUMBER || kind == Kind.RECEIVED_NUMBER) {
        if (!application) {
          continue;
        }
        if (received) {
          kind = kind == Kind.SENT_NUMBER ? Kind.RECEIVED_NUMBER : Kind.SENT_NUMBER;
        }
      }
      slots.add(found.from(i), found.to(i), kind, found.value(i), found.decimals(i));
    }
  }

  private static boolean isApplicationData(String packetType) {
    return switch (packetType) {
      case "1RTT", "0RTT", "1rtt", "0rtt", "" -> true;
      default -> false;
    };
  }

  /** Adds the ids in the text at the current token. */
  void idSlots(Slots slots) throws IOException {
    if (parser.getTextLength() < IdFinder.LEAST_DIGITS) {
      return;
    }
    String text = parser.getText();
    int from = begin() + 1;
    for (int i = 0; i < text.length(); i++) {
      int end = IdFinder.digitsEnd(text, i);
      if (end - i >= IdFinder.LEAST_DIGITS) {
        Integer id = ids.get(text.substring(i, end));
        if (id != null && bytes[from + i] == text.charAt(i)) {
          slots.add(from + i, from + end, Kind.ID, id, 0);
        }
      }
      i = Math.max(i, end);
    }
  }

  private int begin() {
    return (int) parser.currentTokenLocation().getByteOffset();
  }
}
