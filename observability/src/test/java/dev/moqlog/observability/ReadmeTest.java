package dev.moqlog.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page tells what there is. */
class ReadmeTest {

  private final String readme = StackFiles.text("README.md");

  @Test
  void namesEveryPortOfTheChecklistInItsTable() {
    for (List<String> line : Checklist.lines("port")) {
      assertThat(readme).containsPattern("(?m)^\\| [^|]+ \\| " + line.get(1) + " \\|");
    }
  }

  @Test
  void leadsToFilesAndSectionsThatThereAre() {
    for (String page : List.of("README.md", "runbooks/alerts.md")) {
      Path directory = StackFiles.DIRECTORY.resolve(page).getParent();
      Matcher link = Pattern.compile("\\]\\(([^)#:]*)(#[^)]*)?\\)").matcher(StackFiles.text(page));
      int links = 0;
      while (link.find()) {
        assertThat(directory.resolve(link.group(1))).as(page).exists();
        links++;
      }
      assertThat(links).as(page).isPositive();
    }
    assertThat(readme).contains("\n## Correlation\n");
  }

  @Test
  void namesEveryAlertOnAnObjective() {
    Checklist.names("alert").stream()
        .filter(alert -> alert.endsWith("SLOBurn"))
        .forEach(alert -> assertThat(readme).contains(alert));
  }

  @Test
  void asksPrometheusForMetricsThatThereAre(@TempDir Path directory) throws Exception {
    // Text calls a histogram by its name, queries by those of its series.
    List<String> known =
        KnownMetrics.all(directory).stream()
            .flatMap(name -> Stream.of(name, name.replaceFirst("_bucket$", "")))
            .toList();
    Matcher code = Pattern.compile("(?<!`)`([^`*\n]+)`(?!`)").matcher(readme);
    while (code.find()) {
      assertThat(KnownMetrics.in(code.group(1))).as(code.group(1)).isSubsetOf(known);
    }
  }
}
