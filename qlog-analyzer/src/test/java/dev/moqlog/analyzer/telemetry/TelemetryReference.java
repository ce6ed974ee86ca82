package dev.moqlog.analyzer.telemetry;

import dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Renders the catalogue as the second part of the page {@code docs/telemetry.md}. */
final class TelemetryReference {

  private static final Map<TelemetryMetric, String> GROUPS =
      Map.of(
          TelemetryMetric.CONNECTIONS, "Input",
          TelemetryMetric.RTT, "Round-trip times",
          TelemetryMetric.PACKETS_SENT, "Packets and bytes",
          TelemetryMetric.PACKETS_LOST, "Loss",
          TelemetryMetric.DATA_SENT, "Retransmission",
          TelemetryMetric.DURATION, "How connections begin, stall and end",
          TelemetryMetric.MOQ_OBJECTS_SENT, "Media over QUIC",
          TelemetryMetric.RUN_TIME, "The program itself",
          TelemetryMetric.RELAY_CONNECTIONS, "What relays count, only if asked for");

  private static final DecimalFormat NUMBER =
      new DecimalFormat("0.####", DecimalFormatSymbols.getInstance(Locale.ROOT));

  private TelemetryReference() {}

  static String catalogue() {
    StringBuilder page = new StringBuilder();
    for (TelemetryMetric metric : TelemetryMetric.values()) {
      if (GROUPS.containsKey(metric)) {
        page.append("\n## ").append(GROUPS.get(metric)).append("\n\n");
        row(page, "in Prometheus", "in OpenTelemetry", "type", "unit", "labels", "meaning");
        page.append("|---|---|---|---|---|---|\n");
      }
      row(
          page,
          code(metric.prometheusSeriesName()),
          code(metric.otelName()),
          metric.kind().label(),
          metric.unit().ucum().isEmpty() ? "" : code(metric.unit().ucum()),
          labels(metric),
          metric.description());
    }
    buckets(page);
    labels(page);
    return page.toString();
  }

  /** Those that all of a connection have are said once, above. */
  private static String labels(TelemetryMetric metric) {
    String own =
        metric.labels().stream()
            .filter(label -> !isCommon(label))
            .map(label -> code(label.label()))
            .collect(Collectors.joining(", "));
    boolean common = metric.labels().stream().anyMatch(TelemetryReference::isCommon);
    return common ? (own.isEmpty() ? "*common*" : "*common*, " + own) : own;
  }

  private static boolean isCommon(TelemetryLabel label) {
    return label == TelemetryLabel.VANTAGE_POINT || label == TelemetryLabel.TRANSPORT;
  }

  private static void buckets(StringBuilder page) {
    page.append("\n## Buckets\n\n");
    row(page, "histograms", "upper bounds");
    page.append("|---|---|\n");
    histograms()
        .map(TelemetryMetric::boundaries)
        .distinct()
        .forEach(bounds -> row(page, having(bounds), bounds(bounds)));
  }

  private static Stream<TelemetryMetric> histograms() {
    return Arrays.stream(TelemetryMetric.values())
        .filter(metric -> metric.kind() == Kind.HISTOGRAM);
  }

  private static String having(List<Double> bounds) {
    return histograms()
        .filter(metric -> metric.boundaries().equals(bounds))
        .map(metric -> code(metric.prometheusName()))
        .collect(Collectors.joining(", "));
  }

  private static String bounds(List<Double> bounds) {
    return bounds.stream().map(NUMBER::format).collect(Collectors.joining(", "));
  }

  private static void labels(StringBuilder page) {
    page.append("\n## Labels\n\n");
    row(page, "label", "of", "tells", "values, besides " + code(TelemetryLabel.OTHER));
    page.append("|---|---|---|---|\n");
    for (TelemetryLabel label : TelemetryLabel.values()) {
      String values =
          label.listed().stream().map(TelemetryReference::code).collect(Collectors.joining(", "));
      row(
          page,
          code(label.label()),
          isCommon(label) ? "*common*" : metricsWith(label),
          label.description(),
          values.isEmpty() ? "set by the program" : values);
    }
  }

  private static String metricsWith(TelemetryLabel label) {
    return Arrays.stream(TelemetryMetric.values())
        .filter(metric -> metric.labels().contains(label))
        .map(metric -> code(metric.prometheusSeriesName()))
        .collect(Collectors.joining(", "));
  }

  private static String code(String text) {
    return '`' + text + '`';
  }

  private static void row(StringBuilder page, String... cells) {
    page.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
