package dev.moqlog.cli;

import dev.moqlog.analyzer.read.Correction;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How logs are read, the same for every command that reads them. */
final class InputOptions {

  private static final String ALL = "all";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--no-correction",
      paramLabel = "NAME",
      split = ",",
      description =
          "Take the log at its word where a known mistake of its stack would be put right, by the"
              + " names in the column corrections; all for none of them.")
  private List<String> without = List.of();

  /**
   * The mistakes of producers to put right.
   *
   * @throws ParameterException if a name is unknown
   */
  Set<Correction> corrections() {
    EnumSet<Correction> corrections = EnumSet.copyOf(Correction.ALL);
    for (String name : without) {
      if (name.equals(ALL)) {
        corrections.clear();
      } else {
        corrections.remove(Correction.of(name).orElseThrow(() -> unknown(name)));
      }
    }
    return corrections;
  }

  private ParameterException unknown(String name) {
    String known = Correction.ALL.stream().map(Correction::label).collect(Collectors.joining(", "));
    return new ParameterException(
        spec.commandLine(),
        "Unknown correction '" + name + "'; there are " + known + ", and " + ALL);
  }
}
