package dev.moqlog.analyzer.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.moqlog.analyzer.summary.ClockSummary;
import dev.moqlog.analyzer.summary.DirectionSummary;
import dev.moqlog.analyzer.summary.DistributionSummary;
import dev.moqlog.analyzer.summary.JoinedSummary;
import dev.moqlog.analyzer.summary.JoinedSummary.Flag;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockFitTest {

  /** How the packets of a connection travel. */
  private interface Delay {
    /** The delay of a packet sent at that time, in milliseconds. */
    double of(double millis);
  }

  @TempDir Path directory;

  /** One packet each way every 20 ms; the server's clock shows offset + (1 + drift) * true time. */
  private JoinedSummary joined(double seconds, double offset, double drift, Delay up, Delay down) {
    Ends ends = new Ends();
    long packets = Math.round(seconds * 50);
    for (int i = 0; i < packets; i++) {
      double t = 20.000001 * i;
      ends.up(t, offset + (1 + drift) * (t + up.of(t)), i);
      ends.down(offset + (1 + drift) * (t + 5), t + 5 + down.of(t), i);
    }
    return ends.join(directory);
  }

  private static DistributionSummary delay(DirectionSummary direction) {
    return direction.delay().orElseThrow().delayNanos().orElseThrow();
  }

  @Test
  void symmetricPathsGiveTheExactOffsetAndExactDelays() {
    JoinedSummary joined = joined(2, 12_345.678, 0, t -> 25, t -> 25);

    ClockSummary clock = joined.clock().orElseThrow();
    assertThat(clock.offsetNanos()).isCloseTo(12_345_678_000L, within(1_000L));
    assertThat(clock.errorNanos()).isCloseTo(25_000_000L, within(2_000L));
    assertThat(clock.minRttNanos()).isCloseTo(50_000_000L, within(2_000L));
    assertThat(clock.wallClockOffsetNanos()).isEmpty();
    assertThat(delay(joined.clientToServer()).max()).isCloseTo(25_000_000L, within(2_000L));
    assertThat(delay(joined.serverToClient()).min()).isCloseTo(25_000_000L, within(2_000L));
  }

  @ParameterizedTest
  @CsvSource({"1, 99", "99, 1", "0, 100", "10, 10.5"})
  void theErrorCoversAnyAsymmetry(double up, double down) {
    ClockSummary clock = joined(2, -500, 0, t -> up, t -> down).clock().orElseThrow();

    assertThat(Math.abs(clock.offsetNanos() + 500_000_000L))
        .isLessThanOrEqualTo(clock.errorNanos() + 1_000)
        .isCloseTo(Math.round(Math.abs(up - down) / 2 * 1e6), within(2_000L));
  }

  @Test
  void delayVariationNeedsNoOffset() {
    JoinedSummary joined = joined(2, 7, 0, t -> 10 + t % 200 / 10, t -> 40);

    DistributionSummary variation = joined.clientToServer().delay().orElseThrow().variationNanos();
    assertThat(variation.min()).isZero();
    assertThat(variation.max()).isCloseTo(18_000_000L, within(2_000L));
    assertThat(joined.serverToClient().delay().orElseThrow().variationNanos().max())
        .isLessThan(2_000);
  }

  @ParameterizedTest
  @CsvSource({"100e-6", "-100e-6", "20e-6", "500e-6"})
  void aDriftShowsAndIsTakenOutOfTheDelays(double drift) {
    Random random = new Random(7);
    JoinedSummary joined =
        joined(
            60,
            1_000,
            drift,
            t -> 25 + Math.abs(random.nextGaussian()) * 0.3,
            t -> 25 + Math.abs(random.nextGaussian()) * 0.3);

    ClockSummary clock = joined.clock().orElseThrow();
    assertThat(clock.driftPartsPerBillion().orElseThrow() / 1e9)
        .isCloseTo(drift, within(Math.abs(drift) * 0.1 + 1e-6));
    // Without the correction, delays would spread by drift * 60 s.
    assertThat(delay(joined.clientToServer()).p99()).isLessThan(26_500_000);
    assertThat(delay(joined.serverToClient()).min()).isGreaterThan(24_000_000);
  }

  @Test
  void aQueueThatGrowsInOneDirectionIsNoDrift() {
    JoinedSummary joined = joined(30, 0, 0, t -> 25 + t / 1000, t -> 25);

    assertThat(joined.clock().orElseThrow().driftPartsPerBillion()).isEmpty();
    assertThat(joined.clientToServer().delay().orElseThrow().variationNanos().max())
        .isGreaterThan(29_000_000);
  }

  @Test
  void noiseIsNoDrift() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      JoinedSummary joined =
          joined(20, 3, 0, t -> 25 + random.nextDouble() * 8, t -> 25 + random.nextDouble() * 8);
      assertThat(joined.clock().orElseThrow().driftPartsPerBillion()).as("seed " + seed).isEmpty();
    }
  }

  @Test
  void aClockThatJumpsIsTold() {
    Ends ends = new Ends();
    for (int i = 0; i < 100; i++) {
      double jump = i < 50 ? 0 : 1_000;
      ends.up(20.0 * i, 20.0 * i + 10 - jump, i);
      ends.down(20.0 * i + 5 - jump, 20.0 * i + 15, i);
    }
    ends.server("{'time':0,'name':'transport:x','data':{}}");

    assertThat(ends.join(directory).flags()).contains(Flag.CLOCKS_INCONSISTENT);
  }

  @Test
  void withoutPacketsInOneDirectionThereIsNoOffset() {
    Ends ends = new Ends();
    for (int i = 0; i < 10; i++) {
      ends.up(i, i + 10.0, i);
    }
    JoinedSummary joined = ends.join(directory);

    assertThat(joined.clock()).isEmpty();
    assertThat(joined.clientToServer().delay().orElseThrow().delayNanos()).isEmpty();
    assertThat(joined.clientToServer().delay().orElseThrow().variationNanos().samples())
        .isEqualTo(10);
    assertThat(joined.serverToClient().delay()).isEmpty();
  }
}
