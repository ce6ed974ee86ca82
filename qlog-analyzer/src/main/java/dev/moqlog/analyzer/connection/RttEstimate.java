package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.RecoveryFields;

/** The current RTT (RFC 9002 section 5.3): as logged, else from acknowledgments. */
final class RttEstimate {

  /** kInitialRtt of RFC 9002 section 6.2.2. */
  static final long INITIAL_NANOS = 333_000_000;

  private static final long MAX_RTT_NANOS = 3_600_000_000_000L;
  private static final long GRANULARITY_NANOS = 1_000_000;
  private static final long MAX_ACK_DELAY_NANOS = 25_000_000;

  private long smoothedNanos = ABSENT;
  private long variationNanos;
  private boolean logged;

  /** The stack logged its metrics. */
  void metricsUpdated(RecoveryFields recovery) {
    long smoothed = recovery.smoothedRttNanos();
    if (smoothed > 0 && smoothed <= MAX_RTT_NANOS) {
      logged = true;
      smoothedNanos = smoothed;
    }
    long variation = recovery.rttVarianceNanos();
    if (variation >= 0 && variation <= MAX_RTT_NANOS) {
      variationNanos = variation;
    }
  }

  /** An acknowledgment made a sample. */
  void sample(long nanos) {
    if (logged || nanos < 0 || nanos > MAX_RTT_NANOS) {
      return;
    }
    if (smoothedNanos == ABSENT) {
      smoothedNanos = nanos;
      variationNanos = nanos / 2;
    } else {
      variationNanos = (3 * variationNanos + Math.abs(smoothedNanos - nanos)) / 4;
      smoothedNanos = (7 * smoothedNanos + nanos) / 8;
    }
  }

  /** The smoothed RTT; before any sample the initial one. */
  long nanos() {
    return smoothedNanos == ABSENT ? INITIAL_NANOS : smoothedNanos;
  }

  /** The smoothed RTT, or ABSENT before any sample. */
  long knownNanos() {
    return smoothedNanos;
  }

  /** The probe timeout without back-off (RFC 9002 section 6.2.1). */
  long probeTimeoutNanos() {
    return nanos() + Math.max(4 * variationNanos, GRANULARITY_NANOS) + MAX_ACK_DELAY_NANOS;
  }
}
