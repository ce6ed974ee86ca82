package dev.moqlog.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What to throw if a command line is wrong. */
final class Mistake {

  private Mistake() {}

  /**
   * An exception with a message for the user.
   *
   * @param command whose command line it is, null if picocli has not read it
   */
  static RuntimeException in(CommandSpec command, String message) {
    return command == null
        ? new NotPlainException()
        : new ParameterException(command.commandLine(), message);
  }
}
