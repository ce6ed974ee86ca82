package dev.moqlog.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.Profile;
import dev.moqlog.writer.sampling.SamplingRate;
import dev.moqlog.writer.store.Compression;
import dev.moqlog.writer.store.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {

  private static final Logger LOGGER = Logger.getLogger("dev.moqlog.writer");

  private final List<LogRecord> lines = new ArrayList<>();
  private final Map<String, String> variables = new HashMap<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          synchronized (lines) {
            lines.add(line);
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @TempDir Path directory;

  @BeforeEach
  void listen() {
    LOGGER.addHandler(handler);
    LOGGER.setUseParentHandlers(false);
    variables.put("MOQ_QLOG_DIR", directory.toString());
  }

  @AfterEach
  void listenNoMore() {
    LOGGER.removeHandler(handler);
    LOGGER.setUseParentHandlers(true);
  }

  /** The settings as they are compared here. */
  private static Map<String, Object> described(QlogRecorderBuilder builder) {
    RecorderSettings settings = builder.settings();
    Map<String, Object> described = new HashMap<>();
    described.put("directory", settings.directory());
    described.put("rate", builder.toString());
    described.put("rateLimit", settings.rateLimit() == null);
    described.put("maxOpenTraces", settings.maxOpenTraces());
    described.put("profile", settings.profile());
    described.put("format", settings.format());
    described.put("importance", settings.importance());
    described.put("addresses", settings.privacy().addresses());
    described.put("identifiers", settings.privacy().identifiers());
    described.put("names", settings.privacy().names());
    described.put("memoryBytes", settings.memoryBytes());
    described.put("flushInterval", settings.flushInterval());
    described.put("maxTraceBytes", settings.maxTraceBytes());
    described.put("sizeLimitAction", settings.sizeLimitAction());
    described.put("limits", settings.limits());
    described.put("compression", settings.compression());
    described.put("forceOnClose", settings.forceOnClose());
    described.put("flightRecorder", settings.flightRecorder());
    return described;
  }

  private QlogRecorderBuilder builder() {
    return Environment.builder(variables);
  }

  private RecorderSettings with(EnvironmentVariable variable, String value) {
    variables.put(variable.variableName(), value);
    return builder().settings();
  }

  @Test
  void withoutAnyVariableTheBuilderDecidesButForTheRateAndTheDirectory() {
    assertThat(described(Environment.builder(Map.of())))
        .isEqualTo(
            described(QlogRecorder.builder(Path.of("qlog")).sampleRate(SamplingRate.parse("0.1"))));
  }

  @ParameterizedTest
  @EnumSource
  void aVariableWithItsDefaultChangesNothing(EnvironmentVariable variable) {
    Map<String, Object> before = described(Environment.builder(Map.of()));
    Map<String, String> set = Map.of(variable.variableName(), variable.defaultValue());
    assertThat(described(Environment.builder(set))).isEqualTo(before);
    assertThat(variable.meaning()).isNotBlank();
  }

  @Test
  void blankVariablesAreNotSet() {
    for (EnvironmentVariable variable : EnvironmentVariable.values()) {
      variables.put(variable.variableName(), " ");
    }
    assertThat(described(builder())).isEqualTo(described(Environment.builder(Map.of())));
    assertThat(QlogRecorder.fromEnvironment(variables).isEnabled()).isFalse();
    assertThat(lines).isEmpty();
  }

  @Test
  void wordsAreReadInAnyLetterCase() {
    assertThat(with(EnvironmentVariable.PROFILE, "IETF").profile()).isEqualTo(Profile.IETF);
    assertThat(with(EnvironmentVariable.FORMAT, "json-seq").format())
        .isEqualTo(TraceFormat.JSON_SEQ);
    assertThat(with(EnvironmentVariable.IMPORTANCE, " core ").importance())
        .isEqualTo(EventType.Importance.CORE);
    assertThat(with(EnvironmentVariable.ADDRESSES, "Hash").privacy().addresses())
        .isEqualTo(AddressPolicy.HASH);
    assertThat(with(EnvironmentVariable.IDENTIFIERS, "none").privacy().identifiers())
        .isEqualTo(NamePolicy.NONE);
    assertThat(with(EnvironmentVariable.NAMES, "hash").privacy().names())
        .isEqualTo(NamePolicy.HASH);
    assertThat(with(EnvironmentVariable.ON_SIZE_LIMIT, "rotate").sizeLimitAction())
        .isEqualTo(SizeLimitAction.ROTATE);
    assertThat(with(EnvironmentVariable.COMPRESSION, "gzip").compression())
        .isEqualTo(Compression.GZIP);
    assertThat(with(EnvironmentVariable.FSYNC, "Yes").forceOnClose()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "100000, 100000",
    "64KiB, 65536",
    "64 k, 65536",
    "1m, 1048576",
    "1MB, 1000000",
    "2GB, 2000000000",
    "1tb, 1000000000000",
    "3TiB, 3298534883328"
  })
  void sizesHaveUnits(String text, long bytes) {
    assertThat(with(EnvironmentVariable.MAX_TRACE_BYTES, text).maxTraceBytes()).isEqualTo(bytes);
    assertThat(with(EnvironmentVariable.DISK_BUDGET, text).limits().budgetBytes()).isEqualTo(bytes);
    assertThat(with(EnvironmentVariable.MIN_FREE, text).limits())
        .isEqualTo(new Limits(bytes, bytes, null));
  }

  @ParameterizedTest
  @CsvSource({"500ms, PT0.5S", "90 s, PT90S", "2m, PT2M", "2min, PT2M", "12h, PT12H", "1D, PT24H"})
  void timesHaveUnits(String text, Duration time) {
    assertThat(with(EnvironmentVariable.MAX_AGE, text).limits().maxAge()).isEqualTo(time);
    assertThat(with(EnvironmentVariable.FLUSH_INTERVAL, text).flushInterval()).isEqualTo(time);
  }

  @Test
  void theOtherVariablesReachTheBuilder() {
    assertThat(with(EnvironmentVariable.MAX_OPEN_TRACES, "7").maxOpenTraces()).isEqualTo(7);
    assertThat(with(EnvironmentVariable.MAX_TRACES_PER_MINUTE, "7").rateLimit()).isNotNull();
    assertThat(with(EnvironmentVariable.MEMORY, "1MiB").memoryBytes()).isEqualTo(1 << 20);
    assertThat(with(EnvironmentVariable.FLIGHT_RECORDER, "true").flightRecorder())
        .isEqualTo(FlightRecorder.DEFAULT);
    assertThat(with(EnvironmentVariable.FLIGHT_RECORDER, "1").flightRecorder())
        .isEqualTo(FlightRecorder.DEFAULT);
    assertThat(with(EnvironmentVariable.FLIGHT_RECORDER, "8MiB").flightRecorder().budgetBytes())
        .isEqualTo(8 << 20);
    assertThat(with(EnvironmentVariable.FLIGHT_RECORDER, "off").flightRecorder()).isNull();
    variables.put("MOQ_QLOG_SAMPLE_RATE", "1%");
    assertThat(builder().toString())
        .startsWith(QlogRecorder.builder(directory).sampleRate(0.01).toString().split(", \\[")[0]);
    variables.put("MOQ_QLOG_SAMPLE_KEY", "trace_id");
    variables.put("MOQ_QLOG_FOLLOW_SPAN", "true");
    variables.put("MOQ_QLOG_SAMPLE_SEED", "seed");
    assertThat(builder().settings().samplers()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ENABLED         | maybe",
        "SAMPLE_RATE     | NaN",
        "SAMPLE_RATE     | 1.1",
        "SAMPLE_RATE     | -0.1",
        "SAMPLE_RATE     | Infinity",
        "SAMPLE_KEY      | span",
        "FOLLOW_SPAN     | perhaps",
        "FLIGHT_RECORDER | 5",
        "FLIGHT_RECORDER | 0MiB",
        "FLIGHT_RECORDER | 9999999TiB",
        "FLIGHT_RECORDER | 64 apples",
        "IMPORTANCE      | low",
        "MAX_TRACE_BYTES | 1",
        "MAX_TRACE_BYTES | -1",
        "MAX_TRACE_BYTES | NaN",
        "MAX_TRACE_BYTES | 1.5MiB",
        "MAX_TRACE_BYTES | 99999999999999999999",
        "ON_SIZE_LIMIT   | explode",
        "DISK_BUDGET     | 0",
        "DISK_BUDGET     | 999999999TiB",
        "MIN_FREE        | all",
        "MAX_AGE         | 0d",
        "MAX_AGE         | 7",
        "MAX_AGE         | 999999999999999999d",
        "MAX_AGE         | 200000000000d",
        "MAX_OPEN_TRACES | 0",
        "MAX_OPEN_TRACES | NaN",
        "MAX_OPEN_TRACES | 3000000000",
        "MAX_TRACES_PER_MINUTE | -1",
        "MAX_TRACES_PER_MINUTE | 1000001",
        "MEMORY          | 1KiB",
        "MEMORY          | 16TiB",
        "FLUSH_INTERVAL  | 1ms",
        "FLUSH_INTERVAL  | 365000d",
        "FLUSH_INTERVAL  | soon",
        "COMPRESSION     | brotli",
        "FORMAT          | xml",
        "PROFILE         | draft",
        "ADDRESSES       | some",
        "IDENTIFIERS     | prefix",
        "NAMES           | prefix",
        "FSYNC           | 2",
      })
  void aWrongValueTurnsCaptureOffWithOneLine(EnvironmentVariable variable, String value) {
    variables.put("MOQ_QLOG_ENABLED", "true");
    variables.put(variable.variableName(), value);
    QlogRecorder recorder = QlogRecorder.fromEnvironment(variables);
    assertThat(recorder.isEnabled()).isFalse();
    assertThat(recorder.open(ConnectionInfo.server(new byte[8]))).isSameAs(QlogTrace.disabled());
    String line = onlyLine(Level.SEVERE);
    assertThat(line)
        .contains(variable.variableName() + "=" + value)
        .contains("capture is off")
        .doesNotContain("\n");
  }

  private String onlyLine(Level level) {
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).getLevel()).isEqualTo(level);
    assertThat(lines.get(0).getThrown()).isNull();
    return lines.get(0).getMessage();
  }

  @Test
  void everyVariableThatCanBeWrongIsTried() {
    // Any text is a directory or a seed, but for the null character in a path.
    EnumSet<EnvironmentVariable> free =
        EnumSet.of(EnvironmentVariable.DIR, EnvironmentVariable.SAMPLE_SEED);
    for (EnvironmentVariable variable : EnvironmentVariable.values()) {
      lines.clear();
      Map<String, String> set = new HashMap<>(variables);
      set.put("MOQ_QLOG_ENABLED", "true");
      set.put(variable.variableName(), "@?!");
      if (!free.contains(variable)) {
        assertThat(QlogRecorder.fromEnvironment(set).isEnabled()).as(variable.name()).isFalse();
        assertThat(onlyLine(Level.SEVERE)).contains(variable.variableName() + "=@?!");
      }
    }
  }

  @Test
  void aValueOfManyLinesIsShownInOne() {
    variables.put("MOQ_QLOG_ENABLED", "true");
    variables.put("MOQ_QLOG_FORMAT", "json\nERROR: forged\u001b[31m" + "x".repeat(10_000));
    assertThat(QlogRecorder.fromEnvironment(variables).isEnabled()).isFalse();
    assertThat(onlyLine(Level.SEVERE))
        .doesNotContain("\n")
        .doesNotContain("\u001b")
        .hasSizeLessThan(400);
  }

  @Test
  void theSeedIsShownNowhere() {
    variables.put("MOQ_QLOG_SAMPLE_SEED", "canary");
    assertThat(builder().toString()).doesNotContain("canary");
    assertThat(builder().settings().toString()).doesNotContain("canary");
    variables.put("MOQ_QLOG_ENABLED", "true");
    variables.put("MOQ_QLOG_MEMORY", "x");
    QlogRecorder.fromEnvironment(variables);
    assertThat(onlyLine(Level.SEVERE)).doesNotContain("canary");
  }

  @Test
  void aRateAloneCapturesNothingAndSaysSo() {
    variables.put("MOQ_QLOG_SAMPLE_RATE", "1");
    assertThat(QlogRecorder.fromEnvironment(variables).isEnabled()).isFalse();
    assertThat(onlyLine(Level.INFO)).contains("MOQ_QLOG_SAMPLE_RATE").contains("MOQ_QLOG_ENABLED");
    assertThat(directory).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "0", "no", "OFF"})
  void captureThatIsOffSaysNothing(String value) {
    variables.put("MOQ_QLOG_ENABLED", value);
    assertThat(QlogRecorder.fromEnvironment(variables).isEnabled()).isFalse();
    assertThat(lines).isEmpty();
  }

  @Test
  void theVariableOfTheDraftsNamesTheDirectoryIfNoOtherDoes() {
    Path other = directory.resolve("other");
    variables.put("QLOGDIR", other.toString());
    assertThat(builder().settings().directory()).isEqualTo(directory);
    variables.put("MOQ_QLOG_DIR", " ");
    assertThat(builder().settings().directory()).isEqualTo(other);
    variables.remove("QLOGDIR");
    assertThat(builder().settings().directory()).isEqualTo(Path.of("qlog"));
  }

  @Test
  void aDirectoryThatCannotBeTurnsCaptureOff() throws IOException {
    variables.put("MOQ_QLOG_ENABLED", "true");
    variables.put("MOQ_QLOG_DIR", Files.createFile(directory.resolve("file")).toString());
    assertThat(QlogRecorder.fromEnvironment(variables).isEnabled()).isFalse();
    assertThat(onlyLine(Level.SEVERE)).contains("file").contains("capture is off");
    lines.clear();
    variables.put("MOQ_QLOG_DIR", "a\u0000b");
    assertThat(QlogRecorder.fromEnvironment(variables).isEnabled()).isFalse();
    assertThat(onlyLine(Level.SEVERE)).contains("MOQ_QLOG_DIR");
  }

  @Test
  void whatIsRightCaptures() {
    variables.put("MOQ_QLOG_ENABLED", " TRUE ");
    variables.put("MOQ_QLOG_SAMPLE_RATE", "100%");
    variables.put("MOQ_QLOG_MIN_FREE", "0");
    try (QlogRecorder recorder = QlogRecorder.fromEnvironment(variables)) {
      assertThat(recorder.isEnabled()).isTrue();
      QlogTrace trace = recorder.open(ConnectionInfo.server(new byte[8]));
      assertThat(trace.path().orElseThrow()).startsWithRaw(directory);
    }
    assertThat(lines).isEmpty();
  }

  @Test
  void takesWhatVariablesCannotSay() throws Exception {
    List<String> paths = new ArrayList<>();
    Map<String, String> asked =
        Map.of(
            "MOQ_QLOG_ENABLED", "true",
            "MOQ_QLOG_SAMPLE_RATE", "1",
            "MOQ_QLOG_MIN_FREE", "0",
            "MOQ_QLOG_DIR", directory.resolve("listened").toString());
    TraceListener listener =
        new TraceListener() {
          @Override
          public void closed(QlogTrace trace) {
            paths.add(trace.connectionId());
          }
        };
    try (QlogRecorder recorder =
        QlogRecorder.fromEnvironment(
            asked, builder -> builder.listener(listener).shutdownHook(false))) {
      recorder.open(ConnectionInfo.server(new byte[] {1, 2}).withApplicationId("conn-1")).close();
    }
    assertThat(paths).containsExactly("conn-1");
    assertThat(
            QlogRecorder.fromEnvironment(
                    Map.of("MOQ_QLOG_ENABLED", "false"),
                    builder -> {
                      throw new AssertionError("capture is off");
                    })
                .isEnabled())
        .isFalse();
  }
}
