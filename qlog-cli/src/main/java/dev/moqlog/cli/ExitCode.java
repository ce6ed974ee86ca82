package dev.moqlog.cli;

/** Exit codes of all commands. */
final class ExitCode {

  /** All input was read. */
  static final int OK = 0;

  /** The program failed, for instance because its output cannot be written. */
  static final int FAILED = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** None of the input could be read. */
  static final int NO_INPUT = 3;

  /** Some of the input was skipped or damaged; the rest was read. */
  static final int PARTIAL = 4;

  private ExitCode() {}
}
