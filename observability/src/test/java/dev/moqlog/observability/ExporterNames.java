package dev.moqlog.observability;

import dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind;
import java.util.List;
import java.util.Map;

/** The names that exporters of OpenTelemetry make for Prometheus. */
final class ExporterNames {

  private static final Map<String, String> WORDS = Map.of("s", "seconds", "By", "bytes");

  private ExporterNames() {}

  static String of(String otelName, String unit, Kind kind) {
    String name = otelName.replace('.', '_');
    String word = WORDS.getOrDefault(unit, unit.equals("1") && kind == Kind.GAUGE ? "ratio" : "");
    if (!word.isEmpty() && !List.of(name.split("_")).contains(word)) {
      name += "_" + word;
    }
    return kind == Kind.COUNTER ? name + "_total" : name;
  }
}
