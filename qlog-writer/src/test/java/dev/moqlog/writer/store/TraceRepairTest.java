package dev.moqlog.writer.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.moqlog.writer.store.RepairReport.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceRepairTest {

  private static final String HEADER =
      "{\"qlog_version\":\"0.3\",\"qlog_format\":\"JSON\",\"title\":\"}]\\\"[{\",\"traces\":[{"
          + "\"vantage_point\":{\"type\":\"server\"},\"common_fields\":{\"events\":[{}]},"
          + "\"events\":[";

  private static final String RECORDS_HEADER =
      "{\"qlog_version\":\"0.3\",\"qlog_format\":\"JSON-SEQ\",\"trace\":{}}";

  private static final ObjectMapper STRICT =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("trace.json");
  }

  /** Events with everything in them that a careless scan trips over. */
  private static List<String> events(int count) {
    List<String> data =
        List.of(
            "{}",
            "{\"a\":\"]}]}\"}",
            "{\"events\":[{\"x\":1},{\"y\":[2]}]}",
            "{\"t\":\"\\\\\",\"u\":\"\\\"}\"}",
            "{\"\\u00e9\":\"\u00e9\u20ac\ud83d\ude00\"}",
            "[[1,2],[3,[]]]",
            "-1.5e+3",
            "true",
            "\"\\n]}]}\\n\"",
            "{\"traces\":[{\"events\":[]}]}");
    List<String> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add("{\"time\":" + i + ",\"data\":" + data.get(i % data.size()) + "}");
    }
    return events;
  }

  private static String contained(List<String> events) {
    return HEADER + "\n" + String.join(",\n", events) + TraceRepair.FOOTER;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  private RepairReport repair(byte[] content) throws IOException {
    Files.write(file, content);
    RepairReport planned = TraceRepair.check(file);
    assertThat(Files.size(file)).isEqualTo(content.length);
    RepairReport report = TraceRepair.repair(file);
    assertThat(report.bytesBefore()).isEqualTo(content.length);
    assertThat(report.bytesAfter()).isEqualTo(planned.bytesAfter()).isEqualTo(Files.size(file));
    assertThat(report.bytesRemoved()).isEqualTo(planned.bytesRemoved());
    assertThat(report.detail()).isEqualTo(planned.detail()).doesNotContain("\n");
    if (report.status() == Status.REPAIRED) {
      assertThat(planned.status()).isEqualTo(Status.REPAIRABLE);
      assertThat(TraceRepair.repair(file).status()).isEqualTo(Status.INTACT);
    } else {
      assertThat(report.status()).isEqualTo(planned.status());
      assertThat(report.bytesRemoved()).isZero();
      assertThat(Files.mismatch(file, Files.write(directory.resolve("same"), content)))
          .isNegative();
    }
    return report;
  }

  private RepairReport repair(String content) throws IOException {
    return repair(bytes(content));
  }

  private JsonNode repaired(String content) throws IOException {
    RepairReport report = repair(content);
    assertThat(report.status()).as(report.detail()).isEqualTo(Status.REPAIRED);
    return STRICT.readTree(file.toFile());
  }

  /** The offsets behind the events in a contained file. */
  private static int[] ends(List<String> events) {
    int[] ends = new int[events.size()];
    int offset = bytes(HEADER).length;
    for (int i = 0; i < ends.length; i++) {
      offset += (i == 0 ? 1 : 2) + bytes(events.get(i)).length;
      ends[i] = offset;
    }
    return ends;
  }

  private static int completeBefore(int cut, int[] ends) {
    return (int) Arrays.stream(ends).filter(end -> end <= cut).count();
  }

  @Test
  void aTraceCutAnywhereKeepsExactlyItsCompleteEvents() throws IOException {
    List<String> events = events(250);
    byte[] whole = bytes(contained(events));
    int[] ends = ends(events);
    for (int cut = 0; cut < whole.length; cut++) {
      byte[] torn = Arrays.copyOf(whole, cut);
      Files.write(file, torn);
      RepairReport report = TraceRepair.repair(file);
      int complete = completeBefore(cut, ends);
      if (complete == 0) {
        assertThat(report.status()).as("cut at %d", cut).isEqualTo(Status.EMPTY);
        assertThat(Files.readAllBytes(file)).isEqualTo(torn);
        continue;
      }
      // Without its last line feed it is complete JSON.
      assertThat(report.status())
          .as("cut at %d", cut)
          .isEqualTo(cut < whole.length - 1 ? Status.REPAIRED : Status.INTACT);
      byte[] expected = join(Arrays.copyOf(whole, ends[complete - 1]), bytes(TraceRepair.FOOTER));
      if (cut < whole.length - 1) {
        assertThat(Files.readAllBytes(file)).as("cut at %d", cut).isEqualTo(expected);
        assertThat(report.bytesRemoved()).isEqualTo(cut - ends[complete - 1]);
      }
    }
    // What is left at each event is what Jackson reads there.
    for (int i = 0; i < ends.length; i++) {
      JsonNode tree =
          STRICT.readTree(join(Arrays.copyOf(whole, ends[i]), bytes(TraceRepair.FOOTER)));
      assertThat(tree.at("/traces/0/events")).hasSize(i + 1);
      assertThat(tree.at("/traces/0/events/" + i)).isEqualTo(STRICT.readTree(events.get(i)));
    }
  }

  @Test
  void aFooterOverwrittenByPartOfAFlushIsRepaired() throws IOException {
    List<String> events = events(30);
    int[] ends = ends(events);
    for (int flushed = 1; flushed < events.size(); flushed += 3) {
      byte[] before = bytes(contained(events.subList(0, flushed)));
      byte[] after = bytes(contained(events));
      int from = ends[flushed - 1];
      for (int overwritten = 0; overwritten <= after.length - from; overwritten++) {
        byte[] mixed =
            join(
                Arrays.copyOf(after, from + overwritten),
                Arrays.copyOfRange(
                    before, Math.min(before.length, from + overwritten), before.length));
        Files.write(file, mixed);
        int complete = Math.max(flushed, completeBefore(from + overwritten, ends));
        assertThat(TraceRepair.repair(file).status())
            .as("%d bytes over the footer behind %d events", overwritten, flushed)
            .isIn(Status.INTACT, Status.REPAIRED);
        assertThat(STRICT.readTree(file.toFile()).at("/traces/0/events")).hasSize(complete);
      }
    }
  }

  @Test
  void anIntactTraceIsRecognisedByItsEnd() throws IOException {
    Files.writeString(file, contained(events(300)).replace("\"time\":7,", "\"time\":!!"));
    RepairReport report = TraceRepair.repair(file);
    assertThat(report.status()).isEqualTo(Status.INTACT);
    assertThat(report.detail()).isEqualTo("complete");
  }

  @Test
  void zerosBehindATornEventAreCutOff() throws IOException {
    byte[] whole = bytes(contained(events(20)));
    int[] ends = ends(events(20));
    for (int cut : new int[] {ends[9], ends[9] + 1, ends[9] + 2, ends[9] + 5, ends[9] + 12}) {
      RepairReport report = repair(join(Arrays.copyOf(whole, cut), new byte[100_000]));
      assertThat(report.status()).isEqualTo(Status.REPAIRED);
      assertThat(STRICT.readTree(file.toFile()).at("/traces/0/events")).hasSize(10);
      assertThat(report.detail()).contains("cut at byte " + ends[9]).contains("10 complete events");
    }
    assertThat(repair(join(whole, new byte[100_000])).status()).isEqualTo(Status.REPAIRED);
    assertThat(Files.readAllBytes(file)).isEqualTo(whole);
  }

  @Test
  void eventsBehindDamageAreNotThrownAway() throws IOException {
    String whole = contained(events(1000));
    for (String damage : List.of("\0\0\0\0", "!", "]]]]", "}}}}", "\"\"")) {
      String damaged = whole.replace("\"time\":50,", "\"time\"" + damage + ":50,");
      RepairReport report = repair(damaged.substring(0, damaged.length() - 6));
      assertThat(report.status()).isEqualTo(Status.DAMAGED);
      assertThat(report.detail()).matches(".*at byte \\d+.*");
    }
  }

  @Test
  void anotherLogBehindATornOneIsNotThrownAway() throws IOException {
    String whole = contained(events(300));
    String torn = whole.substring(0, whole.indexOf(",\n{\"time\":50"));
    assertThat(repair(torn + whole.substring(0, 9000)).status()).isEqualTo(Status.DAMAGED);
    assertThat(repair(whole + "x").status()).isEqualTo(Status.DAMAGED);
  }

  @Test
  void membersBehindTheEventsAreKept() throws IOException {
    JsonNode tree =
        repaired(
            "{\"qlog_version\":\"0.3\",\"traces\":[{\"events\":[{\"time\":1},{\"time\":2}],"
                + "\"vantage_point\":{\"type\":\"client\"},\"description\":\"a\",\"tit");
    assertThat(tree.at("/traces/0/events")).hasSize(2);
    assertThat(tree.at("/traces/0/vantage_point/type").asText()).isEqualTo("client");
    assertThat(tree.at("/traces/0/description").asText()).isEqualTo("a");
  }

  @Test
  void severalTracesAreKeptUpToTheTornOne() throws IOException {
    String first =
        "{\"traces\":[{\"events\":[{\"time\":1},{\"time\":2}]},{\"vantage_point\":{},\"events\":[";
    assertThat(repaired(first).at("/traces")).hasSize(1);
    assertThat(repaired(first + "{\"time\":").at("/traces")).hasSize(1);
    assertThat(repaired(first + "{\"time\":3},").at("/traces/1/events")).hasSize(1);
  }

  @Test
  void otherPlacesOfTheEventsAreKnown() throws IOException {
    assertThat(repaired("{\"file_schema\":\"x\",\"trace\":{\"events\":[{},{").at("/trace/events"))
        .hasSize(1);
    assertThat(repaired(" \n{\"qlog_version\":\"x\",\"events\":[[1,2],[3").at("/events"))
        .hasSize(1);
  }

  @Test
  void aCommaTooManyIsCutOffWithWhatFollows() throws IOException {
    assertThat(repaired("{\"traces\":[{\"events\":[{\"a\":1},{},]}]}").at("/traces/0/events"))
        .hasSize(2);
  }

  @Test
  void nestingOfAnyDepthTakesNoMemory() throws IOException {
    String deep = "{\"traces\":[{\"events\":[{},";
    assertThat(repaired(deep + "[".repeat(5000)).at("/traces/0/events")).hasSize(1);
    assertThat(repair(deep + "[".repeat(100_000)).status()).isEqualTo(Status.DAMAGED);
  }

  @Test
  void aLongTornEventIsCutOff() throws IOException {
    assertThat(repaired(HEADER + "{},\"" + "x".repeat(300_000)).at("/traces/0/events")).hasSize(1);
  }

  @Test
  void aTraceWithoutEventsIsEmpty() throws IOException {
    assertThat(repair("").status()).isEqualTo(Status.EMPTY);
    assertThat(repair(HEADER + TraceRepair.FOOTER).status()).isEqualTo(Status.EMPTY);
    assertThat(repair(HEADER + "\n{\"time\":1").status()).isEqualTo(Status.EMPTY);
    assertThat(repair("{\"qlog_version\":\"0.3\"}").status()).isEqualTo(Status.EMPTY);
  }

  @Test
  void whatIsNotQlogIsLeftAlone() throws IOException {
    for (String other :
        List.of(
            "\0\0\0\0",
            "hello",
            "[]",
            "{\"a\":1}",
            "{\"a\":[{},{",
            "{\"traceEvents\":[{},{",
            "{x",
            "{} {}",
            "\u001e{\"a\":1}\n\u001e{\"b\"",
            "{\"a\":1}\n{\"b\":2}\n{")) {
      assertThat(repair(other).status()).as(other).isEqualTo(Status.NOT_QLOG);
    }
  }

  @Test
  void compressedTracesAreLeftAlone() throws IOException {
    assertThat(repair(new byte[] {0x1f, (byte) 0x8b, 8, 0}).detail())
        .isEqualTo("compressed by gzip");
    assertThat(repair(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0}).status())
        .isEqualTo(Status.COMPRESSED);
  }

  @Test
  void linksAndDirectoriesAreLeftAlone() throws IOException {
    byte[] torn = bytes(HEADER + "{},{");
    Files.write(directory.resolve("target"), torn);
    assertThat(TraceRepair.repair(directory).status()).isEqualTo(Status.NOT_QLOG);
    try {
      Files.createSymbolicLink(file, directory.resolve("target"));
    } catch (IOException | UnsupportedOperationException e) {
      assumeTrue(false, "no symbolic links here: " + e);
    }
    assertThat(TraceRepair.repair(file).detail()).isEqualTo("a symbolic link");
    assertThat(directory.resolve("target")).hasBinaryContent(torn);
  }

  @Test
  void aMissingFileIsAnError() {
    assertThatThrownBy(() -> TraceRepair.repair(file)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> TraceRepair.check(file)).isInstanceOf(NoSuchFileException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u001e", ""})
  void recordsCutAnywhereKeepExactlyTheCompleteOnes(String separator) throws IOException {
    List<String> records = new ArrayList<>(List.of(RECORDS_HEADER));
    records.addAll(events(60));
    StringBuilder text = new StringBuilder();
    int[] ends = new int[records.size()];
    for (int i = 0; i < ends.length; i++) {
      text.append(separator).append(records.get(i)).append('\n');
      ends[i] = bytes(text.toString()).length;
    }
    byte[] whole = bytes(text.toString());
    for (int cut = 0; cut <= whole.length; cut++) {
      RepairReport report = repair(Arrays.copyOf(whole, cut));
      // An object without its line feed is complete as well.
      int complete = completeBefore(cut + 1, ends);
      if (complete == 0) {
        assertThat(report.status()).isIn(Status.EMPTY, Status.NOT_QLOG);
      } else if (complete == 1) {
        assertThat(report.status()).isEqualTo(Status.EMPTY);
      } else {
        int end = ends[complete - 1];
        boolean intact = cut == end || cut == end - 1 && separator.isEmpty();
        assertThat(report.status())
            .as("cut at %d: %s", cut, report.detail())
            .isEqualTo(intact ? Status.INTACT : Status.REPAIRED);
        assertThat(Files.readAllBytes(file))
            .isEqualTo(Arrays.copyOf(whole, intact ? Math.min(cut, end) : end));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u001e", ""})
  void aTornRecordInTheMiddleStaysAndIsCounted(String separator) throws IOException {
    String start = separator + RECORDS_HEADER + "\n" + separator + "{\"time\":1}\n";
    String middle = start + separator + "{\"time\":\n" + separator + "{\"ti\0\"me\n";
    String whole = middle + separator + "{\"time\":2}\n";
    RepairReport report = repair(whole);
    assertThat(report.status()).isEqualTo(Status.INTACT);
    assertThat(report.detail()).contains("3 complete records").contains("2 torn");
    assertThat(repair(whole + separator + "{\"time\"").status()).isEqualTo(Status.REPAIRED);
    assertThat(file).hasContent(whole);
    assertThat(repair(middle).status()).isEqualTo(Status.REPAIRED);
    assertThat(file).hasContent(start);
    assertThat(repair(whole + "\0".repeat(9000)).status()).isEqualTo(Status.REPAIRED);
    assertThat(file).hasContent(whole);
    assertThat(repair(whole + separator + "!".repeat(9000)).status()).isEqualTo(Status.DAMAGED);
  }

  @Test
  void aLogOfAnotherStackThatWasKilledIsRepaired() throws IOException {
    Path log =
        Path.of(System.getProperty("moqlog.shared", ""), "testdata/public")
            .resolve("kwik__kill9_server__server.qlog.gz");
    assumeTrue(Files.isRegularFile(log), "no such log here");
    byte[] torn;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(log))) {
      torn = in.readAllBytes();
    }
    assertThatThrownBy(() -> STRICT.readTree(torn)).isInstanceOf(IOException.class);
    RepairReport report = repair(torn);
    assertThat(report.status()).isEqualTo(Status.REPAIRED);
    assertThat(report.bytesRemoved()).isLessThan(1000);
    JsonNode events = STRICT.readTree(file.toFile()).at("/traces/0/events");
    assertThat(report.detail()).contains(events.size() + " complete events");
    assertThat(events.size()).isGreaterThan(1000);
  }
}
