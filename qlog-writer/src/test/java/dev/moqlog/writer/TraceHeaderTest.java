package dev.moqlog.writer;

import static dev.moqlog.writer.Recording.START;
import static dev.moqlog.writer.Recording.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.Profile;
import dev.moqlog.writer.sampling.Decision;
import dev.moqlog.writer.sampling.SamplingRate;
import dev.moqlog.writer.sampling.TraceParent;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands before the first event. */
class TraceHeaderTest {

  private static final ConnectionInfo PLAIN = ConnectionInfo.server(Recording.CONNECTION_ID);

  @TempDir Path directory;

  private Recording record(Consumer<QlogRecorderBuilder> settings, ConnectionInfo connection) {
    return Recording.of(
        directory,
        settings,
        connection,
        trace -> trace.log(START, EventType.LOGLEVEL_INFO, "NDJSON JSON-SEQ qlog_format"));
  }

  /** How qvis finds out what a file called .json or .qlog is. */
  private static String routeInQvis(String text) {
    String searched = text.substring(0, Math.min(1024, text.length()));
    if (!searched.contains("qlog_version")) {
      return "refused";
    }
    if (!searched.contains("qlog_format")) {
      return "JSON";
    }
    for (String format : List.of("NDJSON", "JSON-SEQ", "JSON")) {
      if (searched.contains(format)) {
        return format;
      }
    }
    return "refused";
  }

  /** How a newer fork does: it looks for one word first, in any letter case. */
  private static String routeInFork(String text) {
    String searched = text.substring(0, Math.min(1024, text.length())).toLowerCase(Locale.ROOT);
    return searched.replace("application/qlog+json-seq", "").contains("json-seq")
        ? "JSON-SEQ"
        : "JSON";
  }

  @Test
  void aContainedFileBeginsWithBothGenerationsOfMembers() {
    Recording recording =
        record(builder -> {}, PLAIN.withTitle("a title").withEndpointName("relay-1"));
    assertThat(recording.text())
        .startsWith(
            "{\"qlog_version\":\"0.3\",\"qlog_format\":\"JSON\","
                + "\"file_schema\":\"urn:ietf:params:qlog:file:contained\","
                + "\"serialization_format\":\"application/qlog+json\",\"traces\":[{");
    assertThat(Recording.namesOf(recording.trace()))
        .containsExactly(
            "vantage_point", "common_fields", "title", "event_schemas", "moqlog", "events");
    assertThat(recording.trace().get("vantage_point"))
        .isEqualTo(json("{'name':'relay-1','type':'server'}"));
    assertThat(recording.commonFields())
        .isEqualTo(
            json(
                "{'group_id':'8394c8f0','ODCID':'8394c8f0','time_format':'relative',"
                    + "'reference_time':1795338000250.000}"));
    assertThat(recording.file().getFileName().toString()).isEqualTo("trace.json");
  }

  @Test
  void aSequenceSaysSo() {
    Recording recording = record(builder -> builder.format(TraceFormat.JSON_SEQ), PLAIN);
    assertThat(recording.text())
        .startsWith(
            "\u001e{\"qlog_version\":\"0.3\",\"qlog_format\":\"JSON-SEQ\","
                + "\"file_schema\":\"urn:ietf:params:qlog:file:sequential\","
                + "\"serialization_format\":\"application/qlog+json-seq\",\"trace\":{");
    assertThat(recording.trace().has("events")).isFalse();
    assertThat(recording.file().getFileName().toString()).isEqualTo("trace.sqlog");
  }

