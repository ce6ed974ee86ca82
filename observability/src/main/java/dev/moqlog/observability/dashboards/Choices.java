package dev.moqlog.observability.dashboards;

import dev.moqlog.analyzer.telemetry.TelemetryMetric;
import dev.moqlog.observability.Metric;
import dev.moqlog.observability.NodeMetric;
import dev.moqlog.observability.QlogMetric;
import dev.moqlog.observability.SourceMetric;
import dev.moqlog.observability.grafana.Variable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The variables of dashboards. */
final class Choices {

  private static final Variable PROMETHEUS =
      Variable.datasource("datasource", "Prometheus", "prometheus");
  private static final Variable LOKI = Variable.datasource("loki", "Loki", "loki");
  private static final Variable TEMPO = Variable.datasource("tempo", "Tempo", "tempo");

  private static final Metric ANALYZED = new QlogMetric(TelemetryMetric.CONNECTIONS);
  private static final String PLACED = any(SourceMetric.CONNECTIONS, ANALYZED);
  private static final String CARRIED =
      any(SourceMetric.ACTIVE_SESSIONS, SourceMetric.CLIENT_CONNECTIONS, ANALYZED);

  private Choices() {}

  /** Those of dashboards about MoQ. */
  static List<Variable> moq() {
    return List.of(
        PROMETHEUS,
        Variable.labels("relay_instance", "Relay", PLACED),
        Variable.labels("namespace", "Namespace", PLACED),
        Variable.labels("region", "Region", PLACED),
        Variable.labels("transport", "Transport", CARRIED),
        Variable.labels("vantage_point", "Vantage point", ANALYZED.prometheusName()));
  }

  /** Those of panels about traces: where they are, and where qlog files are served. */
  static List<Variable> traces() {
    return List.of(TEMPO, Variable.text("qlog_server", "qlog files", "http://localhost:8090"));
  }

  /** Those of panels about logs. */
  static List<Variable> logs() {
    return List.of(LOKI);
  }

  /** Those of the dashboard about machines. */
  static List<Variable> node() {
    return List.of(
        PROMETHEUS,
        Variable.label("job", "Job", NodeMetric.UNAME_INFO, ""),
        Variable.label("instance", "Instance", NodeMetric.UNAME_INFO, "{job=~\"$job\"}"));
  }

  private static String any(Metric... metrics) {
    return Arrays.stream(metrics)
        .map(Metric::prometheusName)
        .collect(Collectors.joining("|", "{__name__=~\"", "\"}"));
  }
}
