package dev.moqlog.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The four links: from an exemplar to its trace, to its logs and back, and to the qlog file. */
class DatasourcesTest {

  private static final String FILE = "grafana/provisioning/datasources/datasources.yaml";

  private final JsonNode sources = StackFiles.yaml(FILE).get("datasources");

  @Test
  void haveUidsOfTheirOwnAndNameOnlySuchAsExist() {
    List<String> uids =
        StackFiles.stream(sources).map(source -> source.get("uid").asText()).toList();
    assertThat(uids).doesNotHaveDuplicates().contains("prometheus", "tempo", "loki");
    Set<String> named = new HashSet<>();
    Matcher matcher =
        Pattern.compile("(?:datasourceUid|alertmanagerUid|targetUID): (\\S+)")
            .matcher(StackFiles.text(FILE));
    while (matcher.find()) {
      named.add(matcher.group(1));
    }
    assertThat(named).isNotEmpty().isSubsetOf(uids);
  }

  @Test
  void onlyPrometheusIsAskedForRulesOfAlerts() {
    assertThat(StackFiles.stream(sources))
        .filteredOn(source -> List.of("prometheus", "loki").contains(source.get("type").asText()))
        .allSatisfy(
            source ->
                assertThat(source.at("/jsonData/manageAlerts").asBoolean(true))
                    .isEqualTo(source.get("uid").asText().equals("prometheus")));
  }

  @Test
  void anExemplarLeadsToItsTrace() {
    JsonNode destination = source("prometheus").at("/jsonData/exemplarTraceIdDestinations/0");
    assertThat(destination.get("name").asText()).isEqualTo("trace_id");
    assertThat(destination.get("datasourceUid").asText()).isEqualTo("tempo");
  }

  @Test
  void aSpanLeadsToTheLogsOfItsConnectionAndTrace() {
    JsonNode link = source("tempo").at("/jsonData/tracesToLogsV2");
    assertThat(link.get("datasourceUid").asText()).isEqualTo("loki");
    assertThat(link.get("customQuery").asBoolean()).isTrue();
    assertThat(link.get("query").asText())
        .startsWith("{service=~\"moq-relay|")
        .contains("| json | drop __error__, __error_details__ |")
        .contains("connection_id=\"$${__span.tags[\"connection_id\"]}\"")
        .contains("trace_id=\"$${__trace.traceId}\"");
  }

  @Test
  void aLogLineLeadsToItsTrace() {
    assertThat(StackFiles.stream(source("loki").at("/jsonData/derivedFields")))
        .anySatisfy(
            field -> {
              assertThat(field.get("matcherType").asText()).isEqualTo("label");
              assertThat(field.get("matcherRegex").asText()).isEqualTo("trace_id");
              assertThat(field.get("datasourceUid").asText()).isEqualTo("tempo");
              assertThat(field.get("url").asText()).isEqualTo("$${__value.raw}");
            });
  }

  @Test
  void aSpanLeadsToItsQlogFile() {
    JsonNode correlation = source("tempo").at("/correlations/0");
    assertThat(correlation.get("type").asText()).isEqualTo("external");
    assertThat(correlation.at("/config/target/url").asText())
        .isEqualTo("${QLOG_FILES_URL}/$${qlog_path}");
    JsonNode transformation = correlation.at("/config/transformations/0");
    assertThat(transformation.get("mapValue").asText()).isEqualTo("qlog_path");
    // What Grafana has as the field "tags" of a span.
    Matcher matcher =
        Pattern.compile(transformation.get("expression").asText())
            .matcher(
                "[{\"key\":\"connection_id\",\"value\":\"conn-123\"},"
                    + "{\"key\":\"qlog_path\",\"value\":\"qlog/conn-123/trace.json\"}]");
    assertThat(matcher.find()).isTrue();
    assertThat(matcher.group(1)).isEqualTo("qlog/conn-123/trace.json");
  }

  @Test
  void aDollarIsEitherOfTheEnvironmentOrDoubled() {
    JsonNode environment =
        StackFiles.yaml("docker-compose.yml").at("/services/grafana/environment");
    Matcher matcher =
        Pattern.compile("(?<![$])[$](?![$])\\{?(\\w*)").matcher(StackFiles.text(FILE));
    int found = 0;
    while (matcher.find()) {
      assertThat(environment.has(matcher.group(1))).as(matcher.group()).isTrue();
      found++;
    }
    assertThat(found).isPositive();
  }

  private JsonNode source(String uid) {
    return StackFiles.stream(sources)
        .filter(source -> source.get("uid").asText().equals(uid))
        .findFirst()
        .orElseThrow();
  }
}
