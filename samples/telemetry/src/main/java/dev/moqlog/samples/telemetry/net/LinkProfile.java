package dev.moqlog.samples.telemetry.net;

import static dev.moqlog.samples.telemetry.net.SimulatedTime.MILLISECOND;
import static dev.moqlog.samples.telemetry.net.SimulatedTime.SECOND;

import java.util.random.RandomGenerator;

/**
 * What the way between two ends is like, the same in both directions.
 *
 * @param delayNanos how long a packet takes at least, one way
 * @param jitterNanos the mean of what comes on top of that; packets stay in order
 * @param lossRatio the share of packets that get lost, without outages
 * @param meanBurst how many packets get lost in a row on average
 * @param bitsPerSecond the rate of the bottleneck
 * @param queueNanos how long its queue is at most; what does not fit is lost
 * @param outagesPerSecond how often nothing passes for a while
 * @param meanOutageNanos how long that lasts on average
 */
public record LinkProfile(
    long delayNanos,
    long jitterNanos,
    double lossRatio,
    double meanBurst,
    long bitsPerSecond,
    long queueNanos,
    double outagesPerSecond,
    long meanOutageNanos) {

  /** A way without loss, jitter and outages. */
  public static LinkProfile clean(long delayNanos) {
    return new LinkProfile(delayNanos, 0, 0, 1, 100_000_000, SECOND, 0, SECOND);
  }

  /**
   * The way of some viewer: most at home with short delays and little loss, some far away, some on
   * the move.
   */
  public static LinkProfile draw(RandomGenerator random) {
    double kind = random.nextDouble();
    if (kind < 0.7) {
      return new LinkProfile(
          millis(4 + random.nextExponential() * 10),
          millis(0.3 + random.nextExponential()),
          Math.min(0.01, random.nextExponential() * 0.001),
          1.2,
          10_000_000 + (long) (random.nextDouble() * 40_000_000),
          millis(100),
          0,
          SECOND);
    }
    if (kind < 0.9) {
      return new LinkProfile(
          millis(60 + random.nextDouble() * 80),
          millis(1 + random.nextExponential() * 2),
          Math.min(0.03, random.nextExponential() * 0.005),
          1.5,
          4_000_000 + (long) (random.nextDouble() * 10_000_000),
          millis(150),
          0,
          SECOND);
    }
    return new LinkProfile(
        millis(20 + random.nextDouble() * 40),
        millis(4 + random.nextExponential() * 6),
        Math.min(0.15, 0.01 + random.nextExponential() * 0.02),
        2.5,
        600_000 + (long) (random.nextDouble() * 2_000_000),
        millis(250),
        0.08,
        800 * MILLISECOND);
  }

  /** The way of a publisher: a studio's line. */
  public static LinkProfile drawForPublisher(RandomGenerator random) {
    return new LinkProfile(
        millis(3 + random.nextDouble() * 20),
        millis(0.2 + random.nextExponential() * 0.3),
        random.nextDouble() * 0.0005,
        1,
        50_000_000,
        millis(100),
        0,
        SECOND);
  }

  private static long millis(double millis) {
    return (long) (millis * MILLISECOND);
  }
}
