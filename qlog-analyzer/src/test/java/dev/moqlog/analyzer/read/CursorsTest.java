package dev.moqlog.analyzer.read;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import dev.moqlog.vocabulary.EventType;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** That both cursors agree on any JSON that the one for bytes accepts. */
class CursorsTest {

  private static final int TIMES = Integer.getInteger("moqlog.cases", 1);

  private static final MemberName[] NAMES = MemberName.values();

  private static final List<String> COLUMNS =
      List.of("relative_time", "category", "event", "data", "trigger");

  /** JSON made from the grammar, of names that mean something at places where they may not. */
  private static final class Maker {

    private final Random random;
    private final StringBuilder text = new StringBuilder();

    /** How often something is written that is not as nearly all stacks write it: one time of so. */
    private int unusual;

    Maker(Random random) {
      this.random = random;
    }

    String event(int unusualOneOf) {
      unusual = unusualOneOf;
      text.setLength(0);
      text.append("{\"time\":");
      number();
      text.append(",\"name\":\"").append(name()).append("\",\"data\":");
      object(1);
      if (random.nextInt(4) == 0) {
        text.append(',');
        member(1);
      }
      return text.append('}').toString();
    }

    String json(int unusualOneOf) {
      unusual = unusualOneOf;
      text.setLength(0);
      object(0);
      return text.toString();
    }

    private String name() {
      EventType[] types = EventType.values();
      EventType type = types[random.nextInt(types.length)];
      return type == EventType.OTHER ? "x:y" : type.qlogName();
    }

    private boolean unusual() {
      return unusual > 0 && random.nextInt(unusual) == 0;
    }

    private void space() {
      if (random.nextInt(30) == 0) {
        text.append(" \n\r\t".charAt(random.nextInt(4)));
      }
    }

    private void value(int depth) {
      switch (random.nextInt(depth > 5 ? 7 : 11)) {
        case 0, 1, 2 -> number();
        case 3, 4 -> string();
        case 5 -> text.append(random.nextBoolean() ? "true" : "false");
        case 6 -> text.append("null");
        case 7, 8, 9 -> object(depth);
        default -> array(depth);
      }
      space();
    }

    private void object(int depth) {
      text.append('{');
      space();
      for (int i = random.nextInt(6); i > 0; i--) {
        member(depth);
        text.append(i > 1 || unusual() ? "," : "");
      }
      text.append('}');
    }

    private void member(int depth) {
      space();
      String name = NAMES[1 + random.nextInt(NAMES.length - 1)].name().toLowerCase(Locale.ROOT);
      int length = name.length();
      switch (random.nextInt(12)) {
        case 0 -> name = name.substring(0, random.nextInt(length));
        case 1 -> name += "_and_more_of_it_than_is_known".substring(random.nextInt(20));
        case 2 -> name = camelCase(name);
        default -> {}
      }
      if (unusual()) {
        name = "\\u%04x".formatted((int) 'x') + name;
      }
      text.append('"').append(name).append('"');
      space();
      text.append(':');
      if (unusual > 0) {
        // Nearly all stacks write one always or never.
        space();
      }
      value(depth + 1);
    }

    private static String camelCase(String name) {
      StringBuilder camel = new StringBuilder();
      for (int i = 0; i < name.length(); i++) {
        char c = name.charAt(i);
        camel.append(
            c == '_' && i + 1 < name.length() ? Character.toUpperCase(name.charAt(++i)) : c);
      }
      return camel.toString();
    }

    private void array(int depth) {
      text.append('[');
      space();
      for (int i = random.nextInt(4); i > 0; i--) {
        space();
        value(depth + 1);
        text.append(i > 1 || unusual() ? "," : "");
      }
      text.append(']');
    }

    private void number() {
      text.append(random.nextInt(10) == 0 ? "-" : "").append(unusual() ? "0" : "");
      integer();
      if (random.nextInt(3) == 0) {
        text.append('.');
        digits(1 + random.nextInt(12));
      }
      if (random.nextInt(12) == 0) {
        text.append(random.nextBoolean() ? "e" : "E-")
            .append(random.nextInt(random.nextBoolean() ? 9 : 500));
      }
    }

    private void integer() {
      int length = random.nextInt(random.nextBoolean() ? 4 : 21);
      if (length == 0) {
        text.append('0');
      } else {
        text.append((char) ('1' + random.nextInt(9)));
        digits(length - 1);
      }
    }

    private void digits(int count) {
      for (int i = 0; i < count; i++) {
        text.append((char) ('0' + random.nextInt(10)));
      }
    }

