package dev.moqlog.samples.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.moqlog.analyzer.QlogAnalyzer;
import dev.moqlog.analyzer.Results;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.samples.link.LinkCounters;
import dev.moqlog.samples.transfer.TransferOptions;
import dev.moqlog.samples.transfer.TransferReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class NettyTransferTest {
  private static final TransferOptions OPTIONS =
      new TransferOptions(1_000_000, Duration.ofMillis(5), 0.05, 3, Optional.empty());

  @TempDir private Path directory;

  @Test
  void transfersEverythingOverALinkThatLoses() throws Exception {
    TransferReport report = NettyTransfer.run(OPTIONS, ConnectionLogs.NONE);

    assertThat(report.bytes()).isEqualTo(1_000_000);
    assertThat(report.toClient().lost()).isPositive();
    assertThat(report.toClient().forwardedBytes()).isGreaterThan(1_000_000);
    assertNothingElseDropped(report.toClient());
    assertNothingElseDropped(report.toServer());
  }

  @Test
  void logsWhatTheLinkLost() throws Exception {
    DirectoryLogs logs = new DirectoryLogs(directory.resolve("logs"));

    TransferReport report = NettyTransfer.run(OPTIONS, logs);

    assertThat(logs.complete()).hasSize(2);
    List<ConnectionSummary> servers = analyze(logs.complete(), "_server.sqlog");
    assertThat(servers).hasSize(1);
    long lost = servers.get(0).loss().orElseThrow().lostInFlight().orElseThrow();
    // The last packets stay without an acknowledgment, and the first datagrams hold several.
    assertThat(lost).isCloseTo(report.toClient().lost(), within(4L));
    assertThat(analyze(logs.complete(), "_client.sqlog")).hasSize(1);
  }

  @Test
  void logsOnlyWhatItIsToldTo() throws Exception {
    List<Path> complete = new ArrayList<>();
    ConnectionLogs serverOnly =
        new ConnectionLogs() {
          @Override
          public Optional<Path> fileFor(Side side, String originalConnectionId) {
            assertThat(originalConnectionId).hasSize(32);
            return side == Side.SERVER
                ? Optional.of(directory.resolve(originalConnectionId + ".sqlog"))
                : Optional.empty();
          }

          @Override
          public void complete(Side side, String originalConnectionId, Path file) {
            assertThat(side).isEqualTo(Side.SERVER);
            complete.add(file);
          }
        };

    NettyTransfer.run(OPTIONS, serverOnly);

    assertThat(complete).hasSize(1);
    assertThat(directory.toFile().listFiles()).containsExactly(complete.get(0).toFile());
  }

  private static List<ConnectionSummary> analyze(List<Path> files, String suffix)
      throws IOException {
    List<ConnectionSummary> summaries = new ArrayList<>();
    List<String> paths =
        files.stream().map(Path::toString).filter(path -> path.endsWith(suffix)).toList();
    QlogAnalyzer.builder()
        .build()
        .analyze(
            paths,
            new Results() {
              @Override
              public void connection(ConnectionSummary connection) {
                assertThat(connection.flags()).isEmpty();
                summaries.add(connection);
              }

              @Override
              public void source(SourceSummary source) {
                assertThat(source.problems()).isEmpty();
              }
            });
    return summaries;
  }

  private static void assertNothingElseDropped(LinkCounters counters) {
    assertThat(counters.overflowed()).isZero();
    assertThat(counters.sendFailures()).isZero();
  }
}
