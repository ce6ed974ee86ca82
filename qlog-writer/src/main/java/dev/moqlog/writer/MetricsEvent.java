package dev.moqlog.writer;

import dev.moqlog.vocabulary.Field;

/**
 * A {@code recovery_metrics_updated} event: the values that have changed, each of which stays valid
 * until the next (quic-events section 9.2). Times are nanoseconds. The rules of {@link FieldsEvent}
 * apply.
 */
public final class MetricsEvent {

  static final MetricsEvent DISABLED = new MetricsEvent(null);

  private static final long NONE = -1;

  private final Scratch scratch;
  private long latestRttNanos;
  private long minRttNanos;
  private long ptoCount;

  MetricsEvent(Scratch scratch) {
    this.scratch = scratch;
  }

  MetricsEvent begin() {
    scratch.out.raw(scratch.tables.start(scratch.type));
    latestRttNanos = NONE;
    minRttNanos = NONE;
    ptoCount = NONE;
    return this;
  }

  /** The latest sample of the round-trip time (RFC 9002 section 5.1). */
  public MetricsEvent latestRtt(long nanos) {
    latestRttNanos = nanos;
    return millis(Field.LATEST_RTT, nanos);
  }

  /** The smallest round-trip time seen (RFC 9002 section 5.2). */
  public MetricsEvent minRtt(long nanos) {
    minRttNanos = nanos;
    return millis(Field.MIN_RTT, nanos);
  }

  /** The smoothed round-trip time (RFC 9002 section 5.3). */
  public MetricsEvent smoothedRtt(long nanos) {
    return millis(Field.SMOOTHED_RTT, nanos);
  }

  /** The variation of the round-trip time (RFC 9002 section 5.3). */
  public MetricsEvent rttVariance(long nanos) {
    return millis(Field.RTT_VARIANCE, nanos);
  }

  /** How many probe timeouts have expired in a row (RFC 9002 section 6.2). */
  public MetricsEvent ptoCount(long count) {
    ptoCount = count;
    return number(Field.PTO_COUNT, count);
  }

  /** The congestion window (RFC 9002 section 7). */
  public MetricsEvent congestionWindow(long bytes) {
    return number(Field.CONGESTION_WINDOW, bytes);
  }

  /** The bytes in flight (RFC 9002 section 2). */
  public MetricsEvent bytesInFlight(long bytes) {
    return number(Field.BYTES_IN_FLIGHT, bytes);
  }

  /** The slow start threshold (RFC 9002 section 7.3). */
  public MetricsEvent ssthresh(long bytes) {
    return number(Field.SSTHRESH, bytes);
  }

  /** The number of packets in flight. */
  public MetricsEvent packetsInFlight(long packets) {
    return number(Field.PACKETS_IN_FLIGHT, packets);
  }

  /** The pacing rate in bits per second (RFC 9002 section 7.7). */
  public MetricsEvent pacingRate(long bitsPerSecond) {
    return number(Field.PACING_RATE, bitsPerSecond);
  }

  /** Ends the event and hands it on. */
  public void commit() {
    if (scratch != null) {
      scratch.trace.watchMetrics(scratch.nanos, latestRttNanos, minRttNanos, ptoCount);
      scratch.commit();
    }
  }

  private MetricsEvent millis(Field field, long nanos) {
    if (scratch != null) {
      scratch.out.key(scratch.tables.key(field));
      scratch.out.millis(nanos);
    }
    return this;
  }

  private MetricsEvent number(Field field, long value) {
    if (scratch != null) {
      scratch.out.key(scratch.tables.key(field));
      scratch.out.unsigned(value);
    }
    return this;
  }
}
