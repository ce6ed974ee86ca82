package dev.moqlog.observability.grafana;

import java.util.List;

/**
 * Panels under a title, from left to right, and on in a further line where there is no room left.
 *
 * @param title the title
 * @param height how high each line is, in Grafana's units of 30 pixels
 * @param panels the panels
 */
public record Row(String title, int height, List<Panel> panels) {

  /** A row of panels of the usual height. */
  public static Row of(String title, Panel... panels) {
    return new Row(title, 8, List.of(panels));
  }

  /** A row of low panels, for numbers. */
  public static Row low(String title, Panel... panels) {
    return new Row(title, 4, List.of(panels));
  }
}
