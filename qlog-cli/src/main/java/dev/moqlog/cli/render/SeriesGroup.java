package dev.moqlog.cli.render;

import java.util.Arrays;
import java.util.List;

/** Numbers over the time of a connection as sparklines, all on the same time axis below them. */
final class SeriesGroup {

  /** What a line needs beside the sparkline: the range in words. */
  private static final int RANGE_COLUMNS = 25;

  private static final int MIN_COLUMNS = 10;

  private SeriesGroup() {}

  /**
   * Adds those that are known.
   *
   * @param startNanos when the first step begins, since the first event of the connection
   * @param endNanos when the last one ends
   */
  static void add(CardLines card, List<Series> all, long startNanos, long endNanos) {
    List<Series> known = all.stream().filter(Series::known).toList();
    if (known.isEmpty()) {
      return;
    }
    card.group();
    int columns = Math.max(MIN_COLUMNS, card.room() - RANGE_COLUMNS);
    known.forEach(series -> card.line(series.label(), line(series, columns, card.style())));
    String from = Times.since(startNanos);
    String to = Times.since(endNanos);
    card.line("", from + " ".repeat(Math.max(1, columns - from.length() - to.length())) + to);
  }

  private static String line(Series series, int columns, Style style) {
    double[] drawn = Sparkline.fit(series.values(), columns, series.combining());
    double low = series.fromZero() ? 0 : min(drawn);
    String smallest = series.text().apply(min(series.values()));
    String largest = series.text().apply(max(series.values()));
    return Sparkline.of(drawn, low, max(drawn), style.unicode())
        + "  "
        + (smallest.equals(largest) ? largest : smallest + " to " + largest);
  }

  private static double min(double[] values) {
    return Arrays.stream(values).filter(value -> !Double.isNaN(value)).min().orElse(0);
  }

  private static double max(double[] values) {
    return Arrays.stream(values).filter(value -> !Double.isNaN(value)).max().orElse(0);
  }
}
