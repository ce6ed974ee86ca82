package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.Qlogs;
import dev.moqlog.analyzer.summary.RttSummary;
import dev.moqlog.analyzer.summary.Source;
import dev.moqlog.vocabulary.PacketNumberSpace;
import org.junit.jupiter.api.Test;

class RttMetricTest {

  private static final long MS = 1_000_000;

  private final RttMetric metric = new RttMetric();

  /** The stack logs members of a metrics event, in single quotes. */
  private void logs(String members) {
    String event =
        Qlogs.json("{'time':0,'name':'recovery:metrics_updated','data':{" + members + "}}");
    Qlogs.events(
        Qlogs.sequence(Qlogs.HEADER, event), each -> metric.metricsUpdated(each.recovery()));
  }

  private void logsLatest(double millis) {
    logs("'latest_rtt':" + millis);
  }

  private void sample(long millis) {
    metric.acknowledged();
    metric.sample(millis * MS, ABSENT, PacketNumberSpace.APPLICATION_DATA);
  }

  private RttSummary summary() {
    return metric.summary().orElseThrow();
  }

  // As logged.

  @Test
  void zeroAndTheInitialRttBeforeAnyAcknowledgmentArePlaceholders() {
    logsLatest(0);
    logsLatest(333);
    logsLatest(0);
    assertThat(metric.summary()).isEmpty();
    assertThat(metric.belowResolution()).isFalse();
    sample(50);
    logsLatest(50);
    assertThat(summary().samples()).isEqualTo(1);
    assertThat(summary().minNanos()).isEqualTo(50 * MS);
    assertThat(summary().maxNanos()).isEqualTo(50 * MS);
  }

  @Test
  void theInitialRttThatTheLogNamesIsAPlaceholderCutToMillisecondsToo() {
    metric.initialRtt(100_400_000);
    logsLatest(100);
    logsLatest(100.4);
    assertThat(metric.summary()).isEmpty();
    logsLatest(333);
    assertThat(summary().samples()).isEqualTo(1);
  }

  @Test
  void aRoundTripAsLongAsTheInitialRttCountsAfterAnAcknowledgment() {
    sample(333);
    logsLatest(333);
    assertThat(summary().source()).isEqualTo(Source.LOGGED);
    assertThat(summary().samples()).isEqualTo(1);
  }

  @Test
  void aValueLoggedBeforeItsAcknowledgmentCounts() {
    logsLatest(50);
    sample(50);
    assertThat(summary().source()).isEqualTo(Source.LOGGED);
    assertThat(summary().samples()).isEqualTo(1);
  }

  @Test
  void aRepeatIsNoSampleUnlessAnAcknowledgmentMadeOne() {
    sample(50);
    logsLatest(50);
    logsLatest(50);
    logsLatest(50);
    assertThat(summary().samples()).isEqualTo(1);
    sample(50);
    logsLatest(50);
    logsLatest(50);
    assertThat(summary().samples()).isEqualTo(2);
  }

  @Test
  void aValueThatComesBackIsASample() {
    for (double millis : new double[] {50, 60, 50}) {
      logsLatest(millis);
    }
    assertThat(summary().samples()).isEqualTo(3);
  }

  @Test
  void anEventWithoutLatestRttChangesNothing() {
    logsLatest(50);
    logs("'congestion_window':12000");
    logsLatest(50);
    assertThat(summary().samples()).isEqualTo(1);
  }

  @Test
  void zeroAfterAnAcknowledgmentIsBelowTheResolutionAndInNoOtherNumber() {
    sample(1);
    logsLatest(0);
    assertThat(metric.belowResolution()).isTrue();
    sample(1);
    logsLatest(1);
    sample(1);
    logsLatest(0);
    assertThat(summary().belowResolution()).isEqualTo(2);
    assertThat(summary().samples()).isEqualTo(1);
    assertThat(summary().minNanos()).isEqualTo(MS);
  }

  @Test
  void jitterIsTheMeanDifferenceOfNeighbours() {
    logsLatest(50);
    assertThat(summary().jitterNanos()).isEmpty();
    logsLatest(60);
    logsLatest(40);
    assertThat(summary().jitterNanos()).hasValue(15 * MS);
  }

  @Test
  void theLastSmoothedRttIsTheOneLogged() {
    logs("'smoothed_rtt':333");
    sample(50);
    logs("'latest_rtt':50,'smoothed_rtt':50.5");
    logs("'smoothed_rtt':51.25");
    assertThat(summary().smoothedLastNanos()).hasValue(51_250_000);
  }

  @Test
  void aSmoothedPlaceholderIsNotReported() {
    logs("'smoothed_rtt':333");
    logsLatest(50);
    assertThat(summary().smoothedLastNanos()).isEmpty();
  }

  // From acknowledgments.

  @Test
  void acknowledgmentsTellWhereNothingIsLogged() {
    sample(50);
    sample(70);
    assertThat(summary().source()).isEqualTo(Source.INFERRED);
    assertThat(summary().samples()).isEqualTo(2);
    assertThat(summary().meanNanos()).isEqualTo(60 * MS);
    // 7/8 * 50 + 1/8 * 70
    assertThat(summary().smoothedLastNanos()).hasValue(52_500_000);
  }

  @Test
  void theAckDelayCountsAgainstTheSmoothedRttOnly() {
    sample(50);
    metric.sample(66 * MS, 8 * MS, PacketNumberSpace.APPLICATION_DATA);
    assertThat(summary().maxNanos()).isEqualTo(66 * MS);
    // 7/8 * 50 + 1/8 * (66 - 8)
    assertThat(summary().smoothedLastNanos()).hasValue(51 * MS);
  }

  @Test
  void theAckDelayNeverTakesASampleBelowTheMinimum() {
    sample(50);
    metric.sample(58 * MS, 9 * MS, PacketNumberSpace.APPLICATION_DATA);
    assertThat(summary().smoothedLastNanos()).hasValue(51 * MS);
  }

  @Test
  void theAckDelayIsBoundedByTheDefaultMaximum() {
    sample(50);
    metric.sample(155 * MS, 100 * MS, PacketNumberSpace.APPLICATION_DATA);
    // 7/8 * 50 + 1/8 * (155 - 25)
    assertThat(summary().smoothedLastNanos()).hasValue(60 * MS);
  }

  @Test
  void theAckDelayIsBoundedByThePeersMaximum() {
    metric.peerMaxAckDelay(65 * MS);
    sample(50);
    metric.sample(155 * MS, 100 * MS, PacketNumberSpace.APPLICATION_DATA);
    assertThat(summary().smoothedLastNanos()).hasValue(55 * MS);
  }

  @Test
  void theAckDelayOfInitialPacketsDoesNotCount() {
    sample(50);
    metric.sample(66 * MS, 8 * MS, PacketNumberSpace.INITIAL);
    assertThat(summary().smoothedLastNanos()).hasValue(52 * MS);
  }

  @Test
  void aSampleOfAClockThatWentBackwardsIsDropped() {
    metric.sample(-1, ABSENT, PacketNumberSpace.APPLICATION_DATA);
    assertThat(metric.summary()).isEmpty();
  }
}
