package dev.moqlog.cli.render;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.TimeSeries;
import dev.moqlog.analyzer.summary.TimeSeries.Bucket;
import dev.moqlog.cli.render.Sparkline.Combining;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** RTT, window, data in flight, goodput and loss over the time of a connection, to be drawn. */
final class ConnectionSeries {

  private static final double NANOS_PER_SECOND = 1e9;

  private ConnectionSeries() {}

  static void add(CardLines card, ConnectionSummary connection) {
    connection
        .series()
        .filter(series -> !series.buckets().isEmpty())
        .ifPresent(
            series ->
                SeriesGroup.add(
                    card,
                    of(series),
                    Math.max(0, connection.sinceStartNanos(series.startNanos(0))),
                    connection.sinceStartNanos(series.startNanos(series.buckets().size()))));
  }

  /** What is worth a line: rates and losses only if there are any. */
  static List<Series> of(TimeSeries series) {
    List<Series> all = new ArrayList<>();
    all.add(level(series, "RTT", Bucket::rttMaxNanos, false, Text::duration));
    all.add(level(series, "cwnd", Bucket::windowBytes, true, ConnectionSeries::bytes));
    all.add(level(series, "in flight", Bucket::inFlightBytes, true, ConnectionSeries::bytes));
    addIfAny(all, rate(series, "goodput out", Bucket::acknowledgedBytes));
    addIfAny(all, rate(series, "goodput in", Bucket::newBytesReceived));
    addIfAny(
        all,
        new Series(
            "lost",
            series.buckets().stream().mapToDouble(Bucket::packetsLost).toArray(),
            Combining.SUM,
            true,
            packets -> Text.count(Math.round(packets))));
    return all;
  }

  private static void addIfAny(List<Series> all, Series series) {
    for (double value : series.values()) {
      if (value > 0) {
        all.add(series);
        return;
      }
    }
  }

  private static Series level(
      TimeSeries series,
      String label,
      Function<Bucket, OptionalLong> value,
      boolean fromZero,
      DoubleFunction<String> text) {
    double[] values =
        series.buckets().stream()
            .map(value)
            .mapToDouble(known -> known.isPresent() ? known.getAsLong() : Double.NaN)
            .toArray();
    return new Series(label, values, Combining.MAX, fromZero, text);
  }

  private static Series rate(TimeSeries series, String label, ToLongFunction<Bucket> bytes) {
    double seconds = series.widthNanos() / NANOS_PER_SECOND;
    double[] values =
        series.buckets().stream()
            .mapToDouble(bucket -> bytes.applyAsLong(bucket) * 8 / seconds)
            .toArray();
    return new Series(label, values, Combining.MEAN, true, Text::bitRate);
  }

  private static String bytes(double bytes) {
    return Text.bytes(Math.round(bytes));
  }
}
