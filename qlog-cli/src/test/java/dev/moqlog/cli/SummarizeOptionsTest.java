package dev.moqlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moqlog.analyzer.summary.MetricDefinition;
import dev.moqlog.cli.render.Explanation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummarizeOptionsTest {

  private static final String SAMPLES = Cli.SAMPLES.toString();

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "loss, /loss/ratio",
    "rtt, /rtt_ms/p95",
    "retransmit, /retransmit/ratio",
    "spurious, /loss/spurious",
    "duration, /duration_ms",
    "packets, /packets/sent",
    "events, /events"
  })
  void sortPutsTheLargestFirst(String key, String path) {
    String out = Cli.run("summarize", "-f", "ndjson", "--sort", key, SAMPLES).out();

    List<Double> values =
        Arrays.stream(out.split("\n"))
            .map(Cli::parse)
            .map(connection -> connection.at(path).asDouble())
            .toList();
    assertThat(values).hasSize(9).isSortedAccordingTo((a, b) -> Double.compare(b, a));
  }

  @Test
  void topKeepsTheWorstInEveryFormat() {
    JsonNode json = Cli.run("summarize", "-f", "json", "--top", "3", SAMPLES).json();

    assertThat(json.get("connections")).hasSize(3);
    assertThat(json.at("/connections/0/loss/lost_in_flight").asInt()).isEqualTo(113);
    assertThat(json.at("/totals/connections").asInt()).isEqualTo(9);
    assertThat(Cli.run("summarize", "-f", "csv", "--top", "3", SAMPLES).out().lines()).hasSize(4);
    assertThat(Cli.run("summarize", "-f", "ndjson", "--top", "0", SAMPLES).out()).isEmpty();
  }

  @Test
  void correctionsCanBeLeftOutByName() {
    String log =
        Cli.SAMPLES
            .resolve("../../qlog-analyzer/src/test/resources/stacks/quinn__hsloss__client.sqlog.gz")
            .toString();

    assertThat(corrections(log)).contains("rtt_in_seconds", "group_id_changed");
    assertThat(corrections(log, "--no-correction", "rtt_in_seconds,ack_delay_unscaled"))
        .contains("group_id_changed")
        .doesNotContain("rtt_in_seconds");
    assertThat(corrections(log, "--no-correction", "all")).isEqualTo("[]");
  }

  private static String corrections(String log, String... options) {
    List<String> arguments = new ArrayList<>(List.of("summarize", "-f", "json", log));
    arguments.addAll(List.of(options));
    return Cli.run(arguments.toArray(String[]::new))
        .json()
        .at("/connections/0/corrections")
        .toString();
  }

  @Test
  void aCorrectionThatDoesNotExistIsNamed() {
    Cli.Result result = Cli.run("summarize", "--no-correction", "everything", SAMPLES);

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("everything", "rtt_in_seconds", "ack_delay_unscaled");
  }

  @Test
  void outputGoesToAFileThatReplacesTheOneBefore() throws IOException {
    Path file = directory.resolve("report.json");
    Files.writeString(file, "old");

    Cli.Result result = Cli.run("summarize", "-f", "json", "-o", file.toString(), SAMPLES);

    assertThat(result.code()).isZero();
    assertThat(result.out()).isEmpty();
    assertThat(Files.readString(file)).isEqualTo(Cli.run("summarize", "-f", "json", SAMPLES).out());
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void theOutputNeverOverwritesTheInput() throws IOException {
    Path input = directory.resolve("a.sqlog");
    Files.writeString(input, "{\"time\":1,\"name\":\"x:y\",\"data\":{}}\n");

    Cli.Result result = Cli.run("summarize", "-o", input.toString(), input.toString());

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("would overwrite the input");
    assertThat(Files.readString(input)).startsWith("{\"time\"");
  }

  @Test
  void theOutputOfASymbolicLinkGoesToItsTarget() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), "old");
    Path link = Files.createSymbolicLink(directory.resolve("link"), target);

    Cli.run("summarize", "-f", "csv", "-o", link.toString(), SAMPLES);

    assertThat(link).isSymbolicLink();
    assertThat(Files.readString(target)).startsWith("connection_id,");
  }

  @Test
  void explainTakesAGroupOfFieldsAndAPartOfOne() {
    assertThat(Cli.run("summarize", "--explain", "loss").out())
        .contains("## loss.declared", "## loss.ratio")
        .doesNotContain("## rtt_ms");
    assertThat(Cli.run("summarize", "--explain", "rtt_ms.p95").out()).startsWith("## rtt_ms\n");
  }

  @Test
  void aFailedRunLeavesTheOldOutputInPlace() throws IOException {
    Path file = directory.resolve("report.json");
    Files.writeString(file, "old");

    Cli.Result result = Cli.run("summarize", "-o", file.toString(), "--threads", "0", SAMPLES);

    assertThat(result.code()).isEqualTo(2);
    assertThat(file).hasContent("old");
  }

  @Test
  void explainDefinesEveryMetric() {
    for (MetricDefinition metric : MetricDefinition.all()) {
      for (String label : metric.label().split(", ")) {
        Cli.Result result = Cli.run("summarize", "--explain", label);

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains(label).contains("- unit: " + metric.unit());
      }
    }
    assertThat(Cli.run("summarize", "--explain", "all").out())
        .isEqualTo(Explanation.of(MetricDefinition.all()));
  }

  @Test
  void thePageOfTheDocumentationSaysWhatExplainSays() throws IOException {
    Path page = Path.of(System.getProperty("moqlog.root"), "docs", "metrics.md");

    assertThat(Files.readString(page)).endsWith(Explanation.of(MetricDefinition.all()));
  }

  @Test
  void helpNamesEveryOptionAndExitCode() {
    String help = Cli.run("summarize", "--help").out();

    assertThat(help)
        .contains("--format", "--top", "--sort", "--threads", "--output", "--explain")
        .contains("Exit codes:");
    assertThat(Cli.run("--help").out()).contains("summarize");
    assertThat(Cli.run("help", "summarize").out()).isEqualTo(help);
    assertThat(Cli.run("--version").out()).startsWith("qlog-cli ");
  }
}
