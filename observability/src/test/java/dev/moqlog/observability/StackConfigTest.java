package dev.moqlog.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The programs of the stack find each other, and ids of connections are labels nowhere. */
class StackConfigTest {

  private static final List<String> IDS =
      List.of("connection_id", "session_id", "trace_id", "span_id");

  private final JsonNode services = StackFiles.yaml("docker-compose.yml").get("services");
  private final Map<String, JsonNode> jobs =
      StackFiles.stream(StackFiles.yaml("prometheus.yml").get("scrape_configs"))
          .collect(Collectors.toMap(job -> job.get("job_name").asText(), Function.identity()));

  @Test
  void hasTheFilesOfTheChecklist() {
    for (String file : Checklist.names("file")) {
      assertThat(StackFiles.DIRECTORY.resolve(file)).exists();
    }
    assertThat(StackFiles.DIRECTORY.resolve("import-dashboards.sh")).isExecutable();
    assertThat(StackFiles.DIRECTORY.resolve("native.sh")).isExecutable();
  }

  @Test
  void prometheusScrapesTheTargetsOfTheChecklist() {
    assertThat(targets("otel-collector")).containsExactly("otel-collector:8889");
    assertThat(targets("moq-relay")).containsExactly("host.docker.internal:4443");
    assertThat(targets("qlog-exporter")).containsExactly("qlog-exporter:9464");
    assertThat(targets("node")).containsExactly("node-exporter:9100");
    assertThat(jobs.get("otel-collector").get("honor_labels").asBoolean()).isTrue();
  }

  @Test
  void prometheusScrapesServicesThatThereAre() {
    for (String job : jobs.keySet()) {
      targets(job).stream()
          .map(target -> target.split(":")[0])
          .filter(host -> !List.of("localhost", "host.docker.internal").contains(host))
          .forEach(host -> assertThat(services.has(host)).as(host).isTrue());
      StackFiles.stream(jobs.get(job).path("dns_sd_configs"))
          .flatMap(config -> StackFiles.stream(config.get("names")))
          .forEach(host -> assertThat(services.has(host.asText())).as(host.asText()).isTrue());
    }
  }

  @Test
  void alertsAskForJobsThatThereAre() {
    Matcher matcher = Pattern.compile("job=\"([^\"]+)\"").matcher(StackFiles.text("alerts.yml"));
    TreeSet<String> asked = new TreeSet<>();
    while (matcher.find()) {
      asked.add(matcher.group(1));
    }
    assertThat(asked).isNotEmpty().isSubsetOf(jobs.keySet());
  }

  @Test
  void prometheusTakesIdsOffWhatRelaysAndJobsSay() {
    for (String job : List.of("moq-relay", "pushgateway")) {
      JsonNode rule = jobs.get(job).at("/metric_relabel_configs/0");
      assertThat(rule.get("action").asText()).isEqualTo("labeldrop");
      Pattern dropped = Pattern.compile(rule.get("regex").asText());
      assertThat(IDS).allMatch(label -> dropped.matcher(label).matches());
      assertThat(List.of("relay_instance", "namespace", "region", "transport", "codec", "le"))
          .noneMatch(label -> dropped.matcher(label).matches());
    }
  }

  @Test
  void lokiAndAlloyMakeLabelsOfServiceAndLevelOnly() {
    JsonNode otlp = StackFiles.yaml("loki-config.yaml").at("/limits_config/otlp_config");
    assertThat(otlp.at("/resource_attributes/ignore_defaults").asBoolean()).isTrue();
    assertThat(StackFiles.texts(otlp.at("/resource_attributes/attributes_config/0/attributes")))
        .containsExactly("service");
    assertThat(otlp.at("/log_attributes/0/action").asText()).isEqualTo("structured_metadata");
    assertThat(keys(block("stage.labels"))).containsExactlyInAnyOrder("service", "level");
    assertThat(keys(block("stage.structured_metadata"))).contains("trace_id", "connection_id");
  }

  @Test
  void alloyForwardsFromEachComponentToOneThatIsThereWhicheverSourceItHas() {
    assertThat(components("alloy/containers.alloy"))
        .containsExactly(
            "discovery.docker.containers",
            "discovery.relabel.containers",
            "loki.process.json",
            "loki.source.docker.containers",
            "loki.write.loki");
    assertThat(components("alloy/files.alloy"))
        .containsExactly(
            "discovery.relabel.files",
            "local.file_match.files",
            "loki.process.files",
            "loki.process.json",
            "loki.source.file.files",
            "loki.write.loki");
  }

