package dev.moqlog.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moqlog.analyzer.telemetry.TelemetryMetric;
import dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind;
import dev.moqlog.observability.DashboardFile.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is asked of every dashboard, whatever it shows. */
class DashboardLintTest {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)[^}]*}|\\$(\\w+)");
  private static final Pattern ID_LABEL =
      Pattern.compile(
          "(?i)\\b\\w*(connection|session|trace|span|client|user|subscriber|request|track)_?id\\b"
              + "|\\b(peer|remote|client)_?(ip|addr|address)\\b|\\b(dcid|scid|qlog_path|track_name)\\b");

  /** Units of Grafana that are used, each of which it knows. */
  private static final Set<String> UNITS =
      Set.of(
          "none",
          "short",
          "s",
          "bytes",
          "percentunit",
          "Bps",
          "bps",
          "pps",
          "cps",
          "cpm",
          "iops",
          "KiBs");

  private static final Set<String> FUNCTIONS =
      Set.of(
          "sum",
          "max",
          "min",
          "avg",
          "count",
          "topk",
          "rate",
          "increase",
          "histogram_quantile",
          "time",
          "vector",
          "or",
          "by");

  static List<DashboardFile> dashboards() {
    return DashboardFile.all();
  }

  private static Set<String> names(Kind kind) {
    return Stream.<Metric[]>of(
            SourceMetric.values(),
            RecorderMetric.values(),
            NodeMetric.values(),
            ScrapeMetric.values())
        .flatMap(Arrays::stream)
        .filter(metric -> metric.kind() == kind)
        .map(Metric::prometheusName)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Set<String> qlogNames(Kind kind) {
    return Arrays.stream(TelemetryMetric.values())
        .filter(metric -> metric.kind() == kind)
        .map(TelemetryMetric::prometheusSeriesName)
        .collect(Collectors.toSet());
  }

  private static Set<String> all(Kind kind) {
    Set<String> names = names(kind);
    names.addAll(qlogNames(kind));
    return names;
  }

  /** The names of metrics in an expression. */
  private static List<String> metrics(String promql) {
    String bare =
        promql
            .replaceAll("\"[^\"]*\"", "")
            .replaceAll("\\{[^}]*}", "")
            .replaceAll("\\[[^\\]]*]", "")
            .replaceAll("by \\([^)]*\\)", "");
    Matcher matcher = NAME.matcher(bare);
    List<String> names = new ArrayList<>();
    while (matcher.find()) {
      if (!FUNCTIONS.contains(matcher.group())) {
        names.add(matcher.group());
      }
    }
    return names;
  }

  @Test
  void thereAreFourAndTheirAddressesNeverChange() {
    assertThat(dashboards())
        .extracting(file -> file.json().path("uid").asText())
        .containsExactly("moq-overview", "moq-pipeline", "node-exporter-full", "quic-qlog");
    assertThat(dashboards())
        .allSatisfy(
            file -> assertThat(file.name()).isEqualTo(file.json().path("uid").asText() + ".json"));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void aDashboardIsTaggedLinkedAndNotToBeEditedInPlace(DashboardFile file) {
    JsonNode json = file.json();
    assertThat(json.path("title").asText()).isNotBlank();
    assertThat(json.path("description").asText()).isNotBlank();
    assertThat(json.path("editable").asBoolean(true)).isFalse();
    assertThat(json.at("/tags/0").asText()).isEqualTo("moqlog");
    assertThat(json.at("/links/0/tags/0").asText()).isEqualTo("moqlog");
    assertThat(json.at("/links/0/includeVars").asBoolean()).isTrue();
    assertThat(json.at("/links/0/keepTime").asBoolean()).isTrue();
    assertThat(json.has("id")).isFalse();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyPanelHasATitleADescriptionAUnitAndAQuery(DashboardFile file) {
    assertThat(file.panels())
        .isNotEmpty()
        .allSatisfy(
            panel -> {
              assertThat(panel.path("title").asText()).isNotBlank();
              assertThat(panel.path("description").asText()).endsWith(".");
              assertThat(UNITS).contains(panel.at("/fieldConfig/defaults/unit").asText());
              assertThat(panel.path("targets")).isNotEmpty();
            });
    assertThat(file.panels())
        .extracting(panel -> panel.path("title").asText())
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void idsAndReferencesAreUnique(DashboardFile file) {
    assertThat(file.boxes()).extracting(box -> box.path("id").asInt()).doesNotHaveDuplicates();
    assertThat(file.panels())
        .allSatisfy(
            panel ->
                assertThat(panel.path("targets"))
                    .extracting(target -> target.path("refId").asText())
                    .doesNotHaveDuplicates());
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelsFillTheGridWithoutGapOrOverlap(DashboardFile file) {
    Set<String> taken = new HashSet<>();
    int bottom = 0;
    for (JsonNode box : file.boxes()) {
      JsonNode place = box.path("gridPos");
      int x = place.path("x").asInt();
      int y = place.path("y").asInt();
      assertThat(x + place.path("w").asInt()).isLessThanOrEqualTo(24);
      bottom = Math.max(bottom, y + place.path("h").asInt());
      IntStream.range(x, x + place.path("w").asInt())
          .forEach(
              column ->
                  IntStream.range(y, y + place.path("h").asInt())
                      .forEach(
                          line ->
                              assertThat(taken.add(column + "," + line))
                                  .as(box.path("title").asText())
                                  .isTrue()));
    }
    assertThat(taken).as("cells").hasSize(24 * bottom);
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void dataSourcesAreChosenByVariables(DashboardFile file) {
    assertThat(file.json().findValues("datasource"))
        .allSatisfy(
            source ->
                assertThat(source.path("uid").asText())
                    .isEqualTo(
                        switch (source.path("type").asText()) {
                          case "loki" -> "${loki}";
                          case "tempo" -> "${tempo}";
                          default -> "${datasource}";
                        }));
    assertThat(file.targets())
        .allSatisfy(
            target ->
                assertThat(target.json().path("datasource"))
                    .isEqualTo(target.panel().path("datasource")));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void variablesThatAreUsedExistAndThoseThatExistAreUsed(DashboardFile file) {
    Set<String> used =
        file.targets().stream()
            .map(target -> target.json().toString() + target.panel().path("fieldConfig"))
            .flatMap(text -> VARIABLE.matcher(text).results())
            .map(match -> match.group(1) != null ? match.group(1) : match.group(2))
            .filter(name -> !name.startsWith("__"))
            .collect(Collectors.toCollection(HashSet::new));
    // One variable may choose the values of another.
    file.variables()
        .forEach(
            variable ->
                VARIABLE
                    .matcher(variable.path("definition").asText())
                    .results()
                    .forEach(match -> used.add(match.group(2))));
    assertThat(file.variables())
        .extracting(variable -> variable.path("name").asText())
        .containsExactlyInAnyOrderElementsOf(used);
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyMetricIsInACatalogue(DashboardFile file) {
    Set<String> known = new HashSet<>();
    known.addAll(all(Kind.COUNTER));
    known.addAll(all(Kind.GAUGE));
    for (String histogram : all(Kind.HISTOGRAM)) {
      known.addAll(List.of(histogram + "_bucket", histogram + "_count", histogram + "_sum"));
    }
    assertThat(file.promql())
        .isNotEmpty()
        .allSatisfy(promql -> assertThat(known).containsAll(metrics(promql)));
    assertThat(file.promql()).allSatisfy(promql -> assertThat(metrics(promql)).isNotEmpty());
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void whatOnlyGrowsIsShownAsRateOrIncrease(DashboardFile file) {
    Set<String> growing = all(Kind.COUNTER);
    all(Kind.HISTOGRAM)
        .forEach(name -> growing.addAll(List.of(name + "_bucket", name + "_count", name + "_sum")));
    for (String promql : file.promql()) {
      for (String name : metrics(promql)) {
        Matcher uses = Pattern.compile("(rate\\(|increase\\()?\\b" + name + "\\b").matcher(promql);
        while (uses.find()) {
          assertThat(uses.group(1) != null).as(promql).isEqualTo(growing.contains(name));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void windowsAreThoseThatGrafanaChooses(DashboardFile file) {
    for (Target target : file.targets()) {
      String text = target.text();
      if (target.type().equals("prometheus")) {
        assertThat(text.replace("[$__rate_interval]", "").replace("[$__range]", ""))
            .doesNotContain("[");
        boolean overTime = target.json().path("range").asBoolean();
        assertThat(overTime && text.contains("$__range]")).as(text).isFalse();
        assertThat(target.json().path("instant").asBoolean()).isNotEqualTo(overTime);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void quantilesAreOfRatesByBucket(DashboardFile file) {
    assertThat(file.promql())
        .filteredOn(promql -> promql.contains("histogram_quantile"))
        .allSatisfy(
            promql ->
                assertThat(promql)
                    .containsPattern(
                        "histogram_quantile\\(0?\\.\\d+, sum by \\(le(, \\w+)*\\) \\(rate\\("));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void noQueryOfMetricsNamesAnIdOrAVariableThatHoldsOne(DashboardFile file) {
    assertThat(file.promql())
        .allSatisfy(promql -> assertThat(promql).doesNotContainPattern(ID_LABEL));
    assertThat(file.variables())
        .filteredOn(variable -> variable.path("type").asText().equals("query"))
        .allSatisfy(
            variable ->
                assertThat(variable.path("definition").asText()).doesNotContainPattern(ID_LABEL));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void distributionsOfConnectionsLeadToTheirTracesOnceAPanel(DashboardFile file) {
    // An exemplar of a counter is what one event added, which has no place on a scale of rates.
    Pattern ofConnections =
        Pattern.compile("(rate|increase)\\(moq_(?!qlog_(writer|watch))\\w+_bucket");
    assertThat(file.panels())
        .allSatisfy(
            panel -> {
              List<Target> leading =
                  file.targets().stream()
                      .filter(target -> target.panel() == panel)
                      .filter(target -> target.json().path("range").asBoolean())
                      .filter(target -> ofConnections.matcher(target.text()).find())
                      .toList();
              assertThat(file.targets())
                  .filteredOn(target -> target.panel() == panel)
                  .filteredOn(target -> target.json().path("exemplar").asBoolean())
                  .isEqualTo(leading.stream().limit(1).toList());
            });
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void theGreatestSeriesAreAskedForOfOneTimeOnly(DashboardFile file) {
    // Over time others would be the greatest at each step, and all of them be drawn in pieces.
    assertThat(file.targets())
        .filteredOn(target -> target.text().contains("topk("))
        .allSatisfy(target -> assertThat(target.json().path("instant").asBoolean()).isTrue());
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void aScaleOfLinesIsNotLeftToGrafanaWhereAllAreZero(DashboardFile file) {
    assertThat(file.panels())
        .filteredOn(panel -> panel.path("type").asText().equals("timeseries"))
        .allSatisfy(
            panel ->
                assertThat(
                        panel.at("/fieldConfig/defaults/max").isNumber()
                            || panel.at("/fieldConfig/defaults/custom/axisSoftMax").isNumber())
                    .as(panel.path("title").asText())
                    .isTrue());
  }

  @Test
  void whatFiresStandsOnTheFirstScreenAndLeadsToItsRunbook() {
    DashboardFile overview = dashboards().get(0);
    List<JsonNode> first =
        overview.panels().stream()
            .filter(panel -> panel.at("/gridPos/y").asInt() + panel.at("/gridPos/h").asInt() <= 14)
            .toList();
    assertThat(first)
        .filteredOn(panel -> panel.at("/targets/0/expr").asText().contains("ALERTS{"))
        .hasSize(2)
        .allSatisfy(
            panel ->
                assertThat(panel.at("/fieldConfig/overrides").toString())
                    .contains("/alerting/list?search="));
    assertThat(first)
        .extracting(panel -> panel.path("title").asText())
        .contains("First frame, p95 (≤ 2 s)", "Latency, p95 (≤ 2 s)", "Stall ratio (≤ 2 %)");
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void alertsMarkWhenTheyBeginAndCoverNothing(DashboardFile file) {
    assertThat(file.json().at("/annotations/list/0/expr").asText())
        .startsWith("ALERTS{")
        .contains(" unless ALERTS{")
        .endsWith(" offset 1m");
    assertThat(file.json().at("/annotations/list/0/step").asText()).isEqualTo("60s");
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void statesHaveANameAndAColourForEachValue(DashboardFile file) {
    assertThat(file.panels())
        .filteredOn(panel -> panel.path("type").asText().equals("state-timeline"))
        .allSatisfy(
            panel ->
                assertThat(panel.at("/fieldConfig/defaults/mappings/0/options"))
                    .extracting(state -> state.path("color").asText())
                    .hasSize(2)
                    .contains("green")
                    .containsAnyOf("red", "orange"));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void choosingARelayLeavesSeriesThatDoNotNameTheirs(DashboardFile file) {
    // Analysis knows relay, namespace and region only where qlog-cli was told them.
    Pattern ofQlog = Pattern.compile("moq_qlog_(?!writer_)\\w+\\{([^}]*)}");
    for (String promql : file.promql()) {
      ofQlog
          .matcher(promql)
          .results()
          .filter(series -> series.group(1).contains("$relay_instance"))
          .forEach(
              series ->
                  assertThat(series.group(1))
                      .contains(
                          "relay_instance=~\"$relay_instance|\"",
                          "namespace=~\"$namespace|\"",
                          "region=~\"$region|\""));
    }
  }

  @Test
  void tracesLeadToLogsAndToTheQlogFile() {
    List<JsonNode> tables =
        dashboards().stream()
            .map(DashboardFile::panels)
            .flatMap(List::stream)
            .filter(panel -> panel.path("type").asText().equals("table"))
            .filter(panel -> panel.at("/datasource/type").asText().equals("tempo"))
            .toList();
    assertThat(tables).hasSize(2);
    Function<JsonNode, String> overrides = panel -> panel.at("/fieldConfig/overrides").toString();
    assertThat(tables)
        .allSatisfy(
            table ->
                assertThat(overrides.apply(table))
                    .contains("var-connection_id=", "var-trace_id=", "qvis.quictools.info"));
  }
}
