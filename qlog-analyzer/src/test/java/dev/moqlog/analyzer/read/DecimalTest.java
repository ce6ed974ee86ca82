package dev.moqlog.analyzer.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTest {

  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private static long model(String text, int digits) {
    BigInteger scaled =
        new BigDecimal(text)
            .movePointRight(digits)
            .setScale(0, RoundingMode.HALF_UP)
            .toBigInteger();
    return scaled.min(MAX).max(MAX.negate()).longValue();
  }

  @Test
  void randomNumbersAreScaledAsByBigDecimal() {
    Random random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      String text = randomNumber(random);
      for (int digits : new int[] {0, 3, 6, 9}) {
        assertThat(Decimal.scaled(text, digits))
            .as("%s with %d digits", text, digits)
            .isEqualTo(model(text, digits));
      }
    }
  }

  private static String randomNumber(Random random) {
    StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "-" : "");
    if (random.nextInt(20) == 0) {
      text.append("000");
    }
    appendDigits(text, random, 1 + random.nextInt(random.nextInt(5) == 0 ? 22 : 14));
    if (random.nextInt(3) > 0) {
      text.append('.');
      appendDigits(text, random, 1 + random.nextInt(14));
    }
    if (random.nextInt(8) == 0) {
      text.append(random.nextBoolean() ? 'e' : 'E').append(random.nextInt(40) - 20);
    }
    return text.toString();
  }

  private static void appendDigits(StringBuilder text, Random random, int count) {
    boolean extreme = random.nextInt(6) == 0;
    for (int i = 0; i < count; i++) {
      text.append(extreme ? "059".charAt(random.nextInt(3)) : (char) ('0' + random.nextInt(10)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0,6,0",
    "-0,6,0",
    "+5,0,5",
    "1.5,0,2",
    "-1.5,0,-2",
    "0.4999999999,0,0",
    "12.,0,12",
    ".5,3,500",
    "1.0000005,6,1000001",
    "9223372036854775807,0,9223372036854775807",
    "9223372036854775808,0,9223372036854775807",
    "-9223372036854775808,0,-9223372036854775807",
    "18446744073709551615,0,9223372036854775807",
    "18446744073709551615,6,9223372036854775807",
    "9223372036854.775807,6,9223372036854775807",
    "9223372036854.775808,6,9223372036854775807",
    "1e999999999,6,9223372036854775807",
    "-1e999999999,6,-9223372036854775807",
    "1e-999999999,6,0",
    "0e999999999,6,0",
    "-0.0e20,6,0",
    "1.5E3,0,1500",
    "5e-1,0,1"
  })
  void edgesSaturateAndRoundHalfUp(String text, int digits, long expected) {
    assertThat(Decimal.scaled(text, digits)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "+",
        ".",
        "NaN",
        "Infinity",
        "-Infinity",
        "abc",
        "1x",
        "0x10",
        "1 ",
        " 1",
        "1e",
        "1.2.3",
        "--1",
        "e5",
        "1e99999999999999999999",
        "2026-01-01T00:00:00Z"
      })
  void whatIsNoNumberIsNone(String text) {
    assertThat(Decimal.scaled(text, 6)).isEqualTo(Decimal.NONE);
  }

  @Test
  void onlyTheRangeGivenIsRead() {
    char[] text = "x12.5y".toCharArray();
    assertThat(Decimal.scaled(text, 1, 4, 1)).isEqualTo(125);
    assertThat(Decimal.scaled(text, 1, 2, 0)).isEqualTo(12);
  }

  @Test
  void whatHasMoreDigitsThanAnybodyWritesIsNoNumber() {
    assertThat(Decimal.scaled("1e" + "0".repeat(4_000) + "2", 0)).isEqualTo(100);
    assertThat(Decimal.scaled("7".repeat(1 << 20), 0)).isEqualTo(Decimal.NONE);
  }
}
