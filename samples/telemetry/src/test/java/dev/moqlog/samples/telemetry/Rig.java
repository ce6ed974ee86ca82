package dev.moqlog.samples.telemetry;

import dev.moqlog.analyzer.QlogAnalyzer;
import dev.moqlog.analyzer.Results;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.observability.SourceMetric;
import dev.moqlog.samples.telemetry.emit.Telemetry;
import dev.moqlog.samples.telemetry.emit.WallTime;
import dev.moqlog.samples.telemetry.moq.PlayerListener;
import dev.moqlog.samples.telemetry.moq.RelayListener;
import dev.moqlog.samples.telemetry.moq.RelaySession;
import dev.moqlog.samples.telemetry.moq.SessionListener;
import dev.moqlog.samples.telemetry.moq.Simulation;
import dev.moqlog.samples.telemetry.net.SimulatedTime;
import dev.moqlog.writer.QlogRecorder;
import dev.moqlog.writer.telemetry.QlogSpans;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A simulation, all telemetry of which stays in memory, with the truth beside it. */
final class Rig {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  final Map<String, Truth> truths = new LinkedHashMap<>();
  final List<String> logLines = new ArrayList<>();
  private final List<MetricData> metrics = new ArrayList<>();
  private final InMemoryMetricReader relayMetrics = InMemoryMetricReader.create();
  private final InMemoryMetricReader playerMetrics = InMemoryMetricReader.create();
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final Path directory;

  private Rig(Path directory) {
    this.directory = directory;
  }

  /** Runs a simulation to its end. */
  static Rig run(Path directory, Simulation.Scenario scenario, long seconds, MetricReader... more)
      throws IOException, InterruptedException {
    Rig rig = new Rig(directory);
    rig.run(scenario, seconds, more);
    return rig;
  }

  private void run(Simulation.Scenario scenario, long seconds, MetricReader... more)
      throws IOException, InterruptedException {
    SimulatedTime time = new SimulatedTime();
    WallTime clock = new WallTime(time, START);
    QlogSpans qlogSpans = new QlogSpans();
    try (QlogRecorder recorder =
        QlogRecorder.builder(directory)
            .sampleRate(1)
            .minFreeBytes(0)
            .maxOpenTraces(4096)
            .memoryBytes(128 << 20)
            .nanoClock(time::nanos)
            .wallClockMicros(clock::micros)
            .listener(qlogSpans)
            .shutdownHook(false)
            .build()) {
      Telemetry telemetry =
          new Telemetry(
              clock,
              new Telemetry.Programs(sdk(relayMetrics, more), sdk(playerMetrics), "relay-1", "eu"),
              recorder,
              qlogSpans,
              logLines::add);
      Simulation simulation = new Simulation(time, scenario, new Observed(telemetry));
      simulation.start();
      for (int second = 1; second <= seconds; second++) {
        time.passUntil(second * SimulatedTime.SECOND);
        recorder.flush(Duration.ofSeconds(10));
      }
      simulation.stop();
      time.passUntil((seconds + 10) * SimulatedTime.SECOND);
      metrics.addAll(relayMetrics.collectAllMetrics());
      metrics.addAll(playerMetrics.collectAllMetrics());
      recorder.close(Duration.ofSeconds(30));
    }
  }

  private OpenTelemetrySdk sdk(MetricReader reader, MetricReader... more) {
    var meters = SdkMeterProvider.builder().registerMetricReader(reader);
    for (MetricReader another : more) {
      meters.registerMetricReader(another);
    }
    return OpenTelemetrySdk.builder()
        .setTracerProvider(
            SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build())
        .setMeterProvider(meters.build())
        .build();
  }

  /** What the analyzer makes of the qlog, by connection. */
  Map<String, ConnectionSummary> analyzed() {
    Map<String, ConnectionSummary> connections = new LinkedHashMap<>();
    QlogAnalyzer.builder()
        .build()
        .analyze(
            List.of(directory.toString()),
            new Results() {
              @Override
              public void connection(ConnectionSummary connection) {
                connections.put(connection.connectionId(), connection);
              }

              @Override
              public void source(SourceSummary source) {
                // Connections are enough.
              }
            });
    return connections;
  }

  List<SpanData> spans() {
    return spans.getFinishedSpanItems();
  }

  MetricData metric(SourceMetric instrument) {
    return metrics.stream()
        .filter(metric -> metric.getName().equals(instrument.otelName()))
        .findFirst()
        .orElseThrow();
  }

  /** As they were at the end. */
  List<MetricData> metrics() {
    return metrics;
  }

  /** Lets the truth be told besides. */
  private final class Observed implements RelayListener {

    private final RelayListener telemetry;

    private Observed(RelayListener telemetry) {
      this.telemetry = telemetry;
    }

    @Override
    public List<SessionListener> opened(RelaySession session) {
      Truth truth = new Truth(session);
      truths.put(session.connectionId(), truth);
      List<SessionListener> all = new ArrayList<>(telemetry.opened(session));
      all.add(truth);
      return all;
    }

    @Override
    public List<PlayerListener> playerOpened(RelaySession session) {
      return telemetry.playerOpened(session);
    }

    @Override
    public void broadcastBegan(String namespace) {
      telemetry.broadcastBegan(namespace);
    }

    @Override
    public void broadcastEnded(String namespace) {
      telemetry.broadcastEnded(namespace);
    }

    @Override
    public void queued(Map<String, Long> objects) {
      telemetry.queued(objects);
    }
  }
}
