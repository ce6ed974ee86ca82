package dev.moqlog.cli;

import dev.moqlog.analyzer.telemetry.ConnectionMetrics;
import dev.moqlog.analyzer.telemetry.Measurements;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands that show metrics have in common. */
final class TelemetryOptions {

  /** Labels that say where a relay is, of which one process has one value each. */
  private static final List<String> LABELS = List.of("relay_instance", "namespace", "region");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--label",
      order = 20,
      paramLabel = "NAME=VALUE",
      description =
          "A label that all metrics get: relay_instance, namespace or region. May be repeated.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = "--emit-relay-metrics",
      order = 21,
      description =
          "Also moq_relay_* metrics, from the logs of servers. Only where no relay counts them"
              + " itself: they would be counted twice.")
  private boolean relay;

  /** Checks the command line. */
  void check() {
    for (Map.Entry<String, String> label : labels.entrySet()) {
      if (!LABELS.contains(label.getKey())) {
        throw Mistake.in(
            command,
            "Unknown label '"
                + label.getKey()
                + "'; there are "
                + String.join(", ", LABELS)
                + ", because every other value would be one more series");
      }
      if (label.getValue() == null || label.getValue().isBlank()) {
        throw Mistake.in(command, "The label " + label.getKey() + " has no value");
      }
    }
  }

  /** The labels by name. */
  Map<String, String> labels() {
    return labels;
  }

  /** The labels as attributes. */
  Attributes attributes() {
    AttributesBuilder attributes = Attributes.builder();
    labels.forEach(attributes::put);
    return attributes.build();
  }

  /** Records what is analyzed, as the command line wants it. */
  ConnectionMetrics metrics(Measurements measurements) {
    return new ConnectionMetrics(measurements, attributes(), relay);
  }
}
