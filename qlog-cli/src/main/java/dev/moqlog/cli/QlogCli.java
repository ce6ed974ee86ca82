package dev.moqlog.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program {@code qlog-cli}. */
@Command(
    name = "qlog-cli",
    description = "Reads qlog, the event log of QUIC, as any stack writes it.",
    subcommands = {
      SummarizeCommand.class,
      InspectCommand.class,
      DiagnoseCommand.class,
      JoinCommand.class,
      RepairCommand.class,
      CommandLine.HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = QlogCli.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "First steps:",
      "  qlog-cli summarize DIRECTORY",
      "  qlog-cli diagnose DIRECTORY",
      "  qlog-cli inspect FILE",
      "  qlog-cli help summarize"
    })
public final class QlogCli implements Runnable {

  @Spec private CommandSpec spec;

  private QlogCli() {}

  /** Runs the program and ends the virtual machine with its exit code. */
  public static void main(String[] arguments) {
    Terminal terminal = Terminal.ofProcess();
    int code = run(terminal, arguments);
    System.out.flush();
    System.exit(code);
  }

  /** Runs the program and returns its exit code. */
  static int run(Terminal terminal, String... arguments) {
    return new CommandLine(QlogCli.class, new Commands(terminal))
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
        .setExecutionExceptionHandler(
            (failure, command, result) -> {
              if (!isBrokenPipe(failure)) {
                terminal.error(describe(failure));
              }
              return ExitCode.FAILED;
            })
        .execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Missing command, such as: qlog-cli summarize DIRECTORY");
  }

  /** Whether the reader of the output, such as head, has seen enough. */
  private static boolean isBrokenPipe(Exception failure) {
    return failure instanceof IOException && "Broken pipe".equals(failure.getMessage());
  }

  private static String describe(Exception failure) {
    String message = failure.getMessage();
    return message == null ? failure.toString() : message;
  }

  /** Makes the commands, which print to the terminal. */
  private record Commands(Terminal terminal) implements IFactory {

    @Override
    public <K> K create(Class<K> type) throws Exception {
      if (type == QlogCli.class) {
        return type.cast(new QlogCli());
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
      if (type == LogOptions.class) {
        return type.cast(new LogOptions());
      }
      if (type == ExplainOption.class) {
        return type.cast(new ExplainOption());
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
      String version = QlogCli.class.getPackage().getImplementationVersion();
      return new String[] {"qlog-cli " + (version == null ? "(not packaged)" : version)};
    }
  }
}
