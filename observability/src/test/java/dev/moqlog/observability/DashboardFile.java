package dev.moqlog.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A dashboard as it is in the repository. */
record DashboardFile(String name, JsonNode json) {

  private static final Path DIRECTORY =
      Path.of(System.getProperty("moqlog.root"), "observability", "grafana", "dashboards");

  /** A query, with the panel it belongs to. */
  record Target(JsonNode panel, JsonNode json) {

    String type() {
      return json.at("/datasource/type").asText();
    }

    String text() {
      return json.path(type().equals("tempo") ? "query" : "expr").asText();
    }
  }

  static List<DashboardFile> all() {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files.sorted().map(DashboardFile::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DashboardFile read(Path path) {
    try {
      return new DashboardFile(
          path.getFileName().toString(), new ObjectMapper().readTree(path.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<JsonNode> children(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false);
  }

  /** Rows and panels. */
  List<JsonNode> boxes() {
    return children(json.path("panels")).toList();
  }

  List<JsonNode> panels() {
    return boxes().stream().filter(box -> !box.path("type").asText().equals("row")).toList();
  }

  List<Target> targets() {
    return panels().stream()
        .flatMap(panel -> children(panel.path("targets")).map(target -> new Target(panel, target)))
        .toList();
  }

  /** All PromQL there is in panels. */
  List<String> promql() {
    return targets().stream()
        .filter(target -> target.type().equals("prometheus"))
        .map(Target::text)
        .toList();
  }

  List<JsonNode> variables() {
    return children(json.at("/templating/list")).toList();
  }

  @Override
  public String toString() {
    return name;
  }
}
