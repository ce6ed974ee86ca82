package dev.moqlog.analyzer.read;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RttUnitTest {

  private final RttUnit unit = new RttUnit(true);

  private static RecoveryFields fields(long latest, long smoothed, long variance) {
    RecoveryFields fields = new RecoveryFields();
    fields.latestRttNanos = latest;
    fields.smoothedRttNanos = smoothed;
    fields.rttVarianceNanos = variance;
    return fields;
  }

  private RecoveryFields corrected(RecoveryFields fields) {
    QlogEvent event = new QlogEvent();
    event.recovery.latestRttNanos = fields.latestRttNanos;
    event.recovery.smoothedRttNanos = fields.smoothedRttNanos;
    event.recovery.rttVarianceNanos = fields.rttVarianceNanos;
    unit.correct(event);
    return event.recovery;
  }

  /** What 0.333 s and 0.1665 s become when they are taken for milliseconds. */
  private void prove() {
    corrected(fields(ABSENT, 333_000, 166_500));
  }

  @Test
  void withoutProofNothingChanges() {
    assertThat(corrected(fields(50_000, 50_000, 25_000)).latestRttNanos()).isEqualTo(50_000);
    assertThat(corrected(fields(ABSENT, 333_000, 100)).smoothedRttNanos()).isEqualTo(333_000);
    assertThat(unit.corrects()).isFalse();
  }

  @Test
  void theInitialRttAThousandTimesTooSmallProvesIt() {
    RecoveryFields first = corrected(fields(ABSENT, 333_000, 166_500));
    assertThat(unit.corrects()).isTrue();
    assertThat(first.smoothedRttNanos()).isEqualTo(333_000_000);
    assertThat(first.latestRttNanos()).isEqualTo(ABSENT);
  }

  @Test
  void everyLaterRttIsCorrected() {
    prove();
    RecoveryFields later = corrected(fields(50_100, 50_200, 25_000));
    assertThat(later.latestRttNanos()).isEqualTo(50_100_000);
    assertThat(later.smoothedRttNanos()).isEqualTo(50_200_000);
  }

  @Test
  void aRealRttOfAThirdOfAMillisecondStaysWhatItIs() {
    QlogEvent packet = new QlogEvent();
    packet.frames.logged = true;
    unit.correct(packet);
    assertThat(corrected(fields(333_000, 333_000, 166_500)).latestRttNanos()).isEqualTo(333_000);
    assertThat(unit.corrects()).isFalse();
  }

  @Test
  void hugeValuesDoNotOverflow() {
    prove();
    assertThat(corrected(fields(Long.MAX_VALUE, 1, 1)).latestRttNanos()).isEqualTo(Long.MAX_VALUE);
  }
}
