package dev.moqlog.cli;

import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.diagnose.Finding;
import dev.moqlog.analyzer.diagnose.Finding.Severity;
import dev.moqlog.analyzer.diagnose.Rule;
import dev.moqlog.analyzer.summary.FleetSummary;
import dev.moqlog.cli.render.DiagnosisCsv;
import dev.moqlog.cli.render.DiagnosisJson;
import dev.moqlog.cli.render.DiagnosisNdjson;
import dev.moqlog.cli.render.DiagnosisTable;
import dev.moqlog.cli.render.FindingFilter;
import dev.moqlog.cli.render.Report;
import dev.moqlog.cli.render.RowReport;
import dev.moqlog.cli.render.Selection;
import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code qlog-cli diagnose}: what was wrong with many connections, the worst first. */
@Command(
    name = "diagnose",
    description = {
      "Why connections were slow or failed: what was found, how many connections have it, and the"
          + " worst of them with the evidence.",
      "",
      "Reads what 'qlog-cli summarize' reads; 'qlog-cli inspect FILE' gives everything on one"
          + " connection.",
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
      "4:Some of the input was skipped or damaged; the rest is in the output.",
      "5:There is a finding as severe as --fail-on says."
    })
final class DiagnoseCommand implements PlainLine.Command {

  private static final int DEFAULT_TOP = 10;

  private final Terminal terminal;
  private final Set<Rule> rules = EnumSet.noneOf(Rule.class);

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
          "Only the N worst connections. Default: 10 in a table, all in the other formats, of"
              + " which ndjson and csv then keep the order of the input.")
  private Integer top;

  @Option(
      names = "--min-severity",
      order = 3,
      paramLabel = "SEVERITY",
      description = "Only findings that matter so much: info, warning (the default) or critical.")
  private Severity minSeverity = Severity.WARNING;

  @Option(
      names = "--rule",
      order = 4,
      paramLabel = "NAME",
      split = ",",
      description =
          "Only findings of this rule, such as handshake_failed; may be repeated. '--explain all'"
              + " names them.")
  private List<String> ruleNames = List.of();

  @Option(
      names = "--fail-on",
      order = 5,
      paramLabel = "SEVERITY",
      description = "Exit with 5 if a finding matters so much: info, warning or critical.")
  private Severity failOn;

  DiagnoseCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public boolean take(String option, String value) {
    return switch (option) {
      case "--format" -> (format = PlainLine.constant(OutputFormat.class, value)) != null;
      case "--top" -> (top = PlainLine.number(value)) != null;
      case "--min-severity" -> (minSeverity = PlainLine.constant(Severity.class, value)) != null;
      case "--fail-on" -> (failOn = PlainLine.constant(Severity.class, value)) != null;
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
      return explain.print(terminal, List.of(), List.of(Rule.values()));
    }
    input.check();
    for (String name : ruleNames) {
      rules.add(
          Rule.of(name)
              .orElseThrow(
                  () ->
                      input
                          .logs()
                          .wrong(
                              "Unknown rule '" + name + "'; --explain all names all there are")));
    }
    int limit =
        input.logs().top(top, format == OutputFormat.TABLE ? DEFAULT_TOP : Integer.MAX_VALUE);
    return input.logs().write(terminal, out -> diagnose(out, limit));
  }

  private int diagnose(OutputStream out, int limit) throws IOException {
    Watch watch = new Watch();
    FleetSummary fleet =
        Analysis.run(
            terminal,
            input.logs(),
            input.analyzer().build(),
            Optional.empty(),
            format.rowsOnly(),
            out,
            stream -> new FindingFilter(report(stream, limit), watch::test));
    int code = ExitCode.of(fleet);
    return code != ExitCode.NO_INPUT && watch.failed ? ExitCode.FINDINGS : code;
  }

  private Report report(OutputStream out, int limit) throws IOException {
    Selection selection =
        format.rowsOnly() && top == null
            ? Selection.inputOrder()
            : Selection.worst(DiagnosedConnection.WORST_FIRST, limit);
    return switch (format) {
      case TABLE -> new DiagnosisTable(out, selection, minSeverity, input.logs().style(terminal));
      case JSON -> new DiagnosisJson(out, selection, minSeverity);
      case NDJSON -> new RowReport(new DiagnosisNdjson(out), selection);
      case CSV -> new RowReport(new DiagnosisCsv(out), selection);
    };
  }

  /** Selects findings, and sees whether one is not acceptable. */
  private final class Watch {

    private boolean failed;

    boolean test(Finding finding) {
      if (!rules.isEmpty() && !rules.contains(finding.rule())) {
        return false;
      }
      failed |= failOn != null && finding.severity().compareTo(failOn) >= 0;
      return finding.severity().compareTo(minSeverity) >= 0;
    }
  }
}
