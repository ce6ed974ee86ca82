package dev.moqlog.observability;

import static dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind.GAUGE;

import dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind;
import java.util.List;

/** What Prometheus itself notes: of every scrape, and of the alerts that it evaluates. */
public enum ScrapeMetric implements Metric {
  UP("up", "job", "instance"),
  DURATION("scrape_duration_seconds", "job", "instance"),
  SAMPLES("scrape_samples_scraped", "job", "instance"),
  /** 1 for each alert that is pending or fires. */
  ALERTS("ALERTS", "alertname", "alertstate", "severity");

  private final String prometheusName;
  private final List<String> labels;

  ScrapeMetric(String prometheusName, String... labels) {
    this.prometheusName = prometheusName;
    this.labels = List.of(labels);
  }

  @Override
  public String prometheusName() {
    return prometheusName;
  }

  @Override
  public Kind kind() {
    return GAUGE;
  }

  @Override
  public List<String> labels() {
    return labels;
  }

  @Override
  public List<String> chosenBy() {
    return List.of();
  }
}
