package dev.moqlog.analyzer.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.Qlogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TelemetryReferenceTest {

  private static final Path PAGE = Qlogs.root().resolve("docs/telemetry.md");
  private static final String FROM_HERE =
      "<!-- What follows is the catalogue, written by a test. -->\n";

  /**
   * After a change of the catalogue, {@code ./mvnw -pl qlog-writer,qlog-analyzer test
   * -Dtest=TelemetryReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dmoqlog.update=true}
   * writes the tables anew.
   */
  @Test
  void theTablesOfThePageAreTheCatalogue() throws IOException {
    String catalogue = TelemetryReference.catalogue();
    String page = Files.readString(PAGE);
    int from = page.indexOf(FROM_HERE) + FROM_HERE.length();
    assertThat(from).isGreaterThan(FROM_HERE.length());
    if (Boolean.getBoolean("moqlog.update")) {
      page = page.substring(0, from) + catalogue;
      Files.writeString(PAGE, page);
    }
    assertThat(page.substring(from)).isEqualTo(catalogue);
  }

  /** Every name of a metric in the text above the tables is one of the catalogue. */
  @Test
  void theTextNamesOnlyMetricsThatThereAre() throws IOException {
    String page = Files.readString(PAGE);
    String text = page.substring(0, page.indexOf(FROM_HERE));
    var names = Pattern.compile("moq_(qlog|relay)_[a-z_]*[a-z]").matcher(text);
    while (names.find()) {
      String name = names.group().replaceFirst("_(bucket|sum|count)$", "");
      assertThat(TelemetryMetric.values())
          .extracting(TelemetryMetric::prometheusSeriesName)
          .contains(name);
    }
  }
}
