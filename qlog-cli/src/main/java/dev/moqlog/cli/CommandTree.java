package dev.moqlog.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** All commands with all their options, as picocli reads command lines. */
@Command(
    name = "qlog-cli",
    description = "Reads qlog, the event log of QUIC, as any stack writes it.",
    mixinStandardHelpOptions = true,
    versionProvider = CommandTree.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "First steps:",
      "  qlog-cli summarize DIRECTORY",
      "  qlog-cli diagnose DIRECTORY",
      "  qlog-cli inspect FILE",
      "  qlog-cli help summarize"
    })
final class CommandTree implements Runnable {

  private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("summarize", SummarizeCommand.class);
    COMMANDS.put("inspect", InspectCommand.class);
    COMMANDS.put("diagnose", DiagnoseCommand.class);
    COMMANDS.put("join", JoinCommand.class);
    COMMANDS.put("export", ExportCommand.class);
    COMMANDS.put("watch", WatchCommand.class);
    COMMANDS.put("repair", RepairCommand.class);
  }

  @Spec private CommandSpec spec;

  private CommandTree() {}

  /** Runs the command that a command line calls, or says what is wrong; returns the exit code. */
  static int run(Terminal terminal, String... arguments) {
    return commandLine(terminal, arguments)
        .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF))
        .setUsageHelpWidth(Math.max(80, Math.min(terminal.columns(), 100)))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(
            (mistake, line) -> {
              terminal.error(mistake.getMessage());
              CommandLine.UnmatchedArgumentException.printSuggestions(
                  mistake, mistake.getCommandLine().getErr());
              String command = mistake.getCommandLine().getCommandSpec().qualifiedName();
              terminal.hint("'" + command + " --help' tells more");
              return ExitCode.USAGE;
            })
        .setExecutionExceptionHandler((failure, command, result) -> terminal.failed(failure))
        .execute(arguments);
  }

  /** The program with the command that is called; with all of them, if none is. */
  private static CommandLine commandLine(Terminal terminal, String... arguments) {
    Commands factory = new Commands(terminal);
    CommandLine line = new CommandLine(CommandTree.class, factory);
    String called = arguments.length == 0 ? "" : arguments[0];
    Class<?> only = COMMANDS.get(called);
    if (only != null) {
      return line.addSubcommand(called, new CommandLine(only, factory));
    }
    COMMANDS.forEach((name, type) -> line.addSubcommand(name, new CommandLine(type, factory)));
    return line.addSubcommand(new CommandLine(CommandLine.HelpCommand.class, factory));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Missing command, such as: qlog-cli summarize DIRECTORY");
  }

  /** Makes the commands, which print to the terminal. */
  private record Commands(Terminal terminal) implements IFactory {

    @Override
    public <K> K create(Class<K> type) throws Exception {
      if (type == CommandTree.class) {
        return type.cast(new CommandTree());
      }
      if (type == SummarizeCommand.class) {
        return type.cast(new SummarizeCommand(terminal));
      }
      if (type == JoinCommand.class) {
        return type.cast(new JoinCommand(terminal));
      }
      if (type == InspectCommand.class) {
        return type.cast(new InspectCommand(terminal));
      }
      if (type == DiagnoseCommand.class) {
        return type.cast(new DiagnoseCommand(terminal));
      }
      if (type == ExportCommand.class) {
        return type.cast(new ExportCommand());
      }
      if (type == ExportPrometheusCommand.class) {
        return type.cast(new ExportPrometheusCommand(terminal));
      }
      if (type == ExportOtlpCommand.class) {
        return type.cast(new ExportOtlpCommand(terminal));
      }
      if (type == WatchCommand.class) {
        return type.cast(new WatchCommand(terminal));
      }
      if (type == RepairCommand.class) {
        return type.cast(new RepairCommand(terminal));
      }
      return CommandLine.defaultFactory().create(type);
    }
  }

  /** The version from the manifest of the program's archive. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      return new String[] {QlogCli.version()};
    }
  }
}
