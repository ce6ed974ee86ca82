package dev.moqlog.samples.kwik;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.samples.link.LinkCounters;
import dev.moqlog.samples.transfer.TransferOptions;
import dev.moqlog.samples.transfer.TransferReport;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class KwikTransferTest {
  @Test
  void transfersEverythingOverALinkThatLoses() throws Exception {
    TransferReport report =
        KwikTransfer.run(
            new TransferOptions(500_000, Duration.ofMillis(5), 0.02, 3, Optional.empty()));

    assertThat(report.bytes()).isEqualTo(500_000);
    assertThat(report.toClient().lost()).isPositive();
    assertThat(report.toClient().forwardedBytes()).isGreaterThan(500_000);
    assertNothingElseDropped(report.toClient());
    assertNothingElseDropped(report.toServer());
  }

  private static void assertNothingElseDropped(LinkCounters counters) {
    assertThat(counters.overflowed()).isZero();
    assertThat(counters.sendFailures()).isZero();
  }
}
