package dev.moqlog.analyzer.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A connection over time, in buckets of equal width that begin at multiples of it on the time axis
 * of the log.
 *
 * @param widthNanos the width of a bucket: a millisecond, doubled any number of times
 * @param first the number of the first bucket, which begins at {@code first * widthNanos}
 * @param buckets the buckets, one behind the other
 */
public record TimeSeries(long widthNanos, long first, List<Bucket> buckets) {

  /**
   * What happened in one bucket. RTT samples are those that were logged, else those inferred.
   *
   * @param packetsSent packets sent
   * @param bytesSent bytes of packets sent
   * @param packetsReceived packets received
   * @param bytesReceived bytes of packets received
   * @param acknowledgedBytes stream and datagram data acknowledged, by packets: goodput out
   * @param newBytesReceived stream and datagram data received for the first time: goodput in
   * @param packetsLost packets declared lost
   * @param bytesRetransmitted stream data sent again
   * @param rttSamples RTT samples
   * @param rttSumNanos their sum
   * @param rttMinNanos the smallest
   * @param rttMaxNanos the largest
   * @param windowBytes the largest congestion window that was known in it
   * @param inFlightBytes the most bytes in flight
   */
  public record Bucket(
      long packetsSent,
      long bytesSent,
      long packetsReceived,
      long bytesReceived,
      long acknowledgedBytes,
      long newBytesReceived,
      long packetsLost,
      long bytesRetransmitted,
      long rttSamples,
      long rttSumNanos,
      OptionalLong rttMinNanos,
      OptionalLong rttMaxNanos,
      OptionalLong windowBytes,
      OptionalLong inFlightBytes) {

    private static final Bucket EMPTY =
        new Bucket(
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty());

    /** The mean RTT, absent without samples. */
    public OptionalDouble rttMeanNanos() {
      return Ratio.of(rttSumNanos, rttSamples);
    }

    private Bucket plus(Bucket other) {
      return new Bucket(
          packetsSent + other.packetsSent,
          bytesSent + other.bytesSent,
          packetsReceived + other.packetsReceived,
          bytesReceived + other.bytesReceived,
          acknowledgedBytes + other.acknowledgedBytes,
          newBytesReceived + other.newBytesReceived,
          packetsLost + other.packetsLost,
          bytesRetransmitted + other.bytesRetransmitted,
          rttSamples + other.rttSamples,
          rttSumNanos + other.rttSumNanos,
          least(rttMinNanos, other.rttMinNanos),
          most(rttMaxNanos, other.rttMaxNanos),
          most(windowBytes, other.windowBytes),
          most(inFlightBytes, other.inFlightBytes));
    }

    private static OptionalLong least(OptionalLong a, OptionalLong b) {
      return a.isEmpty() || (b.isPresent() && b.getAsLong() < a.getAsLong()) ? b : a;
    }

    private static OptionalLong most(OptionalLong a, OptionalLong b) {
      return a.isEmpty() || (b.isPresent() && b.getAsLong() > a.getAsLong()) ? b : a;
    }
  }

  /** When a bucket begins, on the time axis of the log. */
  public long startNanos(int bucket) {
    return (first + bucket) * widthNanos;
  }

  /**
   * The same in wider buckets.
   *
   * @param nanos {@link #widthNanos} times a power of two
   * @throws IllegalArgumentException if it is not
   */
  public TimeSeries widenedTo(long nanos) {
    long factor = nanos / widthNanos;
    if (nanos % widthNanos != 0 || Long.bitCount(factor) != 1) {
      throw new IllegalArgumentException(nanos + " is not " + widthNanos + " times a power of two");
    }
    if (factor == 1) {
      return this;
    }
    List<Bucket> wide = new ArrayList<>();
    long wideFirst = Math.floorDiv(first, factor);
    for (int i = 0; i < buckets.size(); i++) {
      int target = (int) (Math.floorDiv(first + i, factor) - wideFirst);
      if (target == wide.size()) {
        wide.add(buckets.get(i));
      } else {
        wide.set(target, wide.get(target).plus(buckets.get(i)));
      }
    }
    return new TimeSeries(nanos, wideFirst, List.copyOf(wide));
  }

  /**
   * Both together on one time axis, in buckets as wide as the wider ones, and wider until there are
   * at most so many. Windows and bytes in flight of a bucket are the larger ones.
   *
   * @throws IllegalArgumentException if maxBuckets is less than 2: no bucket has times on both
   *     sides of the origin
   */
  public TimeSeries merge(TimeSeries other, int maxBuckets) {
    if (maxBuckets < 2) {
      throw new IllegalArgumentException("maxBuckets must be at least 2: " + maxBuckets);
    }
    long width = Math.max(widthNanos, other.widthNanos);
    TimeSeries a = widenedTo(width);
    TimeSeries b = other.widenedTo(width);
    while (Math.max(a.end(), b.end()) - Math.min(a.first, b.first) > maxBuckets && width > 0) {
      width *= 2;
      a = a.widenedTo(width);
      b = b.widenedTo(width);
    }
    long from = Math.min(a.first, b.first);
    long to = Math.max(a.end(), b.end());
    List<Bucket> merged = new ArrayList<>();
    for (long i = from; i < to; i++) {
      merged.add(a.at(i).plus(b.at(i)));
    }
    return new TimeSeries(width, from, List.copyOf(merged));
  }

  private long end() {
    return first + buckets.size();
  }

  private Bucket at(long index) {
    return index < first || index >= end() ? Bucket.EMPTY : buckets.get((int) (index - first));
  }
}
