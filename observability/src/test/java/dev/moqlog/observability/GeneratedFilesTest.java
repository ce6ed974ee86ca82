package dev.moqlog.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * After a change of a dashboard or a metric, {@code ./mvnw -pl observability -am test
 * -Dtest=GeneratedFilesTest -Dsurefire.failIfNoSpecifiedTests=false -Dmoqlog.update=true} writes
 * the files anew.
 */
class GeneratedFilesTest {

  private static final Path STACK = Path.of(System.getProperty("moqlog.root"), "observability");

  @Test
  void generatedFilesAreWhatTheCataloguesSay() throws IOException {
    for (Map.Entry<String, String> file : GeneratedFiles.all().entrySet()) {
      Path path = STACK.resolve(file.getKey());
      if (Boolean.getBoolean("moqlog.update")) {
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
      assertThat(path).hasContent(file.getValue());
    }
  }

  @Test
  void thereAreNoOtherDashboards() throws IOException {
    try (Stream<Path> dashboards = Files.list(STACK.resolve("grafana/dashboards"))) {
      List<String> paths =
          dashboards.map(path -> "grafana/dashboards/" + path.getFileName()).toList();
      assertThat(GeneratedFiles.all()).containsKeys(paths.toArray(String[]::new));
    }
  }

  @Test
  void tablesOfThePageAreWhatTheCataloguesSay() throws IOException {
    Path page = STACK.resolve("README.md");
    assumeThat(page).exists();
    String text = Files.readString(page);
    String updated = MetricTables.update(text);
    if (Boolean.getBoolean("moqlog.update")) {
      Files.writeString(page, updated);
      text = updated;
    }
    assertThat(text).isEqualTo(updated);
  }
}
