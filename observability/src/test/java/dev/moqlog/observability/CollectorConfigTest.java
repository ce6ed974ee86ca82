package dev.moqlog.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The Collector takes in what comes, and hands each signal to the backend that is there for it. */
class CollectorConfigTest {

  private final JsonNode config = StackFiles.yaml("otel-collector-config.yaml");
  private final JsonNode pipelines = config.get("service").get("pipelines");

  @Test
  void definesWhatPipelinesNameAndUsesWhatItDefines() {
    for (String kind : List.of("receivers", "processors", "exporters")) {
      Set<String> used = new HashSet<>();
      StackFiles.stream(pipelines).forEach(p -> used.addAll(StackFiles.texts(p.get(kind))));
      assertThat(used).as(kind).containsExactlyInAnyOrderElementsOf(names(kind));
    }
    assertThat(StackFiles.texts(config.get("service").get("extensions")))
        .containsExactlyElementsOf(names("extensions"));
  }

  @Test
  void limitsMemoryFirstAndBatches() {
    for (JsonNode pipeline : pipelines) {
      assertThat(StackFiles.texts(pipeline.get("processors")))
          .startsWith("memory_limiter")
          .contains("batch");
    }
  }

  @Test
  void addsUpWhatPlayersSendOnceNothingTellsThemApart() {
    assertThat(StackFiles.texts(pipelines.get("metrics").get("processors")))
        .containsSubsequence("batch", "filter/players", "transform/metrics", "delta_to_cumulative");
    assertThat(config.at("/processors/delta_to_cumulative/max_streams").asInt()).isPositive();
  }

  @Test
  void handsEachSignalToItsBackend() {
    assertThat(StackFiles.texts(pipelines.get("metrics").get("exporters")))
        .containsExactly("prometheus");
    assertThat(StackFiles.texts(pipelines.get("traces").get("exporters")))
        .containsExactly("otlp_grpc/tempo");
    assertThat(StackFiles.texts(pipelines.get("logs").get("exporters")))
        .containsExactly("otlp_http/loki");
  }

  @Test
  void receivesAndServesAtThePortsOfTheChecklist() {
    assertThat(endpoint("/receivers/otlp/protocols/grpc")).endsWith(":4317}");
    assertThat(endpoint("/receivers/otlp/protocols/http")).endsWith(":4318}");
    assertThat(endpoint("/exporters/prometheus")).endsWith(":8889}");
    assertThat(config.at("/exporters/prometheus/enable_open_metrics").asBoolean()).isTrue();
  }

  @Test
  void letsOnlyPagesOfThisMachineSend() {
    assertThat(StackFiles.texts(config.at("/receivers/otlp/protocols/http/cors/allowed_origins")))
        .isNotEmpty()
        .allMatch(origin -> origin.matches("https?://(localhost|127[.]0[.]0[.]1):[*]"));
  }

  @Test
  void takesIdsOffMetricsAndAddsUpWhatIsLeft() {
    List<String> statements =
        StackFiles.allTexts(config.at("/processors/transform~1metrics/metric_statements")).toList();
    assertThat(statements)
        .anyMatch(
            statement ->
                statement.startsWith("delete_matching_keys(")
                    && statement.contains("connection|session|trace|span"));
    assertThat(statements).anyMatch(s -> s.startsWith("aggregate_on_attributes(\"sum\")"));
    assertThat(StackFiles.texts(pipelines.get("metrics").get("processors")))
        .contains("transform/metrics");
  }

  private String endpoint(String path) {
    return config.at(path).get("endpoint").asText();
  }

  private List<String> names(String kind) {
    return StackFiles.names(config.get(kind));
  }
}
