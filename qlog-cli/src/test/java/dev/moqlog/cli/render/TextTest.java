package dev.moqlog.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 0.000001",
    "50000000, 50",
    "51386537, 51.386537",
    "4232572659, 4232.572659"
  })
  void millisAreExactAndPlain(long nanos, String expected) {
    assertThat(Text.millis(nanos)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "0.5, 0.5", "0.0000000004, 0", "0.030173565, 0.030173565"})
  void ratiosHaveNoExponent(double ratio, String expected) {
    assertThat(Text.ratio(ratio)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "240000 | 0.240 ms",
        "50240000 | 50.24 ms",
        "128322000 | 128.3 ms",
        "4233000000 | 4.233 s",
        "86400000000000 | 86,400 s"
      })
  void durationsHaveAUnitThatFits(long nanos, String expected) {
    assertThat(Text.duration(nanos)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0 B",
        "9999 | 9,999 B",
        "69292 | 69.29 kB",
        "5139212 | 5.139 MB",
        "999999999 | 1.000 GB"
      })
  void bytesHaveAUnitThatFits(long bytes, String expected) {
    assertThat(Text.bytes(bytes)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0 | 0 bit/s", "999 | 999 bit/s", "12500000 | 12.50 Mbit/s", "1e10 | 10.00 Gbit/s"})
  void ratesHaveAUnitThatFits(double bitsPerSecond, String expected) {
    assertThat(Text.bitRate(bitsPerSecond)).isEqualTo(expected);
  }

  @Test
  void longTextsAreShortenedInTheMiddle() {
    assertThat(Text.fit("f4afe7b8bf09e214d5f556cde43de8938f", 20))
        .isEqualTo("f4afe7b8b...de8938f".substring(0, 9) + "...3de8938f")
        .hasSize(20);
  }

  @Test
  void nothingThatSteersATerminalIsPrinted() {
    assertThat(Text.printable("a\u001b[31m\nb\u202ec\u2028"))
        .isEqualTo("a\\u001b[31m\\u000ab\\u202ec\\u2028");
    assertThat(Text.printable("Größe 語")).isEqualTo("Größe 語");
  }
}
