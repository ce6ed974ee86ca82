package dev.moqlog.observability;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.moqlog.analyzer.telemetry.TelemetryMetric;
import dev.moqlog.observability.grafana.GrafanaJson;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The metrics that the stack has, for people and for programs: tables of README.md, which stand
 * there between marks that name them, and {@code metrics.json}.
 */
public final class MetricTables {

  /** Which metrics are in a table, by who tells them. */
  public enum Group {
    /** Relays. */
    RELAY,
    /** Players. */
    CLIENT,
    /** The analysis of qlog. */
    QLOG,
    /** Recorders of qlog. */
    RECORDER;

    /** Its name in marks and in JSON. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** What begins its table in README.md. */
    public String begin() {
      return "<!-- metrics: " + label() + " -->\n";
    }

    /** What ends its table in README.md. */
    public String end() {
      return "<!-- end of metrics: " + label() + " -->\n";
    }
  }

  /** A line of a table. */
  private record Line(Metric metric, String otelName, String unit, String description) {

    static Line of(SourceMetric metric) {
      return new Line(metric, metric.otelName(), metric.unit(), metric.description());
    }

    static Line of(RecorderMetric metric) {
      return new Line(metric, metric.otelName(), metric.unit(), metric.description());
    }

    static Line of(TelemetryMetric metric) {
      return new Line(
          new QlogMetric(metric), metric.otelName(), metric.unit().ucum(), metric.description());
    }
  }

  private MetricTables() {}

  private static List<Line> lines(Group group) {
    Stream<Line> lines =
        switch (group) {
          case RELAY, CLIENT ->
              Arrays.stream(SourceMetric.values())
                  .filter(metric -> metric.isClients() == (group == Group.CLIENT))
                  .map(Line::of);
          case QLOG ->
              Arrays.stream(TelemetryMetric.values())
                  .filter(metric -> !metric.isRelays())
                  .map(Line::of);
          case RECORDER -> Arrays.stream(RecorderMetric.values()).map(Line::of);
        };
    return lines.toList();
  }

  /** A table in Markdown. */
  public static String table(Group group) {
    return lines(group).stream()
        .map(
            line ->
                "| `%s` | %s | %s | %s |\n"
                    .formatted(
                        line.metric().prometheusName(),
                        line.metric().kind().label(),
                        line.description(),
                        line.metric().labels().stream()
                            .map(label -> "`" + label + "`")
                            .collect(Collectors.joining(", "))))
        .collect(
            Collectors.joining(
                "", "| metric | type | meaning | labels |\n|---|---|---|---|\n", ""));
  }

  /** A page in which the tables that it marks are written anew; all else stays as it is. */
  public static String update(String page) {
    String updated = page;
    for (Group group : Group.values()) {
      int begin = updated.indexOf(group.begin());
      int end = updated.indexOf(group.end());
      if (begin >= 0 && end > begin) {
        updated =
            updated.substring(0, begin + group.begin().length())
                + table(group)
                + updated.substring(end);
      }
    }
    return updated;
  }

  /** All metrics as JSON. */
  public static String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode metrics = json.putArray("metrics");
    for (Group group : Group.values()) {
      for (Line line : lines(group)) {
        ObjectNode metric = metrics.addObject();
        metric
            .put("name", line.metric().prometheusName())
            .put("otel_name", line.otelName())
            .put("group", group.label())
            .put("type", line.metric().kind().label())
            .put("unit", line.unit())
            .put("description", line.description());
        ArrayNode labels = metric.putArray("labels");
        line.metric().labels().forEach(labels::add);
        ArrayNode bounds = metric.putArray("buckets");
        boundaries(line.metric()).forEach(bounds::add);
      }
    }
    return GrafanaJson.text(json);
  }

  private static List<Double> boundaries(Metric metric) {
    if (metric instanceof SourceMetric source) {
      return source.boundaries();
    }
    return metric instanceof QlogMetric qlog ? qlog.metric().boundaries() : List.of();
  }
}
