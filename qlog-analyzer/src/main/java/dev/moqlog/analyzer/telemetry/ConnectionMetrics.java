package dev.moqlog.analyzer.telemetry;

import dev.moqlog.analyzer.Results;
import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.diagnose.Finding;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary.Flag;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Records the results of an analysis as metrics.
 *
 * <pre>{@code
 * Meter meter = openTelemetry.getMeter("dev.moqlog");
 * QlogAnalyzer.builder().build().analyze(List.of("qlog"), ConnectionMetrics.on(meter));
 * }</pre>
 *
 * <p>Not safe for use by several threads, unless the measurements are.
 */
public final class ConnectionMetrics implements Results {

  private final Measurements measurements;
  private final Attributes common;
  private final boolean relay;

  /**
   * @param measurements take what is recorded
   * @param common attributes that all metrics get, such as {@code relay_instance}
   * @param relay whether the metrics of relays are recorded, too, from the logs of servers
   */
  public ConnectionMetrics(Measurements measurements, Attributes common, boolean relay) {
    this.measurements = measurements;
    this.common = common;
    this.relay = relay;
  }

  /** Records on a meter of OpenTelemetry, whose instruments are made at once. */
  public static ConnectionMetrics on(Meter meter) {
    ConnectionMetrics metrics =
        new ConnectionMetrics(new MeterMeasurements(meter, false), Attributes.empty(), false);
    metrics.begin();
    return metrics;
  }

  /**
   * Shows the counters that are not by connection before anything is added to them, since what a
   * series begins with is no growth to Prometheus.
   */
  public void begin() {
    for (TelemetryMetric metric : TelemetryMetric.values()) {
      if (metric.kind() == Kind.COUNTER && !metric.isWatchs() && (relay || !metric.isRelays())) {
        begin(metric);
      }
    }
  }

  private void begin(TelemetryMetric counter) {
    List<Attributes> series = List.of(common);
    for (TelemetryLabel label : counter.labels()) {
      if (label == TelemetryLabel.VANTAGE_POINT || label == TelemetryLabel.CORRECTION) {
        return;
      }
      series =
          series.stream()
              .flatMap(
                  one ->
                      label.listed().stream()
                          .map(value -> one.toBuilder().put(label.key(), value).build()))
              .toList();
    }
    for (Attributes attributes : series) {
      measurements.add(counter, attributes, 0, Context.root());
    }
  }

  /** Records a connection whose distributions are still there. */
  @Override
  public void connection(ConnectionSummary connection) {
    connection(DiagnosedConnection.of(connection));
  }

  /** Records a connection with its findings. */
  public void connection(DiagnosedConnection diagnosed) {
    ConnectionSummary connection = diagnosed.connection();
    Recording each = new Recording(measurements, common, connection);
    each.add(TelemetryMetric.CONNECTIONS, 1);
    each.add(TelemetryMetric.EVENTS, connection.events());
    each.add(TelemetryMetric.TRUNCATED, connection.flags().contains(Flag.TRUNCATED) ? 1 : 0);
    Recording all = each.withoutLabels();
    for (String correction : connection.corrections()) {
      all.add(TelemetryMetric.CORRECTED, 1, correction);
    }
    for (Finding finding : diagnosed.findings()) {
      all.add(TelemetryMetric.FINDINGS, 1, finding.rule().label(), finding.severity().label());
    }
    PacketMeasures.record(connection, each);
    TransportMeasures.record(connection, each);
    MoqMeasures.record(connection, each);
    if (relay) {
      RelayMeasures.record(connection, all);
    }
  }

  /** Records a source; its connections are recorded one by one. */
  @Override
  public void source(SourceSummary source) {
    Recording all = new Recording(measurements, common);
    all.add(TelemetryMetric.SOURCES, 1);
    switch (source.status()) {
      case READ -> all.add(TelemetryMetric.SOURCES_DAMAGED, source.intact() ? 0 : 1);
      case EMPTY -> all.add(TelemetryMetric.SOURCES_SKIPPED, 1, "empty");
      case NOT_QLOG -> all.add(TelemetryMetric.SOURCES_SKIPPED, 1, "not_qlog");
      case UNREADABLE -> all.add(TelemetryMetric.SOURCES_SKIPPED, 1, "unreadable");
    }
    all.add(TelemetryMetric.PARSE_ERRORS, source.skipped().records());
    all.add(TelemetryMetric.SKIPPED_BYTES, source.skipped().bytes());
  }

  /**
   * Records a run of the program.
   *
   * @param end when it ended
   * @param success whether it read something and skipped nothing
   */
  public void run(Instant end, Duration duration, boolean success) {
    set(
        TelemetryMetric.RUN_TIME,
        TelemetryMetric.RUN_TIME.unit().recorded(end.toEpochMilli() / 1e3));
    set(TelemetryMetric.RUN_DURATION, duration.toNanos());
    set(TelemetryMetric.RUN_SUCCESS, success ? 1 : 0);
  }

  /** Records the version of the program. */
  public void build(String version) {
    measurements.set(
        TelemetryMetric.BUILD_INFO,
        common.toBuilder().put(TelemetryLabel.VERSION.key(), version).build(),
        1);
  }

  /**
   * Records the value of a gauge that has no labels of its own; or of a counter that is counted
   * elsewhere, if the measurements take that.
   */
  public void set(TelemetryMetric gauge, long value) {
    measurements.set(gauge, common, value);
  }
}
