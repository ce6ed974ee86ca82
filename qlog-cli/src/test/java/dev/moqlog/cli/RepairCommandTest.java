package dev.moqlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepairCommandTest {

  private static final String HEADER =
      """
      {"qlog_version":"0.3","traces":[{"vantage_point":{"type":"server"},"events":[
      """;

  private static final String EVENT =
      """
      {"time":%d,"name":"transport:packet_sent","data":{"header":{"packet_type":"1RTT","packet_number":%d}}}\
      """;

  private static final String TORN = HEADER + events(3) + ",\n{\"time\":3,\"name\":\"transp";
  private static final String COMPLETE = HEADER + events(3) + "\n]}]}\n";

  @TempDir Path directory;

  private Path torn;

  @BeforeEach
  void writeTornTrace() throws IOException {
    torn = Files.createDirectory(directory.resolve("conn-1")).resolve("trace.json");
    Files.writeString(torn, TORN);
  }

  @Test
  void completesATornTrace() throws IOException {
    Cli.Result result = Cli.run("repair", directory.toString());

    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("repaired").contains("trace.json").contains("3 complete");
    assertThat(Files.readString(torn)).isEqualTo(COMPLETE);
    assertThat(Cli.parse(Files.readString(torn)).at("/traces/0/events")).hasSize(3);
  }

  @Test
  void changesNothingInADryRun() throws IOException {
    Cli.Result result = Cli.run("repair", "--dry-run", directory.toString());

    assertThat(result.code()).isEqualTo(4);
    assertThat(result.out()).contains("torn").contains("trace.json");
    assertThat(torn).hasContent(TORN);
  }

  @Test
  void leavesACompleteTraceAsItIs() throws IOException {
    Cli.run("repair", directory.toString());
    Cli.Result again = Cli.run("repair", directory.toString());

    assertThat(again.code()).isZero();
    assertThat(again.out())
        .isEqualTo(
            "0 repaired, 1 complete, 0 without events, 0 damaged, 0 compressed, 0 not qlog\n");
  }

  @Test
  void leavesOtherFilesAloneAndNamesThemWhenAskedTo() throws IOException {
    Path notes = directory.resolve("notes.txt");
    Files.writeString(notes, "my notes {");
    Files.writeString(directory.resolve(".hidden"), TORN);

    assertThat(Cli.run("repair", directory.toString()).out()).doesNotContain("notes.txt");
    assertThat(Cli.run("repair", notes.toString()).out())
        .contains("not qlog")
        .contains("notes.txt");
    assertThat(notes).hasContent("my notes {");
    assertThat(directory.resolve(".hidden")).hasContent(TORN);
  }

  @Test
  void saysWhatIsMissing() {
    Cli.Result result = Cli.run("repair", directory.resolve("absent").toString());

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains("absent: no such file or directory");
  }

  @Test
  void aRepairedTraceIsSummarizedAsComplete() {
    assertThat(Cli.run("summarize", "-f", "ndjson", torn.toString()).out()).contains("truncated");

    Cli.run("repair", torn.toString());

    assertThat(Cli.run("summarize", "-f", "ndjson", torn.toString()).out())
        .doesNotContain("truncated");
  }

  private static String events(int count) {
    StringBuilder events = new StringBuilder();
    for (int i = 0; i < count; i++) {
      events.append(i == 0 ? "" : ",\n").append(EVENT.formatted(i, i));
    }
    return events.toString();
  }
}
