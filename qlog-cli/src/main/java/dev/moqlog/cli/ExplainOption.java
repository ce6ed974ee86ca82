package dev.moqlog.cli;

import dev.moqlog.analyzer.diagnose.Rule;
import dev.moqlog.analyzer.summary.MetricDefinition;
import dev.moqlog.cli.render.Explanation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --explain}: what a number or a finding means, instead of reading logs. */
final class ExplainOption {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--explain",
      order = 20,
      paramLabel = "METRIC|RULE",
      description =
          "Print how a number such as loss.ratio is computed, or what a finding such as"
              + " handshake_failed rests on and what to try, and do nothing else; all prints every"
              + " definition.")
  private String name;

  /** Whether the user asks for an explanation. */
  boolean given() {
    return name != null;
  }

  /**
   * Prints it.
   *
   * @param metrics what all stands for
   * @param rules what all stands for
   */
  int print(Terminal terminal, List<MetricDefinition> metrics, List<Rule> rules)
      throws IOException {
    boolean all = name.strip().equalsIgnoreCase("all");
    Optional<Rule> rule = Rule.of(name);
    String text =
        Explanation.of(
            all ? metrics : MetricDefinition.of(name), all ? rules : rule.stream().toList());
    if (text.isEmpty()) {
      throw Mistake.in(
          command,
          "Unknown metric or rule '"
              + name
              + "'; 'qlog-cli inspect --explain all' prints all there are");
    }
    terminal.out().write(text.getBytes(StandardCharsets.UTF_8));
    return ExitCode.OK;
  }
}
