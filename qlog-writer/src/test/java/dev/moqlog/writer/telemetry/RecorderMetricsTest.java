package dev.moqlog.writer.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.vocabulary.PacketType;
import dev.moqlog.writer.ConnectionInfo;
import dev.moqlog.writer.QlogRecorder;
import dev.moqlog.writer.QlogTrace;
import dev.moqlog.writer.RecorderStats;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderMetricsTest {

  @Test
  void theInstrumentsShowTheRecordersOwnNumbers(@TempDir Path directory) throws Exception {
    InMemoryMetricReader reader = InMemoryMetricReader.create();
    SdkMeterProvider provider = SdkMeterProvider.builder().registerMetricReader(reader).build();
    QlogRecorder recorder = QlogRecorder.builder(directory).sampleRate(0.5).build();
    RecorderMetrics metrics = RecorderMetrics.register(provider.get("test"), recorder);
    connections(recorder, 40);
    recorder.flush(Duration.ofSeconds(10));
    Map<String, MetricData> collected = byName(reader.collectAllMetrics());
    RecorderStats stats = recorder.stats();

    assertThat(stats.eventsWritten()).isPositive();
    assertThat(value(collected, "moq.qlog.writer.events.written")).isEqualTo(stats.eventsWritten());
    assertThat(value(collected, "moq.qlog.writer.written")).isEqualTo(stats.bytesWritten());
    assertThat(value(collected, "moq.qlog.writer.connections.sampled")).isEqualTo(40);
    assertThat(value(collected, "moq.qlog.writer.events.dropped")).isZero();
    assertThat(collected.get("moq.qlog.writer.sample.ratio").getDoubleGaugeData().getPoints())
        .singleElement()
        .satisfies(point -> assertThat(point.getValue()).isEqualTo(0.5));
    metrics.close();
    assertThat(reader.collectAllMetrics()).as("after the instruments were removed").isEmpty();
    recorder.close();
    provider.close();
  }

  @Test
  void noConnectionIsAnAttribute(@TempDir Path directory) throws Exception {
    InMemoryMetricReader reader = InMemoryMetricReader.create();
    SdkMeterProvider provider = SdkMeterProvider.builder().registerMetricReader(reader).build();
    QlogRecorder recorder = QlogRecorder.builder(directory).sampleRate(0.5).build();
    RecorderMetrics metrics = RecorderMetrics.register(provider.get("test"), recorder);
    connections(recorder, 10);
    long few = series(reader.collectAllMetrics());
    connections(recorder, 500);
    assertThat(series(reader.collectAllMetrics())).isEqualTo(few);
    metrics.close();
    recorder.close();
    provider.close();
  }

  private static void connections(QlogRecorder recorder, int count) {
    for (long id = 0; id < count; id++) {
      byte[] bytes = ByteBuffer.allocate(8).putLong(id * 0x9e3779b97f4a7c15L + count).array();
      try (QlogTrace trace = recorder.open(ConnectionInfo.client(bytes))) {
        trace.packetSent(trace.nanoTime(), PacketType.ONE_RTT, id).length(40).ping().commit();
      }
    }
  }

  private static long value(Map<String, MetricData> collected, String name) {
    return collected.get(name).getLongSumData().getPoints().stream()
        .mapToLong(LongPointData::getValue)
        .sum();
  }

  private static long series(Collection<MetricData> metrics) {
    return metrics.stream().mapToLong(metric -> points(metric).size()).sum();
  }

  private static List<?> points(MetricData metric) {
    return List.copyOf(metric.getData().getPoints());
  }

  private static Map<String, MetricData> byName(Collection<MetricData> metrics) {
    return metrics.stream().collect(Collectors.toMap(MetricData::getName, Function.identity()));
  }
}
