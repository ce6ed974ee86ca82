package dev.moqlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExitCodeTest {

  private static final String EVENT =
      "{\"time\":1,\"name\":\"transport:packet_sent\",\"data\":{}}\n";

  @TempDir Path directory;

  @Test
  void isZeroWhenAllInputWasRead() {
    Cli.Result result = Cli.run("summarize", Cli.SAMPLES.toString());

    assertThat(result.code()).isZero();
    assertThat(result.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "frobnicate",
        "summarize",
        "summarize --no-such-option x",
        "summarize --format xml x",
        "summarize --threads 0 x",
        "summarize --threads 1000000 x",
        "summarize --threads many x",
        "summarize --top -1 x",
        "summarize --sort beauty x",
        "summarize --explain nonsense",
        "summarize - -",
        "inspect",
        "inspect --format csv x",
        "inspect --explain nonsense",
        "inspect --connection x",
        "diagnose",
        "diagnose --threads 0 x",
        "diagnose --top -1 x",
        "diagnose --min-severity bad x",
        "diagnose --fail-on bad x",
        "diagnose --rule nonsense x",
        "diagnose --explain nonsense"
      })
  void isTwoForAWrongCommandLineAndSaysWhatIsWrong(String line) {
    Cli.Result result = Cli.run(line.isEmpty() ? new String[0] : line.split(" "));

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).isNotBlank();
  }

  @Test
  void isThreeWhenThereIsNoSuchFile() {
    Cli.Result result = Cli.run("summarize", directory.resolve("absent").toString());

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.out()).contains("absent: no such file or directory");
  }

  @Test
  void isThreeWhenADirectoryIsEmpty() {
    Cli.Result result = Cli.run("summarize", directory.toString());

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.out()).contains("no files to read");
  }

  @Test
  void isThreeWhenNothingIsAQlog() throws IOException {
    Files.writeString(directory.resolve("notes.txt"), "buy milk\n");

    Cli.Result result = Cli.run("summarize", directory.toString());

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.out()).contains("notes.txt: this is not a qlog file: byte 0");
  }

  @Test
  void isFourWhenAFileIsNoQlogAndTheOthersAreReadNevertheless() throws IOException {
    Files.writeString(directory.resolve("notes.txt"), "buy milk\n");
    Files.writeString(directory.resolve("a.qlog"), EVENT);

    Cli.Result result = Cli.run("summarize", "--format", "json", directory.toString());

    assertThat(result.code()).isEqualTo(4);
    assertThat(result.json().at("/totals/connections").asInt()).isEqualTo(1);
    assertThat(result.json().at("/totals/sources_skipped").asInt()).isEqualTo(1);
    assertThat(result.json().at("/damaged_sources/0/status").asText()).isEqualTo("not_qlog");
  }

  @Test
  void isFourWhenARecordIsCut() throws IOException {
    Files.writeString(directory.resolve("a.qlog"), EVENT + EVENT.substring(0, 20));

    Cli.Result result = Cli.run("summarize", "--format", "ndjson", directory.toString());

    assertThat(result.code()).isEqualTo(4);
    assertThat(result.json().at("/events").asInt()).isEqualTo(1);
    assertThat(result.json().at("/skipped/first_offset").asInt()).isEqualTo(EVENT.length());
    assertThat(result.err()).contains("a.qlog: byte " + EVENT.length());
  }

  @Test
  void isOneWhenTheOutputCannotBeWritten() {
    Path output = directory.resolve("absent").resolve("out.json");

    Cli.Result result = Cli.run("summarize", "-o", output.toString(), Cli.SAMPLES.toString());

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("cannot write").contains("does not exist");
  }
}
