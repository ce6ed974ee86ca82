package dev.moqlog.cli;

import dev.moqlog.cli.start.ClassArchive;

/** The program {@code qlog-cli}. */
public final class QlogCli {

  private QlogCli() {}

  /** Runs the program and ends the virtual machine with its exit code. */
  public static void main(String[] arguments) {
    Terminal terminal = Terminal.ofProcess();
    int code = run(terminal, arguments);
    ClassArchive.keepForNextStart();
    System.exit(code);
  }

  /** Runs the program and returns its exit code. */
  static int run(Terminal terminal, String... arguments) {
    if (arguments.length == 1 && (arguments[0].equals("--version") || arguments[0].equals("-V"))) {
      terminal.print(version());
      return ExitCode.OK;
    }
    PlainLine.Command command = PlainLine.read(terminal, arguments);
    if (command != null) {
      try {
        return command.call();
      } catch (NotPlainException e) {
        // Nothing was done yet.
      } catch (Exception e) {
        return terminal.failed(e);
      }
    }
    return CommandTree.run(terminal, arguments);
  }

  /** What {@code --version} prints, from the manifest of the program's archive. */
  static String version() {
    return "qlog-cli " + versionNumber();
  }

  /** The version, from the manifest of the program's archive. */
  static String versionNumber() {
    String version = QlogCli.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }
}
