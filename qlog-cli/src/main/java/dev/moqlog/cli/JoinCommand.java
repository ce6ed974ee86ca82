package dev.moqlog.cli;

import dev.moqlog.analyzer.JoinResults;
import dev.moqlog.analyzer.LogJoiner;
import dev.moqlog.analyzer.QlogAnalyzer;
import dev.moqlog.analyzer.summary.JoinedSummary;
import dev.moqlog.analyzer.summary.JoinedTotals;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.analyzer.summary.UnmatchedLog;
import dev.moqlog.cli.render.JoinCsv;
import dev.moqlog.cli.render.JoinJson;
import dev.moqlog.cli.render.JoinReport;
import dev.moqlog.cli.render.JoinTable;
import dev.moqlog.cli.render.Style;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code qlog-cli join}: both ends' logs of connections, compared packet by packet. */
@Command(
    name = "join",
    description = {
      "One-way delays and true loss of connections whose logs of both ends are at hand.",
      "",
      "Finds out which logs are of the two ends of one connection, by connection ids in whatever"
          + " form the logs give them, else by packets; estimates how their clocks relate; and"
          + " tells in each direction what the network really lost, what was declared lost but"
          + " arrived, and how long packets took. Reads what summarize reads.",
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
final class JoinCommand implements Callable<Integer> {

  private static final int DEFAULT_TOP = 10;

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
              + " or - for standard input: the logs of both ends, in any order.")
  private List<String> paths = List.of();

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      description = "table (for people; the default), json, ndjson or csv.")
  private Format format = Format.TABLE;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "In a table, the N connections that lost most. Default: 10.")
  private Integer top;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write to FILE, which appears once it is complete, instead of standard output.")
  private Path output;

  @Option(
      names = "--explain",
      paramLabel = "METRIC",
      description =
          "Print how a number such as join.loss is defined and computed, and do nothing else; join"
              + " prints the definitions of all numbers here.")
  private String metric;

  JoinCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (metric != null) {
      return CommandOutput.explain(terminal, spec, metric);
    }
    CommandOutput.check(spec, paths, output, top);
    return CommandOutput.write(terminal, spec, paths, output, this::join);
  }

  private int join(OutputStream out) throws IOException {
    OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
    Receiver receiver = new Receiver(report(buffered));
    ProgressBar progress = new ProgressBar(terminal, System::nanoTime);
    try {
      new LogJoiner()
          .join(paths, receiver, terminal.errIsTerminal() ? progress : QlogAnalyzer.Progress.NONE);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      progress.close();
    }
    receiver.report.end(receiver.totals);
    buffered.flush();
    return receiver.exitCode();
  }

  private JoinReport report(OutputStream out) throws IOException {
    return switch (format) {
      case TABLE ->
          new JoinTable(
              out,
              top == null ? DEFAULT_TOP : top,
              new Style(
                  terminal.columns(), terminal.colour() && output == null, terminal.unicode()));
      case JSON -> JoinJson.document(out);
      case NDJSON -> JoinJson.lines(out);
      case CSV -> new JoinCsv(out);
    };
  }

  /** Adds results to the totals and hands them to the report. */
  private final class Receiver implements JoinResults {

    private final JoinedTotals totals = new JoinedTotals();
    private final JoinReport report;
    private long read;
    private long skipped;
    private long damaged;

    Receiver(JoinReport report) {
      this.report = report;
    }

    @Override
    public void joined(JoinedSummary joined) {
      totals.add(joined);
      try {
        report.joined(joined.withoutDistributions());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void unmatched(UnmatchedLog log) {
      totals.add(log);
      try {
        report.unmatched(log);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (format == Format.NDJSON || format == Format.CSV) {
        terminal.error(log.source() + ": " + log.reason().text());
      }
    }

    @Override
    public void source(SourceSummary source) {
      if (source.status() == SourceSummary.Status.READ) {
        read++;
        damaged += source.intact() ? 0 : 1;
      } else {
        skipped++;
      }
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

    private int exitCode() {
      if (read == 0) {
        return ExitCode.NO_INPUT;
      }
      return skipped + damaged > 0 ? ExitCode.PARTIAL : ExitCode.OK;
    }
  }
}
