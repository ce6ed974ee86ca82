package dev.moqlog.benchmarks.analyzer;

/**
 * What round trips, loss and retransmission rest on, summed up, so that whoever reads a log has to
 * read it. For one thread.
 */
final class Facts {

  /** Nanoseconds that two ways to round the decimal times of an event may differ by. */
  private static final long ROUNDING_NANOS = 500;

  long events;
  long packetsSent;
  long packetNumbersSent;
  long bytesSent;
  long packetsReceived;
  long packetNumbersReceived;
  long packetsLost;
  long packetNumbersLost;
  long ackRanges;
  long acknowledged;
  long rttSamples;
  long rttNanos;
  long otherRtts;
  long otherRttNanos;
  long streamFrames;
  long streamOffsets;
  long streamBytes;
  long streamIds;
  long cryptoFrames;
  long cryptoBytes;
  long packetTypes;
  private long firstNanos = Long.MAX_VALUE;
  private long lastNanos = Long.MIN_VALUE;

  /** A smoothed or least RTT or its variance. */
  void otherRtt(long nanos) {
    otherRtts++;
    otherRttNanos += nanos;
  }

  void time(long nanos) {
    firstNanos = Math.min(firstNanos, nanos);
    lastNanos = Math.max(lastNanos, nanos);
  }

  private long spanNanos() {
    return events == 0 ? 0 : lastNanos - firstNanos;
  }

  /** Whether two readers read the same: all counts exactly, and times but for rounding. */
  boolean agreesWith(Facts other) {
    return counts().equals(other.counts())
        && Math.abs(rttNanos - other.rttNanos) <= (1 + rttSamples) * ROUNDING_NANOS
        && Math.abs(otherRttNanos - other.otherRttNanos) <= (1 + otherRtts) * ROUNDING_NANOS
        && Math.abs(spanNanos() - other.spanNanos()) <= 2 * ROUNDING_NANOS;
  }

  private String counts() {
    return "events "
        + events
        + ", sent "
        + packetsSent
        + " (numbers "
        + packetNumbersSent
        + ", types "
        + packetTypes
        + ", bytes "
        + bytesSent
        + "), received "
        + packetsReceived
        + " (numbers "
        + packetNumbersReceived
        + "), lost "
        + packetsLost
        + " (numbers "
        + packetNumbersLost
        + "), ranges "
        + ackRanges
        + " (packets "
        + acknowledged
        + "), RTT samples "
        + rttSamples
        + ", smoothed and other RTTs "
        + otherRtts
        + ", STREAM frames "
        + streamFrames
        + " (ids "
        + streamIds
        + ", offsets "
        + streamOffsets
        + ", bytes "
        + streamBytes
        + "), CRYPTO frames "
        + cryptoFrames
        + " (bytes "
        + cryptoBytes
        + ")";
  }

  @Override
  public String toString() {
    return counts() + ", RTTs " + rttNanos + " ns, from first to last " + spanNanos() + " ns";
  }
}
