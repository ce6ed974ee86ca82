package dev.moqlog.analyzer.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.MetricDefinition;
import dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind;
import io.opentelemetry.api.common.Attributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TelemetryMetricTest {

  private static final Pattern FIELDS = Pattern.compile(".* \\(([a-z_., ]+)\\)");

  @ParameterizedTest
  @EnumSource(TelemetryMetric.class)
  void namesAreValidInBothWorlds(TelemetryMetric metric) {
    assertThat(metric.otelName())
        .matches("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+")
        .hasSizeLessThan(64);
    assertThat(metric.prometheusName())
        .matches("[a-z][a-z0-9_]*")
        .doesNotContain("__")
        .doesNotEndWith("_")
        // What the formats append themselves.
        .doesNotMatch(".*_(total|bucket|count|sum|created)");
    assertThat(metric.prometheusSeriesName().endsWith("_total"))
        .isEqualTo(metric.kind() == Kind.COUNTER);
  }

  @Test
  void namesAreUniqueWithAllThatFormatsAppend() {
    Set<String> otel = new HashSet<>();
    Set<String> prometheus = new HashSet<>();
    for (TelemetryMetric metric : TelemetryMetric.values()) {
      assertThat(otel.add(metric.otelName())).as(metric.otelName()).isTrue();
      List<String> suffixes =
          metric.kind() == Kind.HISTOGRAM ? List.of("", "_bucket", "_sum", "_count") : List.of("");
      for (String suffix : suffixes) {
        String name = metric.prometheusSeriesName() + suffix;
        assertThat(prometheus.add(name)).as(name).isTrue();
      }
    }
  }

  /**
   * The rule of the OpenTelemetry specification (compatibility with Prometheus) as the Collector
   * applies it: words, the unit unless it is one of them, and total at the end of counters.
   */
  @ParameterizedTest
  @EnumSource(TelemetryMetric.class)
  void prometheusNamesAreWhatTheCollectorMakesOfTheOtherName(TelemetryMetric metric) {
    List<String> words = new ArrayList<>(List.of(metric.otelName().split("[^a-zA-Z0-9]+")));
    String unit =
        switch (metric.unit().ucum()) {
          case "s" -> "seconds";
          case "By" -> "bytes";
          // Of unit 1, only gauges become ratios; that the others say so themselves is checked
          // below.
          case "1" -> metric.kind() == Kind.GAUGE ? "ratio" : "";
          default -> "";
        };
    if (!unit.isEmpty() && !words.contains(unit)) {
      words.add(unit);
    }
    if (metric.kind() == Kind.COUNTER) {
      words.remove("total");
      words.add("total");
    }
    assertThat(metric.prometheusSeriesName()).isEqualTo(String.join("_", words));
  }

  @ParameterizedTest
  @EnumSource(TelemetryMetric.class)
  void unitsAreBaseUnitsAndPartOfTheName(TelemetryMetric metric) {
    TelemetryUnit unit = metric.unit();
    assertThat(unit.ucum()).matches("s|By|1|\\{[a-z]+}|");
    assertThat(metric.prometheusName()).contains(unit.suffix());
    assertThat(unit.whole()).isEqualTo(unit.value(1) == 1);
    assertThat(unit.recorded(unit.value(123_456_789))).isEqualTo(123_456_789);
  }

  @ParameterizedTest
  @EnumSource(TelemetryMetric.class)
  void onlyHistogramsHaveBucketsAndTheirBoundsAscend(TelemetryMetric metric) {
    List<Double> bounds = metric.boundaries();
    if (metric.kind() != Kind.HISTOGRAM) {
      assertThat(bounds).isEmpty();
      return;
    }
    assertThat(bounds).hasSizeBetween(5, 15).isSorted().doesNotHaveDuplicates();
    for (double bound : bounds) {
      // Else a value on the bound would be in one bucket here and in another there.
      assertThat(metric.unit().value(metric.unit().recorded(bound))).isEqualTo(bound);
    }
    if (metric.unit() == TelemetryUnit.RATIO) {
      assertThat(bounds).first().isEqualTo(0.0);
      assertThat(bounds).last().isEqualTo(1.0);
    }
  }

  @ParameterizedTest
  @EnumSource(TelemetryMetric.class)
  void descriptionsAreOneLineAndNameTheFieldWithTheSameMeaning(TelemetryMetric metric) {
    assertThat(metric.description()).isNotBlank().doesNotContain("\n").doesNotEndWith(".");
    Matcher fields = FIELDS.matcher(metric.description());
    if (!fields.matches()) {
      return;
    }
    Set<String> defined =
        MetricDefinition.all().stream()
            .flatMap(definition -> Arrays.stream(definition.label().split(", ")))
            .flatMap(label -> Stream.of(label, label.replaceFirst("[.].*", "")))
            .collect(Collectors.toSet());
    // What diagnose writes; its rules have definitions of their own.
    defined.add("findings");
    String group = "";
    for (String field : fields.group(1).split(", ")) {
      String whole = field.contains(".") || group.isEmpty() ? field : group + '.' + field;
      group = whole.contains(".") ? whole.substring(0, whole.lastIndexOf('.')) : "";
      assertThat(defined).as(metric.description()).containsAnyOf(whole, group);
    }
  }

  @ParameterizedTest
  @EnumSource(TelemetryMetric.class)
  void noLabelNamesAConnectionOrAPlace(TelemetryMetric metric) {
    assertThat(metric.labels()).doesNotHaveDuplicates();
    assertThat(metric.labels().stream().map(TelemetryLabel::label))
        .doesNotHaveDuplicates()
        .allMatch(label -> label.matches("[a-z][a-z_]*"))
        .noneMatch(label -> label.matches(".*(_id|path|track|session|address|name)$|le|quantile"));
  }

  @Test
  void relaysMetricsHaveNoLabelsThatTheirOwnDoNotHave() {
    for (TelemetryMetric metric : TelemetryMetric.values()) {
      assertThat(metric.isRelays())
          .isEqualTo(metric.name().startsWith("RELAY_"))
          .isEqualTo(metric.prometheusName().startsWith("moq_relay_"));
      if (metric.isRelays()) {
        assertThat(metric.labels()).doesNotContain(TelemetryLabel.VANTAGE_POINT);
      } else {
        assertThat(metric.prometheusName()).startsWith("moq_qlog_");
      }
    }
  }

  @Test
  void everyMetricIsRecordedBySomething() {
    Exact exact = Exact.of(AnalyzedLogs.all());
    ConnectionMetrics metrics = new ConnectionMetrics(exact, Attributes.empty(), false);
    metrics.run(Instant.parse("2026-11-22T10:00:00Z"), Duration.ofSeconds(3), true);
    metrics.build("1.0");
    Arrays.stream(TelemetryMetric.values())
        .filter(TelemetryMetric::isWatchs)
        .forEach(metric -> metrics.set(metric, 1));

    Set<TelemetryMetric> never = EnumSet.allOf(TelemetryMetric.class);
    exact
        .series()
        .forEach(
            (series, total) -> {
              if (total.sum() > 0) {
                never.remove(series.metric());
              }
            });
    assertThat(never).isEmpty();
    assertThat(exact.sum(TelemetryMetric.RUN_TIME)).isEqualTo(1_795_341_600_000_000_000L);
    assertThat(exact.sum(TelemetryMetric.RUN_DURATION)).isEqualTo(3_000_000_000L);
    assertThat(exact.sum(TelemetryMetric.RUN_SUCCESS)).isEqualTo(1);
  }

  @Test
  void kindsAreCalledAsInPrometheus() {
    assertThat(Arrays.stream(Kind.values()).map(Kind::label))
        .containsExactly("counter", "histogram", "gauge")
        .allMatch(label -> label.equals(label.toLowerCase(Locale.ROOT)));
  }
}
