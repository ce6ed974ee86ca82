package dev.moqlog.samples.telemetry.net;

/** The round-trip time as an end estimates it (RFC 9002 section 5). Nanoseconds. */
public final class RttEstimate {

  private static final long INITIAL = 333 * SimulatedTime.MILLISECOND;

  private long samples;
  private long latest;
  private long min = Long.MAX_VALUE;
  private long smoothed = INITIAL;
  private long variation = INITIAL / 2;

  RttEstimate() {}

  void sample(long rtt, long ackDelay) {
    samples++;
    latest = rtt;
    min = Math.min(min, rtt);
    long adjusted = rtt >= min + ackDelay ? rtt - ackDelay : rtt;
    if (samples == 1) {
      smoothed = rtt;
      variation = rtt / 2;
    } else {
      variation = (3 * variation + Math.abs(smoothed - adjusted)) / 4;
      smoothed = (7 * smoothed + adjusted) / 8;
    }
  }

  /** How many samples there were. */
  public long samples() {
    return samples;
  }

  /** The latest sample. */
  public long latest() {
    return latest;
  }

  /** The smallest sample. */
  public long min() {
    return min;
  }

  /** The smoothed round-trip time. */
  public long smoothed() {
    return smoothed;
  }

  /** Its variation. */
  public long variation() {
    return variation;
  }

  /** How long an acknowledgment may be waited for (RFC 9002 section 6.2.1). */
  long probeTimeout() {
    return smoothed
        + Math.max(4 * variation, SimulatedTime.MILLISECOND)
        + AckSchedule.MAX_ACK_DELAY;
  }

  /** After which time a packet is taken for lost (RFC 9002 section 6.1.2). */
  long lossDelay() {
    return Math.max(SimulatedTime.MILLISECOND, Math.max(smoothed, latest) * 9 / 8);
  }
}
