package dev.moqlog.observability;

import dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind;
import java.util.List;

/** A metric that Prometheus has, by its name there. Dashboards can show no other. */
public interface Metric {

  /** Its name, with the {@code _total} of counters, without the {@code _bucket} of histograms. */
  String prometheusName();

  /** How values add up. */
  Kind kind();

  /** Its labels, besides {@code job} and {@code instance}. */
  List<String> labels();

  /** The labels that a dashboard's variables of the same name choose by. */
  List<String> chosenBy();
}
