package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.BlockedSummary;
import dev.moqlog.analyzer.summary.CloseSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.ProbeTimeoutSummary;
import dev.moqlog.analyzer.summary.ReorderSummary;
import dev.moqlog.analyzer.summary.StreamSummary;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values near the bounds of numbers: what is made of them is absent or possible, never wrapped. */
class ExtremeValuesTest {

  private static final double FAR_MILLIS = 9_223_372_036_854.0;

  /** More first buckets of a timeline than an int counts. */
  private static final double LATER_MILLIS = 3_000_000_000.0;

  private static ConnectionSummary summary(String... records) {
    List<String> all = new ArrayList<>(List.of(records));
    all.add(0, Qlogs.HEADER);
    Qlogs.Analysis source = Qlogs.analyze(Qlogs.sequence(all.toArray(String[]::new)));
    assertThat(source.problems()).noneMatch(problem -> problem.contains("mistake of this program"));
    return Qlogs.only(source);
  }

  @Test
  void timesFromOneEndOfTheAxisToTheOtherMakeNoNegativeSpan() {
    ConnectionSummary connection =
        summary(
            Qlogs.sent(-FAR_MILLIS, 1, Qlogs.stream(0, 0, 100)),
            Qlogs.received(0, 1, Qlogs.ack(1, 1)),
            Qlogs.sent(FAR_MILLIS, 2, Qlogs.stream(0, 100, 100)),
            Qlogs.received(-FAR_MILLIS, 2, Qlogs.ack(2, 2)),
            Qlogs.sent(FAR_MILLIS, 3, Qlogs.stream(0, 200, 100)));
    long duration = connection.durationNanos().orElseThrow();
    assertThat(duration).isPositive();
    long start = connection.startNanos().orElseThrow();
    for (StreamSummary stream : connection.streams().orElseThrow().streams()) {
      assertThat(stream.openedNanos() - start).isBetween(0L, duration);
      assertThat(stream.lastNanos() - start).isBetween(0L, duration);
    }
    assertThat(connection.delivery().orElseThrow().idleNanos()).isNotNegative();
    connection.blocked().map(BlockedSummary::reasons).orElse(List.of()).stream()
        .forEach(time -> assertThat(time.nanos()).isGreaterThanOrEqualTo(time.longestNanos()));
  }

  @Test
  void aLossLongAfterAllThatArrivedIsBehindTheTimeline() {
    ConnectionSummary connection =
        summary(
            Qlogs.sent(0, 1, Qlogs.stream(0, 0, 100)),
            Qlogs.received(10, 1, Qlogs.ack(1, 1)),
            Qlogs.sent(LATER_MILLIS, 2, Qlogs.stream(0, 100, 100)),
            Qlogs.sent(LATER_MILLIS + 1, 3, Qlogs.stream(0, 200, 100)),
            Qlogs.lost(LATER_MILLIS + 2, 2));
    assertThat(connection.lossPattern()).isPresent();
  }

  @Test
  void aClockThatIsSetBackMakesNoNegativeSilence() {
    ConnectionSummary connection =
        summary(
            Qlogs.sent(100, 1, Qlogs.stream(0, 0, 100)), Qlogs.received(40, 1, Qlogs.ack(1, 1)));
    assertThat(
            connection
                .probeTimeouts()
                .map(ProbeTimeoutSummary::longestSilenceNanos)
                .orElseThrow()
                .orElse(0))
        .isNotNegative();
  }

  @Test
  void aPacketNumberThatNoPacketCanHaveIsNone() {
    ConnectionSummary connection =
        summary(
            Qlogs.received(1, 5, Qlogs.stream(3, 0, 10)),
            Qlogs.received(2, Long.MAX_VALUE, Qlogs.stream(3, 10, 10)),
            Qlogs.received(3, 6, Qlogs.stream(3, 20, 10)));
    ReorderSummary reorder = connection.reorder().orElseThrow();
    assertThat(reorder.reordered()).isZero();
    assertThat(reorder.missing()).isZero();
  }

  @Test
  void anErrorCodeThatDoesNotFitAVarintIsNone() {
    ConnectionSummary connection =
        summary(
            Qlogs.sent(
                1,
                1,
                "{'frame_type':'connection_close','error_space':'application',"
                    + "'error_code':18446744073709551615}"));
    assertThat(connection.close().map(CloseSummary::errorCode).orElseThrow()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0663", "\uff19", "/", ":", ""})
  void aPathIdThatIsNoDigitOfAsciiIsTheFirstPath(String id) {
    ConnectionSummary connection =
        summary(
            Qlogs.sent(0, 1, Qlogs.stream(0, 0, 100)),
            Qlogs.json(
                "{'time':1,'name':'recovery:metrics_updated','data':{'path_id':'%s','tuple_id':'%s','pto_count':2}}"
                    .formatted(id, id)));
    assertThat(connection.probeTimeouts().orElseThrow().timeouts()).hasValue(2);
  }
}
