package dev.moqlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.QlogAnalyzer;
import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.analyzer.telemetry.ConnectionMetrics;
import dev.moqlog.cli.otlp.OtlpSettings;
import dev.moqlog.cli.watch.TraceFollower;
import dev.moqlog.cli.watch.WatchNumbers;
import dev.moqlog.cli.watch.WatchState;
import dev.moqlog.cli.watch.Watcher;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchExportTest {

  /** Later than any file can be. */
  private final InstantSource clock = InstantSource.fixed(Instant.parse("2100-01-01T00:00:00Z"));

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Terminal terminal =
      new Terminal(new ByteArrayOutputStream(), err, false, false, false, 90, true);

  private final TraceCounter.Listener nobody =
      new TraceCounter.Listener() {
        @Override
        public void connection(DiagnosedConnection connection) {}

        @Override
        public void source(SourceSummary source) {}

        @Override
        public void committed(WatchNumbers numbers) {}
      };

  @TempDir Path directory;
  private Path stateFile;

  @BeforeEach
  void place() {
    stateFile = directory.resolve("state");
  }

  /** Counts the samples, and sends what came of them to an endpoint. */
  private void watch(String endpoint) throws IOException {
    OtlpSettings settings =
        new OtlpSettings(
            Optional.of(endpoint), Optional.of(OtlpSettings.HTTP), Attributes.empty(), "1", true);
    try (WatchState state = WatchState.open(stateFile, Cli.SAMPLES);
        WatchExport export = new WatchExport(nobody, settings, clock.instant(), clock, terminal)) {
      TraceCounter counter =
          new TraceCounter(
              QlogAnalyzer.builder().build(),
              clock,
              measurements -> new ConnectionMetrics(measurements, Attributes.empty(), false),
              state.series(),
              export);
      export.exports(counter::series);
      TraceFollower follower = new TraceFollower(Cli.SAMPLES, Duration.ZERO, state, clock);
      new Watcher(follower, state, counter, clock).step();
    }
  }

  @Test
  void sendsWhatWasCountedAndEachConnectionOnce() throws IOException {
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      watch(receiver.url());
      watch(receiver.url());

      assertThat(receiver.spans).hasSize(9);
      assertThat(receiver.logs).hasSize(9);
      assertThat(receiver.spans).extracting(Span::getName).containsOnly("moq.connection");
      assertThat(
              receiver.metric("moq.qlog.connections.analyzed").getSum().getDataPointsList().stream()
                  .mapToLong(point -> point.getAsInt())
                  .sum())
          .isEqualTo(9);
    }
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void countsAndSaysWhatAnEndpointThatIsDownDidNotGet() throws IOException {
    String url;
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      url = receiver.url();
    }

    watch(url);

    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("the OTLP endpoint " + url + " cannot be reached")
        .contains("9 spans")
        .contains("9 log records");
    try (WatchState state = WatchState.open(stateFile, Cli.SAMPLES)) {
      assertThat(state.totals().counted()).isEqualTo(9);
    }
  }
}
