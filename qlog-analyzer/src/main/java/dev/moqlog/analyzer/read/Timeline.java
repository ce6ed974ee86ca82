package dev.moqlog.analyzer.read;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/**
 * What the {@code time} of events means in one trace.
 *
 * <p>All event times of a trace are brought onto one axis in nanoseconds: since 1970 where the log
 * gives absolute times, else since the trace's reference time.
 *
 * @param style how times are given unless an event says otherwise
 * @param microseconds whether times are in microseconds (draft-00 and -01 only) instead of
 *     milliseconds
 * @param referenceEpochNanos the reference time in nanoseconds since 1970, or {@link #UNKNOWN}
 */
public record Timeline(Style style, boolean microseconds, long referenceEpochNanos) {

  /** A reference time that the log does not tell. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  /** The meaning of a time value. */
  public enum Style {
    /** Since 1970, or since an origin that the log does not tell. */
    ABSOLUTE,
    /** Since the reference time. */
    RELATIVE,
    /** Since the previous event of the trace. */
    DELTA;

    /** The style of that {@code time_format}, or null. */
    static Style of(String timeFormat) {
      return switch (timeFormat.toLowerCase(Locale.ROOT)) {
        case "absolute" -> ABSOLUTE;
        case "relative", "relative_to_epoch", "relative_time" -> RELATIVE;
        case "delta", "relative_to_previous_event", "delta_time" -> DELTA;
        default -> null;
      };
    }
  }

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** 1e11 ms: an absolute time in ms since 1970 is larger (since March 1973), others are not. */
  private static final long MIN_EPOCH_NANOS = 100_000L * NANOS_PER_SECOND * 1000;

  /** How many decimal digits a time value has to be shifted to be in nanoseconds. */
  int scaleDigits() {
    return microseconds ? 3 : 6;
  }

  /** The wall-clock time of an event on this axis, if the log tells; approximate at best. */
  Optional<Instant> wallClock(long timeNanos) {
    if (timeNanos >= MIN_EPOCH_NANOS) {
      return Optional.of(instant(timeNanos));
    }
    if (style == Style.ABSOLUTE || referenceEpochNanos < MIN_EPOCH_NANOS) {
      return Optional.empty();
    }
    return Optional.of(instant(referenceEpochNanos + timeNanos));
  }

  private static Instant instant(long epochNanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(epochNanos, NANOS_PER_SECOND), Math.floorMod(epochNanos, NANOS_PER_SECOND));
  }

  /**
   * A reference time given as a number or text: an RFC 3339 time, or a count since 1970 whose unit
   * shows in its size, since some writers use seconds.
   */
  static long referenceOf(String text, boolean microseconds) {
    long asMillis = Decimal.scaled(text, microseconds ? 3 : 6);
    if (asMillis == Decimal.NONE) {
      return instantOf(text);
    }
    if (asMillis >= MIN_EPOCH_NANOS) {
      return asMillis;
    }
    long asSeconds = Decimal.scaled(text, 9);
    return asSeconds >= MIN_EPOCH_NANOS ? asSeconds : UNKNOWN;
  }

  /**
   * A reference time given as an epoch and a wall-clock time (main-schema-10 and later). With an
   * epoch of 1970 but small times, only the wall-clock time says when it was.
   */
  static long referenceOf(String epoch, String wallClock) {
    long epochNanos = instantOf(epoch);
    long wallClockNanos = instantOf(wallClock);
    return epochNanos >= MIN_EPOCH_NANOS || wallClockNanos == UNKNOWN ? epochNanos : wallClockNanos;
  }

  /** An RFC 3339 time in nanoseconds since 1970, or {@link #UNKNOWN}. */
  static long instantOf(String text) {
    try {
      Instant instant = Instant.parse(text);
      return Math.addExact(
          Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND), instant.getNano());
    } catch (DateTimeParseException | ArithmeticException e) {
      return UNKNOWN;
    }
  }
}
