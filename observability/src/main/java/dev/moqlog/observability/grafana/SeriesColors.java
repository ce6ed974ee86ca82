package dev.moqlog.observability.grafana;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Colours of series that mean the same on every panel: quantiles from cool to warm, what is well
 * green, what is not well orange or red. Other series have the colours of their order.
 */
final class SeriesColors {

  private static final Map<String, String> BY_NAME =
      Map.ofEntries(
          Map.entry("p5", "blue"),
          Map.entry("p50", "green"),
          Map.entry("p95", "orange"),
          Map.entry("p99", "red"),
          Map.entry("smallest of connections, p50", "blue"),
          Map.entry("sent", "green"),
          Map.entry("received", "blue"),
          Map.entry("in", "blue"),
          Map.entry("out", "green"),
          Map.entry("stalls", "red"),
          Map.entry("drops", "orange"),
          Map.entry("dropped", "orange"),
          Map.entry("errors", "red"),
          Map.entry("lost", "red"),
          Map.entry("retransmitted", "orange"),
          Map.entry("persistent congestion", "red"));

  /** Of labels, those whose values are known. */
  private static final Map<String, Map<String, String>> BY_LABEL =
      Map.of(
          "{{transport}}",
          ordered("webtransport", "green", "quic", "blue", "websocket", "orange"),
          "{{state}}",
          ordered("complete", "green", "incomplete", "red", "unknown", "text"));

  private SeriesColors() {}

  /** The colours of the series of some queries, by their names. */
  static Map<String, String> of(List<Query> queries) {
    Map<String, String> colors = new LinkedHashMap<>();
    for (Query query : queries) {
      String legend = query.legend();
      if (BY_NAME.containsKey(legend)) {
        colors.put(legend, BY_NAME.get(legend));
      }
      colors.putAll(BY_LABEL.getOrDefault(legend, Map.of()));
    }
    return colors;
  }

  private static Map<String, String> ordered(String... namesAndColors) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndColors.length; i += 2) {
      map.put(namesAndColors[i], namesAndColors[i + 1]);
    }
    return map;
  }
}
