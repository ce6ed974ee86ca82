package dev.moqlog.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.writer.ConnectionInfo;
import dev.moqlog.writer.QlogRecorder;
import dev.moqlog.writer.telemetry.RecorderMetrics;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderMetricTest {

  @TempDir Path directory;

  @Test
  void aRecorderThatRunsHasTheseMetricsOfThisUnit() throws Exception {
    InMemoryMetricReader reader = InMemoryMetricReader.create();
    Map<String, MetricData> live;
    try (SdkMeterProvider provider =
            SdkMeterProvider.builder().registerMetricReader(reader).build();
        QlogRecorder recorder = QlogRecorder.builder(directory).sampleRate(1).build();
        AutoCloseable registered = RecorderMetrics.register(provider.get("test"), recorder)) {
      assertThat(registered).isNotNull();
      recorder.open(ConnectionInfo.server(new byte[] {1, 2, 3, 4, 5, 6, 7, 8})).close();
      live =
          reader.collectAllMetrics().stream()
              .collect(Collectors.toMap(MetricData::getName, Function.identity()));
    }
    assertThat(live.keySet())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(RecorderMetric.values()).map(RecorderMetric::otelName).toList());
    for (RecorderMetric metric : RecorderMetric.values()) {
      assertThat(live.get(metric.otelName()).getUnit()).as(metric.name()).isEqualTo(metric.unit());
      assertThat(ExporterNames.of(metric.otelName(), metric.unit(), metric.kind()))
          .isEqualTo(metric.prometheusName());
    }
  }
}
