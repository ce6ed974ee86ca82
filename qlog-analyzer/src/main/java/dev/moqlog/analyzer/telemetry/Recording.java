package dev.moqlog.analyzer.telemetry;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.DistributionSummary;
import dev.moqlog.analyzer.summary.QuantileSketch;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Records measurements of one connection, or source, with the labels that all of them have. */
final class Recording {

  private final Measurements measurements;
  private final Attributes common;
  private final Context context;
  private final List<String> first;

  /** Of a connection. */
  Recording(Measurements measurements, Attributes common, ConnectionSummary connection) {
    this(
        measurements,
        common,
        ConnectionTrace.context(connection),
        List.of(connection.vantagePoint().qlogName(), transport(connection)));
  }

  /** Of what is no connection. */
  Recording(Measurements measurements, Attributes common) {
    this(measurements, common, Context.root(), List.of());
  }

  private Recording(
      Measurements measurements, Attributes common, Context context, List<String> first) {
    this.measurements = measurements;
    this.common = common;
    this.context = context;
    this.first = first;
  }

  /** What carries the application of a connection, as the label {@code transport} has it. */
  private static String transport(ConnectionSummary connection) {
    Optional<String> alpn =
        connection
            .handshake()
            .flatMap(handshake -> handshake.alpn())
            .or(() -> connection.moq().flatMap(moq -> moq.alpn()))
            .map(name -> name.toLowerCase(Locale.ROOT));
    if (alpn.isEmpty()) {
      return "unknown";
    }
    if (alpn.get().equals("h3") || alpn.get().startsWith("h3-")) {
      return connection.moq().isPresent() ? "webtransport" : "unknown";
    }
    return "quic";
  }

  /** The same connection, for metrics that have none of the common labels. */
  Recording withoutLabels() {
    return new Recording(measurements, common, context, List.of());
  }

  /**
   * Adds to a counter. An amount of 0 makes a series of 0 if there is none: what is not there yet
   * has no rate, and its first increase would not be seen.
   *
   * @param amount a negative one is none
   * @param more the values of its labels behind those that all have
   */
  void add(TelemetryMetric counter, long amount, String... more) {
    if (amount >= 0) {
      // A connection that added nothing is no example of anything.
      Context example = amount == 0 ? Context.root() : context;
      measurements.add(counter, attributes(counter, more), amount, example);
    }
  }

  /** Adds to a counter, but not 0. */
  void addSome(TelemetryMetric counter, long amount, String... more) {
    if (amount > 0) {
      add(counter, amount, more);
    }
  }

  /** Adds to a counter what is known. */
  void add(TelemetryMetric counter, OptionalLong amount, String... more) {
    amount.ifPresent(known -> add(counter, known, more));
  }

  /** Records a value, if there is one. */
  void record(TelemetryMetric histogram, OptionalLong value) {
    value.ifPresent(
        known ->
            measurements.record(histogram, attributes(histogram), Math.max(0, known), 1, context));
  }

  /** Records a share, if there is one. */
  void record(TelemetryMetric histogram, OptionalDouble share) {
    if (share.isPresent()) {
      record(histogram, OptionalLong.of(histogram.unit().recorded(share.getAsDouble())));
    }
  }

  /** Records all values of a distribution, if it is there. */
  void recordAll(TelemetryMetric histogram, Optional<DistributionSummary> distribution) {
    distribution.flatMap(DistributionSummary::sketch).ifPresent(all -> recordAll(histogram, all));
  }

  /** Records all values of a sketch. */
  void recordAll(TelemetryMetric histogram, QuantileSketch values) {
    Attributes attributes = attributes(histogram);
    values.forEach(
        (value, times) -> measurements.record(histogram, attributes, value, times, context));
  }

  private Attributes attributes(TelemetryMetric metric, String... more) {
    List<TelemetryLabel> labels = metric.labels();
    if (labels.isEmpty()) {
      return common;
    }
    AttributesBuilder attributes = common.toBuilder();
    for (int i = 0; i < labels.size(); i++) {
      TelemetryLabel label = labels.get(i);
      String value = i < first.size() ? first.get(i) : more[i - first.size()];
      attributes.put(label.key(), label.value(value));
    }
    return attributes.build();
  }
}
