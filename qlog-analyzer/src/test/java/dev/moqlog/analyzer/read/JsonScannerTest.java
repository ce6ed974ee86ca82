package dev.moqlog.analyzer.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.read.JsonScanner.Result;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {

  private static JsonScanner scanner(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new JsonScanner(new ByteWindow(new ByteArrayInputStream(bytes), 0), 1 << 20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"a\":[1,-2.5e3,true,false,null],\"b\":{\"c\":\"x\\\"y\\\\\"}}",
        "[1,2,]",
        "{\"a\":1,}",
        "[NaN,Infinity,-Infinity]",
        "[\"\\H\"]"
      })
  void findsTheEndOfAValue(String json) {
    JsonScanner scanner = scanner(json + " {\"next\":1}");

    assertThat(scanner.scan(0)).isEqualTo(Result.COMPLETE);
    assertThat(scanner.end()).isEqualTo(json.length());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1,\"b:2}     | 99",
        "{\"a\" 1}           | 6",
        "{\"a\":[1}}         | 8",
        "{\"a\":tru}         | 8",
        "{\"a\":x}           | 6",
        "{\"a\":1 \"b\":2}   | 8",
        "{\"a\":1,{\"b\":2}} | 8"
      })
  void stopsWhereTheStructureBreaks(String json, long at) {
    JsonScanner scanner = scanner(json);

    if (at == 99) {
      assertThat(scanner.scan(0)).isEqualTo(Result.CUT);
    } else {
      assertThat(scanner.scan(0)).isEqualTo(Result.MALFORMED);
      assertThat(scanner.end()).isEqualTo(at);
    }
  }

  @Test
  void aValueCutBeyondTheFirstWindowEndsWhereTheContentDoes() {
    String before = " ".repeat(400_000);
    String cut = "{\"a\":\"" + "x".repeat(1000);
    JsonScanner scanner = scannerBehind(before, cut);

    assertThat(scanner.scan(before.length())).isEqualTo(Result.CUT);
    assertThat(scanner.end()).isEqualTo(before.length() + cut.length());
  }

  private static JsonScanner scannerBehind(String before, String text) {
    byte[] bytes = (before + text).getBytes(StandardCharsets.UTF_8);
    ByteWindow window = new ByteWindow(new ByteArrayInputStream(bytes), 0);
    window.has(before.length());
    window.release(before.length());
    return new JsonScanner(window, 1 << 20);
  }

  @Test
  void aValueOverTheLimitIsTooLong() {
    assertThat(scanner("[\"" + "x".repeat(2 << 20) + "\"]").scan(0)).isEqualTo(Result.TOO_LONG);
  }

  @Test
  void findsAMemberThatIsAnArrayAtAnyDepth() {
    String json = "{\"a\":{\"events\" : [1]},\"events\":2}";
    JsonScanner scanner = scanner(json);
    scanner.scan(0);

    assertThat(scanner.arrayMember("events", 0, json.length())).isEqualTo(6);
    assertThat(scanner.arrayMember("traces", 0, json.length())).isNegative();
  }
}
