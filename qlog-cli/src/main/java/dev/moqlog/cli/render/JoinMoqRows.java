package dev.moqlog.cli.render;

import dev.moqlog.analyzer.summary.DistributionSummary;
import dev.moqlog.analyzer.summary.JoinedMoq;
import dev.moqlog.analyzer.summary.JoinedSummary;
import dev.moqlog.analyzer.summary.JoinedSummary.Direction;
import dev.moqlog.analyzer.summary.JoinedTotals;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Media over QUIC objects of joined connections in tables, both directions side by side. */
final class JoinMoqRows {

  private static final int MAX_TRACKS = 5;
  private static final int OTHER_COLUMNS = 75;
  private static final int MIN_TRACK_COLUMNS = 20;

  private JoinMoqRows() {}

  /** Adds the rows of one connection, if both its logs tell of objects. */
  static void card(Columns columns, JoinedSummary joined) {
    if (of(joined, Direction.CLIENT_TO_SERVER).isEmpty()
        && of(joined, Direction.SERVER_TO_CLIENT).isEmpty()) {
      return;
    }
    row(columns, joined, "MoQ objects created", moq -> Text.count(moq.created()));
    row(columns, joined, "  never parsed", moq -> Text.count(moq.neverParsed()));
    row(columns, joined, "  of these unresolved", moq -> Text.count(moq.unresolved()));
    latency(columns, joined, "object latency min", DistributionSummary::min);
    latency(columns, joined, "  median", DistributionSummary::p50);
    latency(columns, joined, "  p95", DistributionSummary::p95);
    latency(columns, joined, "  p99", DistributionSummary::p99);
    latency(columns, joined, "  max", DistributionSummary::max);
  }

  private static Optional<JoinedMoq> of(JoinedSummary joined, Direction direction) {
    return joined.in(direction).moq();
  }

  private static void row(
      Columns columns, JoinedSummary joined, String label, Function<JoinedMoq, String> cell) {
    columns.row(
        label,
        of(joined, Direction.CLIENT_TO_SERVER).map(cell).orElse("-"),
        of(joined, Direction.SERVER_TO_CLIENT).map(cell).orElse("-"));
  }

  private static void latency(
      Columns columns,
      JoinedSummary joined,
      String label,
      ToLongFunction<DistributionSummary> value) {
    row(columns, joined, label, moq -> duration(moq.latency(), value));
  }

  private static String duration(
      Optional<DistributionSummary> latency, ToLongFunction<DistributionSummary> value) {
    return latency.map(l -> Text.duration(value.applyAsLong(l))).orElse("-");
  }

  /** The tracks with the largest latencies of one connection as a table; empty without any. */
  static List<String> tracks(JoinedSummary joined, int width) {
    int nameColumns = Math.max(MIN_TRACK_COLUMNS, width - OTHER_COLUMNS);
    Columns columns = new Columns(2);
    columns.row("worst tracks", "to", "created", "never parsed", "median", "p95", "max");
    boolean any = false;
    for (Direction direction : Direction.values()) {
      List<JoinedMoq.Track> tracks = of(joined, direction).map(JoinedMoq::tracks).orElse(List.of());
      for (JoinedMoq.Track track : tracks.subList(0, Math.min(MAX_TRACKS, tracks.size()))) {
        any = true;
        columns.row(
            Text.fit(track.track(), nameColumns),
            direction == Direction.CLIENT_TO_SERVER ? "server" : "client",
            Text.count(track.created()),
            Text.count(track.neverParsed()),
            duration(track.latency(), DistributionSummary::p50),
            duration(track.latency(), DistributionSummary::p95),
            duration(track.latency(), DistributionSummary::max));
      }
    }
    return any ? columns.lines() : List.of();
  }

  /** Adds the rows of totals, if there were any objects. */
  static void totals(Columns columns, JoinedTotals totals) {
    if (totals.in(Direction.CLIENT_TO_SERVER).objectsCreated()
            + totals.in(Direction.SERVER_TO_CLIENT).objectsCreated()
        == 0) {
      return;
    }
    sum(columns, totals, "MoQ objects created", s -> Text.count(s.objectsCreated()));
    sum(
        columns,
        totals,
        "  never parsed",
        s -> Text.count(s.objectsCreated() - s.objectsMatched()));
    sum(columns, totals, "object latency median", s -> quantile(s, 0.50));
    sum(columns, totals, "  p95", s -> quantile(s, 0.95));
    sum(columns, totals, "  p99", s -> quantile(s, 0.99));
  }

  private static String quantile(JoinedTotals.PerDirection sums, double share) {
    return Text.duration(sums.objectLatency().quantile(share));
  }

  private static void sum(
      Columns columns,
      JoinedTotals totals,
      String label,
      Function<JoinedTotals.PerDirection, String> cell) {
    columns.row(
        label,
        cell.apply(totals.in(Direction.CLIENT_TO_SERVER)),
        cell.apply(totals.in(Direction.SERVER_TO_CLIENT)));
  }
}
