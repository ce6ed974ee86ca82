package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.LossSummary;
import dev.moqlog.vocabulary.VantagePoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Logs of old drafts that others published, by what can be counted in them. */
class PublishedLogsTest {

  private static List<ConnectionSummary> connections(String name) {
    Path file = Qlogs.shared().resolve("testdata/public").resolve(name);
    Assumptions.assumeTrue(Files.exists(file));
    return Qlogs.analyze(file).connections();
  }

  @Test
  void quicTraceInCapitals() {
    ConnectionSummary connection =
        connections("repo-qvis-draft00-quictrace_example_github.qlog.gz").get(0);

    assertThat(connection.packets().orElseThrow().sent()).isEqualTo(9_769);
    assertThat(connection.packets().orElseThrow().received()).isEqualTo(4_869);
    LossSummary loss = connection.loss().orElseThrow();
    assertThat(loss.declared()).isEqualTo(238);
    // The converter says 0.024 in the file's own summary.
    assertThat(loss.net()).hasValue(238);
    assertThat(loss.inferred()).hasValue(0);
    assertThat(loss.ratio().orElseThrow()).isBetween(0.024, 0.0245);
  }

  @Test
  void picoquicInMicroseconds() {
    ConnectionSummary connection =
        connections("repo-picoquic-draft00-qlog_trace_ecn_ref.qlog").get(0);

    assertThat(connection.producer()).contains("picoquic");
    assertThat(connection.packets().orElseThrow().sent()).isEqualTo(20);
    assertThat(connection.packets().orElseThrow().received()).isEqualTo(15);
    assertThat(connection.loss().orElseThrow().declared()).isEqualTo(2);
    assertThat(connection.rtt().orElseThrow().minNanos()).isEqualTo(20_934_000);
  }

  @Test
  void pcap2qlogOfACapture() {
    ConnectionSummary connection = connections("repo-pcap2qlog-draft01-ack_range.qlog").get(0);

    assertThat(connection.producer()).contains("pcap2qlog");
    assertThat(connection.vantagePoint()).isEqualTo(VantagePoint.NETWORK);
    assertThat(connection.connectionId()).isEqualTo("da67d94c0cdd3dc01e3cf2ca6b2b067505");
    assertThat(connection.startTime().orElseThrow().toString()).startsWith("2019-08-05T");
  }

  @Test
  void bothEndsInOneFile() {
    List<ConnectionSummary> ends = connections("repo-qvis-draft01-doublevantage_100ms.qlog.gz");

    assertThat(ends)
        .extracting(ConnectionSummary::vantagePoint)
        .containsExactly(VantagePoint.CLIENT, VantagePoint.SERVER);
    assertThat(ends.get(0).packets().orElseThrow().sent())
        .isEqualTo(ends.get(1).packets().orElseThrow().received());
    assertThat(ends).allMatch(end -> end.rtt().orElseThrow().minNanos() >= 200_000_000);
  }

  @Test
  void extensionsOfEveryEventAreNoObstacle() {
    List<ConnectionSummary> connections =
        connections("repo-incursa-captured-quic-contained.qlog.json");

    assertThat(connections).hasSize(1);
    assertThat(connections.get(0).rtt().orElseThrow().minNanos()).isEqualTo(14_750_000);
  }
}
