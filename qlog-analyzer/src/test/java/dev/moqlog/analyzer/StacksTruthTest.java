package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Logs of more stacks, with their mistakes, against what the link and the peer saw. */
class StacksTruthTest {

  private static final Path LOGS = Qlogs.root().resolve("qlog-analyzer/src/test/resources/stacks");

  static List<Truth> table() throws IOException {
    return Truth.readTable(LOGS.resolve("truth.tsv"));
  }

  @ParameterizedTest
  @MethodSource("table")
  void numbersMatchWhatHappened(Truth truth) {
    truth.check(LOGS);
  }

  @ParameterizedTest
  @CsvSource({
    "quinn__multi3__server.sqlog.gz, quinn, rtt_in_seconds loss_trigger_constant",
    "quinn__hsloss__client.sqlog.gz, quinn, rtt_in_seconds group_id_changed",
    "noq__multi3__server3.qlog.gz, noq, ack_range_ends_exclusive ack_delay_unscaled",
    "quic-go__reorder_only__server.sqlog.gz, quic-go, ''",
    "aioquic__multi3__server.qlog.gz, aioquic, ''",
    "quiche__reorder_only__client.sqlog.gz, quiche, ack_delay_unscaled",
    "ngtcp2__retry__client.sqlog.gz, ngtcp2, ''",
    "xnetquic__hsloss__client.sqlog.gz, x/net/quic, ''"
  })
  void producersAreRecognisedAndCorrectedOnlyWhereTheirLogsProveIt(
      String file, String producer, String corrections) {
    for (ConnectionSummary connection : Qlogs.analyze(LOGS.resolve(file)).connections()) {
      assertThat(connection.producer()).contains(producer);
      assertThat(String.join(" ", connection.corrections())).isEqualTo(corrections);
    }
  }

  @Test
  void underPureReorderingNothingIsLost() {
    for (String file :
        List.of(
            "quic-go__reorder_only__server.sqlog.gz", "quiche__reorder_only__client.sqlog.gz")) {
      ConnectionSummary connection = Qlogs.only(Qlogs.analyze(LOGS.resolve(file)));

      assertThat(connection.loss().orElseThrow().lostInFlight()).hasValue(0);
      assertThat(connection.loss().orElseThrow().ratio()).hasValue(0);
    }
  }
}
