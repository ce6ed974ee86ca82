package dev.moqlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moqlog.analyzer.QlogAnalyzer;
import dev.moqlog.analyzer.Results;
import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.analyzer.telemetry.ConnectionTrace;
import dev.moqlog.cli.watch.WatchNumbers;
import dev.moqlog.cli.watch.WatchTotals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatchScreenTest {

  private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Instant now = START;
  private final InstantSource clock = () -> now;

  private WatchScreen screen(boolean terminal, WatchCommand.Show show) {
    return new WatchScreen(
        new Terminal(out, err, terminal, terminal, false, 90, true), Path.of("qlog"), show, clock);
  }

  private static WatchNumbers numbers(long counted) {
    return new WatchNumbers(
        new WatchTotals(counted, 1, 2, 3),
        4,
        5,
        0,
        Optional.empty(),
        Optional.empty(),
        Duration.ofMillis(1500),
        Duration.ZERO,
        START);
  }

  private static List<DiagnosedConnection> samples() {
    List<DiagnosedConnection> all = new ArrayList<>();
    QlogAnalyzer.builder()
        .build()
        .analyze(
            List.of(Cli.SAMPLES.toString()),
            new Results() {
              @Override
              public void connection(ConnectionSummary connection) {
                all.add(DiagnosedConnection.of(connection));
              }

              @Override
              public void source(SourceSummary source) {}
            });
    return all;
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void drawsOverWhatItDrewBefore() {
    WatchScreen screen = screen(true, WatchCommand.Show.TABLE);
    samples().forEach(screen::connection);
    screen.show(numbers(9), Optional.empty());
    int length = text().length();
    long lines = text().lines().count();
    now = now.plusSeconds(1);
    screen.show(numbers(10), Optional.of("the disk is full"));

    assertThat(text())
        .contains("watching qlog")
        .contains("counted 9   open 4   missed 1   changed 2   failed 3   lag 1.500 s")
        .contains("f4afe7b8bf09e214d5f556cde43de8938f");
    assertThat(text().substring(length))
        .startsWith("\u001b[" + (lines - 1) + "F")
        .contains("the disk is full")
        .contains("counted 10");
    assertThat(text().lines().map(line -> line.replaceAll("\u001b\\[[0-9]*[A-Z]", "")))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(90));
  }

  @Test
  void isNoHigherThanTheTerminal() {
    WatchScreen screen = screen(true, WatchCommand.Show.TABLE);
    samples().forEach(screen::connection);
    screen.show(numbers(9), Optional.empty());

    assertThat(text().lines().count()).isLessThanOrEqualTo(24);
  }

  @Test
  void forgetsTheMinuteBeforeTheLast() {
    WatchScreen screen = screen(false, WatchCommand.Show.TABLE);
    samples().forEach(screen::connection);
    now = now.plusSeconds(61);
    screen.show(numbers(9), Optional.empty());

    assertThat(text()).containsPattern("connections +0 \\(0.0/s\\) +9\n");
    assertThat(text()).doesNotContain("worst by loss");
  }

  @Test
  void drawsNoMoreThanAboutOnceASecond() {
    WatchScreen screen = screen(true, WatchCommand.Show.TABLE);
    screen.show(numbers(1), Optional.empty());
    int length = text().length();
    now = now.plusMillis(100);
    screen.show(numbers(2), Optional.empty());

    assertThat(text()).hasSize(length);
  }

  @Test
  void writesALineOfJsonForEachConnection() {
    WatchScreen screen = screen(false, WatchCommand.Show.JSON);
    List<DiagnosedConnection> samples = samples();
    samples.forEach(screen::connection);
    screen.committed(numbers(9));

    List<JsonNode> lines = text().lines().map(Cli::parse).toList();
    assertThat(lines).hasSize(9);
    for (int i = 0; i < 9; i++) {
      ConnectionSummary connection = samples.get(i).connection();
      JsonNode line = lines.get(i);
      assertThat(line.get("connection_id").asText()).isEqualTo(connection.connectionId());
      assertThat(line.get("qlog_path").asText()).isEqualTo(connection.source());
      assertThat(line.get("service").asText()).isEqualTo("qlog-cli");
      assertThat(line.get("trace_id").asText())
          .isEqualTo(ConnectionTrace.of(connection).analysed().getTraceId());
      assertThat(line.path("quic.packets.sent").asLong())
          .isEqualTo(connection.packets().orElseThrow().sent());
      assertThat(line.get("message").asText()).startsWith("connection of");
      Instant time = Instant.parse(line.get("timestamp").asText());
      assertThat(time)
          .isEqualTo(
              connection
                  .startTime()
                  .map(start -> start.plusNanos(connection.durationNanos().orElseThrow()))
                  .orElse(now));
    }
  }

  @Test
  void goesOnWithoutTheOneWhoReadItsOutput() {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    WatchScreen screen =
        new WatchScreen(
            new Terminal(broken, err, false, false, false, 90, true),
            Path.of("qlog"),
            WatchCommand.Show.JSON,
            clock);
    samples().forEach(screen::connection);
    screen.committed(numbers(9));
    samples().forEach(screen::connection);
    screen.committed(numbers(18));
    screen.close();

    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("qlog-cli: nothing more is written to standard output: Broken pipe");
  }
}
