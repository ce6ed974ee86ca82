package dev.moqlog.cli.render;

import dev.moqlog.analyzer.diagnose.Finding.Severity;
import dev.moqlog.analyzer.diagnose.Rule;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.FleetSummary;
import dev.moqlog.analyzer.summary.FleetSummary.Distribution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** A watch as text for a terminal, redrawn again and again. Stateless. */
public final class WatchTable {

  private static final int MIN_ID_COLUMNS = 16;
  private static final int OTHER_COLUMNS = 62;

  private WatchTable() {}

  /** The lines, none wider than the style allows. */
  public static List<String> lines(WatchFigures figures, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(
        style.heading(
            Text.fit("watching " + figures.directory(), style.columns() - 16)
                + "  "
                + clock(figures.running())));
    figures
        .problem()
        .ifPresent(problem -> lines.add(style.alert(Text.fit(problem, style.columns()))));
    lines.add("");
    lines.add(
        "traces      counted "
            + Text.count(figures.counted())
            + "   open "
            + Text.count(figures.open())
            + "   missed "
            + Text.count(figures.missed())
            + "   changed "
            + Text.count(figures.changed())
            + "   failed "
            + Text.count(figures.failed())
            + "   lag "
            + Text.duration(figures.lag().toNanos()));
    lines.add(
        "input       "
            + Text.count(figures.all().sourcesSkipped(), "file")
            + " skipped, "
            + Text.count(figures.all().sourcesDamaged(), "file")
            + " damaged, "
            + Text.count(figures.all().truncated(), "connection")
            + " with a truncated log");
    lines.add("");
    numbers(figures, lines, style);
    lines.add("");
    findings(figures, lines, style);
    worst(figures, lines, style);
    return lines.stream().map(line -> cut(line, style)).toList();
  }

  /** What colours a line must not be cut; such lines are short enough. */
  private static String cut(String line, Style style) {
    return line.indexOf('\u001b') >= 0 ? line : Text.fit(line, style.columns());
  }

  private static String clock(Duration time) {
    return String.format(
        Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
  }

  private static void numbers(WatchFigures figures, List<String> lines, Style style) {
    FleetSummary minute = figures.minute();
    FleetSummary all = figures.all();
    double seconds = Math.max(1, figures.minuteSpan().toMillis() / 1e3);
    Columns columns = new Columns(1);
    columns.row("", "last minute", "since start");
    columns.row(
        "connections",
        Text.count(minute.connections())
            + String.format(Locale.ROOT, " (%.1f/s)", minute.connections() / seconds),
        Text.count(all.connections()));
    columns.row("loss", Text.percent(minute.lossRatio()), Text.percent(all.lossRatio()));
    columns.row(
        "sent again", Text.percent(minute.retransmitRatio()), Text.percent(all.retransmitRatio()));
    for (double share : new double[] {0.50, 0.95, 0.99}) {
      columns.row(
          "RTT p" + Math.round(share * 100),
          duration(minute.quantile(Distribution.RTT_SAMPLES, share)),
          duration(all.quantile(Distribution.RTT_SAMPLES, share)));
    }
    columns.row(
        "handshake p95",
        duration(minute.quantile(Distribution.HANDSHAKE, 0.95)),
        duration(all.quantile(Distribution.HANDSHAKE, 0.95)));
    columns.row("sent", Text.bytes(minute.sentBytes()), Text.bytes(all.sentBytes()));
    columns.row("received", Text.bytes(minute.receivedBytes()), Text.bytes(all.receivedBytes()));
    List<String> table = columns.lines();
    lines.add(style.heading(table.get(0)));
    lines.addAll(table.subList(1, table.size()));
  }

  private static String duration(OptionalDouble nanos) {
    return nanos.isPresent() ? Text.duration(nanos.getAsDouble()) : "-";
  }

  private static void findings(WatchFigures figures, List<String> lines, Style style) {
    List<Rule> rules = figures.diagnosis().rules(Severity.WARNING);
    if (rules.isEmpty()) {
      return;
    }
    StringBuilder line = new StringBuilder("why         ");
    String separator = "";
    for (Rule rule : rules) {
      String item =
          rule.label() + ' ' + Text.count(figures.diagnosis().connections(rule, Severity.WARNING));
      if (line.length() + separator.length() + item.length() > style.columns()) {
        break;
      }
      line.append(separator).append(item);
      separator = ", ";
    }
    lines.add(line.toString());
    lines.add("");
  }

  private static void worst(WatchFigures figures, List<String> lines, Style style) {
    if (figures.worst().isEmpty()) {
      return;
    }
    int idColumns = Math.max(MIN_ID_COLUMNS, Math.min(40, style.columns() - OTHER_COLUMNS));
    Columns columns = new Columns(2);
    columns.row("worst by loss, last minute", "side", "RTT median", "loss", "sent again");
    for (ConnectionSummary connection : figures.worst()) {
      columns.row(
          Text.fit(Text.printable(connection.connectionId()), idColumns),
          connection.vantagePoint().qlogName(),
          connection.rtt().map(rtt -> Text.duration(rtt.p50Nanos())).orElse("-"),
          connection.loss().map(loss -> Text.percent(loss.ratio())).orElse("-"),
          connection.retransmit().map(sent -> Text.percent(sent.ratio())).orElse("-"));
    }
    List<String> table = columns.lines();
    lines.add(style.heading(table.get(0)));
    for (int i = 0; i < figures.worst().size(); i++) {
      lines.add(table.get(i + 1));
      lines.add(
          "  " + Text.fit(Text.printable(figures.worst().get(i).source()), style.columns() - 2));
    }
  }
}
