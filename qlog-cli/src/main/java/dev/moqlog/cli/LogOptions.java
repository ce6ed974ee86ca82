package dev.moqlog.cli;

import dev.moqlog.analyzer.QlogAnalyzer;
import dev.moqlog.cli.render.Style;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What all commands that read logs have in common: which logs, and where the output goes. */
final class LogOptions {

  private static final int MAX_THREADS = 256;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description =
          "Files, archives, directories (all files below them whose names do not begin with a dot),"
              + " or - for standard input.")
  private List<String> paths = List.of();

  @Option(
      names = "--threads",
      order = 10,
      paramLabel = "N",
      description = "How many files are read at once. Default: the number of processors.")
  private Integer threads;

  @Option(
      names = {"-o", "--output"},
      order = 11,
      paramLabel = "FILE",
      description = "Write to FILE, which appears once it is complete, instead of standard output.")
  private Path output;

  /**
   * Checks the command line.
   *
   * @throws ParameterException if something is wrong with it
   */
  void check() {
    CommandOutput.check(command, paths, output, null);
    if (threads != null && (threads < 1 || threads > MAX_THREADS)) {
      throw wrong("Invalid value for --threads: must be from 1 to " + MAX_THREADS + ": " + threads);
    }
  }

  /** What to throw if the command line is wrong. */
  ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /**
   * The value of {@code --top}.
   *
   * @param top null without the option
   * @param otherwise what it is then
   */
  int top(Integer top, int otherwise) {
    if (top != null && top < 0) {
      throw wrong("Invalid value for --top: must not be negative: " + top);
    }
    return top == null ? otherwise : top;
  }

  /** The files and directories to read. */
  List<String> paths() {
    return paths;
  }

  /** An analyzer as the command line wants it. */
  QlogAnalyzer.Builder analyzer() {
    QlogAnalyzer.Builder analyzer = QlogAnalyzer.builder();
    if (threads != null) {
      analyzer.setThreads(threads);
    }
    return analyzer;
  }

  /** How text for people looks where the output goes. */
  Style style(Terminal terminal) {
    boolean toTerminal = output == null;
    return new Style(
        terminal.columns(), toTerminal && terminal.colour(), !toTerminal || terminal.unicode());
  }

  /**
   * Has output written to standard output, or to the file the user wants. A file appears only once
   * it is complete.
   */
  int write(Terminal terminal, CommandOutput.Body body) throws IOException {
    return CommandOutput.write(terminal, command, paths, output, body);
  }
}
