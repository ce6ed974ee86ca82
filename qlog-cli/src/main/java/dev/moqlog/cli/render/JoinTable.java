package dev.moqlog.cli.render;

import dev.moqlog.analyzer.summary.ClockSummary;
import dev.moqlog.analyzer.summary.DelaySummary;
import dev.moqlog.analyzer.summary.DirectionSummary;
import dev.moqlog.analyzer.summary.DistributionSummary;
import dev.moqlog.analyzer.summary.JoinedEnd;
import dev.moqlog.analyzer.summary.JoinedSummary;
import dev.moqlog.analyzer.summary.JoinedSummary.Direction;
import dev.moqlog.analyzer.summary.JoinedSummary.Evidence;
import dev.moqlog.analyzer.summary.JoinedSummary.Flag;
import dev.moqlog.analyzer.summary.JoinedTotals;
import dev.moqlog.analyzer.summary.NetworkLoss;
import dev.moqlog.analyzer.summary.QuantileSketch;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.analyzer.summary.UnmatchedLog;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Joined connections for people: both directions side by side; of several connections the totals
 * and those that lost most. What was not joined or not read comes last.
 */
public final class JoinTable implements JoinReport {

  private static final int MAX_PROBLEMS = 20;
  private static final int OTHER_COLUMNS = 58;
  private static final int MIN_ID_COLUMNS = 16;
  private static final int MAX_ID_COLUMNS = 40;

  private static final Comparator<JoinedSummary> WORST_FIRST =
      Comparator.comparingDouble(JoinTable::worstRatio)
          .reversed()
          .thenComparing(joined -> joined.client().source())
          .thenComparingInt(joined -> joined.client().traceIndex())
          .thenComparing(JoinedSummary::connectionId);

  private final OutputStream out;
  private final int top;
  private final Style style;
  private final PriorityQueue<JoinedSummary> worst = new PriorityQueue<>(WORST_FIRST.reversed());
  private final List<String> lines = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> unmatched = new ArrayList<>();
  private long problemCount;
  private JoinedSummary last;

  /**
   * A table on a stream that stays open.
   *
   * @param top how many connections are shown one by one
   */
  public JoinTable(OutputStream out, int top, Style style) {
    this.out = out;
    this.top = top;
    this.style = style;
  }

  private static double worstRatio(JoinedSummary joined) {
    return Math.max(
        joined.clientToServer().loss().ratio().orElse(0),
        joined.serverToClient().loss().ratio().orElse(0));
  }

  @Override
  public void source(SourceSummary source) {
    for (String problem : source.problems()) {
      if (problemCount++ < MAX_PROBLEMS) {
        problems.add(Text.printable(source.source() + ": " + problem));
      }
    }
  }

  @Override
  public void joined(JoinedSummary joined) {
    last = joined;
    worst.add(joined);
    if (worst.size() > top) {
      worst.remove();
    }
  }

  @Override
  public void unmatched(UnmatchedLog log) {
    if (unmatched.size() < MAX_PROBLEMS) {
      unmatched.add(Text.printable(log.source() + ": " + log.reason().text()));
    }
  }

