package dev.moqlog.observability.grafana;

import java.util.List;

/**
 * A dashboard.
 *
 * @param uid what links to it name it by; it never changes
 * @param title its title
 * @param description what it is for
 * @param refresh how often it is drawn anew, such as {@code 10s}
 * @param variables what viewers can choose
 * @param rows its panels
 */
public record Dashboard(
    String uid,
    String title,
    String description,
    String refresh,
    List<Variable> variables,
    List<Row> rows) {

  /** All its panels, row by row. */
  public List<Panel> panels() {
    return rows.stream().flatMap(row -> row.panels().stream()).toList();
  }

  /** The name of its file. */
  public String fileName() {
    return uid + ".json";
  }
}
