package dev.moqlog.analyzer.read;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

/** What an event says about loss recovery; most stacks log only what has changed. */
public final class RecoveryFields {

  /** How many {@link EventNumbers} it has. */
  static final int NUMBERS = 14;

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

  /**
   * Becomes like another one, but takes its numbers from an array, where they begin at an index.
   */
  void set(RecoveryFields other, long[] numbers, int at) {
    if (!other.touched) {
      clear();
      return;
    }
    touched = true;
    latestRttNanos = numbers[at];
    smoothedRttNanos = numbers[at + 1];
    minRttNanos = numbers[at + 2];
    rttVarianceNanos = numbers[at + 3];
    initialRttNanos = numbers[at + 4];
    lostPacketsTotal = numbers[at + 5];
    lostBytesTotal = numbers[at + 6];
    congestionWindowBytes = numbers[at + 7];
    bytesInFlight = numbers[at + 8];
    slowStartThresholdBytes = numbers[at + 9];
    ptoCount = numbers[at + 10];
    pacingRateBitsPerSecond = numbers[at + 11];
    spuriousPacketsTotal = numbers[at + 12];
    retransmittedBytesTotal = numbers[at + 13];
  }

  /** Puts its numbers into an array, from an index on. */
  void get(long[] numbers, int at) {
    numbers[at] = latestRttNanos;
    numbers[at + 1] = smoothedRttNanos;
    numbers[at + 2] = minRttNanos;
    numbers[at + 3] = rttVarianceNanos;
    numbers[at + 4] = initialRttNanos;
    numbers[at + 5] = lostPacketsTotal;
    numbers[at + 6] = lostBytesTotal;
    numbers[at + 7] = congestionWindowBytes;
    numbers[at + 8] = bytesInFlight;
    numbers[at + 9] = slowStartThresholdBytes;
    numbers[at + 10] = ptoCount;
    numbers[at + 11] = pacingRateBitsPerSecond;
    numbers[at + 12] = spuriousPacketsTotal;
    numbers[at + 13] = retransmittedBytesTotal;
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
