package dev.moqlog.cli.render;

import dev.moqlog.analyzer.summary.SourceSummary;
import java.util.ArrayList;
import java.util.List;

/** What could not be read, for the end of a report for people. */
final class Problems {

  private static final int MAX_PROBLEMS = 20;

  private final List<String> first = new ArrayList<>();
  private long count;

  /** Takes what was wrong with a source. */
  void add(SourceSummary source) {
    for (String problem : source.problems()) {
      if (count++ < MAX_PROBLEMS) {
        first.add(Text.printable(source.source() + ": " + problem));
      }
    }
  }

  /** Whether everything was read. */
  boolean isEmpty() {
    return count == 0;
  }

  /** The lines that name them, none if everything was read. */
  List<String> lines(Style style) {
    List<String> lines = new ArrayList<>();
    if (count > 0) {
      lines.add(style.alert("damaged or not read"));
      first.forEach(problem -> lines.add("  " + problem));
      if (count > first.size()) {
        lines.add(
            "  and " + Text.count(count - first.size()) + " more; --format json names all files");
      }
    }
    return lines;
  }
}
