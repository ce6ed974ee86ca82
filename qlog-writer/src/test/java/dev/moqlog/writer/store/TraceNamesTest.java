package dev.moqlog.writer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.vocabulary.VantagePoint;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceNamesTest {

  private static final String HASHED = "x-[0-9a-f]{32}";

  /** What should not become a name as it is. */
  static Stream<String> hostileIds() {
    return Stream.of(
        "",
        ".",
        "..",
        "../../etc/passwd",
        "..\\..\\windows",
        "a/b",
        "/etc/passwd",
        "C:\\x",
        "a\0b",
        "\0",
        "trace.json",
        ".moqlog.lock",
        "conn-1.",
        "conn-1 ",
        " conn-1",
        "conn-1\n",
        "a:stream",
        "*",
        "~",
        "%2e%2e",
        "a".repeat(65),
        "x".repeat(300),
        "\u202egpj.exe",
        "ab\u200bc",
        "\u00e9",
        "e\u0301",
        "\uff0e\uff0e",
        "\ud83d\ude00",
        "\ud800",
        "\udc00",
        "\ud800x",
        "\ud801",
        "?",
        "CON",
        "con",
        "Con",
        "PRN",
        "aux",
        "NUL",
        "COM0",
        "com1",
        "LPT9",
        "COM\u00b9",
        "lpt\u00b3",
        "con.txt",
        "x-0123456789abcdef0123456789abcdef",
        "X-0123456789ABCDEF0123456789ABCDEF");
  }

  @Test
  void connectionIdsAreLowerCaseHex() {
    assertThat(TraceNames.forConnectionId(new byte[] {0x0a, (byte) 0xFF, 0})).isEqualTo("0aff00");
    assertThat(TraceNames.forConnectionId(new byte[1])).isEqualTo("00");
    assertThat(TraceNames.forConnectionId(new byte[20])).isEqualTo("00".repeat(20));
  }

  @Test
  void connectionIdsThatNoVersionOfQuicHasAreHashed() {
    assertThat(TraceNames.forConnectionId(new byte[21])).matches(HASHED);
    assertThat(TraceNames.forConnectionId(new byte[1 << 16])).matches(HASHED);
    assertThat(TraceNames.forConnectionId(new byte[0]))
        .matches(HASHED)
        .isEqualTo(TraceNames.forConnectionId(null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "conn-123",
        "Conn_1",
        "a",
        "-",
        "console",
        "com10",
        "com",
        "nul-1",
        "x-1",
        "x-0123456789abcdef0123456789abcde",
        "x-0123456789abcdef0123456789abcdef0",
        "x-0123456789abcdef0123456789abcdeg"
      })
  void plainIdsAreTakenAsTheyAre(String id) {
    assertThat(TraceNames.forApplicationId(id)).isEqualTo(id);
  }

  @ParameterizedTest
  @MethodSource("hostileIds")
  void hostileIdsAreHashed(String id) {
    String name = TraceNames.forApplicationId(id);
    assertThat(name).matches(HASHED).isNotEqualTo(id);
    assertThat(TraceNames.forApplicationId(id)).isEqualTo(name);
    Path root = Path.of("traces");
    assertThat(root.resolve(name).normalize().getParent()).isEqualTo(root);
  }

  @Test
  void differentIdsHaveDifferentNames() {
    List<String> names = hostileIds().map(TraceNames::forApplicationId).toList();
    assertThat(names).doesNotHaveDuplicates();
  }

  @Test
  void theHashIsOfTheIdInUtf8() {
    // printf 'a/b' | sha256sum
    assertThat(TraceNames.forApplicationId("a/b")).isEqualTo("x-c14cddc033f64b9dea80ea675cf280a0");
    // printf '😀' | sha256sum
    assertThat(TraceNames.forApplicationId("\ud83d\ude00"))
        .isEqualTo("x-f0443a342c5ef54783a111b51ba56c93");
  }

  @Test
  void theNameOfAHashedIdIsNotTakenByAnother() {
    String name = TraceNames.forApplicationId("a/b");
    assertThat(TraceNames.forApplicationId(name)).isNotEqualTo(name);
  }

  @Test
  void noIdIsAsAnEmptyOne() {
    assertThat(TraceNames.forApplicationId(null)).isEqualTo(TraceNames.forApplicationId(""));
  }

  @Test
  void eachAttemptAndPartHasANameOfItsOwn() {
    assertThat(name(0, 0)).isEqualTo("trace.json");
    assertThat(name(1, 0)).isEqualTo("trace-server.json");
    assertThat(name(2, 0)).isEqualTo("trace-server-2.json");
    assertThat(name(0, 1)).isEqualTo("trace.1.json");
    assertThat(name(1, 1)).isEqualTo("trace-server.1.json");
    assertThat(name(12, 34)).isEqualTo("trace-server-12.34.json");
    for (int attempt = 0; attempt < 20; attempt++) {
      for (int part = 0; part < 20; part++) {
        assertThat(TraceNames.isTraceFile(name(attempt, part))).isTrue();
      }
    }
    assertThat(TraceNames.fileName(VantagePoint.CLIENT, 1, 0, TraceNames.SEQUENCE_EXTENSION))
        .isEqualTo("trace-client.sqlog");
  }

  private static String name(int attempt, int part) {
    return TraceNames.fileName(VantagePoint.SERVER, attempt, part, TraceNames.CONTAINED_EXTENSION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "trace.json",
        "trace.sqlog",
        "trace-client.json",
        "trace-network.sqlog",
        "trace-unknown-10.json",
        "trace.1.json",
        "trace-server.1.json",
        "trace-server-2.17.sqlog.gz",
        "trace.json.gz",
        "trace.json.zst",
        "trace.json.tmp",
        "trace.json.gz.tmp",
        "trace.sqlog.zst.tmp"
      })
  void namesOfTracesAreRecognised(String name) {
    assertThat(TraceNames.isTraceFile(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "trace",
        ".json",
        "trace.qlog",
        "Trace.json",
        "trace.JSON",
        "trace.json ",
        "trace.json\n",
        "xtrace.json",
        "trace.jsonx",
        "trace..json",
        "trace.0.json",
        "trace.01.json",
        "trace.a.json",
        "trace-.json",
        "trace-relay.json",
        "trace-2.json",
        "trace-server-1.json",
        "trace-server-0.json",
        "trace-server-02.json",
        "trace.json.gz.gz",
        "trace.json.tmp.gz",
        "trace.json.bz2",
        "trace.tmp",
        "../trace.json",
        "a/trace.json",
        "trace.9999999999.json"
      })
  void otherNamesAreNot(String name) {
    assertThat(TraceNames.isTraceFile(name)).isFalse();
  }
}
