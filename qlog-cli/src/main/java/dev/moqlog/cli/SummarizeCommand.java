package dev.moqlog.cli;

import dev.moqlog.analyzer.QlogAnalyzer;
import dev.moqlog.analyzer.Results;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.FleetSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.cli.render.CsvRows;
import dev.moqlog.cli.render.JsonReport;
import dev.moqlog.cli.render.NdjsonRows;
import dev.moqlog.cli.render.Report;
import dev.moqlog.cli.render.RowReport;
import dev.moqlog.cli.render.Selection;
import dev.moqlog.cli.render.Style;
import dev.moqlog.cli.render.TableReport;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
    versionProvider = QlogCli.Version.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:All input was read.",
      "1:The program failed, for instance because its output cannot be written.",
      "2:The command line is wrong.",
      "3:None of the input could be read.",
      "4:Some of the input was skipped or damaged; the rest is in the output."
    })
final class SummarizeCommand implements Callable<Integer> {

  private static final int DEFAULT_TOP = 10;
  private static final int MAX_THREADS = 256;

  /** The formats of the output. */
  enum Format {
    TABLE,
    JSON,
    NDJSON,
    CSV
  }

  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description =
          "Files, archives, directories (all files below them whose names do not begin with a dot),"
              + " or - for standard input.")
  private List<String> paths = List.of();

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      description = "table (for people; the default), json, ndjson or csv.")
  private Format format = Format.TABLE;

  @Option(
      names = "--top",
      paramLabel = "N",
      description =
          "Only the N worst connections. Default: 10 in a table, all in the other formats.")
  private Integer top;

  @Option(
      names = "--sort",
      paramLabel = "KEY",
      description =
          "What is worst: loss (the default), rtt (95th percentile), retransmit, spurious,"
              + " duration, packets or events. Without it and --top, json, ndjson and csv keep the"
              + " order of the input.")
  private SortKey sort;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many files are read at once. Default: the number of processors.")
  private Integer threads;

  @Mixin private InputOptions input = new InputOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write to FILE, which appears once it is complete, instead of standard output.")
  private Path output;

  @Option(
      names = "--explain",
      paramLabel = "METRIC",
      description =
          "Print how a number such as loss.ratio is defined and computed, and do nothing else; all"
              + " prints every definition.")
  private String metric;

  SummarizeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (metric != null) {
      return CommandOutput.explain(terminal, spec, metric);
    }
    CommandOutput.check(spec, paths, output, top);
    if (threads != null && (threads < 1 || threads > MAX_THREADS)) {
      throw new ParameterException(
          spec.commandLine(),
          "Invalid value for --threads: must be from 1 to " + MAX_THREADS + ": " + threads);
    }
    return CommandOutput.write(terminal, spec, paths, output, this::summarize);
  }

  private int summarize(OutputStream out) throws IOException {
    OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
    FleetSummary fleet = new FleetSummary();
    Report report = report(buffered);
    ProgressBar progress = new ProgressBar(terminal, System::nanoTime);
    QlogAnalyzer.Builder analyzer = QlogAnalyzer.builder().setCorrections(input.corrections());
    if (threads != null) {
      analyzer.setThreads(threads);
    }
    try {
      analyzer
          .build()
          .analyze(
              paths,
              new Receiver(fleet, report),
              terminal.errIsTerminal() ? progress : QlogAnalyzer.Progress.NONE);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      progress.close();
    }
    report.end(fleet);
    buffered.flush();
    return exitCode(fleet);
  }

  private Report report(OutputStream out) throws IOException {
    boolean table = format == Format.TABLE;
    SortKey key = sort == null && (table || top != null) ? SortKey.LOSS : sort;
    int limit = top != null ? top : table ? DEFAULT_TOP : Integer.MAX_VALUE;
    Selection selection =
        key == null ? Selection.inputOrder() : Selection.worst(key.worstFirst(), limit);
    return switch (format) {
      case TABLE ->
          new TableReport(
              out,
              selection,
              key.title(),
              new Style(terminal.columns(), terminal.colour() && output == null));
      case JSON -> new JsonReport(out, selection);
      case NDJSON -> new RowReport(new NdjsonRows(out), selection);
      case CSV -> new RowReport(new CsvRows(out), selection);
    };
  }

  /** Adds results to the totals and hands them to the report. */
  private final class Receiver implements Results {

    private final FleetSummary fleet;
    private final Report report;

    Receiver(FleetSummary fleet, Report report) {
      this.fleet = fleet;
      this.report = report;
    }

    @Override
    public void connection(ConnectionSummary connection) {
      fleet.add(connection);
      try {
        report.connection(connection.withoutDistributions());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void source(SourceSummary source) {
      fleet.add(source);
      try {
        report.source(source);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (format == Format.NDJSON || format == Format.CSV) {
        for (String problem : source.problems()) {
          terminal.error(source.source() + ": " + problem);
        }
      }
    }
  }

  private int exitCode(FleetSummary fleet) {
    if (fleet.sources() == fleet.sourcesSkipped()) {
      return ExitCode.NO_INPUT;
    }
    return fleet.sourcesSkipped() + fleet.sourcesDamaged() > 0 ? ExitCode.PARTIAL : ExitCode.OK;
  }
}
