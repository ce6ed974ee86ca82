package dev.moqlog.analyzer.read;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.Qlogs;
import dev.moqlog.analyzer.source.Content;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** That events read in place are what Jackson reads, where the two could come apart. */
class InPlaceTest {

  private static final String TIMED = "{\"time\":1,\"name\":\"transport:packet_sent\",\"data\":";

  private static void expectSame(String... events) {
    List<String> records = new ArrayList<>(List.of(events));
    // What follows must be read in place again, and be the same.
    records.add(TIMED + "{\"raw\":{\"length\":7}}}");
    String lines = Qlogs.HEADER + "\n" + String.join("\n", records) + "\n";
    String file =
        "{\"qlog_version\":\"0.3\",\"traces\":[{\"vantage_point\":{\"type\":\"client\"},"
            + "\"common_fields\":{},\"events\":["
            + String.join(",", records)
            + "]}]}";
    for (String log : List.of(lines, Qlogs.sequence(lines.split("\n")), file)) {
      for (int atOnce : new int[] {Integer.MAX_VALUE, 4096, 13}) {
        String what = log.substring(0, Math.min(log.length(), 2_000));
        Reading.expectSame(log.getBytes(ISO_8859_1), atOnce, what);
      }
    }
  }

  private static String data(String name, String value) {
    return TIMED + "{\"" + name + "\":" + value + "}}";
  }

  @Test
  void aTextWithAnEscapedQuoteIsNotExpectedWhereTheQuoteEndsOne() {
    String twoMembers = "{\"time\":1,\"name\":\"a\",\"x\":\"b\"}";
    String oneText = "{\"time\":1,\"name\":\"a\\\",\\\"x\\\":\\\"b\"}";
    expectSame(twoMembers, oneText, twoMembers, oneText, oneText, twoMembers, twoMembers);
  }

  @Test
  void aTextWithAnEscapedLineFeedIsNotExpectedWhereALineEnds() {
    String escaped = "{\"time\":1,\"name\":\"a\\nb\"}";
    String broken = "{\"time\":1,\"name\":\"a\nb\"}";
    String backslash = "{\"time\":1,\"name\":\"a\\\\\"}";
    String unended = "{\"time\":1,\"name\":\"a\\\"}";
    expectSame(escaped, escaped, broken, escaped, broken);
    expectSame(backslash, backslash, unended, backslash, unended);
  }

  @Test
  void aNumberOfMoreDigitsThanJacksonTakesIsRefused() {
    for (int digits : new int[] {1_000, 1_025, 4_090, 4_097, 10_000}) {
      String many = "1".repeat(digits);
      for (String number : List.of(many, "-" + many, "1." + many, "1e" + many, "0." + many)) {
        expectSame(
            data("smoothed_rtt", number),
            data("length", number),
            data("unknown", number),
            data("reason", number),
            "{\"time\":" + number + ",\"name\":\"x\"}");
      }
    }
  }

  @Test
  void aNameLongerThanJacksonTakesIsRefused() {
    for (int length : new int[] {49_000, 50_001, 70_000}) {
      String name = "n".repeat(length);
      expectSame(data(name, "1"), data("unknown", "{\"" + name + "\":1}"));
    }
  }

  @Test
  void nestingIsBoundedWhereverItIs() {
    for (int depth : new int[] {10, 62, 124, 126, 127, 128, 12_000}) {
      for (String open :
          List.of("[", "{\"a\":", "{\"address_v4\":", "{\"standalone_fetch\":", "[{\"a\":")) {
        String close = open.equals("[") ? "]" : open.startsWith("[") ? "}]" : "}";
        String nested = open.repeat(depth) + "1" + close.repeat(depth);
        for (String name : List.of("local", "standalone_fetch", "acked_ranges", "unknown")) {
          expectSame(data(name, nested));
        }
      }
    }
  }

  @Test
  void aRecordLongerThanAnyMayBeIsRefusedThoughItIsAtHand() {
    String tooLong = data("a", " ".repeat((int) QlogReader.MAX_RECORD_BYTES) + "1");
    // The first one makes the window large enough for the second one.
    String filler = data("b", " ".repeat(200_000) + "2").repeat(90);
    String log = Qlogs.HEADER + "\n" + tooLong + filler + tooLong + data("c", "3");
    Reading.expectSame(log.getBytes(ISO_8859_1), "too long");
  }

