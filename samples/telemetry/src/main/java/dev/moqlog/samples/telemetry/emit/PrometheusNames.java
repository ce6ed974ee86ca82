package dev.moqlog.samples.telemetry.emit;

import java.util.Arrays;

/** The names of OpenTelemetry's metrics in Prometheus, as the Collector's exporter makes them. */
final class PrometheusNames {

  private PrometheusNames() {}

  /**
   * The name without the suffix {@code _total}.
   *
   * @param counter whether it only grows; a share is told by its name only if it does not
   */
  static String of(String otelName, String unit, boolean counter) {
    String name = otelName.replace('.', '_');
    String word =
        switch (unit) {
          case "s" -> "seconds";
          case "By" -> "bytes";
          case "1" -> counter ? "" : "ratio";
          default -> "";
        };
    return word.isEmpty() || Arrays.asList(name.split("_")).contains(word)
        ? name
        : name + '_' + word;
  }
}
