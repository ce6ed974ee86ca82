package dev.moqlog.analyzer.read;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

/** What an event says about loss recovery; most stacks log only what has changed. */
public final class RecoveryFields {

  /** Anything was set since the last time all was cleared. */
  boolean touched = true;

  long latestRttNanos;
  long smoothedRttNanos;
  long minRttNanos;

  /** The rttvar of RFC 9002, not a variance. */
  long rttVarianceNanos;

  long initialRttNanos;
  long lostPacketsTotal;
  long lostBytesTotal;
  long congestionWindowBytes;
  long bytesInFlight;
  long slowStartThresholdBytes;
  long ptoCount;
  long pacingRateBitsPerSecond;
  long spuriousPacketsTotal;
  long retransmittedBytesTotal;

  RecoveryFields() {
    clear();
  }

  void clear() {
    if (!touched) {
      return;
    }
    touched = false;
    latestRttNanos = ABSENT;
    smoothedRttNanos = ABSENT;
    minRttNanos = ABSENT;
    rttVarianceNanos = ABSENT;
    initialRttNanos = ABSENT;
    lostPacketsTotal = ABSENT;
    lostBytesTotal = ABSENT;
    congestionWindowBytes = ABSENT;
    bytesInFlight = ABSENT;
    slowStartThresholdBytes = ABSENT;
    ptoCount = ABSENT;
    pacingRateBitsPerSecond = ABSENT;
    spuriousPacketsTotal = ABSENT;
    retransmittedBytesTotal = ABSENT;
  }

  /** {@code latest_rtt}, or ABSENT. */
  public long latestRttNanos() {
    return latestRttNanos;
  }

  /** {@code smoothed_rtt}, or ABSENT. */
  public long smoothedRttNanos() {
    return smoothedRttNanos;
  }

  /** {@code min_rtt}, or ABSENT. */
  public long minRttNanos() {
    return minRttNanos;
  }

  /** {@code rtt_variance}: the rttvar of RFC 9002 section 5.3, or ABSENT. */
  public long rttVarianceNanos() {
    return rttVarianceNanos;
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

  /** A running total of packets declared lost by mistake, or ABSENT (mvfst's summary). */
  public long spuriousPacketsTotal() {
    return spuriousPacketsTotal;
  }

  /** A running total of bytes sent again, or ABSENT (mvfst's summary). */
  public long retransmittedBytesTotal() {
    return retransmittedBytesTotal;
  }

  /** {@code congestion_window}, or ABSENT. */
  public long congestionWindowBytes() {
    return congestionWindowBytes;
  }

  /** {@code bytes_in_flight}, or ABSENT. */
  public long bytesInFlight() {
    return bytesInFlight;
  }

  /** {@code ssthresh}, or ABSENT where there is none yet. */
  public long slowStartThresholdBytes() {
    return slowStartThresholdBytes;
  }

  /** {@code pto_count}: by how much the probe timeout is backed off, or ABSENT. */
  public long ptoCount() {
    return ptoCount;
  }

  /** {@code pacing_rate}, or ABSENT. */
  public long pacingRateBitsPerSecond() {
    return pacingRateBitsPerSecond;
  }
}
