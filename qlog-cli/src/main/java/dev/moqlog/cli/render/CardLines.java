package dev.moqlog.cli.render;

import java.util.ArrayList;
import java.util.List;

/** The lines of a card: groups of lines, each with a label in a column of its own before a text. */
final class CardLines {

  /** How wide the column of labels is. */
  static final int LABEL_COLUMNS = 13;

  private final Style style;
  private final List<String> lines = new ArrayList<>();

  CardLines(Style style) {
    this.style = style;
  }

  /** How text looks. */
  Style style() {
    return style;
  }

  /** How wide a text beside a label may be. */
  int room() {
    return style.columns() - LABEL_COLUMNS;
  }

  /** Begins a group, apart from the one before. */
  void group() {
    if (!lines.isEmpty()) {
      lines.add("");
    }
  }

  /** Adds a line. */
  void line(String label, String text) {
    lines.add((label + padding(label) + text).stripTrailing());
  }

  /** Adds a line whose label needs attention. */
  void alert(String label, String text) {
    lines.add(style.alert(label) + padding(label) + text);
  }

  private static String padding(String label) {
    return " ".repeat(Math.max(0, LABEL_COLUMNS - label.length()));
  }

  /** Adds a text of any length, without colour, in as many lines as it takes. */
  void wrapped(String label, String text) {
    List<String> wrapped = Text.wrap(text, room());
    line(label, wrapped.get(0));
    wrapped.stream().skip(1).forEach(more -> line("", more));
  }

  /** Adds parts of a line, three spaces between them, on a new line where they do not fit. */
  void parts(String label, List<String> parts) {
    String begun = label;
    StringBuilder line = new StringBuilder();
    for (String part : parts) {
      if (line.length() > 0 && line.length() + 3 + part.length() > room()) {
        line(begun, line.toString());
        begun = "";
        line.setLength(0);
      }
      line.append(line.length() > 0 ? "   " : "").append(part);
    }
    line(begun, line.toString());
  }

  /** All lines. */
  List<String> lines() {
    return List.copyOf(lines);
  }
}
