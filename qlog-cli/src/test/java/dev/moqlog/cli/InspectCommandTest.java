package dev.moqlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moqlog.analyzer.diagnose.Rule;
import dev.moqlog.analyzer.summary.MetricDefinition;
import dev.moqlog.cli.render.Explanation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {

  private static final String SAMPLES = Cli.SAMPLES.toString();
  private static final String QUIC_GO =
      Cli.SAMPLES.resolve("f4afe7b8bf09e214d5f556cde43de8938f").toString();

  @TempDir Path directory;

  @Test
  void whatBlockedAnEndpointOrItsPeerIsNamed() {
    String log = Cli.SAMPLES.resolve("ab9aac9cfdc59c7b985a313e284425a9/client.qlog.gz").toString();

    Cli.Result json = Cli.run("inspect", "-f", "json", log);
    Cli.Result text = Cli.run("inspect", log);

    assertThat(json.json().get("connections").get(0).get("episodes"))
        .filteredOn(episode -> episode.get("kind").asText().equals("peer_blocked"))
        .isNotEmpty()
        .allMatch(episode -> episode.get("reason").asText().equals("stream_flow_control"));
    assertThat(text.out()).containsPattern("peer_blocked .* by stream_flow_control");
  }

  @Test
  void showsAllThatSummarizeShowsOfOneConnectionAndMore() {
    Cli.Result inspected = Cli.run("inspect", QUIC_GO);

    assertThat(inspected.code()).isZero();
    assertThat(inspected.err()).isEmpty();
    assertThat(inspected.out().lines())
        .containsSubsequence(
            Cli.run("summarize", QUIC_GO)
                .out()
                .lines()
                .takeWhile(line -> !line.startsWith("loss"))
                .toList())
        .anyMatch(line -> line.startsWith("phases "))
        .anyMatch(line -> line.contains("application_data"));
  }

  @Test
  void showsEveryConnectionInTheOrderOfTheInput() {
    List<String> shown =
        Cli.run("inspect", SAMPLES)
            .out()
            .lines()
            .filter(line -> line.startsWith("connection "))
            .toList();

    assertThat(shown).hasSize(9).isSorted();
  }

  @Test
  void showsOnlyTheConnectionThatIsAskedFor() {
    Cli.Result one = Cli.run("inspect", "--connection", "f4afe7", SAMPLES);

    assertThat(one.code()).isZero();
    assertThat(one.out().lines().filter(line -> line.startsWith("connection ")))
        .containsExactly("connection   f4afe7b8bf09e214d5f556cde43de8938f");
    assertThat(Cli.run("inspect", "--connection", "absent", SAMPLES).out())
        .isEqualToIgnoringNewLines("no such connection in 9 files");
  }

  @Test
  void jsonHasTheFieldsOfSummarizeFirst() {
    JsonNode inspected = Cli.run("inspect", "-f", "json", QUIC_GO).json();
    JsonNode summarized = Cli.run("summarize", "-f", "json", QUIC_GO).json();

    assertThat(inspected.get("schema_version").asInt()).isEqualTo(1);
    JsonNode connection = inspected.at("/connections/0");
    summarized
        .at("/connections/0")
        .properties()
        .forEach(
            field -> {
              if (!field.getKey().equals("findings")) {
                assertThat(connection.get(field.getKey())).isEqualTo(field.getValue());
              }
            });
    assertThat(connection.get("phases")).isNotEmpty();
    assertThat(connection.get("spaces")).isNotEmpty();
    assertThat(connection.get("findings")).hasSameSizeAs(summarized.at("/connections/0/findings"));
    assertThat(inspected.get("damaged_sources")).isEmpty();
  }

  @Test
  void timesAreSinceTheStartAlsoWhereTheLogHasAbsoluteOnes() throws IOException {
    Path file = directory.resolve("a.sqlog");
    Files.writeString(file, event(1_700_000_000_000L) + event(1_700_000_004_000L));

    JsonNode phases =
        Cli.run("inspect", "-f", "json", file.toString()).json().at("/connections/0/phases");

    assertThat(phases.get(0).get("start_ms").asDouble()).isZero();
    assertThat(phases.get(phases.size() - 1).get("end_ms").asDouble()).isEqualTo(4000);
  }

  @Test
  void namesWhatCouldNotBeRead() throws IOException {
    Path file = directory.resolve("a.sqlog");
    Files.writeString(file, event(1) + "{\"time\":");

    Cli.Result text = Cli.run("inspect", file.toString());
    assertThat(text.code()).isEqualTo(4);
    assertThat(text.out()).contains("a.sqlog: byte " + event(1).length());
    assertThat(Cli.run("inspect", "-f", "json", file.toString()).json().get("damaged_sources"))
        .hasSize(1);
  }

  @Test
  void explainsMetricsAndRules() {
    assertThat(Cli.run("inspect", "--explain", "loss.ratio").out()).startsWith("## loss.ratio\n");
    for (Rule rule : Rule.values()) {
      assertThat(Cli.run("inspect", "--explain", rule.label()).out())
          .contains("## " + rule.label() + "\n", "- from: ", "- see: ", "- try: ");
    }
    assertThat(Cli.run("inspect", "--explain", "all").out())
        .isEqualTo(Explanation.of(MetricDefinition.all(), List.of(Rule.values())));
  }

  @Test
  void usesOnlyAsciiWhereTheTerminalHasNothingElse() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    QlogCli.run(
        new Terminal(out, new ByteArrayOutputStream(), true, true, false, 100, false),
        "inspect",
        QUIC_GO);

    assertThat(out.toString(StandardCharsets.UTF_8)).matches("(?s)\\p{ASCII}+");
  }

  @Test
  void theCharacterSetOfStandardOutputDecidesAboutBlocks() {
    assertThat(Terminal.isUnicode(properties("stdout.encoding", "UTF-8"))).isTrue();
    assertThat(Terminal.isUnicode(properties("native.encoding", "utf8"))).isTrue();
    assertThat(Terminal.isUnicode(properties("native.encoding", "ANSI_X3.4-1968"))).isFalse();
    assertThat(Terminal.isUnicode(new Properties())).isFalse();
    Properties both = properties("native.encoding", "UTF-8");
    both.setProperty("sun.stdout.encoding", "cp850");
    assertThat(Terminal.isUnicode(both)).isFalse();
  }

  private static Properties properties(String name, String value) {
    Properties properties = new Properties();
    properties.setProperty(name, value);
    return properties;
  }

  private static String event(long millis) {
    return "{\"time\":"
        + millis
        + ",\"name\":\"transport:packet_sent\",\"data\":{\"header\":{\"packet_type\":\"1RTT\","
        + "\"packet_number\":"
        + millis
        + "}}}\n";
  }
}
