package dev.moqlog.cli.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.moqlog.analyzer.QlogAnalyzer;
import dev.moqlog.analyzer.Results;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.analyzer.telemetry.ConnectionMetrics;
import dev.moqlog.cli.telemetry.MetricTable;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The same connections through the instruments of an SDK, and through our own table. */
class MeterDifferenceTest {

  private static final Path SAMPLES = Path.of(System.getProperty("moqlog.root"), "samples", "qlog");

  private record Both(ConnectionMetrics first, ConnectionMetrics second) implements Results {

    @Override
    public void connection(ConnectionSummary connection) {
      first.connection(connection);
      second.connection(connection);
    }

    @Override
    public void source(SourceSummary source) {
      first.source(source);
      second.source(source);
    }
  }

  @Test
  void tableAndMeterHaveTheSameMetrics() {
    InMemoryMetricReader reader = InMemoryMetricReader.create();
    MetricTable table = new MetricTable(InstantSource.system());
    ConnectionMetrics inTable = new ConnectionMetrics(table, Attributes.empty(), false);
    inTable.begin();
    try (SdkMeterProvider provider =
        SdkMeterProvider.builder().registerMetricReader(reader).build()) {
      QlogAnalyzer.builder()
          .build()
          .analyzeJoined(
              List.of(SAMPLES.toString()),
              new Both(ConnectionMetrics.on(provider.get("test")), inTable),
              QlogAnalyzer.Progress.NONE);
      Map<String, MetricData> ours =
          byName(
              new OtlpMetrics(
                      InstrumentationScopeInfo.create("test"),
                      table::series,
                      () -> Instant.EPOCH,
                      InstantSource.system())
                  .produce(Resource.empty()));
      Map<String, MetricData> theirs = byName(reader.collectAllMetrics());

      assertThat(ours.keySet()).isEqualTo(theirs.keySet()).hasSizeGreaterThan(20);
      ours.forEach((name, metric) -> compare(metric, theirs.get(name)));
    }
  }

  private static Map<String, MetricData> byName(Collection<MetricData> metrics) {
    Map<String, MetricData> all = new TreeMap<>();
    metrics.forEach(metric -> all.put(metric.getName(), metric));
    return all;
  }

  private static void compare(MetricData ours, MetricData theirs) {
    assertThat(ours.getType()).as(ours.getName()).isEqualTo(theirs.getType());
    assertThat(ours.getUnit()).isEqualTo(theirs.getUnit());
    assertThat(ours.getDescription()).isEqualTo(theirs.getDescription());
    Map<String, PointData> expected = points(theirs);
    Map<String, PointData> actual = points(ours);
    assertThat(actual.keySet()).as(ours.getName()).isEqualTo(expected.keySet());
    actual.forEach((labels, point) -> compare(ours.getName(), point, expected.get(labels)));
  }

  private static Map<String, PointData> points(MetricData metric) {
    Map<String, PointData> all = new TreeMap<>();
    metric.getData().getPoints().forEach(point -> all.put(point.getAttributes().toString(), point));
    return all;
  }

  private static void compare(String name, PointData ours, PointData theirs) {
    if (ours instanceof LongPointData point) {
      assertThat(point.getValue()).as(name).isEqualTo(((LongPointData) theirs).getValue());
    } else if (ours instanceof DoublePointData point) {
      near(name, point.getValue(), ((DoublePointData) theirs).getValue());
    } else {
      HistogramPointData point = (HistogramPointData) ours;
      HistogramPointData other = (HistogramPointData) theirs;
      assertThat(point.getBoundaries()).as(name).isEqualTo(other.getBoundaries());
      assertThat(point.getCounts()).as(name).isEqualTo(other.getCounts());
      assertThat(point.getCount()).as(name).isEqualTo(other.getCount());
      near(name, point.getSum(), other.getSum());
    }
  }

  private static void near(String name, double ours, double theirs) {
    assertThat(ours).as(name).isCloseTo(theirs, within(1e-9 * Math.max(1, Math.abs(theirs))));
  }
}
