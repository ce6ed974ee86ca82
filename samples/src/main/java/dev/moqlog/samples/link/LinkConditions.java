package dev.moqlog.samples.link;

import java.time.Duration;
import java.util.Objects;

/**
 * What happens to the datagrams that go one way over a link.
 *
 * <p>A datagram is lost at random, or else waits for the ones before it to be transmitted at the
 * rate of the link, is dropped if too many wait, and arrives when its delay is over. One that is
 * held back takes longer, so that later ones overtake it.
 *
 * @param delay the time from the end of the transmission to the arrival
 * @param lossShare the share of datagrams lost at random, from 0 to 1
 * @param bitsPerSecond the rate of the link; 0 for no limit
 * @param queueBytes how many bytes may wait for their transmission; without effect if there is no
 *     limit to the rate
 * @param heldBackShare the share of datagrams held back, from 0 to 1
 * @param holdBack how much longer than the others such a datagram takes
 */
public record LinkConditions(
    Duration delay,
    double lossShare,
    long bitsPerSecond,
    int queueBytes,
    double heldBackShare,
    Duration holdBack) {

  public LinkConditions {
    checkNotNegative(delay, "delay");
    checkShare(lossShare, "lossShare");
    checkShare(heldBackShare, "heldBackShare");
    checkNotNegative(holdBack, "holdBack");
    if (bitsPerSecond < 0) {
      throw new IllegalArgumentException("bitsPerSecond is " + bitsPerSecond + ", less than 0");
    }
    if (bitsPerSecond > 0 && queueBytes <= 0) {
      throw new IllegalArgumentException("queueBytes is " + queueBytes + ", so nothing could pass");
    }
  }

  /** A link without loss, reordering or a limit to its rate. */
  public static LinkConditions delayedBy(Duration delay) {
    return new LinkConditions(delay, 0, 0, 0, 0, Duration.ZERO);
  }

  /** These conditions, with another share of datagrams lost at random. */
  public LinkConditions withLoss(double share) {
    return new LinkConditions(delay, share, bitsPerSecond, queueBytes, heldBackShare, holdBack);
  }

  /** These conditions, with a limit to the rate and to what may wait for its transmission. */
  public LinkConditions withRate(long bitsPerSecond, int queueBytes) {
    return new LinkConditions(delay, lossShare, bitsPerSecond, queueBytes, heldBackShare, holdBack);
  }

  /** These conditions, with a share of the datagrams held back so that later ones overtake them. */
  public LinkConditions withReordering(double share, Duration holdBack) {
    return new LinkConditions(delay, lossShare, bitsPerSecond, queueBytes, share, holdBack);
  }

  private static void checkShare(double share, String name) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(name + " is " + share + ", not from 0 to 1");
    }
  }

  private static void checkNotNegative(Duration duration, String name) {
    if (Objects.requireNonNull(duration, name).isNegative()) {
      throw new IllegalArgumentException(name + " is negative: " + duration);
    }
  }
}
