package dev.moqlog.cli;

import dev.moqlog.analyzer.QlogAnalyzer;
import dev.moqlog.analyzer.diagnose.Rule;
import dev.moqlog.analyzer.summary.MetricDefinition;
import dev.moqlog.cli.render.ConnectionFilter;
import dev.moqlog.cli.render.InspectJson;
import dev.moqlog.cli.render.InspectReport;
import dev.moqlog.cli.render.Report;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code qlog-cli inspect}: everything about one connection, or a few. */
@Command(
    name = "inspect",
    description = {
      "Everything that a log tells about a connection: its phases, all numbers, how they went over"
          + " time, and why it was slow, with the place in the log that shows it.",
      "",
      "Made for one log or a few; 'qlog-cli diagnose' ranks what is found in many.",
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
final class InspectCommand implements PlainLine.Command {

  /** The formats of the output. */
  enum Format {
    TEXT,
    JSON
  }

  private final Terminal terminal;

  @Mixin private final AnalyzerOptions input = new AnalyzerOptions();

  @Mixin private final ExplainOption explain = new ExplainOption();

  @Option(
      names = {"-f", "--format"},
      order = 1,
      paramLabel = "FORMAT",
      description = "text (for people; the default) or json.")
  private Format format = Format.TEXT;

  @Option(
      names = "--connection",
      order = 2,
      paramLabel = "ID",
      description = "Only connections whose id begins with ID.")
  private String id = "";

  InspectCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public boolean take(String option, String value) {
    return switch (option) {
      case "--format" -> (format = PlainLine.constant(Format.class, value)) != null;
      case "--connection" -> {
        id = value;
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
      return explain.print(terminal, MetricDefinition.all(), List.of(Rule.values()));
    }
    input.check();
    return input
        .logs()
        .write(
            terminal,
            out ->
                ExitCode.of(
                    Analysis.run(
                        terminal,
                        input.logs(),
                        analyzer(),
                        Optional.empty(),
                        false,
                        out,
                        this::report)));
  }

  private QlogAnalyzer analyzer() {
    return input.analyzer().setSeries(QlogAnalyzer.SERIES_BUCKETS).build();
  }

  private Report report(OutputStream out) throws IOException {
    Report report =
        switch (format) {
          case TEXT -> new InspectReport(out, input.logs().style(terminal));
          case JSON -> new InspectJson(out);
        };
    return id.isEmpty() ? report : new ConnectionFilter(report, id);
  }
}
