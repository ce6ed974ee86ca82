package dev.moqlog.cli.render;

import java.util.Arrays;

/** Numbers over time as one line of characters of different heights. */
final class Sparkline {

  private static final String BLOCKS = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";
  private static final String ASCII = "_.-:=+*#";

  /** How several numbers become one. */
  enum Combining {
    /** The largest: for peaks that matter however short they are. */
    MAX,
    /** The mean: for rates. */
    MEAN,
    /** All together: for counts. */
    SUM
  }

  private Sparkline() {}

  /**
   * Draws numbers, the smallest as the lowest character.
   *
   * @param values NaN where nothing is known, which is drawn as a space
   * @param low what the lowest character stands for
   * @param high what the highest one stands for
   */
  static String of(double[] values, double low, double high, boolean unicode) {
    String characters = unicode ? BLOCKS : ASCII;
    StringBuilder line = new StringBuilder(values.length);
    for (double value : values) {
      if (Double.isNaN(value)) {
        line.append(' ');
      } else {
        double share = high > low ? (value - low) / (high - low) : 0;
        long level = Math.round(share * (characters.length() - 1));
        line.append(characters.charAt((int) Math.max(0, Math.min(level, characters.length() - 1))));
      }
    }
    return line.toString();
  }

  /** As many numbers as there are columns: several become one, or one is repeated. */
  static double[] fit(double[] values, int columns, Combining combining) {
    double[] fitting = new double[values.length == 0 ? 0 : columns];
    for (int i = 0; i < fitting.length; i++) {
      int from = (int) ((long) i * values.length / columns);
      int to = Math.max(from + 1, (int) ((long) (i + 1) * values.length / columns));
      fitting[i] = combine(Arrays.copyOfRange(values, from, to), combining);
    }
    return fitting;
  }

  private static double combine(double[] values, Combining combining) {
    double[] known = Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    if (known.length == 0) {
      return Double.NaN;
    }
    return switch (combining) {
      case MAX -> Arrays.stream(known).max().orElseThrow();
      case MEAN -> Arrays.stream(known).average().orElseThrow();
      case SUM -> Arrays.stream(known).sum();
    };
  }
}
