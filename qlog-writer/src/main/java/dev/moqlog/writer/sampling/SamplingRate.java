package dev.moqlog.writer.sampling;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The share of connections to keep, from 0 to 1, as an exact decimal.
 *
 * <p>A connection with randomness R, a number of 56 bits, is kept if and only if R is not below the
 * threshold T = round((1 - rate) * 2^56), halves rounded up. So what is kept at a rate is also kept
 * at every higher rate. Two rates are equal if their decimals are; 0.1, 0.10 and 10% are equal.
 * Immutable, safe for use by several threads.
 */
public final class SamplingRate {

  static final int RANDOMNESS_BITS = 56;
  static final long RANDOMNESS_MASK = (1L << RANDOMNESS_BITS) - 1;

  private static final long NEVER_THRESHOLD = 1L << RANDOMNESS_BITS;
  private static final BigDecimal RANDOMNESS_VALUES = BigDecimal.valueOf(NEVER_THRESHOLD);

  /** 2^-57: this and all below it would be rounded to never. */
  private static final BigDecimal ROUNDED_TO_NEVER =
      BigDecimal.ONE.divide(BigDecimal.valueOf(2 * NEVER_THRESHOLD));

  private static final int MAX_TEXT_LENGTH = 100;
  private static final int MAX_QUOTED_LENGTH = 40;
  private static final Pattern TEXT =
      Pattern.compile("((?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,9})?)( *%)?");

  /** Keeps nothing. */
  public static final SamplingRate NEVER = new SamplingRate(BigDecimal.ZERO);

  /** Keeps everything. */
  public static final SamplingRate ALWAYS = new SamplingRate(BigDecimal.ONE);

  private final BigDecimal probability;
  private final long thresholdBits;

  private SamplingRate(BigDecimal probability) {
    this.probability = probability;
    this.thresholdBits = thresholdOf(probability);
  }

  /**
   * The rate that {@link Double#toString(double)} prints, so 0.1 is exactly one tenth.
   *
   * @throws IllegalArgumentException if it is not from 0 to 1
   */
  public static SamplingRate of(double rate) {
    if (!(rate >= 0 && rate <= 1)) {
      throw refused(Double.toString(rate));
    }
    return of(BigDecimal.valueOf(rate));
  }

  /**
   * A rate.
   *
   * @throws IllegalArgumentException if it is not from 0 to 1
   */
  public static SamplingRate of(BigDecimal rate) {
    Objects.requireNonNull(rate, "rate");
    if (rate.signum() < 0 || rate.compareTo(BigDecimal.ONE) > 0) {
      throw refused(rate.toString());
    }
    return new SamplingRate(rate.stripTrailingZeros());
  }

  /**
   * Reads a decimal such as {@code 0.1}, {@code 1} or {@code 1e-3}, or a percentage such as {@code
   * 1%} or {@code 0.5 %}. Spaces around it are ignored; signs are not allowed.
   *
   * @throws IllegalArgumentException if it is anything else, or not from 0 to 1
   */
  public static SamplingRate parse(String text) {
    Objects.requireNonNull(text, "text");
    Matcher matcher = TEXT.matcher(text.strip());
    if (text.length() > MAX_TEXT_LENGTH || !matcher.matches()) {
      throw refused(text);
    }
    BigDecimal number = new BigDecimal(matcher.group(1));
    // Beyond 1 already, and scaling the largest of exponents would overflow.
    if (number.compareTo(BigDecimal.valueOf(100)) > 0) {
      throw refused(text);
    }
    BigDecimal rate = matcher.group(2) == null ? number : number.movePointLeft(2);
    if (rate.compareTo(BigDecimal.ONE) > 0) {
      throw refused(text);
    }
    return of(rate);
  }

  /**
   * The threshold T, from 0 (always) to 2^56 (never).
   *
   * <p>Only a rate of 0 has the threshold 2^56: a smaller rate than 2^-56 has 2^56 - 1, the least
   * that can be kept. A rate within 2^-57 of 1 is rounded to always.
   */
  public long thresholdBits() {
    return thresholdBits;
  }

  /**
   * Whether a connection with this randomness is kept.
   *
   * @param randomness56 from 0 to 2^56 - 1; higher bits are ignored
   */
  public boolean keeps(long randomness56) {
    return (randomness56 & RANDOMNESS_MASK) >= thresholdBits;
  }

  /** The rate as it was given, without trailing zeros: what to weight counts with. */
  public BigDecimal probability() {
    return probability;
  }

  /**
   * The threshold as OpenTelemetry's {@code th}: 14 hexadecimal digits without the trailing zeros,
   * {@code 0} for always. Empty for {@link #NEVER}, which has no {@code th}.
   */
  public String thresholdHex() {
    if (thresholdBits == NEVER_THRESHOLD) {
      return "";
    }
    if (thresholdBits == 0) {
      return "0";
    }
    String digits = String.format(Locale.ROOT, "%014x", thresholdBits);
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    return digits.substring(0, end);
  }

  /** Exact: the rate may be any tiny number, whose difference from 1 has any number of digits. */
  private static long thresholdOf(BigDecimal rate) {
    if (rate.signum() == 0) {
      return NEVER_THRESHOLD;
    }
    if (rate.compareTo(ROUNDED_TO_NEVER) <= 0) {
      return NEVER_THRESHOLD - 1;
    }
    return BigDecimal.ONE
        .subtract(rate)
        .multiply(RANDOMNESS_VALUES)
        .setScale(0, RoundingMode.HALF_UP)
        .longValueExact();
  }

  private static IllegalArgumentException refused(String value) {
    String quoted =
        value.length() > MAX_QUOTED_LENGTH ? value.substring(0, MAX_QUOTED_LENGTH) + "..." : value;
    return new IllegalArgumentException(
        "a sampling rate must be from 0 to 1, such as 0.1 or 1e-3, or from 0% to 100%: '"
            + quoted.replaceAll("\\p{Cntrl}", "?")
            + "'");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SamplingRate that && probability.equals(that.probability);
  }

  @Override
  public int hashCode() {
    return probability.hashCode();
  }

  /** The decimal, as {@link #parse(String)} reads it. */
  @Override
  public String toString() {
    return probability.toString();
  }
}
