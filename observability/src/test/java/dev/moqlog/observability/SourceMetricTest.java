package dev.moqlog.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.telemetry.TelemetryMetric;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SourceMetricTest {

  @Test
  void namesTypesAndLabelsAreThoseThatWereGiven() throws IOException {
    try (InputStream given = SourceMetricTest.class.getResourceAsStream("/source-metrics.txt")) {
      List<String> lines =
          new String(given.readAllBytes(), StandardCharsets.UTF_8).lines().sorted().toList();
      assertThat(
              Arrays.stream(SourceMetric.values())
                  .map(
                      metric ->
                          metric.kind().label()
                              + " "
                              + metric.prometheusName()
                              + " "
                              + String.join(",", metric.labels()))
                  .sorted())
          .containsExactlyElementsOf(lines);
    }
  }

  @ParameterizedTest
  @EnumSource
  void exportersOfOpenTelemetryMakeItsName(SourceMetric metric) {
    assertThat(ExporterNames.of(metric.otelName(), metric.unit(), metric.kind()))
        .isEqualTo(metric.prometheusName());
  }

  @ParameterizedTest
  @EnumSource
  void aHistogramHasBucketsThatAscend(SourceMetric metric) {
    assertThat(metric.boundaries()).isSorted().doesNotHaveDuplicates();
    assertThat(metric.boundaries().isEmpty())
        .isEqualTo(metric.kind() != TelemetryMetric.Kind.HISTOGRAM);
  }

  @Test
  void whatQlogCanTellOfARelayHasTheNamesOfTheRelay() {
    Map<String, SourceMetric> relays =
        Arrays.stream(SourceMetric.values())
            .collect(Collectors.toMap(SourceMetric::prometheusName, Function.identity()));
    assertThat(TelemetryMetric.values())
        .filteredOn(TelemetryMetric::isRelays)
        .isNotEmpty()
        .allSatisfy(
            metric -> {
              SourceMetric told = relays.get(metric.prometheusSeriesName());
              assertThat(told).as(metric.name()).isNotNull();
              assertThat(told.kind()).isEqualTo(metric.kind());
              assertThat(told.otelName()).isEqualTo(metric.otelName());
            });
  }
}
