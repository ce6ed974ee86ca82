package dev.moqlog.cli.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.telemetry.ConnectionMetrics;
import dev.moqlog.cli.OtlpReceiver;
import dev.moqlog.cli.telemetry.MetricTable;
import io.opentelemetry.api.common.Attributes;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An export that has no end. */
class OtlpExporterTest {

  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final MetricTable table = new MetricTable(InstantSource.fixed(NOW));

  @BeforeEach
  void makeQueuesSmall() {
    System.setProperty("otel.bsp.max.queue.size", "4");
    System.setProperty("otel.bsp.max.export.batch.size", "2");
  }

  @AfterEach
  void forgetSettings() {
    System.clearProperty("otel.bsp.max.queue.size");
    System.clearProperty("otel.bsp.max.export.batch.size");
  }

  private OtlpExporter exporter(String url) {
    return new OtlpExporter(
        new OtlpSettings(Optional.of(url), Optional.empty(), Attributes.empty(), "1", true),
        new OtlpExporter.Metrics(table::series, () -> NOW),
        InstantSource.fixed(NOW),
        lines::add);
  }

  private static DiagnosedConnection connection(int number) {
    return new DiagnosedConnection(
        new ConnectionSummary.Builder("c" + number, "file", 0).build(), List.of());
  }

  @Test
  void dropsAndCountsWhatAnEndpointThatHangsLeavesNoRoomFor() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    try (OtlpReceiver receiver =
        new OtlpReceiver(
            (path, earlier) -> {
              try {
                hanging.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return OtlpReceiver.Answer.TAKEN;
            })) {
      OtlpExporter exporter = exporter(receiver.url());
      for (int i = 0; i < 100; i++) {
        exporter.export(connection(i), NOW);
      }
      assertThat(exporter.outcome().spans().dropped()).isBetween(90L, 96L);
      hanging.countDown();
      exporter.close();

      OtlpOutcome.Count spans = exporter.outcome().spans();
      assertThat(spans.taken()).isEqualTo(100 - spans.dropped()).isEqualTo(receiver.spans.size());
      assertThat(spans.failed()).isZero();
      assertThat(spans.waiting()).isZero();
      assertThat(exporter.outcome().logRecords().taken()).isEqualTo(100);
      assertThat(lines)
          .containsExactly(
              "the queue to the OTLP endpoint " + receiver.url() + " is full: spans are dropped");
    }
  }

  @Test
  void sendsTheLastMetricsWhenItEnds() throws IOException {
    new ConnectionMetrics(table, Attributes.empty(), false).build("1");
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      exporter(receiver.url()).close();

      assertThat(receiver.metrics).hasSize(1);
      assertThat(receiver.metrics.get(0).getGauge().getDataPoints(0).getAsDouble()).isEqualTo(1);
      assertThat(lines).isEmpty();
    }
  }

  @Test
  void answersAreReadWhateverTheyHold() {
    assertThat(OtlpAnswer.partialSuccess(new byte[0])).isEmpty();
    assertThat(OtlpAnswer.partialSuccess(new byte[] {10, 0})).isEmpty();
    assertThat(OtlpAnswer.partialSuccess(new byte[] {10, 2, 8, 5}))
        .hasValueSatisfying(failure -> assertThat(failure.refusedOf(9)).isEqualTo(5));
    assertThat(OtlpAnswer.partialSuccess("<html>".getBytes()))
        .hasValueSatisfying(failure -> assertThat(failure.refusedOf(9)).isEqualTo(9));
    for (byte[] damaged :
        List.of(
            new byte[] {10, 127},
            new byte[] {10, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1},
            new byte[] {10, 5, 8, -1, -1, -1, -1},
            new byte[] {-1},
            new byte[] {9, 1},
            "{}".getBytes())) {
      assertThat(OtlpAnswer.partialSuccess(damaged)).isEmpty();
      OtlpAnswer.reason(damaged);
    }
    assertThat(OtlpAnswer.reason(new byte[] {8, 3, 18, 2, 'n', 'o'})).isEqualTo("no");
  }
}
