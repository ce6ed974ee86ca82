package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.RecoveryFields;

/**
 * The probe timeout without back-off (RFC 9002 section 6.2.1), from the smoothed RTT that the stack
 * logs or else from the samples that acknowledgments make (section 5.3). Not safe for several
 * threads.
 */
final class PtoEstimate {

  private static final long GRANULARITY_NANOS = 1_000_000;
  private static final long DEFAULT_MAX_ACK_DELAY_NANOS = 25_000_000;
  private static final long MAX_RTT_NANOS = 3_600_000_000_000L;

  private long maxAckDelayNanos = DEFAULT_MAX_ACK_DELAY_NANOS;
  private long smoothedNanos = ABSENT;
  private long varianceNanos;
  private long loggedSmoothedNanos = ABSENT;
  private long loggedVarianceNanos = ABSENT;

  /** The peer's transport parameters bound its ack delay. */
  void peerMaxAckDelay(long nanos) {
    if (nanos >= 0 && nanos <= MAX_RTT_NANOS) {
      maxAckDelayNanos = nanos;
    }
  }

  /** The stack logged its estimate, of which only what came after a sample is one. */
  void metricsUpdated(RecoveryFields recovery) {
    long smoothed = recovery.smoothedRttNanos();
    if (smoothed > 0 && smoothed <= MAX_RTT_NANOS) {
      loggedSmoothedNanos = smoothed;
    }
    long variance = recovery.rttVarianceNanos();
    if (variance >= 0 && variance <= MAX_RTT_NANOS) {
      loggedVarianceNanos = variance;
    }
  }

  /** An acknowledgment made an RTT sample. */
  void sample(long nanos) {
    if (nanos < 0 || nanos > MAX_RTT_NANOS) {
      return;
    }
    if (smoothedNanos == ABSENT) {
      smoothedNanos = nanos;
      varianceNanos = nanos / 2;
    } else {
      varianceNanos = (3 * varianceNanos + Math.abs(smoothedNanos - nanos)) / 4;
      smoothedNanos = (7 * smoothedNanos + nanos) / 8;
    }
  }

  /** Whether the RTT was measured. */
  boolean known() {
    return smoothedNanos != ABSENT;
  }

  /**
   * The timeout in nanoseconds, once the RTT is known.
   *
   * @param confirmed whether the handshake is confirmed, so that the peer may delay acknowledgments
   */
  long nanos(boolean confirmed) {
    boolean logged = loggedSmoothedNanos != ABSENT && loggedVarianceNanos != ABSENT;
    long smoothed = logged ? loggedSmoothedNanos : smoothedNanos;
    long variance = logged ? loggedVarianceNanos : varianceNanos;
    return smoothed
        + Math.max(4 * variance, GRANULARITY_NANOS)
        + (confirmed ? maxAckDelayNanos : 0);
  }
}
