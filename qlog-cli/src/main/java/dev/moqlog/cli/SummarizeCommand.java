package dev.moqlog.cli;

import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.summary.MetricDefinition;
import dev.moqlog.analyzer.summary.StratifiedSummary;
import dev.moqlog.analyzer.summary.Stratum;
import dev.moqlog.cli.render.CsvRows;
import dev.moqlog.cli.render.JsonReport;
import dev.moqlog.cli.render.NdjsonRows;
import dev.moqlog.cli.render.Report;
import dev.moqlog.cli.render.RowReport;
import dev.moqlog.cli.render.Selection;
import dev.moqlog.cli.render.TableReport;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code qlog-cli summarize}: RTT, loss and retransmission, per connection and over all. */
@Command(
    name = "summarize",
    description = {
      "RTT, loss and retransmission of QUIC connections, per connection and over all of them.",
      "",
      "Reads qlog of any stack: contained JSON, JSON text sequences and NDJSON, draft-00 to"
          + " today's, and Chrome's netlog; plain or compressed by gzip, zstd or brotli, in files,"
          + " directories and archives (.zip, .tar.gz). What a file is shows in its content, not in"
          + " its name. What cannot be read is skipped, named and counted.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = CommandTree.Version.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:All input was read.",
      "1:The program failed, for instance because its output cannot be written.",
      "2:The command line is wrong.",
      "3:None of the input could be read.",
      "4:Some of the input was skipped or damaged; the rest is in the output."
    })
final class SummarizeCommand implements PlainLine.Command {

  private static final int DEFAULT_TOP = 10;

  private final Terminal terminal;

  @Mixin private final AnalyzerOptions input = new AnalyzerOptions();

  @Mixin private final ExplainOption explain = new ExplainOption();

  @Option(
      names = {"-f", "--format"},
      order = 1,
      paramLabel = "FORMAT",
      description = "table (for people; the default), json, ndjson or csv.")
  private OutputFormat format = OutputFormat.TABLE;

  @Option(
      names = "--top",
      order = 2,
      paramLabel = "N",
      description =
          "Only the N worst connections. Default: 10 in a table, all in the other formats.")
  private Integer top;

  @Option(
      names = "--sort",
      order = 3,
      paramLabel = "KEY",
      description =
          "What is worst: loss (the default), rtt (95th percentile), retransmit, spurious,"
              + " duration, packets or events. Without it and --top, json, ndjson and csv keep the"
              + " order of the input.")
  private SortKey sort;

  @Option(
      names = "--by",
      order = 4,
      paramLabel = "PROPERTY",
      description =
          "Also the totals of groups, in table and json: by vantage_point, host, producer, alpn or"
              + " quic_version.")
  private String by;

  SummarizeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public boolean take(String option, String value) {
    return switch (option) {
      case "--format" -> (format = PlainLine.constant(OutputFormat.class, value)) != null;
      case "--top" -> (top = PlainLine.number(value)) != null;
      case "--sort" -> (sort = PlainLine.constant(SortKey.class, value)) != null;
      case "--by" -> {
        by = value;
        yield true;
      }
      default -> input.take(option, value);
    };
  }

  @Override
  public void take(List<String> paths) {
    input.logs().take(paths);
  }

  @Override
  public Integer call() throws IOException {
    if (explain.given()) {
      return explain.print(terminal, MetricDefinition.all(), List.of());
    }
    input.check();
    boolean table = format == OutputFormat.TABLE;
    int limit = input.logs().top(top, table ? DEFAULT_TOP : Integer.MAX_VALUE);
    Optional<StratifiedSummary> groups = Optional.ofNullable(by).map(this::groups);
    SortKey key = sort == null && (table || top != null) ? SortKey.LOSS : sort;
    return input
        .logs()
        .write(
            terminal,
            out ->
                ExitCode.of(
                    Analysis.run(
                        terminal,
                        input.logs(),
                        input.analyzer().build(),
                        groups,
                        format.rowsOnly(),
                        out,
                        stream -> report(stream, key, limit, groups))));
  }

  private StratifiedSummary groups(String property) {
    return new StratifiedSummary(
        Stratum.byLabel(property)
            .orElseThrow(
                () ->
                    input
                        .logs()
                        .wrong(
                            "Unknown property '"
                                + property
                                + "'; there are "
                                + Arrays.stream(Stratum.values())
                                    .map(Stratum::label)
                                    .collect(Collectors.joining(", ")))));
  }

  private Report report(
      OutputStream out, SortKey key, int limit, Optional<StratifiedSummary> groups)
      throws IOException {
    Selection selection =
        key == null
            ? Selection.inputOrder()
            : Selection.worst(
                Comparator.comparing(DiagnosedConnection::connection, key.worstFirst()), limit);
    return switch (format) {
      case TABLE ->
          new TableReport(out, selection, key.title(), input.logs().style(terminal), groups);
      case JSON -> new JsonReport(out, selection, groups);
      case NDJSON -> new RowReport(new NdjsonRows(out), selection);
      case CSV -> new RowReport(new CsvRows(out), selection);
    };
  }
}
