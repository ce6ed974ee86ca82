package dev.moqlog.writer.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every value, against what Jackson reads of it. */
class JsonBufferTest {

  private static final ObjectMapper JACKSON = new ObjectMapper();

  private final JsonBuffer out = new JsonBuffer(16, 8 << 20);

  private String written(Consumer<JsonBuffer> writing) {
    out.clear();
    writing.accept(out);
    assertThat(out.isOverflown()).isFalse();
    return new String(out.array(), 0, out.size(), StandardCharsets.UTF_8);
  }

  private JsonNode read(Consumer<JsonBuffer> writing) {
    String json = written(writing);
    try {
      return JACKSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }

  @Test
  void everyCharacterComesBackAndHalfAPairIsReplaced() {
    StringBuilder text = new StringBuilder();
    StringBuilder expected = new StringBuilder();
    for (int c = 0; c <= 0xffff; c++) {
      text.append((char) c).append('x');
      expected.append(Character.isSurrogate((char) c) ? '\ufffd' : (char) c).append('x');
    }
    assertThat(read(buffer -> buffer.text(text)).textValue()).isEqualTo(expected.toString());
  }

  @Test
  void noControlCharacterIsWrittenAsItIs() {
    StringBuilder text = new StringBuilder();
    for (char c = 0; c <= 0xff; c++) {
      text.append(c);
    }
    written(buffer -> buffer.text(text));
    for (int i = 0; i < out.size(); i++) {
      assertThat(out.array()[i]).isNotEqualTo((byte) 0x7f);
      assertThat(out.array()[i] & 0xff).isGreaterThanOrEqualTo(0x20);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "\\ud800, ?",
    "\\udfff, ?",
    "a\\udbff, a?",
    "\\udc00\\ud800, ??",
    "\\ud800\\ud800\\udc00, ?\\ud800\\udc00",
    "\\ud83d\\ude00\\ude00, \\ud83d\\ude00?",
    "\\ud800\\u0041, ?A",
  })
  void brokenPairsLoseNothingBesideThemselves(String text, String expected) {
    String wanted = unescaped(expected).replace('?', '\ufffd');
    assertThat(read(buffer -> buffer.text(unescaped(text))).textValue()).isEqualTo(wanted);
  }

  private static String unescaped(String text) {
    StringBuilder result = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.startsWith("\\u", i)) {
        result.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
        i += 5;
      } else {
        result.append(text.charAt(i));
      }
    }
    return result.toString();
  }

  @Test
  void charactersBeyondTheBasicPlaneComeBack() {
    StringBuilder text = new StringBuilder();
    for (int point = 0x10000; point <= Character.MAX_CODE_POINT; point += 61) {
      text.appendCodePoint(point);
    }
    text.appendCodePoint(Character.MAX_CODE_POINT);
    assertThat(read(buffer -> buffer.text(text)).textValue()).isEqualTo(text.toString());
  }

  @Test
  void anyKindOfTextWillDo() {
    String text = "na\u00efve \"\\\u2028\n";
    assertThat(read(buffer -> buffer.text(new StringBuilder(text))).textValue()).isEqualTo(text);
    assertThat(read(buffer -> buffer.text(CharBuffer.wrap(text))).textValue()).isEqualTo(text);
    assertThat(read(buffer -> buffer.text("")).textValue()).isEmpty();
  }

  @Test
  void integersComeBack() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      checkInteger(random.nextLong() >> random.nextInt(64));
    }
    long power = 1;
    for (int digits = 0; digits < 19; digits++, power *= 10) {
      for (int near = -2; near <= 2; near++) {
        checkInteger(power + near);
        checkInteger(-power + near);
      }
    }
    for (long edge :
        new long[] {0, Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE, Long.MAX_VALUE - 1}) {
      checkInteger(edge);
      checkInteger(edge >> 31);
      checkInteger(edge >> 32);
    }
  }

  private void checkInteger(long value) {
    assertThat(written(buffer -> buffer.number(value))).isEqualTo(Long.toString(value));
    assertThat(written(buffer -> buffer.unsigned(value))).isEqualTo(Long.toUnsignedString(value));
    assertThat(read(buffer -> buffer.unsigned(value)).bigIntegerValue())
        .isEqualTo(new BigInteger(Long.toUnsignedString(value)));
  }

  @Test
  void fractionsComeBack() {
    Random random = new Random(2);
    for (int i = 0; i < 100_000; i++) {
      checkDouble(Double.longBitsToDouble(random.nextLong()));
      checkDouble(random.nextInt(2_000_000) / 1000.0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        0,
        -0.0,
        1e308,
        -1e308,
        1e-308,
        Double.MAX_VALUE,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MIN_NORMAL,
        1e15,
        -1e15,
        999_999_999_999_999.0,
        1e15 + 0.5,
        9.007199254740993E15,
        1e-7,
        0.1,
        1.0 / 3,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
      })
  void fractionsAtTheEdgesComeBack(double value) {
    checkDouble(value);
  }

  private void checkDouble(double value) {
    JsonNode node = read(buffer -> buffer.number(value));
    if (Double.isFinite(value)) {
      assertThat(node.isNumber()).isTrue();
      // Zero has one sign only.
      assertThat(node.doubleValue() + 0.0).isEqualTo(value + 0.0);
    } else {
      assertThat(node.isNull()).isTrue();
    }
  }

  @Test
  void nanosecondsAreMillisecondsWithThreeDecimals() {
    Random random = new Random(3);
    for (int i = 0; i < 100_000; i++) {
      checkMillis(random.nextLong() >> random.nextInt(64));
    }
    for (int nanos = -2_100_000; nanos <= 2_100_000; nanos += 333) {
      checkMillis(nanos);
    }
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        Long.MAX_VALUE,
        0,
        1,
        999,
        1_000,
        999_999,
        1_000_000,
        -1,
        -999,
        -1_000,
        -500_000,
        -999_999,
        -1_000_000,
        -1_000_001
      })
  void timesAtTheEdgesAreExactToTheMicrosecond(long nanos) {
    checkMillis(nanos);
  }

  private void checkMillis(long nanos) {
    String expected = BigDecimal.valueOf(nanos / 1_000, 3).toPlainString();
    assertThat(written(buffer -> buffer.millis(nanos))).isEqualTo(expected);
  }

  @Test
  void halfAMillisecondBeforeZeroKeepsItsSign() {
    assertThat(written(buffer -> buffer.millis(-500_000))).isEqualTo("-0.500");
    assertThat(written(buffer -> buffer.millis(-999))).isEqualTo("0.000");
  }

  @Test
  void bytesAreLowerCaseHexadecimal() {
    Random random = new Random(4);
    for (int length = 0; length < 300; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      assertThat(written(buffer -> buffer.hex(bytes)))
          .isEqualTo('"' + HexFormat.of().formatHex(bytes) + '"');
    }
  }

  @Test
  void constantsAreWhatTheyAre() {
    assertThat(read(buffer -> buffer.bool(true)).booleanValue()).isTrue();
    assertThat(read(buffer -> buffer.bool(false)).isBoolean()).isTrue();
    assertThat(read(JsonBuffer::nothing).isNull()).isTrue();
  }

  @Test
  void aCommaStandsBetweenMembersAndNowhereElse() {
    byte[] a = JsonBuffer.encodedKey("a");
    String json =
        written(
            buffer -> {
              buffer.comma();
              buffer.ascii('{');
              buffer.key(a);
              buffer.ascii('[');
              for (int i = 0; i < 3; i++) {
                buffer.comma();
                buffer.number(i);
              }
              buffer.ascii(']');
              buffer.key(a);
              buffer.comma();
              buffer.ascii('{');
              buffer.ascii('}');
              buffer.key(a);
              buffer.text("x{");
              buffer.key(a);
              buffer.text("");
              buffer.ascii('}');
            });
    assertThat(json).isEqualTo("{\"a\":[0,1,2],\"a\":{},\"a\":\"x{\",\"a\":\"\"}");
  }

  @Test
  void aCopyIsTheSameText() {
    JsonBuffer copy = new JsonBuffer(16, 1 << 10);
    copy.text("what was there before");
    written(buffer -> buffer.text("the text"));
    copy.copyFrom(out);
    assertThat(new String(copy.array(), 0, copy.size(), StandardCharsets.UTF_8))
        .isEqualTo("\"the text\"");
  }
}
