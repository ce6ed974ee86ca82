package dev.moqlog.cli.render;

import dev.moqlog.analyzer.summary.MetricDefinition;
import java.util.List;
import java.util.stream.Collectors;

/** Definitions of metrics as Markdown that reads well on a terminal too. */
public final class Explanation {

  private static final int COLUMNS = 98;

  private Explanation() {}

  /** The definitions, one behind the other. */
  public static String of(List<MetricDefinition> metrics) {
    return metrics.stream().map(Explanation::of).collect(Collectors.joining("\n"));
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

  private static String wrapped(String text) {
    StringBuilder lines = new StringBuilder();
    int column = 0;
    for (String word : text.split(" ")) {
      if (column > 0 && column + 1 + word.length() > COLUMNS) {
        lines.append('\n');
        column = 0;
      }
      lines.append(column > 0 ? " " : "").append(word);
      column += word.length() + (column > 0 ? 1 : 0);
    }
    return lines.append('\n').toString();
  }
}
