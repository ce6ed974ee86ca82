package dev.moqlog.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moqlog.analyzer.QlogAnalyzer;
import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.analyzer.telemetry.ConnectionMetrics;
import dev.moqlog.analyzer.telemetry.TelemetryMetric;
import dev.moqlog.cli.telemetry.MetricSeries;
import dev.moqlog.cli.watch.TraceFollower;
import dev.moqlog.cli.watch.WatchNumbers;
import dev.moqlog.cli.watch.WatchState;
import dev.moqlog.cli.watch.Watcher;
import io.opentelemetry.api.common.Attributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Watches with real analysis, step by step. */
class TraceCounterTest {

  @TempDir Path directory;
  private Path root;
  private Path stateFile;

  /** Later than any file can be. */
  private final InstantSource clock = InstantSource.fixed(Instant.parse("2100-01-01T00:00:00Z"));

  private final List<DiagnosedConnection> told = new ArrayList<>();

  private final TraceCounter.Listener listener =
      new TraceCounter.Listener() {
        @Override
        public void connection(DiagnosedConnection connection) {
          told.add(connection);
        }

        @Override
        public void source(SourceSummary source) {}

        @Override
        public void committed(WatchNumbers numbers) {}
      };

  @BeforeEach
  void makeDirectory() throws IOException {
    root = Files.createDirectory(directory.resolve("qlog"));
    stateFile = directory.resolve("state");
  }

  private void addSamples() throws IOException {
    try (Stream<Path> files = Files.walk(Cli.SAMPLES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = root.resolve(Cli.SAMPLES.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  private TraceCounter counter(WatchState state) throws IOException {
    return new TraceCounter(
        QlogAnalyzer.builder().build(),
        clock,
        measurements -> new ConnectionMetrics(measurements, Attributes.empty(), false),
        state.series(),
        listener);
  }

  private TraceFollower follower(WatchState state) {
    return new TraceFollower(root, Duration.ZERO, state, clock);
  }

  private static double sum(TraceCounter counter, TelemetryMetric metric) {
    return counter.series().stream()
        .filter(series -> series.metric() == metric)
        .mapToDouble(MetricSeries::valueInUnit)
        .sum();
  }

  private void assertEqualsSummary(TraceCounter counter, String... paths) {
    List<String> arguments = new ArrayList<>(List.of("summarize", "-f", "json"));
    arguments.addAll(List.of(paths));
    JsonNode totals = Cli.run(arguments.toArray(String[]::new)).json().get("totals");
    assertThat(sum(counter, TelemetryMetric.CONNECTIONS))
        .isEqualTo(totals.get("connections").asDouble());
    assertThat(sum(counter, TelemetryMetric.EVENTS)).isEqualTo(totals.get("events").asDouble());
    assertThat(sum(counter, TelemetryMetric.PACKETS_LOST))
        .isEqualTo(totals.at("/loss/lost_in_flight").asDouble());
    assertThat(sum(counter, TelemetryMetric.BYTES_SENT))
        .isEqualTo(totals.at("/packets/sent_bytes").asDouble());
  }

  @Test
  void countsWhatSummarizeTells() throws IOException {
    addSamples();

    try (WatchState state = WatchState.open(stateFile, root)) {
      TraceCounter counter = counter(state);
      new Watcher(follower(state), state, counter, clock).step();

      assertEqualsSummary(counter, root.toString());
      assertThat(told).hasSize(9);
    }
  }

  @Test
  void goesOnAfterARestart() throws IOException {
    addSamples();
    try (WatchState state = WatchState.open(stateFile, root)) {
      new Watcher(follower(state), state, counter(state), clock).step();
    }
    Path more = Files.createDirectories(root.resolve("more"));
    Files.copy(
        Cli.SAMPLES.resolve("f4afe7b8bf09e214d5f556cde43de8938f/server.qlog.gz"),
        more.resolve("another.qlog.gz"));

    try (WatchState state = WatchState.open(stateFile, root)) {
      TraceCounter counter = counter(state);
      assertThat(sum(counter, TelemetryMetric.CONNECTIONS)).isEqualTo(9);

      new Watcher(follower(state), state, counter, clock).step();

      assertEqualsSummary(counter, root.toString());
    }
  }

  @Test
  void countsWhatCannotBeReadToo() throws IOException {
    Files.writeString(root.resolve("a.qlog"), "no log");
    Files.writeString(root.resolve("b.qlog"), "");

    try (WatchState state = WatchState.open(stateFile, root)) {
      TraceCounter counter = counter(state);
      Watcher watcher = new Watcher(follower(state), state, counter, clock);
      watcher.step();

      assertThat(sum(counter, TelemetryMetric.SOURCES)).isEqualTo(2);
      assertThat(sum(counter, TelemetryMetric.SOURCES_SKIPPED)).isEqualTo(2);
      assertThat(watcher.numbers().totals().counted()).isEqualTo(2);
    }
  }

  @Test
  void addsNothingOfATraceThatIsGone() throws IOException {
    addSamples();

    try (WatchState state = WatchState.open(stateFile, root)) {
      TraceCounter counter = counter(state);
      TraceFollower follower = follower(state);
      var finished = follower.poll();
      Path gone = finished.get(0).paths().get(0);
      Files.delete(gone);

      assertThat(counter.count(finished)).containsExactly(finished.get(0));

      assertThat(sum(counter, TelemetryMetric.SOURCES)).as("shown before it is committed").isZero();
      assertThat(told).isEmpty();
      counter.committed(new Watcher(follower, state, counter, clock).numbers());
      assertEqualsSummary(counter, root.toString());
      assertThat(told).hasSize(8);
    }
  }

  @Test
  void saysThatAStateIsOfAnotherVersion() throws IOException {
    try (WatchState state = WatchState.open(stateFile, root)) {
      TraceFollower follower = follower(state);
      assertThat(follower.poll()).isEmpty();
      assertThatThrownBy(
              () ->
                  new TraceCounter(
                      QlogAnalyzer.builder().build(),
                      clock,
                      measurements -> null,
                      Map.of("a", new byte[] {99}),
                      listener))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("version");
    }
  }
}
