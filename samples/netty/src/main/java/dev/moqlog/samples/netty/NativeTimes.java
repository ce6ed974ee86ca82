package dev.moqlog.samples.netty;

import java.util.Map;

/**
 * Turns the times of a log into nanoseconds from its start on, as the header of the log says (qlog
 * main schema 0.3, section 3.4). For one thread, and events in their order.
 */
final class NativeTimes {
  private static final double NANOS_PER_MILLI = 1e6;

  private enum Format {
    RELATIVE,
    DELTA,
    ABSOLUTE
  }

  private final Format format;
  private final double offsetMillis;
  private Double referenceMillis;
  private double lastMillis;

  private NativeTimes(Format format, double offsetMillis, Double referenceMillis) {
    this.format = format;
    this.offsetMillis = offsetMillis;
    this.referenceMillis = referenceMillis;
  }

  /** The times of a log without a header: relative to its start. */
  static NativeTimes relative() {
    return new NativeTimes(Format.RELATIVE, 0, null);
  }

  /**
   * The times of a log whose header has that {@code trace}. Without a {@code time_format} they are
   * relative. A {@code reference_time} counts for absolute ones alone: to relative ones it is the
   * start.
   */
  static NativeTimes of(Map<?, ?> trace) {
    Map<?, ?> common = trace.get("common_fields") instanceof Map<?, ?> fields ? fields : Map.of();
    Map<?, ?> configuration =
        trace.get("configuration") instanceof Map<?, ?> fields ? fields : Map.of();
    Format format =
        switch (String.valueOf(common.get("time_format"))) {
          case "absolute" -> Format.ABSOLUTE;
          case "delta" -> Format.DELTA;
          default -> Format.RELATIVE;
        };
    return new NativeTimes(
        format,
        configuration.get("time_offset") instanceof Number offset ? offset.doubleValue() : 0,
        common.get("reference_time") instanceof Number reference ? reference.doubleValue() : null);
  }

  long nanos(double time) {
    double millis = time + offsetMillis;
    switch (format) {
      case DELTA -> millis = lastMillis + time + (lastMillis == 0 ? offsetMillis : 0);
      case ABSOLUTE -> {
        if (referenceMillis == null) {
          // The first event is the start.
          referenceMillis = millis;
        }
        millis -= referenceMillis;
      }
      default -> {}
    }
    lastMillis = millis;
    return Math.round(millis * NANOS_PER_MILLI);
  }
}
