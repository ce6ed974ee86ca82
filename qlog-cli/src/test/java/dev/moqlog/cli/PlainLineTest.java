package dev.moqlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainLineTest {

  /** Both ends of a connection. */
  private static final String LOGS =
      Cli.SAMPLES.resolve("570ea38ebd8b7d1cef4b5e4de9e9c78826ed").toString();

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "summarize",
        "summarize -f json",
        "summarize --format=Json --top 2",
        "summarize --top=0",
        "summarize --top 3 --sort rtt --by host --threads 1",
        "summarize -f ndjson --sort EVENTS",
        "summarize -f csv --threads=2",
        "inspect",
        "inspect -f json --connection f4",
        "inspect --threads 1 --format TEXT",
        "diagnose",
        "diagnose --min-severity info --top 1",
        "diagnose --fail-on warning -f json",
        "diagnose -f csv --threads 2",
        "join",
        "join -f json",
        "join --top 1 --format table"
      })
  void doesWhatPicocliDoes(String line) {
    String[] command = (line + " " + LOGS).split(" ");

    assertThat(PlainLine.read(terminal(), command)).isNotNull();
    assertThat(Cli.run(command)).isEqualTo(byPicocli(command));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "summarize x --top 01",
        "summarize x --top -1",
        "summarize x --top 12345678901",
        "summarize x --top 5 --top 6",
        "summarize x -f json --format json",
        "summarize x --format",
        "summarize x --format xml",
        "summarize x -fjson",
        "summarize x --sort beauty",
        "summarize x --no-correction all",
        "summarize x --explain rtt",
        "summarize x --help",
        "summarize x --version",
        "summarize x --output=",
        "summarize x --unknown",
        "summarize -- x",
        "summarize @x",
        "summarize x -o @x",
        "inspect x --sort rtt",
        "diagnose x --rule stall",
        "join x --threads 1",
        "repair x",
        "help summarize",
        "frobnicate"
      })
  void leavesTheRestToPicocli(String line) {
    assertThat(PlainLine.read(terminal(), line.split(" "))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "summarize",
        "summarize - -",
        "summarize --threads 0 x",
        "summarize --by nothing x",
        "inspect",
        "diagnose --threads 1000 x",
        "join"
      })
  void leavesMistakesThatShowLateToPicocli(String line) {
    String[] command = line.split(" ");

    assertThat(PlainLine.read(terminal(), command)).isNotNull();
    assertThat(Cli.run(command)).isEqualTo(byPicocli(command));
    assertThat(Cli.run(command).code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void doesNotOverwriteItsInputEither() throws Exception {
    Path log = Files.writeString(directory.resolve("log"), "x");

    Cli.Result result = Cli.run("summarize", log.toString(), "-o", log.toString());

    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains("would overwrite");
    assertThat(log).hasContent("x");
  }

  @Test
  void writesToAFile() throws Exception {
    Path output = directory.resolve("out.json");

    Cli.Result result = Cli.run("summarize", "-f=json", "-o", output.toString(), LOGS);
    Cli.Result plain = Cli.run("summarize", "-f", "json", "--output", output + "2", LOGS);

    assertThat(plain).isEqualTo(result);
    assertThat(Path.of(output + "2")).hasSameTextualContentAs(output);
  }

  @Test
  void everyCommandIsInTheHelpThoughOnlyOneIsMade() {
    List<String> commands = List.of("summarize", "inspect", "diagnose", "join", "repair", "help");

    String help = Cli.run("--help").out();

    assertThat(commands).allSatisfy(name -> assertThat(help).contains("\n  " + name));
    assertThat(Cli.run("help", "join").out()).isEqualTo(Cli.run("join", "--help").out());
    assertThat(Cli.run("--version").out()).isEqualTo(Cli.run("join", "--version").out());
  }

  private static Terminal terminal() {
    return new Terminal(
        new ByteArrayOutputStream(), new ByteArrayOutputStream(), false, false, true, 100, true);
  }

  private static Cli.Result byPicocli(String... command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = CommandTree.run(new Terminal(out, err, false, false, true, 100, true), command);
    return new Cli.Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