    private void string() {
      text.append('"');
      switch (random.nextInt(7)) {
        case 0 -> number();
        case 1 -> text.append(name());
        case 2 -> text.append("ack");
        case 3 -> digits(16);
        case 4 -> text.append("0123456789abcdef".repeat(random.nextInt(100)));
        default -> {
          for (int i = random.nextInt(40); i > 0; i--) {
            char c = (char) (' ' + random.nextInt(0x60));
            text.append(c == '"' || c == '\\' ? '-' : c);
          }
        }
      }
      if (unusual()) {
        text.append(random.nextBoolean() ? "\\n\\\"" : "\u00c3\u00bc");
      }
      text.append('"');
    }
  }

  private static JsonParser parser(byte[] json) throws IOException {
    JsonParser parser = LenientJson.parser(json, 0, json.length);
    parser.nextToken();
    return parser;
  }

  private static byte[] padded(byte[] json) {
    return Arrays.copyOf(json, json.length + ByteWindow.PADDING);
  }

  /** Walks over a value, doing with each value something that depends on nothing but the seed. */
  private static void walk(
      JsonCursor cursor, Random steps, TextCache<String> cache, StringBuilder into)
      throws IOException {
    into.append(cursor.isObject()).append(cursor.isArray()).append(cursor.isText());
    into.append(cursor.isNull()).append(cursor.isTrue()).append(cursor.isFalse());
    into.append(cursor.isScalar()).append(cursor.isInteger()).append(' ');
    if (cursor.isObject() && steps.nextInt(6) > 0) {
      for (MemberName name = cursor.firstMember(); name != null; name = cursor.nextMember()) {
        into.append(name).append('=');
        walk(cursor, steps, cache, into);
      }
      into.append('}');
      return;
    }
    if (cursor.isArray() && steps.nextInt(6) > 0) {
      for (boolean more = cursor.firstElement(); more; more = cursor.nextElement()) {
        walk(cursor, steps, cache, into);
      }
      into.append(']');
      return;
    }
    switch (steps.nextInt(13)) {
      case 0 -> cursor.skip();
      case 1 -> into.append(cursor.scaled(0));
      case 2 -> into.append(cursor.scaled(3));
      case 3 -> into.append(cursor.scaled(6)).append(cursor.isText() ? cursor.textIs("ack") : "");
      case 4, 5 -> into.append(cursor.unsigned());
      case 6 -> into.append(cursor.text());
      case 7 -> into.append(cursor.bool());
      case 8 -> into.append(cursor.flag());
      case 9 -> into.append(cursor.hexadecimal(-7));
      case 10 -> {
        into.append(cursor.isText() ? cursor.textBytes() : -1).append(cursor.textStartsWith('a'));
        cursor.skip();
      }
      default -> {
        if (cursor.isScalar()) {
          into.append(cursor.cached(cache));
        } else {
          cursor.skip();
        }
      }
    }
    into.append(' ');
  }

  @Test
  void aWalkOverRandomJsonMeetsTheSame() throws IOException {
    Random random = new Random(11);
    Maker maker = new Maker(random);
    ByteCursor bytes = new ByteCursor();
    TextCache<String> shared = new TextCache<>(text -> text);
    TextCache<String> own = new TextCache<>(text -> text);
    int gaveUp = 0;
    int cases = 8_000 * TIMES;
    for (int i = 0; i < cases; i++) {
      int unusualOneOf = i % 3 == 0 ? 30 : 0;
      String json = maker.json(unusualOneOf);
      byte[] encoded = (json + " ").getBytes(ISO_8859_1);
      StringBuilder expected = new StringBuilder();
      try (JsonParser parser = parser(encoded)) {
        walk(new JacksonCursor(parser), new Random(i), own, expected);
      }
      StringBuilder walked = new StringBuilder();
      bytes.begin(padded(encoded), 0);
      walk(bytes, new Random(i), shared, walked);
      if (bytes.failed()) {
        gaveUp++;
        assertThat(unusualOneOf).as(json).isPositive();
        // What Jackson makes of it is in the cache that the other cursor uses, as in a reader.
        try (JsonParser parser = parser(encoded)) {
          walk(new JacksonCursor(parser), new Random(i), shared, new StringBuilder());
        }
      } else {
        assertThat(walked.toString()).as(json).isEqualTo(expected.toString());
        assertThat(bytes.position()).isEqualTo(json.length());
      }
    }
    assertThat(gaveUp).isBetween(cases / 20, cases / 3);
  }

