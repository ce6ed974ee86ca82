package dev.moqlog.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Containers start in order, say whether they are well, and are reached from this machine only. */
class ComposeFileTest {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)}");
  private static final Pattern IMAGE =
      Pattern.compile("[a-z0-9./-]+:[A-Za-z0-9._-]*[0-9][A-Za-z0-9._-]*@sha256:[0-9a-f]{64}");

  private final JsonNode compose = StackFiles.yaml("docker-compose.yml");
  private final JsonNode services = compose.get("services");
  private final Map<String, String> environment = environment();

  @Test
  void isTheProjectObservabilitySoThatContainersHaveTheirNames() {
    assertThat(compose.get("name").asText()).isEqualTo("observability");
    assertThat(StackFiles.names(services)).contains("otel-collector");
    assertThat(StackFiles.stream(services)).noneMatch(service -> service.has("container_name"));
  }

  @Test
  void publishesEveryPortOfTheChecklist() {
    for (List<String> line : Checklist.lines("port")) {
      assertThat(ports(line.get(0)))
          .as(line.get(0))
          .anyMatch(port -> port.startsWith("127.0.0.1:" + line.get(1) + ":"));
    }
  }

  @Test
  void leavesThePortOfARelayOnThisMachineToIt() {
    assertThat(StackFiles.names(services))
        .allSatisfy(
            service -> assertThat(ports(service)).noneMatch(port -> port.contains(":4443:")));
    assertThat(StackFiles.text("prometheus.yml"))
        .contains("- targets: [host.docker.internal:4443]");
  }

  @Test
  void publishesPortsOnLoopbackOnly() {
    for (String service : StackFiles.names(services)) {
      assertThat(ports(service)).as(service).allMatch(port -> port.startsWith("127.0.0.1:"));
    }
  }

  @Test
  void publishesNoPortTwice() {
    assertThat(
            StackFiles.names(services).stream()
                .flatMap(service -> ports(service).stream())
                .map(port -> port.split(":")[1]))
        .doesNotHaveDuplicates();
  }

  @Test
  void pinsEveryImageByTagAndDigest() {
    List<String> images =
        environment.keySet().stream().filter(name -> name.endsWith("_IMAGE")).sorted().toList();
    assertThat(images).hasSizeGreaterThanOrEqualTo(12);
    for (String image : images) {
      assertThat(environment.get(image)).as(image).matches(IMAGE).doesNotContain("latest");
    }
    for (String service : StackFiles.names(services)) {
      JsonNode node = services.get(service);
      assertThat(node.has("image") || node.has("build")).as(service).isTrue();
      if (node.has("image")) {
        assertThat(expanded(node.get("image").asText())).as(service).matches(IMAGE);
      }
    }
  }

  @Test
  void dockerfileHasTheImagesOfTheEnvironmentForWhoBuildsWithoutCompose() {
    String dockerfile = StackFiles.text("qlog-cli/Dockerfile");
    for (String image : List.of("JDK_IMAGE", "JRE_IMAGE")) {
      assertThat(dockerfile).contains("ARG " + image + "=" + environment.get(image) + "\n");
    }
    assertThat(dockerfile).contains("\nUSER 10001:10001\n");
  }

  @Test
  void tracesAreServedByTheUserWhoMayReadThem() {
    for (String service : List.of("qlog-files", "qlog-exporter", "moq-sample")) {
      assertThat(services.get(service).get("user").asText()).as(service).isEqualTo("${QLOG_USER}");
    }
  }

  @Test
  void everyServiceHasAHealthcheckLimitsAndARotatedLog() {
    for (String service : StackFiles.names(services)) {
      JsonNode node = services.get(service);
      JsonNode test = node.path("healthcheck").path("test");
      assertThat(StackFiles.texts(test)).as(service).hasSizeGreaterThan(1).startsWith("CMD");
      assertThat(node.path("healthcheck").path("start_period").asText()).as(service).endsWith("s");
      assertThat(node.path("mem_limit").asText()).as(service).matches("[0-9]+[mg]");
      assertThat(node.path("cpus").asDouble()).as(service).isPositive();
      assertThat(node.path("pids_limit").asInt()).as(service).isPositive();
      assertThat(node.path("logging").path("options").path("max-size").asText())
          .as(service)
          .isEqualTo("10m");
      assertThat(node.path("restart").asText()).as(service).isEqualTo("unless-stopped");
      assertThat(StackFiles.texts(node.path("security_opt")))
          .as(service)
          .contains("no-new-privileges:true");
    }
  }

  @Test
  void waitsForWhatIsHealthyAndNotOnlyStarted() {
    for (String service : StackFiles.names(services)) {
      JsonNode dependencies = services.get(service).path("depends_on");
      for (String dependency : StackFiles.names(dependencies)) {
        assertThat(services.has(dependency)).as(service + " on " + dependency).isTrue();
        assertThat(dependencies.get(dependency).path("condition").asText())
            .as(service + " on " + dependency)
            .isEqualTo("service_healthy");
        assertThat(services.get(dependency).has("profiles"))
            .as(service + " on " + dependency + ", which may be off")
            .isFalse();
      }
    }
  }

  @Test
  void prometheusReachesARelayOnThisMachine() {
    assertThat(
            StackFiles.texts(services.get("prometheus").get("extra_hosts")).stream()
                .map(this::expanded))
        .containsExactly("host.docker.internal:host-gateway");
  }

  @Test
  void keepsDockersSocketFromAllButTheProxyInFrontOfIt() {
    for (String service : StackFiles.names(services)) {
      boolean proxy = service.equals("docker-proxy");
      assertThat(StackFiles.texts(services.get(service).path("volumes")))
          .as(service)
          .filteredOn(mount -> mount.contains("docker.sock") || mount.contains("DOCKER"))
          .hasSize(proxy ? 1 : 0);
      assertThat(StackFiles.texts(services.get(service).path("cap_drop")))
          .as(service)
          .containsExactly("ALL");
    }
    assertThat(ports("docker-proxy")).isEmpty();
    assertThat(StackFiles.texts(services.get("docker-proxy").get("networks")))
        .containsExactly("docker");
    assertThat(compose.at("/networks/docker/internal").asBoolean()).isTrue();
  }

  @Test
  void mountsFilesThatAreThereAndVolumesThatAreDeclared() {
    for (String service : StackFiles.names(services)) {
      for (String mount : StackFiles.texts(services.get(service).path("volumes"))) {
        String source = expanded(mount).split(":")[0];
        if (source.startsWith("./")) {
          assertThat(StackFiles.DIRECTORY.resolve(source)).as(service).exists();
          assertThat(mount).as(service).endsWith(":ro");
        } else if (!source.startsWith("/")) {
          assertThat(compose.get("volumes").has(source)).as(service + ": " + source).isTrue();
        } else {
          assertThat(mount).as(service).endsWith(":ro");
        }
      }
    }
  }

  @Test
  void everyVariableIsSetAndEveryOneThatIsSetIsUsed() {
    String text = StackFiles.text("docker-compose.yml") + StackFiles.text("compose.local.yml");
    Matcher matcher = VARIABLE.matcher(text);
    while (matcher.find()) {
      assertThat(environment).containsKey(matcher.group(1));
    }
    assertThat(environment.keySet())
        .allMatch(name -> name.startsWith("COMPOSE_") || text.contains("${" + name + "}"));
  }

  @Test
  void grafanaLetsAnyoneInAsAdministratorAndKeepsTheLogin() {
    JsonNode settings = services.get("grafana").get("environment");
    assertThat(settings.get("GF_AUTH_ANONYMOUS_ENABLED").asText()).isEqualTo("true");
    assertThat(settings.get("GF_AUTH_ANONYMOUS_ORG_ROLE").asText()).isEqualTo("Admin");
    assertThat(expanded(settings.get("GF_SECURITY_ADMIN_USER").asText())).isEqualTo("admin");
    assertThat(expanded(settings.get("GF_SECURITY_ADMIN_PASSWORD").asText())).isEqualTo("admin");
  }

  private List<String> ports(String service) {
    return StackFiles.texts(services.path(service).path("ports")).stream()
        .map(this::expanded)
        .toList();
  }

  private String expanded(String text) {
    return VARIABLE
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(environment.get(match.group(1))));
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    StackFiles.text(".env")
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split("=", 2))
        .forEach(entry -> environment.put(entry[0], entry[1]));
    return environment;
  }
}
