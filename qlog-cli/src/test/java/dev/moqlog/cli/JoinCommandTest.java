package dev.moqlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JoinCommandTest {

  private static final Path ROOT = Path.of(System.getProperty("moqlog.root"));
  private static final String SAMPLES = Cli.SAMPLES.toString();
  private static final String PAIR =
      Cli.SAMPLES.resolve("dc6fb917daa688146e65599d22541904b415").toString();

  @TempDir Path directory;

  @Test
  void tellsTheLossOfBothDirections() {
    JsonNode json = Cli.run("join", "-f", "json", SAMPLES).json();

    assertThat(json.get("joined")).hasSize(3);
    assertThat(json.get("unmatched")).hasSize(3);
    assertThat(json.at("/unmatched/0/reason").asText()).isEqualTo("no_peer");
    assertThat(json.at("/totals/connections").asInt()).isEqualTo(3);
    assertThat(json.at("/totals/client_to_server/lost").asInt()).isEqualTo(12);
    assertThat(json.at("/totals/server_to_client/lost").asInt()).isEqualTo(80);
    assertThat(json.get("damaged_sources")).isEmpty();
  }

  @Test
  void allFormatsTellTheSame() {
    JsonNode document = Cli.run("join", "-f", "json", PAIR).json().at("/joined/0");
    JsonNode line = Cli.parse(Cli.run("join", "-f", "ndjson", PAIR).out());
    List<String> csv = Cli.run("join", "-f", "csv", PAIR).out().lines().toList();
    List<String> names = Arrays.asList(csv.get(0).split(","));
    List<String> cells = Arrays.asList(csv.get(1).split(",", -1));

    assertThat(line.get("schema_version").asInt()).isEqualTo(1);
    document
        .fieldNames()
        .forEachRemaining(name -> assertThat(line.get(name)).isEqualTo(document.get(name)));
    assertThat(csv).hasSize(2);
    assertThat(names).doesNotHaveDuplicates().hasSameSizeAs(cells);
    for (String path :
        List.of(
            "/connection_id",
            "/client/source",
            "/clock/offset_ms",
            "/client_to_server/loss/lost",
            "/server_to_client/loss/ratio",
            "/server_to_client/declared/undeclared",
            "/server_to_client/delay_variation_ms/p99")) {
      String name = path.substring(1).replace('/', '_');
      assertThat(cells.get(names.indexOf(name))).as(name).isEqualTo(document.at(path).asText());
    }
  }

  @Test
  void everyScalarOfTheJsonHasAColumn() {
    JsonNode document = Cli.run("join", "-f", "json", PAIR).json().at("/joined/0");
    List<String> names =
        Arrays.asList(
            Cli.run("join", "-f", "csv", PAIR).out().lines().findFirst().get().split(","));

    assertThat(names).containsAll(scalars("", document));
  }

  private static List<String> scalars(String prefix, JsonNode object) {
    return object.properties().stream()
        .flatMap(
            member ->
                member.getValue().isObject()
                    ? scalars(prefix + member.getKey() + "_", member.getValue()).stream()
                    : member.getKey().equals("worst_runs")
                        ? java.util.stream.Stream.empty()
                        : java.util.stream.Stream.of(prefix + member.getKey()))
        .toList();
  }

  @Test
  void linesAndRowsNameWhatWasNotJoinedOnStandardError() {
    Cli.Result result = Cli.run("join", "-f", "ndjson", SAMPLES);

    assertThat(result.code()).isZero();
    assertThat(result.out().lines()).hasSize(3);
    assertThat(result.err().lines()).hasSize(3).allMatch(line -> line.contains("no log of the"));
  }

  @Test
  void theTableNamesTheWorstAndWhatWasNotJoined() {
    String out = Cli.run("join", SAMPLES).out();

    assertThat(out)
        .contains("3 connections with the logs of both ends, 3 logs not joined")
        .contains("worst by loss")
        .contains("not joined\n")
        .contains("no log of the other end");
    assertThat(Cli.run("join", "--top", "0", SAMPLES).out()).doesNotContain("worst by loss");
    assertThat(Cli.runOnTerminal(false, "join", SAMPLES).out().lines())
        .allMatch(line -> line.length() <= 140);
  }

  @Test
  void theReadmeShowsTheCard() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    Matcher block =
        Pattern.compile("\\$ qlog-cli/bin/qlog-cli join [^\n]*\n(.*?)```", Pattern.DOTALL)
            .matcher(readme);

    assertThat(block.find()).isTrue();
    assertThat(Cli.run("join", PAIR).out().lines().filter(line -> !line.contains("sqlog.gz")))
        .containsExactlyElementsOf(
            block.group(1).lines().filter(line -> !line.contains("sqlog.gz")).toList());
    assertThat(readme).contains("## Join");
  }

  @ParameterizedTest
  @ValueSource(strings = {"join", "join --top -1 x", "join -f xml x", "join --explain beauty"})
  void aWrongCommandLineIsTwo(String line) {
    assertThat(Cli.run(line.split(" ")).code()).isEqualTo(2);
  }

  @Test
  void inputThatIsAbsentIsThreeAndDamagedInputFour() throws IOException {
    assertThat(Cli.run("join", directory.resolve("absent").toString()).code()).isEqualTo(3);
    Path noise = Files.writeString(directory.resolve("noise"), "hello");
    Cli.Result result = Cli.run("join", noise.toString(), PAIR);
    assertThat(result.code()).isEqualTo(4);
    assertThat(result.out()).contains("damaged or not read").contains("noise");
  }

  @Test
  void explainsItsNumbers() {
    assertThat(Cli.run("join", "--explain", "join").out())
        .contains("## join.clock")
        .contains("## join.delay_ms");
    assertThat(Cli.run("join", "--explain", "join.loss").out())
        .contains("## join.loss.lost")
        .contains("## join.loss.unresolved")
        .doesNotContain("## join.clock");
  }

  @Test
  void writesToAFile() throws IOException {
    Path file = directory.resolve("out.json");

    assertThat(Cli.run("join", "-f", "json", "-o", file.toString(), PAIR).code()).isZero();
    assertThat(Files.readString(file)).isEqualTo(Cli.run("join", "-f", "json", PAIR).out());
  }
}
