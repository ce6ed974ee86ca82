package dev.moqlog.observability;

import dev.moqlog.analyzer.telemetry.TelemetryLabel;
import dev.moqlog.analyzer.telemetry.TelemetryMetric;
import dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind;
import java.util.List;

/** A metric of the catalogue, as it gets into Prometheus. */
public record QlogMetric(TelemetryMetric metric) implements Metric {

  @Override
  public String prometheusName() {
    return metric.prometheusSeriesName();
  }

  @Override
  public Kind kind() {
    return metric.kind();
  }

  @Override
  public List<String> labels() {
    return metric.labels().stream().map(TelemetryLabel::label).toList();
  }

  /** Besides its own labels those that {@code qlog-cli --label} gives to all of them. */
  @Override
  public List<String> chosenBy() {
    return Lists.common(Lists.concat(Variables.PLACE, labels()), Variables.MOQ);
  }
}
