package dev.moqlog.writer.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplingRateTest {

  private static final long MAX_RANDOMNESS = (1L << 56) - 1;

  /** The threshold of a fraction in integers only. */
  private static long threshold(long numerator, long denominator) {
    BigInteger doubled = BigInteger.valueOf(denominator - numerator).shiftLeft(57);
    BigInteger denominators = BigInteger.valueOf(denominator);
    return doubled.add(denominators).divide(denominators.shiftLeft(1)).longValueExact();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.0, 0",
    "0e9, 0",
    "0%, 0",
    "0e999999999, 0",
    "1, 1",
    "1., 1",
    "1.000, 1",
    "100%, 1",
    "1e2 %, 1",
    "0.1, 0.1",
    ".1, 0.1",
    "0.10, 0.1",
    "10%, 0.1",
    "1e-3, 0.001",
    "1E-3, 0.001",
    "0.1e+1, 1",
    "1%, 0.01",
    "0.5 %, 0.005",
    "0.5  %, 0.005",
    "' 0.25 ', 0.25",
    "1e-999999999, 1e-999999999",
  })
  void decimalsAndPercentagesAreRead(String text, BigDecimal rate) {
    assertThat(SamplingRate.parse(text).probability()).isEqualByComparingTo(rate);
    assertThat(SamplingRate.parse(text)).isEqualTo(SamplingRate.of(rate));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "%",
        ".",
        "e",
        "1.1",
        "1.0000000000000000000001",
        "2",
        "101%",
        "100.1 %",
        "-0.1",
        "-0",
        "+0.1",
        "0,1",
        "0.1.1",
        "1e",
        "1e1",
        "1e999999999",
        "1e999999999%",
        "1e9999999999",
        "NaN",
        "Infinity",
        "0x1",
        "0x1p-1",
        "0.1f",
        "0.1d",
        "1/2",
        "1%%",
        "% 1",
        "0.1\t%",
        "\u0661",
        "true",
        "1 0",
        "null"
      })
  void anythingElseIsRefusedByName(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SamplingRate.parse(text))
        .withMessageContaining("from 0 to 1")
        .withMessageContaining("'" + text.replace('\t', '?') + "'");
  }

  @Test
  void aLongOrUnprintableValueIsNamedShortAndPrintable() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SamplingRate.parse("0." + "1".repeat(1_000_000)))
        .withMessageEndingWith("1...'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SamplingRate.parse("1\n2\u001b[31m"))
        .withMessageEndingWith("'1?2?[31m'");
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        -Double.MIN_VALUE,
        1.0000000000000002,
        -1,
        10
      })
  void numbersOutsideZeroToOneAreRefusedByName(double rate) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SamplingRate.of(rate))
        .withMessageContaining("from 0 to 1")
        .withMessageContaining("'" + rate + "'");
  }

  @Test
  void decimalsOutsideZeroToOneAreRefused() {
    for (String rate : new String[] {"-1e-999999999", "1.000000000000000000001", "1e999999999"}) {
      assertThatThrownBy(() -> SamplingRate.of(new BigDecimal(rate)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aDoubleIsTheDecimalItPrints() {
    assertThat(SamplingRate.of(0.1)).isEqualTo(SamplingRate.parse("0.1"));
    assertThat(SamplingRate.of(0.6).probability()).isEqualTo(new BigDecimal("0.6"));
    assertThat(SamplingRate.of(-0.0)).isEqualTo(SamplingRate.NEVER);
    assertThat(SamplingRate.of(1.0)).isEqualTo(SamplingRate.ALWAYS);
  }

  @ParameterizedTest
  @CsvSource({
    "0.6, 6, 10",
    "0.001, 1, 1000",
    "1e-9, 1, 1000000000",
    "0.999999999999, 999999999999, 1000000000000",
  })
  void thresholdsAreExact(String text, long numerator, long denominator) {
    assertThat(SamplingRate.parse(text).thresholdBits())
        .isEqualTo(threshold(numerator, denominator));
  }

  /** One connection in floor(1 / rate) would be every connection here. */
  @Test
  void everyRateInThousandthsIsKeptAsItIs() {
    for (int thousandths = 1; thousandths < 1_000; thousandths++) {
      SamplingRate rate = SamplingRate.of(new BigDecimal(BigInteger.valueOf(thousandths), 3));
      long expected = threshold(thousandths, 1_000);
      assertThat(rate.thresholdBits()).isEqualTo(expected).isBetween(1L, MAX_RANDOMNESS);
      assertThat(SamplingRate.of(thousandths / 1_000.0)).isEqualTo(rate);
      assertThat(SamplingRate.parse(thousandths / 10 + "." + thousandths % 10 + "%"))
          .isEqualTo(rate);
      assertThat(rate.keeps(expected)).isTrue();
      assertThat(rate.keeps(expected - 1)).isFalse();
    }
  }

  @Test
  void onlyZeroKeepsNothingAndOneKeepsAll() {
    assertThat(SamplingRate.NEVER.thresholdBits()).isEqualTo(1L << 56);
    assertThat(SamplingRate.ALWAYS.thresholdBits()).isZero();
    for (long randomness : new long[] {0, 1, MAX_RANDOMNESS, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertThat(SamplingRate.NEVER.keeps(randomness)).isFalse();
      assertThat(SamplingRate.ALWAYS.keeps(randomness)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e-17", "6.938893903907228e-18", "1e-30", "1e-999999999"})
  void aRateThatWouldRoundToNeverIsTheSmallestPossible(String text) {
    SamplingRate rate = SamplingRate.parse(text);
    assertThat(rate.thresholdBits()).isEqualTo(MAX_RANDOMNESS);
    assertThat(rate.keeps(MAX_RANDOMNESS)).isTrue();
    assertThat(rate.keeps(MAX_RANDOMNESS - 1)).isFalse();
  }

  @Test
  void halvesAreRoundedUp() {
    BigDecimal half = BigDecimal.ONE.divide(new BigDecimal(BigInteger.ONE.shiftLeft(57)));
    assertThat(SamplingRate.of(BigDecimal.ONE.subtract(half)).thresholdBits()).isEqualTo(1);
    assertThat(SamplingRate.of(half.multiply(new BigDecimal(3))).thresholdBits())
        .isEqualTo(MAX_RANDOMNESS);
    assertThat(SamplingRate.parse("0.9999999999999999999").thresholdBits()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0",
    "0.5, 8",
    "0.25, c",
    "0.75, 4",
    "0.1, e6666666666666",
    "0.01, fd70a3d70a3d71",
    "0.9999999999999999999, 0",
    "1e-30, ffffffffffffff",
  })
  void theHexadecimalThresholdIsOpenTelemetrys(String text, String th) {
    assertThat(SamplingRate.parse(text).thresholdHex()).isEqualTo(th);
  }

  @Test
  void neverHasNoHexadecimalThreshold() {
    assertThat(SamplingRate.NEVER.thresholdHex()).isEmpty();
  }

  @Test
  void whatIsKeptAtARateIsKeptAtEveryHigherRate() {
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      BigDecimal a = new BigDecimal(new BigInteger(80, random), 24 + random.nextInt(12));
      BigDecimal b = new BigDecimal(new BigInteger(80, random), 24 + random.nextInt(12));
      SamplingRate low = SamplingRate.of(a.min(b).min(BigDecimal.ONE));
      SamplingRate high = SamplingRate.of(a.max(b).min(BigDecimal.ONE));
      assertThat(low.thresholdBits()).isGreaterThanOrEqualTo(high.thresholdBits());
      for (int j = 0; j < 50; j++) {
        // Half of them close to a threshold, where a mistake would show.
        long near = (j < 25 ? low : high).thresholdBits() + random.nextInt(5) - 2;
        long randomness = j % 2 == 0 ? random.nextLong() : near;
        assertThat(!low.keeps(randomness) || high.keeps(randomness)).isTrue();
      }
    }
  }

  @Test
  void equalityIsThatOfTheDecimal() {
    assertThat(SamplingRate.parse("0.10"))
        .isEqualTo(SamplingRate.parse("10 %"))
        .hasSameHashCodeAs(SamplingRate.parse("10 %"))
        .isNotEqualTo(SamplingRate.parse("0.11"))
        .isNotEqualTo("0.1");
    assertThat(SamplingRate.parse("0.000")).isEqualTo(SamplingRate.NEVER);
    assertThat(SamplingRate.parse("100.0%")).isEqualTo(SamplingRate.ALWAYS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "0.1", "1E-9", "0.999999999999"})
  void theTextIsTheDecimalAndCanBeReadBack(String text) {
    assertThat(SamplingRate.parse(text)).hasToString(text);
    assertThat(SamplingRate.parse(SamplingRate.parse(text).toString()))
        .isEqualTo(SamplingRate.parse(text));
  }
}
