package dev.moqlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moqlog.analyzer.diagnose.Rule;
import dev.moqlog.cli.render.Explanation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds whatever the rules say of the samples. */
class DiagnoseCommandTest {

  private static final String SAMPLES = Cli.SAMPLES.toString();

  @TempDir Path directory;

  @Test
  void saysHowManyConnectionsHaveFindings() {
    Cli.Result table = Cli.run("diagnose", SAMPLES);
    JsonNode json = Cli.run("diagnose", "-f", "json", SAMPLES).json();

    assertThat(table.code()).isZero();
    assertThat(table.err()).isEmpty();
    long found = json.at("/totals/connections_with_findings").asLong();
    assertThat(table.out())
        .startsWith(
            "9 connections in 9 files: "
                + (found == 0 ? "no connection has" : found + (found == 1 ? " has" : " have"))
                + " a finding above info");
    assertThat(table.out().lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
  }

  @Test
  void allFormatsAgreeWithSummarize() {
    String[] summarized = Cli.run("summarize", "-f", "ndjson", SAMPLES).out().split("\n");
    List<String> found =
        Cli.run("diagnose", "-f", "ndjson", "--min-severity", "info", SAMPLES)
            .out()
            .lines()
            .toList();
    long findings =
        Arrays.stream(summarized).mapToLong(line -> Cli.parse(line).get("findings").size()).sum();

    assertThat(found.stream().mapToLong(line -> Cli.parse(line).get("findings").size()).sum())
        .isEqualTo(findings);
    assertThat(Cli.run("diagnose", "-f", "csv", "--min-severity", "info", SAMPLES).out().lines())
        .hasSize((int) findings + 1);
    assertThat(
            Cli.run("diagnose", "-f", "json", "--min-severity", "info", SAMPLES)
                .json()
                .get("connections"))
        .hasSameSizeAs(found);
  }

  @Test
  void aHigherSeverityNeverFindsMore() {
    long before = Long.MAX_VALUE;
    for (String severity : List.of("info", "warning", "critical")) {
      long found =
          Cli.run("diagnose", "-f", "ndjson", "--min-severity", severity, SAMPLES)
              .out()
              .lines()
              .count();
      assertThat(found).isLessThanOrEqualTo(before);
      before = found;
    }
  }

  @Test
  void onlyTheRulesAskedForAreShown() {
    for (Rule rule : Rule.values()) {
      JsonNode json =
          Cli.run(
                  "diagnose",
                  "-f",
                  "json",
                  "--min-severity",
                  "info",
                  "--rule",
                  rule.label(),
                  SAMPLES)
              .json();

      json.get("rules")
          .forEach(found -> assertThat(found.get("rule").asText()).isEqualTo(rule.label()));
    }
  }

  @Test
  void failsOnFindingsOnlyIfAskedTo() {
    JsonNode json = Cli.run("diagnose", "-f", "json", "--min-severity", "info", SAMPLES).json();
    int failed = json.get("rules").isEmpty() ? 0 : 5;

    assertThat(Cli.run("diagnose", "--fail-on", "info", SAMPLES).code()).isEqualTo(failed);
    assertThat(Cli.run("diagnose", "--fail-on", "info", "absent").code()).isEqualTo(3);
  }

  @Test
  void namesWhatCouldNotBeRead() throws IOException {
    Files.writeString(directory.resolve("notes.txt"), "buy milk\n");

    Cli.Result table = Cli.run("diagnose", directory.toString(), SAMPLES);

    assertThat(table.code()).isEqualTo(4);
    assertThat(table.out()).contains("notes.txt: this is not a qlog file");
    assertThat(Cli.run("diagnose", "-f", "ndjson", directory.toString(), SAMPLES).err())
        .contains("notes.txt: this is not a qlog file");
  }

  @Test
  void thePageOfTheDocumentationSaysWhatExplainSays() throws IOException {
    String rules = Explanation.of(List.of(), List.of(Rule.values()));
    Path page = Path.of(System.getProperty("moqlog.root"), "docs", "diagnosis.md");

    assertThat(Cli.run("diagnose", "--explain", "all").out()).isEqualTo(rules);
    assertThat(Files.readString(page)).endsWith(rules);
  }
}
