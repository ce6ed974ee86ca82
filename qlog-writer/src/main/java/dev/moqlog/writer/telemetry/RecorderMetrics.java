package dev.moqlog.writer.telemetry;

import dev.moqlog.writer.QlogRecorder;
import dev.moqlog.writer.RecorderStats;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * The numbers of a recorder as OpenTelemetry instruments, {@code moq.qlog.writer.*}, read when they
 * are collected. No connection ever is an attribute. Safe for all threads.
 */
public final class RecorderMetrics implements AutoCloseable {

  private static final AttributeKey<String> DECISION = AttributeKey.stringKey("decision");
  private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");
  private static final String PREFIX = "moq.qlog.writer.";

  private final Meter meter;
  private final List<ObservableMeasurement> instruments = new ArrayList<>();
  private final List<Consumer<RecorderStats>> observers = new ArrayList<>();
  private BatchCallback callback;

  private RecorderMetrics(Meter meter) {
    this.meter = meter;
  }

  /** Registers the instruments; closing what is returned removes them. */
  public static RecorderMetrics register(Meter meter, QlogRecorder recorder) {
    RecorderMetrics metrics = new RecorderMetrics(meter);
    metrics.instruments();
    metrics.callback =
        meter.batchCallback(
            () -> {
              RecorderStats stats = recorder.stats();
              metrics.observers.forEach(observer -> observer.accept(stats));
            },
            metrics.instruments.get(0),
            metrics
                .instruments
                .subList(1, metrics.instruments.size())
                .toArray(ObservableMeasurement[]::new));
    return metrics;
  }

  private void instruments() {
    connections();
    sampleRatio();
    dropped();
    counter("events.written", "{event}", "Events in files", RecorderStats::eventsWritten);
    counter("written", "By", "Bytes that files have grown by", RecorderStats::bytesWritten);
    counter("writes", "{write}", "How often a file was written to", RecorderStats::writes);
    writeTime();
    counter("io.errors", "{error}", "Writes that failed", RecorderStats::writeErrors);
    counter("traces.closed", "{trace}", "Traces that were closed", RecorderStats::closedTraces);
    counter(
        "traces.deleted",
        "{trace}",
        "Traces deleted for lack of room or for their age",
        RecorderStats::tracesDeleted);
    counter(
        "traces.repaired",
        "{trace}",
        "Traces of an earlier process that were completed",
        RecorderStats::tracesRepaired);
    counter(
        "traces.truncated",
        "{trace}",
        "Traces that reached their size limit",
        RecorderStats::tracesTruncated);
    counter(
        "flights.promoted",
        "{trace}",
        "Flight recorders that were written out",
        RecorderStats::flightsPromoted);
    gauge("traces.open", "{trace}", "Traces that are open", stats -> stats.openTraces());
    gauge("memory.used", "By", "Memory of events on their way", RecorderStats::memoryUsedBytes);
    gauge("memory.limit", "By", "Memory there may be for them", RecorderStats::memoryBytes);
    gauge(
        "flight.memory.used",
        "By",
        "Memory of flight recorders",
        RecorderStats::flightMemoryUsedBytes);
    gauge("disk.used", "By", "Size of all traces in the directory", RecorderStats::diskUsedBytes);
    gauge(
        "disk.full",
        "",
        "1 while there is no room for new traces",
        stats -> stats.diskFull() ? 1 : 0);
  }

  private void connections() {
    ObservableLongMeasurement connections =
        meter
            .counterBuilder(PREFIX + "connections.sampled")
            .setUnit("{connection}")
            .setDescription("Connections by what was decided about them, and by what")
            .buildObserver();
    observe(
        connections,
        stats -> {
          stats
              .recorded()
              .forEach((reason, count) -> decided(connections, "sampled", reason.text(), count));
          stats
              .skipped()
              .forEach((reason, count) -> decided(connections, "skipped", reason.text(), count));
        });
  }

  private static void decided(
      ObservableLongMeasurement connections, String decision, String reason, long count) {
    if (count > 0) {
      connections.record(count, Attributes.of(DECISION, decision, REASON, reason));
    }
  }

  private void dropped() {
    ObservableLongMeasurement dropped =
        meter
            .counterBuilder(PREFIX + "events.dropped")
            .setUnit("{event}")
            .setDescription("Events that were recorded but are in no file, by the reason")
            .buildObserver();
    observe(
        dropped,
        stats ->
            stats
                .eventsDropped()
                .forEach(
                    (reason, count) ->
                        dropped.record(count, Attributes.of(REASON, reason.text()))));
  }

  private void writeTime() {
    ObservableDoubleMeasurement seconds =
        meter
            .counterBuilder(PREFIX + "write.time")
            .ofDoubles()
            .setUnit("s")
            .setDescription("Time spent on writing to files")
            .buildObserver();
    observe(seconds, stats -> seconds.record(stats.writeNanos() / 1e9));
  }

  private void sampleRatio() {
    ObservableDoubleMeasurement ratio =
        meter
            .gaugeBuilder(PREFIX + "sample.ratio")
            .setUnit("1")
            .setDescription("Share of connections that are to be recorded")
            .buildObserver();
    observe(
        ratio,
        stats -> {
          if (!Double.isNaN(stats.sampleRate())) {
            ratio.record(stats.sampleRate());
          }
        });
  }

  private void counter(
      String name, String unit, String description, ToLongFunction<RecorderStats> value) {
    ObservableLongMeasurement counter =
        meter
            .counterBuilder(PREFIX + name)
            .setUnit(unit)
            .setDescription(description)
            .buildObserver();
    observe(counter, stats -> counter.record(value.applyAsLong(stats)));
  }

  private void gauge(
      String name, String unit, String description, ToLongFunction<RecorderStats> value) {
    ObservableLongMeasurement gauge =
        meter
            .gaugeBuilder(PREFIX + name)
            .ofLongs()
            .setUnit(unit)
            .setDescription(description)
            .buildObserver();
    observe(gauge, stats -> gauge.record(value.applyAsLong(stats)));
  }

  private void observe(ObservableMeasurement instrument, Consumer<RecorderStats> observer) {
    instruments.add(instrument);
    observers.add(observer);
  }

  /** Removes the instruments. */
  @Override
  public void close() {
    callback.close();
  }
}
