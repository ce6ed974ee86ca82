package dev.moqlog.cli.render;

import dev.moqlog.analyzer.diagnose.Rule;
import dev.moqlog.analyzer.summary.MetricDefinition;
import java.util.ArrayList;
import java.util.List;

/** Definitions of metrics and rules as Markdown that reads well on a terminal too. */
public final class Explanation {

  private static final int COLUMNS = 98;

  private Explanation() {}

  /** The definitions, one behind the other. */
  public static String of(List<MetricDefinition> metrics) {
    return of(metrics, List.of());
  }

  /** The definitions, one behind the other, first those of metrics. */
  public static String of(List<MetricDefinition> metrics, List<Rule> rules) {
    List<String> sections = new ArrayList<>();
    metrics.forEach(metric -> sections.add(of(metric)));
    rules.forEach(rule -> sections.add(of(rule)));
    return String.join("\n", sections);
  }

  private static String of(MetricDefinition metric) {
    return "## "
        + metric.label()
        + "\n\n"
        + wrapped(metric.definition())
        + "\n- unit: "
        + metric.unit()
        + "\n- from: "
        + metric.events()
        + "\n- see: "
        + metric.reference()
        + "\n";
  }

  private static String of(Rule rule) {
    return "## "
        + rule.label()
        + "\n\n"
        + wrapped(rule.title() + ". " + rule.meaning())
        + "\n"
        + item("from: " + rule.derivation())
        + item("see: " + rule.reference())
        + item("try: " + rule.advice());
  }

  private static String wrapped(String text) {
    return String.join("\n", Text.wrap(text, COLUMNS)) + '\n';
  }

  private static String item(String text) {
    return "- " + String.join("\n  ", Text.wrap(text, COLUMNS - 2)) + '\n';
  }
}
