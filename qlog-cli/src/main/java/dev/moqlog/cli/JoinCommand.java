package dev.moqlog.cli;

import dev.moqlog.analyzer.JoinResults;
import dev.moqlog.analyzer.LogJoiner;
import dev.moqlog.analyzer.QlogAnalyzer;
import dev.moqlog.analyzer.summary.JoinedSummary;
import dev.moqlog.analyzer.summary.JoinedTotals;
import dev.moqlog.analyzer.summary.MetricDefinition;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.analyzer.summary.UnmatchedLog;
import dev.moqlog.cli.render.JoinCsv;
import dev.moqlog.cli.render.JoinJson;
import dev.moqlog.cli.render.JoinReport;
import dev.moqlog.cli.render.JoinTable;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
final class JoinCommand implements PlainLine.Command {

  private static final int DEFAULT_TOP = 10;

  private final Terminal terminal;

  @Mixin private final LogOptions logs = new LogOptions();

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      description = "table (for people; the default), json, ndjson or csv.")
  private OutputFormat format = OutputFormat.TABLE;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "In a table, the N connections that lost most. Default: 10.")
  private Integer top;

  @Mixin private final ExplainOption explain = new ExplainOption();

  JoinCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public boolean take(String option, String value) {
    return switch (option) {
      case "--format" -> (format = PlainLine.constant(OutputFormat.class, value)) != null;
      case "--top" -> (top = PlainLine.number(value)) != null;
      default -> logs.take(option, value);
    };
  }

  @Override
  public void take(List<String> paths) {
    logs.take(paths);
  }

  @Override
  public Integer call() throws IOException {
    if (explain.given()) {
      return explain.print(terminal, MetricDefinition.all(), List.of());
    }
    logs.check();
    int limit = logs.top(top, DEFAULT_TOP);
    return logs.write(terminal, out -> join(out, limit));
  }

  private int join(OutputStream out, int limit) throws IOException {
    OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
    Receiver receiver = new Receiver(report(buffered, limit));
    ProgressBar progress = new ProgressBar(terminal, System::nanoTime);
    try {
      new LogJoiner(logs.corrections())
          .join(
              logs.paths(),
              receiver,
              terminal.errIsTerminal() ? progress : QlogAnalyzer.Progress.NONE);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      progress.close();
    }
    receiver.report.end(receiver.totals);
    buffered.flush();
    return receiver.exitCode();
  }

  private JoinReport report(OutputStream out, int limit) throws IOException {
    return switch (format) {
      case TABLE -> new JoinTable(out, limit, logs.style(terminal));
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
      if (format.rowsOnly()) {
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
      if (format.rowsOnly()) {
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
