package dev.moqlog.observability.grafana;

import dev.moqlog.observability.Metric;

/**
 * A variable of a dashboard, which its viewer sets.
 *
 * @param name what queries call it
 * @param label what viewers see
 * @param kind where its values come from
 * @param query the type of data source, the metric whose label has the values, or the first value
 */
public record Variable(String name, String label, Kind kind, String query) {

  /** Where values come from. */
  public enum Kind {
    /** A data source of the type that the query names. */
    DATASOURCE,
    /** Values of a label, several or all at once. */
    LABELS,
    /** Values of a label, one at a time. */
    LABEL,
    /** What the viewer types. */
    TEXT
  }

  /** A data source of a type, such as {@code prometheus}. */
  public static Variable datasource(String name, String label, String type) {
    return new Variable(name, label, Kind.DATASOURCE, type);
  }

  /** Any values of the label of its name that a selector finds, or all. */
  public static Variable labels(String name, String label, String selector) {
    return new Variable(name, label, Kind.LABELS, labelValues(selector, name));
  }

  /** One value of the label of its name that a metric has. */
  public static Variable label(String name, String label, Metric metric, String matchers) {
    return new Variable(
        name, label, Kind.LABEL, labelValues(metric.prometheusName() + matchers, name));
  }

  /** A text. */
  public static Variable text(String name, String label, String value) {
    return new Variable(name, label, Kind.TEXT, value);
  }

  private static String labelValues(String selector, String label) {
    return "label_values(" + selector + ", " + label + ")";
  }
}
