package dev.moqlog.samples.link;

import java.util.SplittableRandom;

/**
 * Decides what becomes of the datagrams that go one way, and counts them. The fate of a datagram
 * depends on the seed and on how many came before it, and, if the rate has a limit, on when they
 * came. All methods may be called from any thread.
 */
final class OneWayPath {
  /** Returned in place of a time for a datagram that does not arrive. */
  static final long NEVER = Long.MAX_VALUE;

  private static final double NANOS_PER_SECOND = 1e9;

  private final LinkConditions conditions;
  private final int maxInTransit;
  private final SplittableRandom random;
  private final long delayNanos;
  private final long holdBackNanos;

  private boolean transmitted;
  private long lastTransmissionEndNanos;

  private long received;
  private long receivedBytes;
  private long forwarded;
  private long forwardedBytes;
  private long lost;
  private long overflowed;
  private long sendFailures;
  private long inTransit;

  OneWayPath(LinkConditions conditions, long seed, int maxInTransit) {
    this.conditions = conditions;
    this.maxInTransit = maxInTransit;
    this.random = new SplittableRandom(seed);
    this.delayNanos = conditions.delay().toNanos();
    this.holdBackNanos = conditions.holdBack().toNanos();
  }

  /**
   * Takes in a datagram. Returns the time when it arrives, to be followed by {@link #forwarded} or
   * {@link #notSent}, or {@link #NEVER}.
   */
  synchronized long receive(int bytes, long nowNanos) {
    received++;
    receivedBytes += bytes;
    // Always two draws, so that a changed setting does not change which datagrams are lost.
    boolean loses = random.nextDouble() < conditions.lossShare();
    boolean holdsBack = random.nextDouble() < conditions.heldBackShare();
    if (loses) {
      lost++;
      return NEVER;
    }
    if (inTransit >= maxInTransit) {
      overflowed++;
      return NEVER;
    }
    long sentNanos = nowNanos;
    if (conditions.bitsPerSecond() > 0) {
      long waitNanos = transmitted ? Math.max(0, lastTransmissionEndNanos - nowNanos) : 0;
      double waitingBytes = waitNanos / NANOS_PER_SECOND * conditions.bitsPerSecond() / 8;
      if (waitingBytes + bytes > conditions.queueBytes()) {
        overflowed++;
        return NEVER;
      }
      double transmissionNanos = bytes * 8 * NANOS_PER_SECOND / conditions.bitsPerSecond();
      sentNanos = nowNanos + waitNanos + Math.round(transmissionNanos);
      lastTransmissionEndNanos = sentNanos;
      transmitted = true;
    }
    inTransit++;
    return sentNanos + delayNanos + (holdsBack ? holdBackNanos : 0);
  }

  /** Counts a datagram that has been sent on. */
  synchronized void forwarded(int bytes) {
    inTransit--;
    forwarded++;
    forwardedBytes += bytes;
  }

  /** Counts a datagram that the operating system did not send. */
  synchronized void notSent() {
    inTransit--;
    sendFailures++;
  }

  synchronized LinkCounters counters() {
    return new LinkCounters(
        received,
        receivedBytes,
        forwarded,
        forwardedBytes,
        lost,
        overflowed,
        sendFailures,
        inTransit);
  }
}
