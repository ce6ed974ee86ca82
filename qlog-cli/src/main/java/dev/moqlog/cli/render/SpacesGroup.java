package dev.moqlog.cli.render;

import dev.moqlog.analyzer.summary.SpaceSummary;
import java.util.ArrayList;
import java.util.List;

/** The packets sent in each packet number space, and on each path if there are several. */
final class SpacesGroup {

  /** Several paths make several spaces; the first ones tell. */
  private static final int MAX_SPACES = 16;

  private SpacesGroup() {}

  static void add(CardLines card, List<SpaceSummary> spaces) {
    if (spaces.isEmpty()) {
      return;
    }
    card.group();
    boolean paths = spaces.stream().anyMatch(space -> space.pathId() != 0);
    Columns columns = new Columns(1);
    row(columns, paths, "", "path", "sent", "declared", "spurious", "inferred", "unresolved");
    for (SpaceSummary space : spaces.subList(0, Math.min(MAX_SPACES, spaces.size()))) {
      row(
          columns,
          paths,
          space.space().qlogName(),
          Long.toString(space.pathId()),
          Text.count(space.sent()),
          Text.count(space.declared()),
          Text.count(space.spurious()),
          Text.count(space.inferred()),
          Text.count(space.unresolved()));
    }
    List<String> rows = columns.lines();
    card.line("spaces", rows.get(0));
    rows.stream().skip(1).forEach(row -> card.line("", row));
    if (spaces.size() > MAX_SPACES) {
      card.line("", "and " + Text.count(spaces.size() - MAX_SPACES) + " more");
    }
  }

  /** Adds a row whose second cell is the path. */
  private static void row(Columns columns, boolean paths, String... cells) {
    List<String> shown = new ArrayList<>(List.of(cells));
    if (!paths) {
      shown.remove(1);
    }
    columns.row(shown.toArray(String[]::new));
  }
}
