package dev.moqlog.samples.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.LossSummary;
import dev.moqlog.analyzer.summary.RetransmitSummary;
import dev.moqlog.analyzer.summary.RttSummary;
import dev.moqlog.analyzer.summary.Source;
import dev.moqlog.samples.link.LinkCounters;
import dev.moqlog.samples.transfer.TransferOptions;
import dev.moqlog.samples.transfer.TransferReport;
import dev.moqlog.samples.transfer.TransferTraces;
import dev.moqlog.vocabulary.VantagePoint;
import dev.moqlog.writer.QlogRecorder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class NettyTransferTest {
  private static final TransferOptions LOSSY =
      new TransferOptions(1_000_000, Duration.ofMillis(5), 0.05, 3, 0);

  /** Of a delay that a busy machine does not multiply: a flight recorder would notice. */
  private static final TransferOptions CLEAN =
      new TransferOptions(100_000, Duration.ofMillis(40), 0, 3, 0);

  @TempDir private Path directory;

  @Test
  void transfersEverythingOverALinkThatLoses() throws Exception {
    TransferReport report = NettyTransfer.run(LOSSY, ConnectionLogs.NONE);

    assertThat(report.bytes()).isEqualTo(1_000_000);
    assertThat(report.toClient().lost()).isPositive();
    assertThat(report.toClient().forwardedBytes()).isGreaterThan(1_000_000);
    assertNothingElseDropped(report.toClient());
    assertNothingElseDropped(report.toServer());
  }

  @Test
  void capturesWhatHappened() throws Exception {
    TransferTraces traces;
    TransferReport report;
    // Less memory than the logs take.
    try (QlogRecorder recorder = recorder(Map.of("SAMPLE_RATE", "1", "MEMORY", "512KiB"))) {
      traces = new TransferTraces(recorder);
      report = NettyTransfer.run(LOSSY, traces);
      assertThat(recorder.flush(Duration.ofSeconds(10))).isTrue();
      assertThat(recorder.stats().allEventsDropped()).isZero();
    }

    assertThat(Analysis.traces(directory)).isEqualTo(traces.files()).hasSize(2);
    Analysis analysis = Analysis.of(directory);
    ConnectionSummary server = analysis.of(VantagePoint.SERVER);
    ConnectionSummary client = analysis.of(VantagePoint.CLIENT);
    assertThat(server.connectionId()).isEqualTo(client.connectionId());
    // The codec leaves out packet numbers now and then, so that the datagrams are what to go by;
    // only those of the handshake hold several packets.
    assertThat(server.packets().orElseThrow().sent())
        .isBetween(report.toClient().received(), report.toClient().received() + 3);
    // What comes after the client has closed, such as data sent again in vain, it does not log.
    long forwarded = report.toClient().forwarded();
    assertThat(client.packets().orElseThrow().received())
        .isBetween(forwarded - forwarded / 20, forwarded + 3);
    assertLossIsThatOf(report.toClient(), server);
    assertThat(server.loss().orElseThrow().source()).contains(Source.INFERRED);
    RetransmitSummary data = server.retransmit().orElseThrow();
    assertThat(data.streamBytesSent() - data.streamBytesRetransmitted()).isEqualTo(1_000_000);
    RttSummary rtt = server.rtt().orElseThrow();
    assertThat(Duration.ofNanos(rtt.minNanos()))
        .isBetween(LOSSY.delay().multipliedBy(2), LOSSY.delay().multipliedBy(2).plusMillis(30));
    assertThat(Files.readString(Path.of(server.source()))).contains("\"owner\":\"remote\"");
    assertThat(Files.readString(Path.of(client.source())))
        .contains("connection_closed\",\"data\":{\"owner\":\"local\"");
  }

  @Test
  void capturesNothingThatIsNotSampled() throws Exception {
    try (QlogRecorder recorder = recorder(Map.of("SAMPLE_RATE", "0"))) {
      NettyTransfer.run(CLEAN, new TransferTraces(recorder));
    }

    assertThat(Analysis.traces(directory)).isEmpty();
  }

  @Test
  void remembersButDoesNotKeepAConnectionThatWentWell() throws Exception {
    try (QlogRecorder recorder = recorder(Map.of("SAMPLE_RATE", "0", "FLIGHT_RECORDER", "true"))) {
      NettyTransfer.run(CLEAN, new TransferTraces(recorder));
      assertThat(recorder.stats().flightsOpened()).isEqualTo(2);
    }

    assertThat(Analysis.traces(directory)).isEmpty();
  }

  @Test
  void keepsAConnectionThatEndedWithAnError() throws Exception {
    try (QlogRecorder recorder = recorder(Map.of("SAMPLE_RATE", "0", "FLIGHT_RECORDER", "true"))) {
      NettyTransfer.run(
          new TransferOptions(CLEAN.bytes(), CLEAN.delay(), 0, 3, 7), new TransferTraces(recorder));
    }

    assertThat(Analysis.traces(directory)).hasSize(2);
    for (Path trace : Analysis.traces(directory)) {
      assertThat(Files.readString(trace)).contains("\"application_code\":7", "application_error");
    }
    assertThat(Analysis.of(directory).connections()).hasSize(2);
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

    NettyTransfer.run(CLEAN, serverOnly);

    assertThat(complete).hasSize(1);
    assertThat(directory.toFile().listFiles()).containsExactly(complete.get(0).toFile());
  }

  /** All that the link lost is found lost, or was too late for an acknowledgment to tell. */
  private static void assertLossIsThatOf(LinkCounters link, ConnectionSummary sender) {
    LossSummary loss = sender.loss().orElseThrow();
    long found = loss.net().orElseThrow() + loss.inferred().orElseThrow();
    assertThat(link.dropped()).isBetween(found, found + loss.unresolved().orElseThrow());
  }

  private QlogRecorder recorder(Map<String, String> settings) {
    Map<String, String> variables = new HashMap<>();
    variables.put("MOQ_QLOG_ENABLED", "true");
    variables.put("MOQ_QLOG_DIR", directory.toString());
    settings.forEach((name, value) -> variables.put("MOQ_QLOG_" + name, value));
    return QlogRecorder.fromEnvironment(variables);
  }

  private static void assertNothingElseDropped(LinkCounters counters) {
    assertThat(counters.overflowed()).isZero();
    assertThat(counters.sendFailures()).isZero();
  }
}
