package dev.moqlog.analyzer.read;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.vocabulary.EventType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is decoded by a shape is what {@link EventDecoder} decodes. */
class LearningDecoderTest {

  private static final Path RESOURCES = Path.of("src/test/resources");

  /** What may stand in place of a number, and much that may not. */
  private static final String[] VALUES = {
    "0",
    "1",
    "7",
    "65534",
    "65535",
    "65536",
    "70000",
    "999999999999998",
    "999999999999999",
    "1000000000000000",
    "4611686018427",
    "4611686018428",
    "4611686018427387903",
    "4611686018427387904",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551616",
    "0.5",
    "0.4999999999",
    "1.4",
    "2.5000005",
    "7.12345678",
    "7.123456789012345",
    "7.123456789012345678901234567890",
    "7.9999999",
    "00",
    "01",
    "0.",
    ".5",
    "1.",
    "1.e1",
    "-0",
    "-1",
    "-2.5",
    "1e3",
    "1E400",
    "1e-3",
    "12a",
    "+1",
    "null",
    "true",
    "false",
    "\"\"",
    "\"5\"",
    "\"0x5\"",
    "\"x\"",
    "[]",
    "{}",
    "[5]",
    "[[5]]",
    "[[1,2],[3]]",
    "[[2,1],[3, 4],[5]]",
    "[[1,2][3]]",
    "[[1,2],]",
    "[[1,2,3]]",
    "[[]]",
    "[[1,\"2\"]]",
    "[[-1,2]]",
    "{\"length\":5}",
    "{\"total\":5}",
    "1 ",
    " 1",
    "",
    "NaN"
  };

  private final EventDecoder ordinary = new EventDecoder(EnumSet.allOf(EventType.class));
  private final EventDecoder fallback = new EventDecoder(EnumSet.allOf(EventType.class));
  private final LearningDecoder learning = new LearningDecoder(fallback);
  private final ByteCursor expectedCursor = new ByteCursor();
  private final ByteCursor actualCursor = new ByteCursor();
  private final QlogEvent expected = new QlogEvent();
  private final QlogEvent actual = new QlogEvent();
  private final QlogEvent cleared = new QlogEvent();
  private List<String> columns = List.of();

  LearningDecoderTest() {
    cleared.clear();
    ordinary.setTimeDigits(6);
    fallback.setTimeDigits(6);
  }

