package dev.moqlog.cli;

import dev.moqlog.analyzer.summary.FleetSummary;

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

  /** There is a finding of a severity that the user does not accept. */
  static final int FINDINGS = 5;

  private ExitCode() {}

  /** What became of the input. */
  static int of(FleetSummary fleet) {
    if (fleet.sources() == fleet.sourcesSkipped()) {
      return NO_INPUT;
    }
    return fleet.sourcesSkipped() + fleet.sourcesDamaged() > 0 ? PARTIAL : OK;
  }
}
