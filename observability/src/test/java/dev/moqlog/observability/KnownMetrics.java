package dev.moqlog.observability;

import dev.moqlog.analyzer.telemetry.TelemetryMetric;
import dev.moqlog.writer.ConnectionInfo;
import dev.moqlog.writer.QlogRecorder;
import dev.moqlog.writer.telemetry.RecorderMetrics;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of all metrics that there are in Prometheus, and those that an expression asks for. */
final class KnownMetrics {

  private static final Pattern NAME =
      Pattern.compile("(?<![\\w:\"./-])(?:moq|node|otelcol|up\\b)[\\w:]*(?![\\w:]|[\"./-]\\w)");
  private static final Map<String, String> UNITS = Map.of("s", "seconds", "By", "bytes");

  /** Of those that a machine's node_exporter has, what rules ask for. */
  private static final Set<String> NODE =
      Set.of(
          "node_filesystem_avail_bytes",
          "node_textfile_scrape_error",
          "node_netstat_Udp_RcvbufErrors",
          "node_netstat_Udp_SndbufErrors");

  /** Of those that the Collector tells of itself, likewise. */
  private static final Set<String> COLLECTOR =
      Set.of(
          "otelcol_processor_filter_datapoints_filtered", "otelcol_deltatocumulative_datapoints");

  private KnownMetrics() {}

  /** All names of series, those that recording rules make included. */
  static Set<String> all(Path directory) throws Exception {
    Set<String> names = new HashSet<>(NODE);
    names.addAll(COLLECTOR);
    names.add("up");
    for (TelemetryMetric metric : TelemetryMetric.values()) {
      add(names, metric.prometheusSeriesName(), metric.kind() == TelemetryMetric.Kind.HISTOGRAM);
    }
    for (List<String> line : Checklist.lines("metric")) {
      add(names, line.get(0), line.get(1).equals("histogram"));
    }
    names.addAll(recorders(directory));
    StackFiles.stream(StackFiles.yaml("rules/recording.yml").get("groups"))
        .flatMap(group -> StackFiles.stream(group.get("rules")))
        .forEach(rule -> names.add(rule.get("record").asText()));
    return names;
  }

  /** The names that a text asks for. */
  static Set<String> in(String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = NAME.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group());
    }
    return names;
  }

  private static void add(Set<String> names, String name, boolean histogram) {
    if (histogram) {
      names.addAll(List.of(name + "_bucket", name + "_sum", name + "_count"));
    } else {
      names.add(name);
    }
  }

  /** What a recorder that runs tells of itself. */
  private static Set<String> recorders(Path directory) throws Exception {
    Set<String> names = new HashSet<>();
    InMemoryMetricReader reader = InMemoryMetricReader.create();
    try (SdkMeterProvider provider =
            SdkMeterProvider.builder().registerMetricReader(reader).build();
        QlogRecorder recorder = QlogRecorder.builder(directory).sampleRate(1).build()) {
      RecorderMetrics.register(provider.get("test"), recorder);
      recorder.open(ConnectionInfo.server(new byte[] {1, 2, 3, 4, 5, 6, 7, 8})).close();
      for (MetricData metric : reader.collectAllMetrics()) {
        names.add(prometheusName(metric));
      }
    }
    return names;
  }

  private static String prometheusName(MetricData metric) {
    String name = metric.getName().replace('.', '_');
    boolean gauge =
        metric.getType() == MetricDataType.LONG_GAUGE
            || metric.getType() == MetricDataType.DOUBLE_GAUGE;
    String unit = UNITS.getOrDefault(metric.getUnit(), "");
    if (gauge && metric.getUnit().equals("1")) {
      unit = "ratio";
    }
    if (!unit.isEmpty() && !List.of(name.split("_")).contains(unit)) {
      name += "_" + unit;
    }
    return gauge ? name : name + "_total";
  }
}
