package dev.moqlog.observability;

import dev.moqlog.observability.dashboards.Dashboards;
import dev.moqlog.observability.grafana.GrafanaJson;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files of the stack that are made from the catalogues, and what is in them. */
final class GeneratedFiles {

  private GeneratedFiles() {}

  /** Their contents by their paths below {@code observability}. */
  static Map<String, String> all() {
    Map<String, String> files = new LinkedHashMap<>();
    Dashboards.all()
        .forEach(
            dashboard ->
                files.put(
                    "grafana/dashboards/" + dashboard.fileName(), GrafanaJson.write(dashboard)));
    files.put("metrics.json", MetricTables.json());
    return files;
  }
}
