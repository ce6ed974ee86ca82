package dev.moqlog.cli.render;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Values as text: exact for programs, readable for people, and harmless on a terminal. */
public final class Text {

  private static final int RATIO_DIGITS = 9;
  private static final String UNKNOWN = "-";

  private Text() {}

  // For programs.

  /** Nanoseconds as milliseconds, exactly, without an exponent. */
  static String millis(long nanos) {
    return plain(BigDecimal.valueOf(nanos, 6));
  }

  /** A number of thousandths as a number, exactly, without an exponent. */
  static String thousandths(long thousandths) {
    return plain(BigDecimal.valueOf(thousandths, 3));
  }

  /** A ratio to nine digits, without an exponent. */
  static String ratio(double ratio) {
    return plain(BigDecimal.valueOf(ratio).setScale(RATIO_DIGITS, RoundingMode.HALF_UP));
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  /** The name of a constant in machine-readable output. */
  static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  // For people.

  /** A count with separators, such as {@code 5,139,212}. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** A count of things, such as {@code 1 file} or {@code 12 files}. */
  static String count(long count, String thing) {
    return count(count) + ' ' + thing + (count == 1 ? "" : "s");
  }

  /** A count, or a dash. */
  static String count(OptionalLong count) {
    return count.isPresent() ? count(count.getAsLong()) : UNKNOWN;
  }

  /** A time to about four digits, such as {@code 50.24 ms} or {@code 4.233 s}. */
  static String duration(double nanos) {
    if (nanos < 1e9) {
      double millis = nanos / 1e6;
      return format(millis < 10 ? "%.3f ms" : millis < 100 ? "%.2f ms" : "%.1f ms", millis);
    }
    double seconds = nanos / 1e9;
    return format(seconds < 10 ? "%.3f s" : seconds < 100 ? "%.2f s" : "%,.0f s", seconds);
  }

  /** A time, or a dash. */
  static String duration(OptionalLong nanos) {
    return nanos.isPresent() ? duration(nanos.getAsLong()) : UNKNOWN;
  }

  /** A ratio in percent, such as {@code 1.32 %}. */
  static String percent(double ratio) {
    double percent = ratio * 100;
    return format(percent > 0 && percent < 0.1 ? "%.3f %%" : "%.2f %%", percent);
  }

  /** A ratio in percent, or a dash. */
  static String percent(OptionalDouble ratio) {
    return ratio.isPresent() ? percent(ratio.getAsDouble()) : UNKNOWN;
  }

  /** Bytes to about four digits, such as {@code 5.139 MB}. */
  static String bytes(long bytes) {
    if (bytes < 10_000) {
      return count(bytes) + " B";
    }
    String[] units = {"kB", "MB", "GB", "TB", "PB", "EB"};
    double value = bytes / 1e3;
    int unit = 0;
    while (value >= 999.95 && unit < units.length - 1) {
      value /= 1e3;
      unit++;
    }
    return format(value < 10 ? "%.3f " : value < 100 ? "%.2f " : "%.1f ", value) + units[unit];
  }

  /** A rate to about four digits, such as {@code 12.50 Mbit/s}. */
  static String bitRate(double bitsPerSecond) {
    String[] units = {"bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"};
    double value = bitsPerSecond;
    int unit = 0;
    while (value >= 999.95 && unit < units.length - 1) {
      value /= 1e3;
      unit++;
    }
    String pattern = unit == 0 ? "%.0f " : value < 10 ? "%.3f " : value < 100 ? "%.2f " : "%.1f ";
    return format(pattern, value) + units[unit];
  }

  private static String format(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** A text from a log or a file system with nothing in it that could steer a terminal. */
  public static String printable(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              boolean harmful =
                  type == Character.CONTROL
                      || type == Character.FORMAT
                      || type == Character.SURROGATE
                      || type == Character.LINE_SEPARATOR
                      || type == Character.PARAGRAPH_SEPARATOR;
              if (harmful) {
                safe.append(String.format("\\u%04x", c));
              } else {
                safe.appendCodePoint(c);
              }
            });
    return safe.toString();
  }

  /** A printable text in lines of a number of columns; only a longer word makes a longer line. */
  static List<String> wrap(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : printable(text).split(" ")) {
      if (line.length() > 0 && line.length() + 1 + word.length() > columns) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() > 0 ? " " : "").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /** A printable text, shortened in the middle to a number of columns. */
  static String fit(String text, int columns) {
    String safe = printable(text);
    if (safe.length() <= columns) {
      return safe;
    }
    int tail = Math.max(0, (columns - 3) / 2);
    return safe.substring(0, Math.max(0, columns - 3 - tail))
        + "..."
        + safe.substring(safe.length() - tail);
  }
}