  @ParameterizedTest
  @EnumSource
  void theCurrentDraftsHaveNoVersionAndADateForTheirClock(TraceFormat format) {
    Recording recording = record(builder -> builder.profile(Profile.IETF).format(format), PLAIN);
    assertThat(recording.header().has("qlog_version")).isFalse();
    assertThat(recording.header().has("qlog_format")).isFalse();
    String start = recording.text().substring(0, 256);
    assertThat(start).contains("\"file_schema\"").contains("\"serialization_format\"");
    assertThat(recording.commonFields().get("time_format").asText()).isEqualTo("relative_to_epoch");
    assertThat(recording.commonFields().get("reference_time"))
        .isEqualTo(
            json(
                "{'clock_type':'monotonic','epoch':'unknown',"
                    + "'wall_clock_time':'2026-11-22T09:00:00.250Z'}"));
    assertThat(recording.trace().get("event_schemas"))
        .extracting(JsonNode::asText)
        .contains(
            "urn:ietf:params:qlog:events:quic-13",
            "urn:ietf:params:qlog:events:loglevel",
            "urn:ietf:params:qlog:events:moqt-07");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NDJSON",
        "JSON-SEQ",
        "JSON",
        "json-seq",
        "NdJson",
        "qlog_format",
        "qlog_version",
        "\"qlog_format\":\"NDJSON\"",
        "activeFieldTrialGroups _source layers",
      })
  void noTextOfAnApplicationMisroutesAFile(String text) {
    ConnectionInfo connection =
        PLAIN.withApplicationId(text).withTitle(text).withEndpointName(text);
    Recording contained = record(builder -> {}, connection);
    assertThat(routeInQvis(contained.text())).isEqualTo("JSON");
    assertThat(routeInFork(contained.text())).isEqualTo("JSON");
    Recording sequence = record(builder -> builder.format(TraceFormat.JSON_SEQ), connection);
    String header = sequence.text().substring(0, sequence.text().indexOf('\n'));
    assertThat(routeInQvis(header)).isEqualTo("JSON-SEQ");
    for (Recording recording : List.of(contained, sequence)) {
      assertThat(recording.commonFields().get("group_id").asText()).isEqualTo(text);
      assertThat(recording.trace().get("title").asText()).isEqualTo(text);
      assertThat(recording.trace().at("/vantage_point/name").asText()).isEqualTo(text);
    }
  }

  @Test
  void noTextOfAnEventMisroutesAFile() {
    for (ConnectionInfo connection : List.of(PLAIN, PLAIN.withTitle("\u20ac".repeat(100)))) {
      Recording recording = record(builder -> {}, connection);
      assertThat(recording.text()).contains("NDJSON");
      assertThat(recording.text().indexOf("NDJSON")).isGreaterThanOrEqualTo(1024);
      assertThat(routeInQvis(recording.text())).isEqualTo("JSON");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000", "\"", "\\", "\n", "\u20ac", "\ud83d\ude00", "\ud800", "j", "x"})
  void anyTextOfAnyLengthIsWrittenAndVeryLongOnesAreShortened(String piece) {
    String lengthy = piece.repeat(100_000);
    ConnectionInfo connection =
        PLAIN.withApplicationId(lengthy).withTitle(lengthy).withEndpointName(lengthy);
    for (TraceFormat format : TraceFormat.values()) {
      Recording recording = record(builder -> builder.format(format), connection);
      String title = recording.trace().get("title").asText();
      assertThat(title).hasSize(1025).endsWith("\u2026");
      String begin = title.substring(0, 1000);
      assertThat(begin)
          .isEqualTo(piece.replace('\ud800', '\ufffd').repeat(1000).substring(0, 1000));
      assertThat(recording.commonFields().get("group_id").asText()).isEqualTo(title);
      assertThat(recording.events()).hasSize(1);
    }
  }

  @Test
  void emptyTextsDoNoHarm() {
    Recording recording = record(builder -> {}, PLAIN.withTitle("").withEndpointName(""));
    assertThat(recording.trace().get("title").asText()).isEmpty();
    assertThat(
            record(builder -> {}, ConnectionInfo.client(new byte[0])).commonFields().has("ODCID"))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 0", "0.5, 0.5, 8", "10%, 0.1, e6666666666666", "0.001, 0.001, ffbe76c8b43958"})
  void theRateStandsInTheHeaderForWeighting(String rate, String probability, String threshold) {
    SamplingRate parsed = SamplingRate.parse(rate);
    JsonNode writer =
        record(builder -> builder.sampler(candidate -> Decision.byChance(true, parsed)), PLAIN)
            .trace()
            .get("moqlog");
    assertThat(writer.get("sampling_reason").asText()).isEqualTo("probability");
    assertThat(writer.get("sampling_probability").decimalValue()).isEqualByComparingTo(probability);
    assertThat(writer.get("sampling_threshold").asText()).isEqualTo(threshold);
  }

  @Test
  void whatWasNotChanceHasNoProbability() {
    JsonNode writer =
        record(builder -> builder.sampler(c -> Decision.record(Decision.Reason.FORCED)), PLAIN)
            .trace()
            .get("moqlog");
    assertThat(writer.get("sampling_reason").asText()).isEqualTo("forced");
    assertThat(Recording.namesOf(writer))
        .doesNotContain("sampling_probability", "sampling_threshold", "part", "promotion_cause");
  }

  @Test
  void aSmallRateIsANumberOfJson() {
    SamplingRate rate = SamplingRate.parse("1e-12");
    JsonNode writer =
        record(builder -> builder.sampler(c -> Decision.byChance(true, rate)), PLAIN)
            .trace()
            .get("moqlog");
    assertThat(writer.get("sampling_probability").decimalValue()).isEqualByComparingTo("1e-12");
  }

  @Test
  void theSpanOfTheConnectionStandsInTheHeader() {
    String text = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    TraceParent parent = TraceParent.parse(text).orElseThrow();
    assertThat(record(b -> {}, PLAIN.withTraceParent(parent)).commonFields().get("traceparent"))
        .isEqualTo(json("'" + text + "'"));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsLeftOutIsNamed(Profile profile) {
    JsonNode writer =
        Recording.of(
                directory,
                builder ->
                    builder
                        .profile(profile)
                        .importance(EventType.Importance.BASE)
                        .leaveOut(EventType.PACKET_LOST, EventType.LOGLEVEL_INFO),
                trace -> {
                  trace.log(START, EventType.LOGLEVEL_WARNING, "written");
                  trace.log(START, EventType.LOGLEVEL_INFO, "left out");
                })
            .trace()
            .get("moqlog");
    assertThat(writer.get("importance").asText()).isEqualTo("base");
    assertThat(writer.get("left_out"))
        .extracting(JsonNode::asText)
        .containsExactly(EventType.PACKET_LOST.qlogName(profile));
  }

  @Test
  void theLongestHeaderLeavesRoomForAChunkOfEvents() {
    String longest = "\u0001".repeat(2000);
    Recording recording =
        Recording.of(
            directory,
            builder -> {},
            PLAIN.withApplicationId(longest).withTitle(longest).withEndpointName(longest),
            trace -> {
              for (int i = 0; i < 400; i++) {
                trace.log(START, EventType.LOGLEVEL_INFO, "x".repeat(50));
              }
            });
    assertThat(recording.events()).hasSize(400);
    assertThat(recording.text()).hasSizeGreaterThan(3 * 6 * 1024);
  }
}
