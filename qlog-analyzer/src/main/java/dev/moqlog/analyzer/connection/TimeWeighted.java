package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.summary.CongestionSummary.Level;
import java.util.Optional;

/** A value that holds until the next one, and its mean by time. */
final class TimeWeighted {

  private long value = ABSENT;
  private long min = Long.MAX_VALUE;
  private long max;
  private double integral;
  private double nanos;

  /** The value is so from now on; ABSENT changes nothing. */
  void set(long newValue) {
    if (newValue == ABSENT) {
      return;
    }
    value = newValue;
    min = Math.min(min, newValue);
    max = Math.max(max, newValue);
  }

  /** So much time went by. */
  void elapse(long gapNanos) {
    if (value != ABSENT) {
      integral += (double) value * gapNanos;
      nanos += gapNanos;
    }
  }

  /** The value now, or ABSENT. */
  long value() {
    return value;
  }

  Optional<Level> level() {
    return value == ABSENT
        ? Optional.empty()
        : Optional.of(new Level(min, nanos > 0 ? Math.round(integral / nanos) : value, max, value));
  }
}
