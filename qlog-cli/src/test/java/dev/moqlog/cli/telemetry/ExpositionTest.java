package dev.moqlog.cli.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.telemetry.ConnectionMetrics;
import dev.moqlog.analyzer.telemetry.TelemetryMetric;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.context.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is shown is what OpenMetrics and the text format allow, line by line. */
class ExpositionTest {

  private static final String LABELS =
      "\\{(?:[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\\\\n\"])*\",?)*}";
  private static final String NUMBER = "(?:[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?|[+]Inf)";
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-z_]+)("
              + LABELS
              + ")? ("
              + NUMBER
              + ")(?: # ("
              + LABELS
              + ") ("
              + NUMBER
              + ")( "
              + NUMBER
              + ")?)?");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z0-9_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private static String text(Exposition exposition, MetricTable table) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    exposition.write(table.series(), out);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Every metric of the catalogue with every label, and exemplars. */
  private static MetricTable everything() {
    MetricTable table = MetricTableTest.table();
    for (TelemetryMetric metric : TelemetryMetric.values()) {
      AttributesBuilder labels = Attributes.builder().put("relay_instance", "a\"b\\c\nd é");
      metric.labels().forEach(label -> labels.put(label.key(), "other"));
      switch (metric.kind()) {
        case COUNTER -> table.add(metric, labels.build(), 1_234_567, Context.root());
        case HISTOGRAM -> {
          for (long value = 0; value < 1L << 50; value = value * 7 + 1) {
            table.record(metric, labels.build(), value, 3, Context.root());
          }
        }
        case GAUGE -> table.set(metric, labels.build(), 1);
      }
    }
    new ConnectionMetrics(table, Attributes.empty(), false)
        .run(MetricTableTest.NOW, Duration.ofSeconds(1), true);
    MetricTableTest.connection(table, "8394c8f03e515708", 40_000_000, MetricTableTest.NOW);
    MetricTableTest.connection(table, "x".repeat(52), 400_000_000, MetricTableTest.NOW);
    MetricTableTest.connection(table, "y".repeat(500), 2_000_000_000, null);
    return table;
  }

  /** What a strict reader finds: each sample by its name and labels. */
  private static Map<String, String> read(String text, boolean openMetrics) {
    Map<String, String> samples = new LinkedHashMap<>();
    Map<String, String> types = new LinkedHashMap<>();
    Set<String> families = new HashSet<>();
    String family = "";
    String[] lines = text.split("\n", -1);
    assertThat(lines[lines.length - 1]).isEmpty();
    for (int i = 0; i < lines.length - 1; i++) {
      String line = lines[i];
      if (line.startsWith("# TYPE ") || line.startsWith("# HELP ")) {
        String[] words = line.split(" ", 4);
        if (!words[2].equals(family)) {
          family = words[2];
          assertThat(families.add(family)).as("family again: " + line).isTrue();
        }
        if (words[1].equals("TYPE")) {
          assertThat(types.put(family, words[3])).isNull();
        }
      } else if (line.equals("# EOF")) {
        assertThat(openMetrics).isTrue();
        assertThat(i).as("EOF is last").isEqualTo(lines.length - 2);
      } else {
        sample(line, family, types.get(family), openMetrics, samples);
      }
    }
    assertThat(text.endsWith("# EOF\n")).isEqualTo(openMetrics);
    buckets(samples);
    return samples;
  }

  private static void sample(
      String line, String family, String type, boolean openMetrics, Map<String, String> samples) {
    Matcher sample = SAMPLE.matcher(line);
    assertThat(sample.matches()).as(line).isTrue();
    String name = sample.group(1);
    String counted = openMetrics ? family + "_total" : family;
    switch (type) {
      case "counter" -> assertThat(name).isEqualTo(counted).endsWith("_total");
      case "gauge", "info" -> assertThat(name).isEqualTo(family);
      default -> assertThat(name).matches(family + "_(bucket|sum|count)");
    }
    String labels = sample.group(2) == null ? "" : sample.group(2);
    assertThat(samples.put(name + labels, sample.group(3))).as("sample again: " + line).isNull();
    if (sample.group(4) != null) {
      assertThat(openMetrics).as(line).isTrue();
      assertThat(name).as("only these may have exemplars").matches(".*_(bucket|total)");
      Matcher label = LABEL.matcher(sample.group(4));
      int runes = 0;
      while (label.find()) {
        String value = label.group(2).replaceAll("\\\\(.)", "$1");
        runes += label.group(1).length() + value.codePointCount(0, value.length());
      }
      assertThat(runes).as(line).isBetween(63, 128);
      Matcher bound = Pattern.compile("le=\"([^\"]+)\"").matcher(labels);
      if (bound.find() && !bound.group(1).equals("+Inf")) {
        assertThat(Double.parseDouble(sample.group(5)))
            .isLessThanOrEqualTo(Double.parseDouble(bound.group(1)));
      }
    }
  }

  /** Buckets are cumulative, end with infinity, and that is the count. */
  private static void buckets(Map<String, String> samples) {
    Map<String, Double> last = new LinkedHashMap<>();
    samples.forEach(
        (key, value) -> {
          if (key.contains("_bucket{")) {
            String series = key.replaceFirst(",?le=\"[^\"]+\"", "");
            double count = Double.parseDouble(value);
            assertThat(count).as(key).isGreaterThanOrEqualTo(last.getOrDefault(series, 0.0));
            last.put(series, count);
            if (key.contains("le=\"+Inf\"")) {
              String counts = series.replace("_bucket{", "_count{").replaceFirst("\\{}$", "");
              assertThat(samples).containsKey(counts);
              assertThat(Double.parseDouble(samples.get(counts))).isEqualTo(count);
            }
          }
        });
  }

  @Test
  void openMetricsIsReadByAStrictReaderAndHasAllMetricsUnderTheirNames() throws IOException {
    String text = text(Exposition.OPENMETRICS, everything());
    Map<String, String> samples = read(text, true);
    for (TelemetryMetric metric : TelemetryMetric.values()) {
      assertThat(samples.keySet())
          .as(metric.otelName())
          .anyMatch(key -> key.startsWith(metric.prometheusSeriesName()));
    }
    assertThat(text).contains(" # {").contains("connection_id=\"8394c8f03e515708\"");
    assertThat(text).contains("x".repeat(52)).doesNotContain("yyy");
    assertThat(samples.keySet()).noneMatch(key -> key.contains("_created"));
  }

  @Test
  void theTextFormatHasTheSameNumbersAndNoExemplars() throws IOException {
    MetricTable table = everything();
    String text = text(Exposition.TEXT, table);
    assertThat(text).doesNotContain(" # {").doesNotContain("# EOF");
    assertThat(read(text, false)).isEqualTo(read(text(Exposition.OPENMETRICS, table), true));
  }

  static List<String> hostileIds() {
    return List.of(
        "a\"b\\c", "a\nb\rc", "\0", "é".repeat(52), "𝒳".repeat(52), "# EOF", "\ud800", "{}", "");
  }

  @ParameterizedTest
  @MethodSource("hostileIds")
  void hostileIdsBreakNoLine(String id) throws IOException {
    MetricTable table = MetricTableTest.table();
    MetricTableTest.connection(table, id, 40_000_000, MetricTableTest.NOW);
    String text = text(Exposition.OPENMETRICS, table);

    read(text, true);
    assertThat(text.chars()).noneMatch(each -> each < ' ' && each != '\n');
  }

  @ParameterizedTest
  @EnumSource(Exposition.class)
  void anEmptyTableIsAValidExposition(Exposition exposition) throws IOException {
    assertThat(text(exposition, MetricTableTest.table()))
        .isEqualTo(exposition == Exposition.OPENMETRICS ? "# EOF\n" : "");
  }

  @Test
  void scrapersGetWhatTheyAskFor() {
    String prometheus =
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;"
            + "q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";
    assertThat(Exposition.of(prometheus)).isEqualTo(Exposition.OPENMETRICS);
    for (String accept : new String[] {"text/plain;version=0.0.4", "*/*", "text/html", "", null}) {
      assertThat(Exposition.of(accept)).isEqualTo(Exposition.TEXT);
    }
    assertThat(Exposition.OPENMETRICS.contentType()).startsWith("application/openmetrics-text");
    assertThat(Exposition.TEXT.contentType()).startsWith("text/plain; version=0.0.4");
  }

  @Test
  void helpIsTheDescription() throws IOException {
    String text = text(Exposition.TEXT, everything());
    for (TelemetryMetric metric : List.of(TelemetryMetric.RTT, TelemetryMetric.PACKETS_LOST)) {
      assertThat(text)
          .contains("# HELP " + metric.prometheusSeriesName() + ' ' + metric.description() + '\n');
    }
  }
}
