package dev.moqlog.cli.render;

import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.diagnose.Finding.Severity;
import dev.moqlog.analyzer.diagnose.FleetDiagnosis;
import dev.moqlog.analyzer.diagnose.Rule;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.FleetSummary;
import dev.moqlog.analyzer.summary.FleetSummary.Distribution;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.analyzer.summary.StratifiedSummary;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * For people: totals, how connections are distributed, and the worst of them; one connection alone
 * gets a card. What could not be read comes last, where it is seen.
 */
public final class TableReport implements Report {

  /** What the table of the worst needs beside the ids, which get the rest. */
  private static final int OTHER_COLUMNS = 56;

  /** How many rules the totals name. */
  private static final int MAX_RULES = 5;

  private static final int LABEL_COLUMNS = 12;
  private static final int MIN_ID_COLUMNS = 20;
  private static final int MAX_ID_COLUMNS = 40;

  private final OutputStream out;
  private final Selection selection;
  private final String order;
  private final Style style;
  private final List<String> lines = new ArrayList<>();
  private final Problems problems = new Problems();
  private final FleetDiagnosis diagnosis = new FleetDiagnosis();
  private final Optional<StratifiedSummary> groups;
  private DiagnosedConnection last;

  /**
   * A report of the selected connections.
   *
   * @param order what the selection is ordered by
   * @param groups the connections by groups, which is complete when the report ends; empty for none
   */
  public TableReport(
      OutputStream out,
      Selection selection,
      String order,
      Style style,
      Optional<StratifiedSummary> groups) {
    this.out = out;
    this.groups = groups;
    this.selection = selection;
    this.order = order;
    this.style = style;
  }

  @Override
  public void connection(DiagnosedConnection connection) {
    last = connection;
    diagnosis.add(connection);
    selection.add(connection);
  }

  @Override
  public void source(SourceSummary source) {
    problems.add(source);
  }

