package dev.moqlog.cli.render;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells, aligned: the first columns to the left, the others to the right. */
final class Columns {

  private final int leftAligned;
  private final List<String[]> rows = new ArrayList<>();

  /**
   * @param leftAligned how many columns are aligned to the left
   */
  Columns(int leftAligned) {
    this.leftAligned = leftAligned;
  }

  /** Adds a row; all rows have the same number of cells. */
  Columns row(String... cells) {
    rows.add(cells);
    return this;
  }

  /** The rows as lines, two spaces between columns. */
  List<String> lines() {
    int[] widths = new int[rows.isEmpty() ? 0 : rows.get(0).length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        String padding = " ".repeat(widths[i] - row[i].length());
        line.append(i < leftAligned ? row[i] + padding : padding + row[i]).append("  ");
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