  @Test
  void alloyIsToldByItsEnvironmentWhereThingsAre() {
    JsonNode alloy = services.get("alloy");
    assertThat(StackFiles.names(alloy.get("environment")))
        .containsExactlyInAnyOrderElementsOf(asked("alloy/containers.alloy"));
    JsonNode withoutSocket = StackFiles.yaml("compose.local.yml").at("/services/alloy");
    assertThat(StackFiles.names(withoutSocket.get("environment")))
        .containsExactlyInAnyOrderElementsOf(asked("alloy/files.alloy"));
    assertThat(StackFiles.texts(alloy.get("volumes")))
        .contains(
            "./alloy-config.alloy:/etc/alloy.d/config.alloy:ro",
            "./alloy/containers.alloy:/etc/alloy.d/source.alloy:ro");
    assertThat(StackFiles.texts(alloy.get("command"))).endsWith("/etc/alloy.d");
  }

  @Test
  void dockersFilesSayWhichServiceALineIsFrom() {
    JsonNode options = services.get("tempo").at("/logging/options");
    assertThat(options.get("labels").asText()).isEqualTo("com.docker.compose.service");
    assertThat(options.get("tag").asText()).isEqualTo("{{.Name}}");
    assertThat(StackFiles.text("alloy/files.alloy"))
        .contains("attrs.\\\"com.docker.compose.service\\\"", "\"attrs.tag\"");
  }

  @Test
  void tempoAndLokiListenWhereOthersLookForThem() {
    JsonNode tempo = StackFiles.yaml("tempo-config.yaml");
    assertThat(tempo.at("/server/http_listen_port").asInt()).isEqualTo(3200);
    assertThat(tempo.at("/distributor/receivers/otlp/protocols/grpc/endpoint").asText())
        .isEqualTo("0.0.0.0:4317");
    // Tempo 3 refuses what it has no more.
    assertThat(StackFiles.names(tempo)).doesNotContain("ingester", "compactor", "ingester_client");
    assertThat(StackFiles.yaml("loki-config.yaml").at("/server/http_listen_port").asInt())
        .isEqualTo(3100);
    JsonNode collector = services.get("otel-collector").get("environment");
    assertThat(collector.get("TEMPO_ENDPOINT").asText()).isEqualTo("tempo:4317");
    assertThat(collector.get("LOKI_ENDPOINT").asText()).isEqualTo("http://loki:3100/otlp");
  }

  @Test
  void browsersReachTheCollectorAtTheSameOriginAndNothingElse() {
    String nginx = StackFiles.text("nginx/otel-proxy.conf");
    assertThat(nginx)
        .contains("location ~ ^/otel(/v1/(?:metrics|traces))$", "server otel-collector:4318;")
        .doesNotContain("Access-Control-Allow-Origin");
  }

  /** The components of Alloy with one source; each that is named is there. */
  private static TreeSet<String> components(String source) {
    String alloy = StackFiles.text("alloy-config.alloy") + StackFiles.text(source);
    TreeSet<String> defined = new TreeSet<>();
    Matcher component = Pattern.compile("(?m)^([a-z_.]+) \"([a-z]+)\" \\{$").matcher(alloy);
    while (component.find()) {
      defined.add(component.group(1) + "." + component.group(2));
    }
    Matcher reference =
        Pattern.compile("((?:discovery|local|loki)[a-z_.]+)\\.(?:targets|output|receiver)\\b")
            .matcher(alloy);
    TreeSet<String> used = new TreeSet<>();
    while (reference.find()) {
      used.add(reference.group(1));
    }
    assertThat(defined).containsAll(used);
    assertThat(used).hasSize(defined.size() - 1);
    return defined;
  }

  /** The variables that Alloy's files ask for. */
  private static TreeSet<String> asked(String source) {
    String alloy = StackFiles.text("alloy-config.alloy") + StackFiles.text(source);
    TreeSet<String> names = new TreeSet<>();
    Matcher variable = Pattern.compile("sys\\.env\\(\"([A-Z_]+)\"\\)").matcher(alloy);
    while (variable.find()) {
      names.add(variable.group(1));
    }
    return names;
  }

  private List<String> targets(String job) {
    return StackFiles.stream(jobs.get(job).path("static_configs"))
        .flatMap(config -> StackFiles.stream(config.get("targets")))
        .map(JsonNode::asText)
        .toList();
  }

  /** What is between the braces of "values" in a block of the Alloy configuration. */
  private static String block(String name) {
    Matcher matcher =
        Pattern.compile(Pattern.quote(name) + " \\{\\s*values = \\{([^}]*)}")
            .matcher(StackFiles.text("alloy-config.alloy"));
    assertThat(matcher.find()).as(name).isTrue();
    return matcher.group(1);
  }

  private static List<String> keys(String block) {
    return block
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .map(line -> line.split("[ =]")[0])
        .toList();
  }
}