  @Override
  public void end(FleetSummary fleet) throws IOException {
    if (fleet.connections() == 1) {
      lines.addAll(ConnectionCard.lines(last, style));
    } else if (fleet.connections() == 0 && fleet.sources() > fleet.sourcesSkipped()) {
      lines.add(
          "no connections in " + Text.count(fleet.sources() - fleet.sourcesSkipped(), "file"));
    } else if (fleet.connections() > 1) {
      totals(fleet);
      distributions(fleet);
      groups.ifPresent(this::groups);
      worst(fleet);
    }
    problems(fleet);
    for (String line : lines) {
      out.write((line + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
    }
    out.flush();
  }

  private void totals(FleetSummary fleet) {
    StringBuilder title = new StringBuilder();
    title
        .append(Text.count(fleet.connections()))
        .append(" connections in ")
        .append(Text.count(fleet.sources() - fleet.sourcesSkipped(), "file"))
        .append(", ")
        .append(Text.count(fleet.events()))
        .append(" events");
    lines.add(style.heading(title.toString()));
    if (fleet.sourcesSkipped() + fleet.sourcesDamaged() + fleet.truncated() > 0) {
      lines.add(
          style.alert(
              Text.count(fleet.sourcesSkipped(), "file")
                  + " skipped, "
                  + Text.count(fleet.sourcesDamaged(), "file")
                  + " damaged, "
                  + Text.count(fleet.truncated(), "connection")
                  + " with a truncated log"));
    }
    lines.add("");
    lines.add(
        "packets     sent "
            + Text.count(fleet.packetsSent())
            + " ("
            + Text.bytes(fleet.sentBytes())
            + ")   received "
            + Text.count(fleet.packetsReceived())
            + " ("
            + Text.bytes(fleet.receivedBytes())
            + ")   duplicates "
            + Text.count(fleet.packetsReceivedDuplicate()));
    lines.add(
        "loss        "
            + (fleet.lossRatio().isEmpty()
                ? "unknown"
                : style.heading(Text.percent(fleet.lossRatio()))
                    + " of in-flight packets: "
                    + Text.count(fleet.lostInFlight())
                    + " of "
                    + Text.count(fleet.sentInFlight())));
    lines.add(
        "            declared "
            + Text.count(fleet.declared())
            + "   spurious "
            + Text.count(fleet.spurious())
            + "   inferred "
            + Text.count(fleet.inferred())
            + "   unresolved "
            + Text.count(fleet.unresolved()));
    long again = fleet.streamBytesRetransmitted() + fleet.cryptoBytesRetransmitted();
    lines.add(
        "sent again  "
            + (fleet.retransmitRatio().isEmpty()
                ? "unknown"
                : style.heading(Text.percent(fleet.retransmitRatio()))
                    + " of stream and crypto data: "
                    + Text.bytes(again)
                    + " of "
                    + Text.bytes(fleet.streamBytesSent() + fleet.cryptoBytesSent())));
    lines.add("");
    findings(fleet);
    lines.add("");
  }

  private void findings(FleetSummary fleet) {
    List<Rule> rules = diagnosis.rules(Severity.WARNING);
    if (rules.isEmpty()) {
      lines.add("why         no connection has a finding above info");
      return;
    }
    StringBuilder line = new StringBuilder("why");
    for (int i = 0; i < Math.min(rules.size(), MAX_RULES + 1); i++) {
      Rule rule = rules.get(i);
      String item =
          i == MAX_RULES
              ? "and other findings"
              : rule.label() + ' ' + Text.count(diagnosis.connections(rule, Severity.WARNING));
      boolean last = i + 1 == Math.min(rules.size(), MAX_RULES + 1);
      if (line.length() + item.length() + 2 > style.columns()) {
        lines.add(line.toString().stripTrailing());
        line.setLength(0);
      }
      line.append(" ".repeat(Math.max(0, LABEL_COLUMNS - line.length())));
      line.append(item).append(last ? "" : ", ");
    }
    lines.add(line.toString());
    lines.add(
        "            in "
            + Text.count(diagnosis.connections(Severity.WARNING))
            + " of "
            + Text.count(fleet.connections(), "connection")
            + "; see qlog-cli diagnose");
  }

  private void distributions(FleetSummary fleet) {
    Columns columns = new Columns(1);
    columns.row("over connections", "count", "p50", "p90", "p95", "p99", "max");
    row(columns, "RTT min", fleet, Distribution.RTT_MIN);
    row(columns, "RTT median", fleet, Distribution.RTT_MEDIAN);
    row(columns, "RTT p95", fleet, Distribution.RTT_P95);
    row(columns, "loss", fleet, Distribution.LOSS_RATIO);
    row(columns, "sent again", fleet, Distribution.RETRANSMIT_RATIO);
    row(columns, "duration", fleet, Distribution.DURATION);
    addTable(columns);
  }

  private void groups(StratifiedSummary groups) {
    Columns columns = new Columns(1);
    columns.row(
        "by " + groups.stratum().label(),
        "count",
        "RTT median",
        "RTT p95",
        "loss",
        "loss p95",
        "sent again");
    groups
        .groups()
        .forEach(
            (name, group) ->
                columns.row(
                    Text.fit(name, MIN_ID_COLUMNS),
                    Text.count(group.connections()),
                    cell(Distribution.RTT_MEDIAN, group.quantile(Distribution.RTT_MEDIAN, 0.50)),
                    cell(Distribution.RTT_P95, group.quantile(Distribution.RTT_P95, 0.95)),
                    Text.percent(group.lossRatio()),
                    cell(Distribution.LOSS_RATIO, group.quantile(Distribution.LOSS_RATIO, 0.95)),
                    Text.percent(group.retransmitRatio())));
    addTable(columns);
  }

  private static void row(
      Columns columns, String label, FleetSummary fleet, Distribution distribution) {
    columns.row(
        label,
        Text.count(fleet.count(distribution)),
        cell(distribution, fleet.quantile(distribution, 0.50)),
        cell(distribution, fleet.quantile(distribution, 0.90)),
        cell(distribution, fleet.quantile(distribution, 0.95)),
        cell(distribution, fleet.quantile(distribution, 0.99)),
        cell(distribution, fleet.quantile(distribution, 1)));
  }

  private static String cell(Distribution distribution, OptionalDouble value) {
    if (value.isEmpty()) {
      return "-";
    }
    return switch (distribution) {
      case LOSS_RATIO, RETRANSMIT_RATIO -> Text.percent(value.getAsDouble());
      default -> Text.duration(value.getAsDouble());
    };
  }

  private void worst(FleetSummary fleet) {
    List<ConnectionSummary> connections =
        selection.connections().stream().map(DiagnosedConnection::connection).toList();
    if (connections.isEmpty()) {
      return;
    }
    int idColumns =
        Math.max(MIN_ID_COLUMNS, Math.min(MAX_ID_COLUMNS, style.columns() - OTHER_COLUMNS));
    Columns columns = new Columns(3);
    columns.row("worst by " + order, "side", "stack", "RTT median", "loss", "sent again");
    for (ConnectionSummary connection : connections) {
      columns.row(
          Text.fit(connection.connectionId(), idColumns),
          connection.vantagePoint().qlogName(),
          connection.producer().orElse("-"),
          connection.rtt().map(rtt -> Text.duration(rtt.p50Nanos())).orElse("-"),
          connection.loss().map(loss -> Text.percent(loss.ratio())).orElse("-"),
          connection.retransmit().map(sent -> Text.percent(sent.ratio())).orElse("-"));
    }
    List<String> table = columns.lines();
    lines.add(style.heading(table.get(0)));
    for (int i = 0; i < connections.size(); i++) {
      lines.add(table.get(i + 1));
      String reasons = Reasons.of(connections.get(i));
      String separator = reasons.isEmpty() ? "" : "; ";
      int room = style.columns() - 2 - reasons.length() - separator.length();
      lines.add("  " + reasons + separator + Text.fit(connections.get(i).source(), room));
    }
    long others = fleet.connections() - connections.size();
    if (others > 0) {
      lines.add(Text.count(others) + " more; see --top, or --format ndjson for all");
    }
    lines.add("");
  }

  private void addTable(Columns columns) {
    List<String> table = columns.lines();
    lines.add(style.heading(table.get(0)));
    lines.addAll(table.subList(1, table.size()));
    lines.add("");
  }

  private void problems(FleetSummary fleet) {
    if (fleet.sources() == 0) {
      lines.add(style.alert("There are no files to read."));
    }
    if (!problems.isEmpty() && fleet.connections() == 1) {
      lines.add("");
    }
    lines.addAll(problems.lines(style));
  }
}
