package dev.moqlog.analyzer.read;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

/** What an event says about loss recovery; most stacks log only what has changed. */
public final class RecoveryFields {

  long latestRttNanos;
  long smoothedRttNanos;

  /** The rttvar of RFC 9002, not a variance. */
  long rttVarianceNanos;

  long initialRttNanos;
  long lostPacketsTotal;
  long lostBytesTotal;

  RecoveryFields() {
    clear();
  }

  void clear() {
    latestRttNanos = ABSENT;
    smoothedRttNanos = ABSENT;
    rttVarianceNanos = ABSENT;
    initialRttNanos = ABSENT;
    lostPacketsTotal = ABSENT;
    lostBytesTotal = ABSENT;
  }

  /** {@code latest_rtt}, or ABSENT. */
  public long latestRttNanos() {
    return latestRttNanos;
  }

  /** {@code smoothed_rtt}, or ABSENT. */
  public long smoothedRttNanos() {
    return smoothedRttNanos;
  }

  /** {@code initial_rtt} of the recovery parameters, or ABSENT. */
  public long initialRttNanos() {
    return initialRttNanos;
  }

  /** A running total of packets declared lost, or ABSENT (quiche's {@code cf_lost_packets}). */
  public long lostPacketsTotal() {
    return lostPacketsTotal;
  }

  /** A running total of bytes declared lost, or ABSENT (quiche's {@code cf_lost_bytes}). */
  public long lostBytesTotal() {
    return lostBytesTotal;
  }
}
