package dev.moqlog.observability;

import static dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind.GAUGE;

import dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind;
import java.util.List;

/** What Prometheus itself notes of every scrape. */
public enum ScrapeMetric implements Metric {
  UP("up"),
  DURATION("scrape_duration_seconds"),
  SAMPLES("scrape_samples_scraped");

  private final String prometheusName;

  ScrapeMetric(String prometheusName) {
    this.prometheusName = prometheusName;
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
    return List.of();
  }

  @Override
  public List<String> chosenBy() {
    return List.of();
  }
}
