package dev.moqlog.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moqlog.observability.dashboards.Objectives;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts tell what is wrong and what to do, and each has been seen to fire and not to fire. */
class AlertsTest {

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  @TempDir Path directory;

  private final List<JsonNode> alerts =
      StackFiles.stream(StackFiles.yaml("alerts.yml").get("groups"))
          .flatMap(group -> StackFiles.stream(group.get("rules")))
          .toList();
  private final Set<String> names =
      alerts.stream().map(alert -> alert.get("alert").asText()).collect(Collectors.toSet());
  private final String runbooks = StackFiles.text("runbooks/alerts.md");

  @Test
  void areAllOfTheChecklist() {
    assertThat(names).containsAll(Checklist.names("alert"));
  }

  @Test
  void haveASeverityAndSayWhatIsWrongAndWhereToReadOn() {
    for (JsonNode alert : alerts) {
      String name = alert.get("alert").asText();
      assertThat(alert.at("/labels/severity").asText()).as(name).isIn("warning", "critical");
      JsonNode annotations = alert.get("annotations");
      assertThat(annotations.path("summary").asText())
          .as(name)
          .hasSizeBetween(15, 80)
          .doesNotContain("{{", ".");
      assertThat(annotations.path("description").asText())
          .as(name)
          .hasSizeGreaterThan(30)
          .endsWith(".");
      assertThat(annotations.path("runbook_url").asText())
          .as(name)
          .isEqualTo("http://localhost:8090/runbooks/alerts.md#" + name.toLowerCase(Locale.ROOT));
    }
  }

  @Test
  void eachHasASectionInTheRunbooksAndEachSectionAnAlert() {
    Set<String> sections =
        runbooks
            .lines()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3))
            .collect(Collectors.toSet());
    assertThat(sections).isEqualTo(names);
  }

  @Test
  void eachIsTestedToFireAndNotToFire() {
    for (String name : names) {
      String asked = "ALERTS{alertname=\"" + name + "\"";
      List<JsonNode> tests =
          StackFiles.under("rules/tests", ".yml").stream()
              .flatMap(file -> StackFiles.stream(StackFiles.yaml(file).get("tests")))
              .flatMap(test -> StackFiles.stream(test.get("promql_expr_test")))
              .filter(test -> test.get("expr").asText().contains(asked))
              .toList();
      assertThat(tests).as(name + " fires").anyMatch(test -> !test.get("exp_samples").isEmpty());
      assertThat(tests).as(name + " is quiet").anyMatch(test -> test.get("exp_samples").isEmpty());
    }
  }

  @Test
  void everySeverityOfAnAlertIsSeenInATest() {
    String tests =
        StackFiles.under("rules/tests", ".yml").stream()
            .map(StackFiles::text)
            .collect(Collectors.joining());
    for (JsonNode alert : alerts) {
      String name = alert.get("alert").asText();
      String severity = alert.at("/labels/severity").asText();
      assertThat(tests)
          .as(name + " " + severity)
          .containsPattern(
              "labels: '(ALERTS)?\\{alertname=\""
                  + name
                  + "\"(, alertstate=\"firing\")?, severity=\""
                  + severity
                  + "\"");
    }
  }

  @Test
  void burnRatesMeasureByTheObjectivesThatDashboardsDraw() {
    burnRate("MoqClientStartupSLOBurn", 1 - Objectives.STARTUP_SHARE);
    burnRate("MoqClientLatencySLOBurn", 1 - Objectives.LATENCY_SHARE);
    burnRate("MoqClientStallSLOBurn", Objectives.STALLS_PER_START);
  }

  /** There is a fast and a slow pair of windows, and all have the budget of the objective. */
  private void burnRate(String name, double budget) {
    String expressions =
        alerts.stream()
            .filter(alert -> alert.get("alert").asText().equals(name))
            .map(alert -> alert.get("expr").asText())
            .collect(Collectors.joining("\n"));
    String number = BigDecimal.valueOf(budget).round(new MathContext(6)).toPlainString();
    String share = number.replaceFirst("0+$", "").replace(".", "[.]") + "(?![0-9])";
    assertThat(expressions)
        .as(name)
        .containsPattern("rate1h > 14[.]4 \\* " + share + " and \\S+rate5m > 14[.]4 \\* " + share)
        .containsPattern("rate6h > 6 \\* " + share + " and \\S+rate30m > 6 \\* " + share)
        .containsPattern("rate3d > " + share + " and \\S+rate6h > " + share);
  }

  @Test
  void recordedSharesAreBeyondTheLimitsOfTheObjectives() {
    Map<String, String> recorded =
        StackFiles.stream(StackFiles.yaml("rules/recording.yml").get("groups"))
            .flatMap(group -> StackFiles.stream(group.get("rules")))
            .collect(
                Collectors.toMap(
                    rule -> rule.get("record").asText(), rule -> rule.get("expr").asText()));
    for (String window : List.of("5m", "30m", "1h", "6h", "3d")) {
      assertThat(recorded.get("moq_client:startup_slow:ratio_rate" + window))
          .contains(bucket(SourceMetric.STARTUP_TIME, Objectives.STARTUP_SECONDS), window);
      assertThat(recorded.get("moq_client:latency_high:ratio_rate" + window))
          .contains(bucket(SourceMetric.LATENCY, Objectives.LATENCY_SECONDS), window);
      assertThat(recorded.get("moq_client:rebuffers_per_start:ratio_rate" + window))
          .contains(window);
    }
  }

  private static String bucket(SourceMetric metric, double limit) {
    assertThat(metric.boundaries()).contains(limit);
    return metric.prometheusName() + "_bucket{le=~\"" + Math.round(limit) + "([.]0)?\"}";
  }

  @Test
  void theReadmeNamesTheObjectives() {
    assertThat(StackFiles.text("README.md"))
        .contains(
            "%.0f %% of first frames within %.0f s"
                .formatted(100 * Objectives.STARTUP_SHARE, Objectives.STARTUP_SECONDS),
            "%.0f %% of latencies to the live edge within %.0f s"
                .formatted(100 * Objectives.LATENCY_SHARE, Objectives.LATENCY_SECONDS),
            "at most %.0f rebuffering events for 100 playbacks"
                .formatted(100 * Objectives.STALLS_PER_START));
  }

  @Test
  void rulesAskForMetricsThatThereAre() throws Exception {
    Set<String> known = KnownMetrics.all(directory);
    for (String file : List.of("alerts.yml", "rules/recording.yml")) {
      for (JsonNode group : StackFiles.yaml(file).get("groups")) {
        for (JsonNode rule : group.get("rules")) {
          String expression = rule.get("expr").asText();
          assertThat(KnownMetrics.in(expression)).as(expression).isNotEmpty().isSubsetOf(known);
        }
      }
    }
  }

  @Test
  void runbooksNameMetricsThatThereAre() throws Exception {
    Set<String> known = KnownMetrics.all(directory);
    known.addAll(Checklist.names("metric"));
    for (String name : Set.copyOf(known)) {
      known.add(name.replaceFirst("_(bucket|sum|count)$", ""));
    }
    Matcher code = CODE.matcher(runbooks);
    while (code.find()) {
      Set<String> asked = KnownMetrics.in(code.group(1));
      asked.removeIf(name -> name.endsWith("_"));
      assertThat(asked).as(code.group(1)).isSubsetOf(known);
    }
  }

  @Test
  void noIdIsALabelThatRulesAskFor() {
    for (String file : List.of("alerts.yml", "rules/recording.yml")) {
      assertThat(StackFiles.text(file))
          .doesNotContainPattern("(connection|session|trace|span|user)_?id");
    }
  }
}
