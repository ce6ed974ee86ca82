package dev.moqlog.observability;

import static dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind.COUNTER;
import static dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind.GAUGE;

import dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind;
import java.util.List;

/**
 * What a recorder tells of itself, {@link dev.moqlog.writer.telemetry.RecorderMetrics}, by the
 * names that exporters of OpenTelemetry make of it.
 */
public enum RecorderMetric implements Metric {
  CONNECTIONS_SAMPLED(
      COUNTER,
      "connections_sampled_total",
      "connections.sampled",
      "{connection}",
      "Connections by what was decided about them, and by what",
      "decision",
      "reason"),
  SAMPLE_RATIO(
      GAUGE, "sample_ratio", "sample.ratio", "1", "Share of connections that are to be recorded"),
  EVENTS_DROPPED(
      COUNTER,
      "events_dropped_total",
      "events.dropped",
      "{event}",
      "Events that were recorded but are in no file, by the reason",
      "reason"),
  EVENTS_WRITTEN(COUNTER, "events_written_total", "events.written", "{event}", "Events in files"),
  WRITTEN_BYTES(COUNTER, "written_bytes_total", "written", "By", "Bytes that files have grown by"),
  WRITES(COUNTER, "writes_total", "writes", "{write}", "How often a file was written to"),
  WRITE_TIME(
      COUNTER, "write_time_seconds_total", "write.time", "s", "Time spent on writing to files"),
  IO_ERRORS(COUNTER, "io_errors_total", "io.errors", "{error}", "Writes that failed"),
  TRACES_CLOSED(
      COUNTER, "traces_closed_total", "traces.closed", "{trace}", "Traces that were closed"),
  TRACES_DELETED(
      COUNTER,
      "traces_deleted_total",
      "traces.deleted",
      "{trace}",
      "Traces deleted for lack of room or for their age"),
  TRACES_REPAIRED(
      COUNTER,
      "traces_repaired_total",
      "traces.repaired",
      "{trace}",
      "Traces of an earlier process that were completed"),
  TRACES_TRUNCATED(
      COUNTER,
      "traces_truncated_total",
      "traces.truncated",
      "{trace}",
      "Traces that reached their size limit"),
  FLIGHTS_PROMOTED(
      COUNTER,
      "flights_promoted_total",
      "flights.promoted",
      "{trace}",
      "Flight recorders that were written out"),
  TRACES_OPEN(GAUGE, "traces_open", "traces.open", "{trace}", "Traces that are open"),
  MEMORY_USED(GAUGE, "memory_used_bytes", "memory.used", "By", "Memory of events on their way"),
  MEMORY_LIMIT(GAUGE, "memory_limit_bytes", "memory.limit", "By", "Memory there may be for them"),
  FLIGHT_MEMORY_USED(
      GAUGE, "flight_memory_used_bytes", "flight.memory.used", "By", "Memory of flight recorders"),
  DISK_USED(GAUGE, "disk_used_bytes", "disk.used", "By", "Size of all traces in the directory"),
  DISK_FULL(GAUGE, "disk_full", "disk.full", "", "1 while there is no room for new traces");

  private final Kind kind;
  private final String prometheusName;
  private final String otelName;
  private final String unit;
  private final String description;
  private final List<String> labels;

  RecorderMetric(
      Kind kind, String name, String otelName, String unit, String description, String... labels) {
    this.kind = kind;
    this.prometheusName = "moq_qlog_writer_" + name;
    this.otelName = "moq.qlog.writer." + otelName;
    this.unit = unit;
    this.description = description;
    this.labels = List.of(labels);
  }

  @Override
  public String prometheusName() {
    return prometheusName;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  /** Its name in OpenTelemetry. */
  public String otelName() {
    return otelName;
  }

  /** Its unit by the Unified Code for Units of Measure. */
  public String unit() {
    return unit;
  }

  /** What it counts. */
  public String description() {
    return description;
  }

  @Override
  public List<String> labels() {
    return labels;
  }

  /** They are a process's, wherever its connections lead: no variable chooses among them. */
  @Override
  public List<String> chosenBy() {
    return List.of();
  }
}
