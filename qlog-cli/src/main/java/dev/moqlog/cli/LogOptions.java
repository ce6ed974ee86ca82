package dev.moqlog.cli;

import dev.moqlog.analyzer.read.Correction;
import dev.moqlog.cli.render.Style;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What all commands that read logs have in common: which logs, and where the output goes. */
final class LogOptions {

  private static final String ALL = "all";

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
      names = {"-o", "--output"},
      order = 11,
      paramLabel = "FILE",
      description = "Write to FILE, which appears once it is complete, instead of standard output.")
  private Path output;

  @Option(
      names = "--no-correction",
      order = 12,
      paramLabel = "NAME",
      split = ",",
      description =
          "Take the log at its word where a known mistake of its stack would be put right, by the"
              + " names in the column corrections; all for none of them.")
  private List<String> withoutCorrections = List.of();

  /** Takes what picocli has not read; see {@link PlainLine.Command#take(String, String)}. */
  boolean take(String option, String value) {
    if (!option.equals("--output")) {
      return false;
    }
    try {
      output = Path.of(value);
      return true;
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Takes the operands that picocli has not read. */
  void take(List<String> operands) {
    paths = operands;
  }

  /** Checks the command line, and throws what {@link #wrong} gives if something is wrong. */
  void check() {
    CommandOutput.check(command, paths, output);
    corrections();
  }

  /** What to throw if the command line is wrong. */
  RuntimeException wrong(String message) {
    return Mistake.in(command, message);
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

  /** Whether the output goes to a file. */
  boolean hasOutput() {
    return output != null;
  }

  /** Whether the output goes to a file whose name ends so. */
  boolean outputEndsWith(String end) {
    return output != null && output.toString().endsWith(end);
  }

  /** The mistakes of producers to put right. */
  Set<Correction> corrections() {
    EnumSet<Correction> corrections = EnumSet.copyOf(Correction.ALL);
    for (String name : withoutCorrections) {
      if (name.equals(ALL)) {
        corrections.clear();
      } else {
        corrections.remove(Correction.of(name).orElseThrow(() -> unknown(name)));
      }
    }
    return corrections;
  }

  private RuntimeException unknown(String name) {
    String known = Correction.ALL.stream().map(Correction::label).collect(Collectors.joining(", "));
    return wrong("Unknown correction '" + name + "'; there are " + known + ", and " + ALL);
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