  static Stream<Path> realLogs() throws IOException {
    try (Stream<Path> files = Files.walk(RESOURCES)) {
      return files
          .filter(file -> file.getFileName().toString().matches(".*\\.s?qlog(\\.gz)?"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("realLogs")
  void realEventsAreDecodedAlike(Path file) throws IOException {
    byte[] log = padded(read(file));
    List<Integer> starts = events(log);
    for (int start : starts) {
      assertAlike(log, start);
    }
    if (starts.size() > 5_000) {
      assertThat(learning.hits()).isGreaterThan(starts.size() * 9L / 10);
    }
  }

  @ParameterizedTest
  @MethodSource("realLogs")
  void damagedEventsAreDecodedAlike(Path file) throws IOException {
    byte[] log = padded(read(file));
    List<Integer> starts = events(log);
    Random random = new Random(file.getFileName().toString().hashCode());
    for (int i = 0; i < Math.min(starts.size() - 1, 1_500); i++) {
      assertAlike(log, starts.get(i));
      byte[] record = Arrays.copyOfRange(log, starts.get(i), starts.get(i + 1));
      for (int k = 0; k < 4; k++) {
        byte[] damaged =
            padded(random.nextInt(4) == 0 ? spoilt(record, random) : other(record, random));
        // Sometimes so often that it is learned as well.
        for (int times = random.nextInt(20) == 0 ? 40 : 1; times > 0; times--) {
          assertAlike(damaged, 0);
        }
      }
    }
  }

  /** A record of which one value, most often a number, is another one. */
  private static byte[] other(byte[] record, Random random) {
    List<int[]> numbers = new ArrayList<>();
    for (int p = 1; p < record.length; p++) {
      boolean first = ":[, ".indexOf(record[p - 1]) >= 0;
      if (first && ("-0123456789[tf".indexOf(record[p]) >= 0)) {
        int end = p + 1;
        while (end < record.length && ",]} ".indexOf(record[end]) < 0) {
          end++;
        }
        numbers.add(new int[] {p, end});
      }
    }
    if (numbers.isEmpty()) {
      return record;
    }
    int[] number = numbers.get(random.nextInt(numbers.size()));
    String value =
        random.nextInt(3) == 0
            ? Long.toString(random.nextLong() >>> random.nextInt(64))
            : VALUES[random.nextInt(VALUES.length)];
    return (new String(record, 0, number[0], US_ASCII)
            + value
            + new String(record, number[1], record.length - number[1], US_ASCII))
        .getBytes(US_ASCII);
  }

  /** A record with another byte, or without its end. */
  private static byte[] spoilt(byte[] record, Random random) {
    int at = random.nextInt(record.length);
    if (random.nextInt(4) == 0) {
      return Arrays.copyOf(record, at);
    }
    byte[] spoilt = record.clone();
    spoilt[at] = (byte) "0123456789\"{}[],:.-e \nx".charAt(random.nextInt(23));
    return spoilt;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'time':#,'name':'quic:datagrams_sent','data':{'raw':[{'length':#,'payload_length':#}]}}",
        "{'time':#,'name':'quic:datagrams_sent','data':{'raw':[{'length':#},{'length':#}]}}",
        "{'time':#,'name':'quic:udp_datagrams_sent','data':{'count':#,'raw':{'length':#}}}",
        "{'time':#,'name':'quic:packet_sent','data':{'header':{'packet_number':#,'packet_size':#,"
            + "'length':#},'raw':{'length':#},'packet_number':#,'send_at_time':#}}",
        "{'data':{'raw':{'length':#},'stream_id':#,'error_code':#},'name':'quic:x','time':#}",
        "{'time':#,'name':'moqt:subgroup_object_parsed','data':{'stream_id':#,'group_id':#,"
            + "'end_of_group':#,'object_payload':{'length':#},'object_status':#}}",
        "{'time':#,'name':'quic:packet_received','data':{'frames':[{'frame_type':'ack',"
            + "'ack_delay':#,'acked_ranges':[[1,#],[#]],'ect0':#},{'frame_type':'ack','acked_ranges':[[#,"
            + " #]],'acked_ranges':[[#]]},{'frame_type':'path_ack','path_id':#}]}}",
        "{'time':#,'name':'quic:packet_lost','data':{'packet_numbers':[#,#,2]}}",
        "{'time':#,'name':'quic:mtu_updated','data':{'old':#,'new':#,'version':#}}",
        "{'time':#,'name':'quic:recovery_metrics_updated','data':{'cf_lost_packets':{'total':#,"
            + "'delta':#},'pto_count':#,'smoothed_rtt':#},'group_id':#,'path_id':#,'tuple':#}",
        "{'time':#,'name':'quic:version_information','data':{'chosen_version':#,'unknown':#}}",
        "{'time':#,'name':'quic:packet_sent','data':{'header':{'key_phase_bit':#,'dcid':#},"
            + "'frames':[{'frame_type':'connection_close','error_code':#,'error':#,'reason':#}]}}",
        "[#,'quic','packet_sent',{'header':{'packet_number':#}}]",
        "[#,'quic','metrics_updated','line',{'latest_rtt':#}]",
      })
  void valuesOfEveryKindAreDecodedAlike(String form) throws IOException {
    Random random = new Random(form.hashCode());
    String[] parts = form.replace('\'', '"').split("#", -1);
    for (int i = 0; i < 4_000; i++) {
      StringBuilder record = new StringBuilder(parts[0]);
      for (int part = 1; part < parts.length; part++) {
        record.append(
            random.nextInt(40) != 0
                ? Integer.toString(random.nextInt(80_000) >> random.nextInt(16))
                : VALUES[random.nextInt(VALUES.length)]);
        record.append(parts[part]);
      }
      assertAlike(padded(record.toString().getBytes(US_ASCII)), 0);
    }
  }

  @Test
  void whatAnEventMeansChangesWithItsTrace() throws IOException {
    byte[] row = padded("[5,\"quic:packet_sent\",7,{\"latest_rtt\":9}]".getBytes(US_ASCII));
    for (int i = 0; i < 400; i++) {
      int digits = i / 50 % 2 == 0 ? 6 : 3;
      ordinary.setTimeDigits(digits);
      fallback.setTimeDigits(digits);
      columns =
          i / 90 % 2 == 0
              ? List.of("time", "name", "path_id", "data")
              : List.of("path_id", "name", "time", "data");
      assertAlike(row, 0);
    }
    assertThat(learning.hits()).isPositive();
  }

  @Test
  void recordsThatNeverRepeatAreGivenUp() throws IOException {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      String text = Integer.toString(random.nextInt(9_000), 36);
      String record =
          "{\"time\":" + i + ",\"name\":\"quic:packet_sent\",\"data\":{\"" + text + "\":1}}";
      assertAlike(padded(record.getBytes(US_ASCII)), 0);
      assertThat(learning.shapes().count()).isLessThanOrEqualTo(EventShapes.MAX_SHAPES);
    }
    assertThat(learning.hits()).isLessThan(1_000);
  }

  @Test
  void whatIsCutIsNotDecodedByWhatStoodThereBefore() throws IOException {
    String record = "{\"time\":12.5,\"name\":\"quic:packet_sent\",\"data\":{\"x\":[1,{}]}}";
    for (int i = 0; i < 20; i++) {
      assertAlike(padded(record.getBytes(US_ASCII)), 0);
    }
    assertThat(learning.hits()).isEqualTo(4);
    for (int length = 0; length < record.length(); length++) {
      assertAlike(padded(record.substring(0, length).getBytes(US_ASCII)), 0);
    }
    assertThat(learning.hits()).isEqualTo(4);
  }

  private void assertAlike(byte[] buffer, int start) throws IOException {
    expectedCursor.begin(buffer, start);
    boolean named = ordinary.decode(expected, expectedCursor, columns);
    actualCursor.begin(buffer, start);
    boolean alike = learning.decode(actual, actualCursor, columns) == named;
    alike &= actualCursor.failed() == expectedCursor.failed();
    if (alike && !expectedCursor.failed()) {
      alike =
          actual.like(expected)
              && actualCursor.position() == expectedCursor.position()
              && learning.firstMember() == ordinary.firstMember();
      // Nothing is left of it in the next event.
      actual.clear();
      alike &= actual.like(cleared);
    }
    if (!alike) {
      int end = start;
      while (end < buffer.length && end - start < 2_000 && buffer[end] != '\n') {
        end++;
      }
      assertThat(alike).as(new String(buffer, start, end - start, US_ASCII)).isTrue();
    }
  }

  private static byte[] read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (!file.getFileName().toString().endsWith(".gz")) {
      return bytes;
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }

  private static byte[] padded(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length + ByteWindow.PADDING);
  }

  /** Where the events of a log begin, as far as they can be read from their bytes. */
  private List<Integer> events(byte[] log) {
    List<Integer> starts = new ArrayList<>();
    int p = Math.max(0, new String(log, US_ASCII).indexOf("\"events\""));
    p += p == 0 ? 0 : 10;
    while (p < log.length) {
      if (log[p] == '{') {
        expectedCursor.begin(log, p);
        expectedCursor.skip();
        if (expectedCursor.failed()) {
          break;
        }
        starts.add(p);
        p = expectedCursor.position();
      } else {
        p++;
      }
    }
    return starts;
  }
}