  @Override
  public void end(JoinedTotals totals) throws IOException {
    if (totals.connections() == 1) {
      card(last);
    } else {
      lines.add(
          style.heading(
              Text.count(totals.connections(), "connection")
                  + " with the logs of both ends, "
                  + Text.count(totals.unmatched(), "log")
                  + " not joined"));
      if (totals.connections() > 0) {
        lines.add("");
        totals(totals);
        worst();
      }
    }
    list("not joined", unmatched, totals.unmatched());
    list("damaged or not read", problems, problemCount);
    for (String line : lines) {
      out.write((line + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
    }
    out.flush();
  }

  private void list(String title, List<String> first, long count) {
    if (count > 0) {
      lines.add("");
      lines.add(style.alert(title));
      first.forEach(line -> lines.add("  " + line));
      if (count > first.size()) {
        lines.add(
            "  and " + Text.count(count - first.size()) + " more; --format json names all of them");
      }
    }
  }

  // One connection.

  private void card(JoinedSummary joined) {
    line("connection", style.heading(Text.printable(joined.connectionId())));
    line("client", end(joined.client()));
    line("server", end(joined.server()));
    line(
        "joined by",
        joined.evidence() == Evidence.CONNECTION_ID
            ? "connection id"
            : "packet numbers, lengths and times, as no id is in both logs");
    joined.clock().ifPresentOrElse(this::clock, () -> line("clocks", "unknown"));
    if (!joined.flags().isEmpty()) {
      line(
          "flags",
          style.alert(joined.flags().stream().map(Flag::label).collect(Collectors.joining(", "))));
    }
    lines.add("");
    Columns columns = new Columns(1);
    columns.row("", "client to server", "server to client");
    row(columns, joined, "packets sent", d -> Text.count(d.sent()));
    row(columns, joined, "received", d -> Text.count(d.received()));
    row(
        columns,
        joined,
        "lost by the network",
        d -> Text.count(d.loss().lost()) + "  " + Text.percent(d.loss().ratio()));
    row(columns, joined, "  ACK-only", d -> Text.count(d.loss().ackOnly()));
    row(columns, joined, "  longest run", d -> Text.count(d.loss().longestRun()));
    row(columns, joined, "unresolved at the end", d -> Text.count(d.loss().unresolved()));
    row(columns, joined, "dropped by the peer", d -> Text.count(d.loss().droppedByPeer()));
    row(columns, joined, "after keys were gone", d -> Text.count(d.loss().keysDiscarded()));
    row(columns, joined, "declared lost", d -> Text.count(d.declared().declared()));
    row(columns, joined, "  and received", d -> Text.count(d.declared().spurious()));
    row(columns, joined, "  and lost", d -> Text.count(d.declared().lost()));
    row(columns, joined, "lost, not declared", d -> Text.count(d.declared().undeclared()));
    row(columns, joined, "arrived again", d -> Text.count(d.arrival().duplicates()));
    row(columns, joined, "reordered", d -> Text.count(d.arrival().reordered()));
    row(
        columns,
        joined,
        "  late at most",
        d -> d.arrival().reordered() == 0 ? "-" : Text.duration(d.arrival().reorderedMaxNanos()));
    delay(columns, joined, "one-way delay min", DistributionSummary::min);
    delay(columns, joined, "  median", DistributionSummary::p50);
    delay(columns, joined, "  p95", DistributionSummary::p95);
    delay(columns, joined, "  p99", DistributionSummary::p99);
    delay(columns, joined, "  max", DistributionSummary::max);
    row(
        columns,
        joined,
        "delay over min, p95",
        d -> d.delay().map(delay -> Text.duration(delay.variationNanos().p95())).orElse("-"));
    JoinMoqRows.card(columns, joined);
    lines.addAll(columns.lines());
    List<String> tracks = JoinMoqRows.tracks(joined, style.columns());
    if (!tracks.isEmpty()) {
      lines.add("");
      lines.add(style.heading(tracks.get(0)));
      lines.addAll(tracks.subList(1, tracks.size()));
    }
  }

  private String end(JoinedEnd end) {
    String stack = end.producer().map(name -> name + ", ").orElse("");
    return stack + Text.fit(end.source(), style.columns() - 13 - stack.length());
  }

  private void clock(ClockSummary clock) {
    line(
        "clocks",
        "client time "
            + (clock.offsetNanos() < 0 ? "- " : "+ ")
            + Text.millis(Math.abs(clock.offsetNanos()))
            + " ms = server time, off by "
            + Text.duration(clock.errorNanos())
            + " at most"
            + (clock.driftPartsPerBillion().isPresent()
                ? String.format(
                    Locale.ROOT, "; drift %.1f ppm", clock.driftPartsPerBillion().getAsLong() / 1e3)
                : ""));
    if (clock.wallClockOffsetNanos().isPresent()) {
      line(
          "",
          "wall clocks differ by " + Text.millis(clock.wallClockOffsetNanos().getAsLong()) + " ms");
    }
    line("network RTT", "min " + Text.duration(clock.minRttNanos()));
  }

  private static void row(
      Columns columns,
      JoinedSummary joined,
      String label,
      Function<DirectionSummary, String> cell) {
    columns.row(label, cell.apply(joined.clientToServer()), cell.apply(joined.serverToClient()));
  }

  private static void delay(
      Columns columns,
      JoinedSummary joined,
      String label,
      Function<DistributionSummary, Long> value) {
    row(columns, joined, label, d -> spread(d).map(value).map(Text::duration).orElse("-"));
  }

  private static Optional<DistributionSummary> spread(DirectionSummary direction) {
    return direction.delay().flatMap(DelaySummary::delayNanos);
  }

  private void line(String label, String text) {
    lines.add((label + " ".repeat(Math.max(0, 13 - label.length())) + text).stripTrailing());
  }

  // Several connections.

  private void totals(JoinedTotals totals) {
    Columns columns = new Columns(1);
    columns.row("", "client to server", "server to client");
    sum(columns, totals, "packets sent", sums -> Text.count(sums.sent()));
    sum(columns, totals, "received", sums -> Text.count(sums.received()));
    sum(
        columns,
        totals,
        "lost by the network",
        sums -> Text.count(sums.lost()) + "  " + Text.percent(sums.lossRatio()));
    sum(columns, totals, "  ACK-only", sums -> Text.count(sums.ackOnlyLost()));
    sum(columns, totals, "unresolved at the end", sums -> Text.count(sums.unresolved()));
    sum(columns, totals, "dropped by the peer", sums -> Text.count(sums.droppedByPeer()));
    sum(columns, totals, "declared lost", sums -> Text.count(sums.declared()));
    sum(columns, totals, "  and received", sums -> Text.count(sums.spurious()));
    sum(columns, totals, "  and lost", sums -> Text.count(sums.declaredAndLost()));
    sum(columns, totals, "lost, not declared", sums -> Text.count(sums.undeclared()));
    sum(columns, totals, "arrived again", sums -> Text.count(sums.duplicates()));
    sum(columns, totals, "reordered", sums -> Text.count(sums.reordered()));
    sum(columns, totals, "one-way delay median", sums -> quantile(sums.delay(), 0.50));
    sum(columns, totals, "  p95", sums -> quantile(sums.delay(), 0.95));
    sum(columns, totals, "  p99", sums -> quantile(sums.delay(), 0.99));
    sum(columns, totals, "delay over min, p95", sums -> quantile(sums.variation(), 0.95));
    JoinMoqRows.totals(columns, totals);
    List<String> table = columns.lines();
    lines.add(style.heading(table.get(0)));
    lines.addAll(table.subList(1, table.size()));
    lines.add("");
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

  private static String quantile(QuantileSketch sketch, double share) {
    return Text.duration(sketch.quantile(share));
  }

  private void worst() {
    List<JoinedSummary> sorted = new ArrayList<>(worst);
    sorted.sort(WORST_FIRST);
    if (sorted.isEmpty()) {
      return;
    }
    int idColumns =
        Math.max(MIN_ID_COLUMNS, Math.min(MAX_ID_COLUMNS, style.columns() - OTHER_COLUMNS));
    Columns columns = new Columns(2);
    columns.row("worst by loss", "stacks", "lost up", "lost down", "delay up", "delay down");
    for (JoinedSummary joined : sorted) {
      columns.row(
          Text.fit(joined.connectionId(), idColumns),
          stacks(joined),
          lost(joined.clientToServer().loss()),
          lost(joined.serverToClient().loss()),
          spread(joined.clientToServer()).map(s -> Text.duration(s.p50())).orElse("-"),
          spread(joined.serverToClient()).map(s -> Text.duration(s.p50())).orElse("-"));
    }
    List<String> table = columns.lines();
    lines.add(style.heading(table.get(0)));
    lines.addAll(table.subList(1, table.size()));
  }

  private static String stacks(JoinedSummary joined) {
    String client = joined.client().producer().orElse("-");
    String server = joined.server().producer().orElse("-");
    return client.equals(server) ? client : client + "/" + server;
  }

  private static String lost(NetworkLoss loss) {
    return Text.percent(loss.ratio());
  }
}
