package dev.moqlog.analyzer.diagnose;

import static dev.moqlog.analyzer.diagnose.SimulatedTransfer.bottleneck;
import static dev.moqlog.analyzer.diagnose.SimulatedTransfer.over;
import static dev.moqlog.analyzer.diagnose.SimulatedTransfer.randomLoss;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.Qlogs;
import dev.moqlog.analyzer.diagnose.Finding.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The top finding is the cause that the link had. */
class DiagnosisTest {

  private static List<Finding> diagnose(SimulatedTransfer transfer) {
    return Diagnosis.of(Qlogs.only(Qlogs.analyze(transfer.log())));
  }

  private static Finding top(SimulatedTransfer transfer) {
    return diagnose(transfer).get(0);
  }

  @Test
  void aCleanTransferHasNoTrouble() {
    assertThat(diagnose(over((number, sent, bytes) -> 20, 60, 20, 3_000)))
        .noneMatch(finding -> finding.severity() != Severity.INFO);
  }

  @Test
  void singleLossesWhateverTheRttAreRandom() {
    assertThat(top(over(randomLoss(20, 0.02, 1), 60, 20, 5_000)).rule())
        .isEqualTo(Rule.RANDOM_LOSS);
  }

  @Test
  void consecutiveLossesAtALowRttAreBursts() {
    assertThat(
            top(over(
                    (number, sent, bytes) -> number % 900 > 880 && number > 100 ? -1 : 20,
                    60,
                    20,
                    5_000))
                .rule())
        .isEqualTo(Rule.BURST_LOSS);
  }

  @Test
  void lossesWhileTheRttIsHighAreAFullQueue() {
    assertThat(top(over(bottleneck(20, 1000, 30_000), 100, 20, 5_000)).rule())
        .isEqualTo(Rule.QUEUE_OVERFLOW);
  }

  @Test
  void aHighRttWithoutLossIsBufferbloat() {
    Finding top = top(over(bottleneck(10, 500, 1e9), 200, 10, 5_000));

    assertThat(top.rule()).isEqualTo(Rule.BUFFERBLOAT);
    assertThat(top.startNanos()).isPresent();
  }

  @Test
  void lossesInGroupsAtALowRttAreALimiter() {
    // While the sender is above the limit, what arrives is what the limit lets through.
    SimulatedTransfer.Link policer =
        (number, sent, bytes) -> number % 1500 > 1440 && number % 5 >= 2 ? -1 : 20;

    assertThat(top(over(policer, 60, 20, 4_500)).rule()).isEqualTo(Rule.RATE_POLICING);
  }

  @Test
  void smallGroupsOfLossesAgainAndAgainAtALowRttAreTheReceiver() {
    assertThat(
            top(over(
                    (number, sent, bytes) -> number % 300 == 10 || number % 300 == 11 ? -1 : 10,
                    60,
                    10,
                    5_000))
                .rule())
        .isEqualTo(Rule.RECEIVE_BUFFER_OVERFLOW);
  }

  @Test
  void silenceInTheMiddleIsABlackout() {
    Finding top =
        top(over((number, sent, bytes) -> sent > 1_000 && sent < 2_500 ? -1 : 20, 60, 20, 5_000));

    assertThat(top.rule()).isEqualTo(Rule.BLACKOUT);
    assertThat(top.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(top.startNanos().orElseThrow()).isBetween(950_000_000L, 1_200_000_000L);
    assertThat(top.endNanos().orElseThrow()).isBetween(2_500_000_000L, 3_500_000_000L);
    assertThat(top.evidence()).isNotEmpty().allMatch(evidence -> evidence.offset().isPresent());
  }

  @Test
  void silenceToTheEndIsAPeerThatVanished() {
    assertThat(top(over((number, sent, bytes) -> sent > 1_000 ? -1 : 20, 60, 20, 3_000)).rule())
        .isEqualTo(Rule.IDLE_TIMEOUT);
  }

  @Test
  void onlyLargePacketsLostIsAPmtuBlackHole() {
    SimulatedTransfer transfer =
        over((number, sent, bytes) -> sent > 500 && bytes > 1300 ? -1 : 20, 60, 20, 3_000)
            .packetBytes(number -> number % 3 == 0 ? 1400 : 1200);

    assertThat(top(transfer).rule()).isEqualTo(Rule.PMTU_BLACK_HOLE);
  }

  @Test
  void reorderingThatIsTakenForLossIsNoLoss() {
    Random random = new Random(7);
    List<Finding> findings =
        diagnose(over((number, sent, bytes) -> random.nextInt(50) == 0 ? 29 : 20, 60, 20, 5_000));

    assertThat(findings.get(0).rule()).isEqualTo(Rule.SPURIOUS_LOSS);
    assertThat(findings).noneMatch(finding -> finding.rule() == Rule.RANDOM_LOSS);
  }

  @Test
  void packetsThatArriveTwiceAreSaidToDoSo() {
    assertThat(top(over((number, sent, bytes) -> 20, 60, 20, 1_000).copies(2)).rule())
        .isEqualTo(Rule.DUPLICATES);
  }

  @Test
  void everyRuleCanBeFoundByItsLabel() {
    for (Rule rule : Rule.values()) {
      assertThat(Rule.of(rule.label().replace('_', '-').toUpperCase(Locale.ROOT))).contains(rule);
      assertThat(rule.title()).isNotBlank();
      assertThat(rule.meaning()).isNotBlank();
      assertThat(rule.derivation()).isNotBlank();
      assertThat(rule.advice()).isNotBlank();
    }
  }
}
