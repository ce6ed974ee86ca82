package dev.moqlog.writer.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceRateLimitTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final FakeClock clock = new FakeClock(0);

  private static int acquired(TraceRateLimit limit) {
    int acquired = 0;
    while (limit.tryAcquire()) {
      acquired++;
    }
    return acquired;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 60, 1_000})
  void aMinutesTokensMayGoAtOnceAndComeBackWithinAMinute(int perMinute) {
    TraceRateLimit limit = TraceRateLimit.perMinute(perMinute, clock);
    assertThat(limit.tracesPerMinute()).isEqualTo(perMinute);
    assertThat(acquired(limit)).isEqualTo(perMinute);
    clock.advance(MINUTE);
    assertThat(acquired(limit)).isEqualTo(perMinute);
    clock.advance(Duration.ofDays(365));
    assertThat(acquired(limit)).isEqualTo(perMinute);
  }

  @Test
  void tokensComeBackEvenly() {
    TraceRateLimit limit = TraceRateLimit.perMinute(6, clock);
    acquired(limit);
    clock.advance(Duration.ofSeconds(10).minusNanos(1));
    assertThat(limit.tryAcquire()).isFalse();
    clock.advance(Duration.ofNanos(1));
    assertThat(limit.tryAcquire()).isTrue();
    assertThat(limit.tryAcquire()).isFalse();
  }

  /** A minute is no multiple of seven in nanoseconds, so rounding would show. */
  @Test
  void askingOftenLosesNothing() {
    TraceRateLimit limit = TraceRateLimit.perMinute(7, clock);
    acquired(limit);
    int acquired = 0;
    for (int i = 0; i < 100 * 60_000; i++) {
      clock.advance(Duration.ofMillis(1));
      acquired += limit.tryAcquire() ? 1 : 0;
    }
    assertThat(acquired).isEqualTo(700);
  }

  @Test
  void noMinuteHasMoreThanTwiceTheLimit() {
    TraceRateLimit limit = TraceRateLimit.perMinute(10, clock);
    clock.advance(MINUTE);
    int acquired = acquired(limit);
    for (int i = 0; i < 60; i++) {
      clock.advance(Duration.ofSeconds(1));
      acquired += acquired(limit);
    }
    assertThat(acquired).isEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE - 1, Long.MAX_VALUE})
  void theClockMayStandAnywhereAndWrap(long start) {
    clock.set(start);
    TraceRateLimit limit = TraceRateLimit.perMinute(TraceRateLimit.MAX_TRACES_PER_MINUTE, clock);
    assertThat(acquired(limit)).isEqualTo(TraceRateLimit.MAX_TRACES_PER_MINUTE);
    clock.advance(Duration.ofSeconds(6));
    assertThat(acquired(limit)).isEqualTo(TraceRateLimit.MAX_TRACES_PER_MINUTE / 10);
    clock.set(start + Long.MAX_VALUE);
    assertThat(acquired(limit)).isEqualTo(TraceRateLimit.MAX_TRACES_PER_MINUTE);
  }

  @Test
  void aClockThatIsSetBackEarnsNothingAndGoesOn() {
    clock.set(1_000);
    TraceRateLimit limit = TraceRateLimit.perMinute(60, clock);
    acquired(limit);
    for (long earlier : new long[] {999, -1_000_000_000_000L, Long.MIN_VALUE}) {
      clock.set(earlier);
      assertThat(limit.tryAcquire()).isFalse();
    }
    clock.advance(Duration.ofSeconds(1));
    assertThat(acquired(limit)).isEqualTo(1);
  }

  @Test
  void manyThreadsGetNoMoreThanOne() {
    TraceRateLimit limit = TraceRateLimit.perMinute(1_000, clock);
    assertThat(IntStream.range(0, 10_000).parallel().filter(i -> limit.tryAcquire()).count())
        .isEqualTo(1_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1_000_001, Integer.MAX_VALUE})
  void limitsOutOfBoundsAreRefused(int perMinute) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TraceRateLimit.perMinute(perMinute))
        .withMessageContaining("tracesPerMinute must be from 1 to 1000000: " + perMinute);
  }
}