  @Test
  void randomEventsAreDecodedTheSame() throws IOException {
    Random random = new Random(12);
    Maker maker = new Maker(random);
    Set<EventType> needed = EnumSet.allOf(EventType.class);
    EventDecoder shared = new EventDecoder(needed);
    EventDecoder own = new EventDecoder(needed);
    ByteCursor bytes = new ByteCursor();
    QlogEvent event = new QlogEvent();
    QlogEvent expected = new QlogEvent();
    for (int i = 0; i < 8_000 * TIMES; i++) {
      String json = maker.event(i % 4 == 0 ? 40 : 0);
      if (i % 9 == 0) {
        json = "[" + i + ",\"transport\",\"packet_sent\"," + maker.json(0) + "]";
      }
      byte[] encoded = json.getBytes(ISO_8859_1);
      boolean isExpected;
      try (JsonParser parser = parser(encoded)) {
        isExpected = own.decode(expected, new JacksonCursor(parser), COLUMNS);
      }
      bytes.begin(padded(encoded), 0);
      boolean is = shared.decode(event, bytes, COLUMNS);
      if (bytes.failed()) {
        try (JsonParser parser = parser(encoded)) {
          is = shared.decode(event, new JacksonCursor(parser), COLUMNS);
        }
      }
      StringBuilder dump = new StringBuilder();
      EventDump.append(event, dump);
      StringBuilder expectedDump = new StringBuilder();
      EventDump.append(expected, expectedDump);
      if (is != isExpected || dump.compareTo(expectedDump) != 0) {
        assertThat(dump.toString()).as(json).isEqualTo(expectedDump.toString());
        assertThat(is).as(json).isEqualTo(isExpected);
      }
    }
  }

  private static long byBigDecimal(String number, int digits) {
    BigDecimal scaled =
        new BigDecimal(number).movePointRight(digits).setScale(0, RoundingMode.HALF_UP);
    BigDecimal max = BigDecimal.valueOf(Long.MAX_VALUE);
    return scaled.min(max).max(max.negate()).longValueExact();
  }

  /** The digits are made as bytes, since there are millions. */
  @Test
  void numbersAreWhatTheyAreInDecimal() {
    Random random = new Random(13);
    byte[] json = new byte[128];
    ByteCursor cursor = new ByteCursor();
    int[] scales = {0, 3, 6};
    int cases = 400_000 * TIMES;
    for (int i = 0; i < cases; i++) {
      int end = 0;
      if (random.nextInt(6) == 0) {
        json[end++] = '-';
      }
      int length = random.nextInt(i % 3 == 0 ? 21 : 10);
      end = digits(random, json, end, Math.max(1, length), length > 0);
      if ((i & 1) == 0) {
        json[end++] = '.';
        end = digits(random, json, end, 1 + random.nextInt(i % 5 == 0 ? 30 : 9), false);
      }
      json[end] = ',';
      Arrays.fill(json, end + 1, end + 40, (byte) (random.nextBoolean() ? '7' : 0));
      int scale = scales[i % 3];
      cursor.begin(json, 0);
      long scaled = cursor.scaled(scale);
      long expected = Decimal.scaled(json, 0, end, scale);
      boolean same = scaled == expected && cursor.position() == end;
      cursor.begin(json, 0);
      long unsigned = cursor.unsigned();
      long integer = Decimal.scaled(json, 0, end, 0);
      same &= unsigned == (integer < 0 ? QlogEvent.ABSENT : integer) && cursor.position() == end;
      if (i % 16 == 0) {
        same &= expected == byBigDecimal(new String(json, 0, end, ISO_8859_1), scale);
      }
      if (!same) {
        assertThat(List.of(scaled, unsigned))
            .as(new String(json, 0, end + 1, ISO_8859_1) + " by " + scale)
            .isEqualTo(List.of(expected, integer));
      }
    }
  }

  private static int digits(Random random, byte[] into, int from, int count, boolean notZero) {
    long bits = random.nextLong();
    for (int i = 0; i < count; i++) {
      if (i % 12 == 11) {
        bits = random.nextLong();
      }
      into[from + i] = (byte) ('0' + (bits >>> 5 * (i % 12) & 31) % 10);
    }
    if (count == 1 && !notZero) {
      return from + 1;
    }
    if (notZero && into[from] == '0') {
      into[from] = '9';
    }
    return from + count;
  }

  @Test
  void jacksonReadsNumbersTheSame() throws IOException {
    Random random = new Random(14);
    Maker maker = new Maker(random);
    ByteCursor cursor = new ByteCursor();
    for (int i = 0; i < 20_000 * TIMES; i++) {
      maker.text.setLength(0);
      maker.number();
      byte[] json = (maker.text + " ").getBytes(ISO_8859_1);
      int scale = i % 7;
      try (JsonParser parser = parser(json)) {
        cursor.begin(padded(json), 0);
        long scaled = cursor.scaled(scale);
        assertThat(cursor.failed()).isFalse();
        long expected = new JacksonCursor(parser).scaled(scale);
        if (scaled != expected) {
          assertThat(scaled).as(maker.text + " by " + scale).isEqualTo(expected);
        }
      }
    }
  }
}