  @Test
  void zeroBytesAreNotTakenForTheEndOfWhatIsLoaded() {
    for (String place : List.of("{\0", "1\0", "\"a\0b\"", "1.5\0", "tr\0ue", "[1\0]", "\0\0\0")) {
      expectSame(data("unknown", place), data("length", place), data("reason", place));
    }
    expectSame("{\"ti\0me\":1,\"name\":\"x\"}", "{\0\"time\":1,\"name\":\"x\"}", "\0".repeat(40));
  }

  /** White space before the events that other threads may decode: they come only late in a log. */
  private static void expectSameAhead(String before, String event, String behind) {
    String log = before + " ".repeat(4 << 20) + event.repeat(400_000 / event.length()) + behind;
    Reading.expectSameAhead(log.getBytes(ISO_8859_1), before);
  }

  @Test
  void timesOfUnknownUnitAreTheSameReadAhead() {
    String event =
        "{\"time\":\"%s\",\"name\":\"moqt:stream_type_set\",\"vantagePoint\":\"client\",\"data\":{}}\n";
    StringBuilder first = new StringBuilder();
    for (int i = 0; i < 70; i++) {
      first.append(event.formatted(1_700_000_000_000_000L + 13 * i));
    }
    expectSameAhead(first.toString(), event.formatted(1_700_000_000_100_000L), "");
  }

  @Test
  void eventsOfTwoKindsAreTheSameReadAhead() {
    String before = "{\"qlog_version\":\"draft-01\",\"traces\":[{\"events\":[";
    String arrays = "[1,\"transport\",\"packet_sent\",{}],".repeat(3);
    String objects = (TIMED + "{}},").repeat(3_000);
    expectSameAhead(before + arrays, objects + arrays + objects, TIMED + "{}}]}]}");
    expectSameAhead(before + objects, objects + arrays + objects, TIMED + "{}}]}]}");
  }

  /** A handler that counts how often an event is looked at. */
  private static final class Counting implements QlogHandler {

    private long events;

    @Override
    public void traceStarted(TraceHeader header) {}

    @Override
    public void event(QlogEvent event) {
      events++;
    }

    @Override
    public void traceEnded(TraceHeader header, Set<Correction> corrections, DamageReport damage) {}

    @Override
    public void traceError(int index, String description) {}
  }

  @Test
  void anEventThatComesByteByByteIsNotReadOverAndOver() {
    String event = data("frames", "[" + "{\"frame_type\":\"ping\"},".repeat(10_000) + "1]");
    String log = Qlogs.HEADER + "\n" + (event + "\n").repeat(5);
    Counting counting = new Counting();
    long before = System.nanoTime();
    Reading.IN_PLACE
        .reader(counting)
        .read(Content.once(new Reading.Slow(log.getBytes(ISO_8859_1), 1)));
    assertThat(counting.events).isEqualTo(5);
    // Two hundred thousand times a hundred kilobytes take minutes.
    assertThat(System.nanoTime() - before).isLessThan(10_000_000_000L);
  }

  /** Memory that grew with such a log would be more than these tests have. */
  @Test
  void eventsThatEndWhereWhatIsLoadedEndsAreForgotten() {
    String event = "{\"time\":1,\"name\":\"x\",\"data\":{\"unknown\":\"%s\"}}";
    byte[] record =
        (event.formatted("x".repeat(1_024 - event.length() + 1)) + "\n").getBytes(ISO_8859_1);
    assertThat(record).hasSize(1_024);
    byte[] block = new byte[1 << 20];
    for (int i = 0; i < block.length; i += record.length) {
      System.arraycopy(record, 0, block, i, record.length);
    }
    List<InputStream> blocks = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      blocks.add(new ByteArrayInputStream(block));
    }
    Counting counting = new Counting();
    InputStream log = new SequenceInputStream(Collections.enumeration(blocks));
    Reading.IN_PLACE.reader(counting).read(Content.once(log));
    assertThat(counting.events).isEqualTo(600L * 1_024);
  }
}
