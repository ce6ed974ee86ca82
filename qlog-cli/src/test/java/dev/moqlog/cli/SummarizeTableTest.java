package dev.moqlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummarizeTableTest {

  private static final String SAMPLES = Cli.SAMPLES.toString();
  private static final String QUIC_GO =
      Cli.SAMPLES.resolve("f4afe7b8bf09e214d5f556cde43de8938f").toString();

  @TempDir Path directory;

  @Test
  void showsTotalsThenDistributionsThenTheWorstConnections() {
    String out = Cli.run("summarize", SAMPLES).out();

    assertThat(out).startsWith("9 connections in 9 files, ");
    assertThat(out)
        .containsSubsequence(
            "packets ", "loss ", "sent again ", "over connections", "RTT min", "worst by loss");
    List<String> worst = out.substring(out.indexOf("worst by loss")).lines().limit(3).toList();
    assertThat(worst.get(1))
        .contains("f4afe7b8bf09e214d5f556cde43de8938f", "server", "quic-go", "3.02 %");
    assertThat(worst.get(2)).startsWith("  113 of 3,745 lost; ").endsWith("server.qlog.gz");
  }

  @Test
  void fitsOnAHundredColumns() {
    assertThat(Cli.run("summarize", SAMPLES).out().lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
  }

  @Test
  void givesOneConnectionAloneAFullCard() {
    String out = Cli.run("summarize", QUIC_GO).out();

    assertThat(out)
        .contains("f4afe7b8bf09e214d5f556cde43de8938f")
        .contains("by quic-go, vantage point server, from 2026-11-22T09:44:12")
        .contains("3.02 % of in-flight packets: 113 of 3,745")
        .contains("declared 113   spurious 0   net 113")
        .contains("stream 139.2 kB of 5.139 MB");
  }

  @Test
  void hasColourOnlyOnATerminalThatWantsIt() {
    assertThat(Cli.runOnTerminal(true, "summarize", SAMPLES).out()).contains("\u001b[");
    assertThat(Cli.runOnTerminal(false, "summarize", SAMPLES).out()).doesNotContain("\u001b");
    assertThat(Cli.run("summarize", SAMPLES).out()).doesNotContain("\u001b");
  }

  @Test
  void listsAsManyOfTheWorstAsAskedFor() {
    String out = Cli.run("summarize", "--top", "2", "--sort", "rtt", SAMPLES).out();

    assertThat(out).contains("worst by RTT p95").contains("7 more");
  }

  @Test
  void saysWhyThereIsNoLossWhenNothingWasSent() throws IOException {
    Path file = directory.resolve("receiver.sqlog");
    Files.writeString(
        file,
        "{\"time\":1,\"name\":\"quic:packet_received\",\"data\":{\"header\":"
            + "{\"packet_type\":\"1RTT\",\"packet_number\":1},\"frames\":[]}}\n");

    assertThat(Cli.run("summarize", file.toString()).out())
        .contains("no in-flight packet was sent")
        .contains("no stream or crypto data was sent");
  }

  @Test
  void saysSoWhenAFileHasNoConnections() throws IOException {
    Path file = directory.resolve("empty.qlog");
    Files.writeString(file, "{\"qlog_version\":\"0.3\",\"traces\":[]}");

    assertThat(Cli.run("summarize", file.toString()).out())
        .isEqualToIgnoringNewLines("no connections in 1 file");
  }

  @Test
  void neverLetsALogSteerTheTerminal() throws IOException {
    Path file = directory.resolve("evil\u001b[2J.sqlog");
    Files.writeString(
        file,
        "{\"qlog_version\":\"0.3\",\"trace\":{\"common_fields\":"
            + "{\"group_id\":\"\\u001b]0;owned\\u0007\\u202Eid\"}}}\n"
            + "{\"time\":1,\"name\":\"transport:packet_sent\",\"data\":{}}\n"
            + "{\"time\":\n");

    assertThat(Cli.run("summarize", file.toString()).out())
        .doesNotContain("\u001b", "\u0007", "\u202e")
        .contains("\\u001b]0;owned\\u0007\\u202eid");
    assertThat(Cli.run("summarize", "-f", "csv", file.toString()).err()).doesNotContain("\u001b");
  }
}
