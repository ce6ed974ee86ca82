package dev.moqlog.analyzer.summary;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * A distribution of non-negative integers in little memory, for quantiles.
 *
 * <p>Values are counted in buckets of fixed bounds, {@value #BUCKETS_PER_OCTAVE} to each doubling,
 * and a quantile is the mean of the values in its bucket: exact where a bucket has met one value
 * only, as with logs in whole milliseconds, and never off by more than 0.8 %. Bounds come from the
 * bits of a value, not from a logarithm, and all state adds up as integers; so merging is exactly
 * associative and commutative and gives the same on every machine. Not safe for use by several
 * threads.
 */
public final class QuantileSketch {

  static final int BUCKETS_PER_OCTAVE = 128;
  private static final int BUCKET_BITS = Integer.numberOfTrailingZeros(BUCKETS_PER_OCTAVE);

  private static final int[] NO_INTS = {};
  private static final long[] NO_LONGS = {};
  private static final int FIRST_CAPACITY = 8;

  private int[] indexes = NO_INTS;
  private long[] counts = NO_LONGS;
  private long[] sums = NO_LONGS;
  private int size;
  private long count;
  private long sum;
  private long min = Long.MAX_VALUE;
  private long max = -1;

  /** An empty sketch, the identity of {@link #merge}. */
  public QuantileSketch() {}

  /**
   * Adds a value.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public void add(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("value must not be negative: " + value);
    }
    add(bucketOf(value), 1, value);
    count++;
    sum = saturatedSum(sum, value);
    min = Math.min(min, value);
    max = Math.max(max, value);
  }

  /** Adds all values of another sketch, which stays as it is. */
  public void merge(QuantileSketch other) {
    for (int i = 0; i < other.size; i++) {
      add(other.indexes[i], other.counts[i], other.sums[i]);
    }
    count += other.count;
    sum = saturatedSum(sum, other.sum);
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
  }

  /** How many values were added. */
  public long count() {
    return count;
  }

  /** The sum of the values, at most {@link Long#MAX_VALUE}. */
  public long sum() {
    return sum;
  }

  /** The smallest value, exactly. */
  public OptionalLong min() {
    return count == 0 ? OptionalLong.empty() : OptionalLong.of(min);
  }

  /** The largest value, exactly. */
  public OptionalLong max() {
    return count == 0 ? OptionalLong.empty() : OptionalLong.of(max);
  }

  /** The mean, rounded down. */
  public OptionalLong mean() {
    return count == 0
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(min, Math.min(max, sum / count)));
  }

  /**
   * The value that a share of all values does not exceed (nearest rank).
   *
   * @param share from 0, the smallest value, to 1, the largest
   */
  public OptionalLong quantile(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share must be from 0 to 1: " + share);
    }
    if (count == 0) {
      return OptionalLong.empty();
    }
    long rank = Math.max(1, (long) Math.ceil(share * count));
    if (rank == 1) {
      return min();
    }
    if (rank == count) {
      return max();
    }
    long seen = 0;
    for (int i = 0; i < size; i++) {
      seen += counts[i];
      if (seen >= rank) {
        long mean = Math.max(lowestOf(indexes[i]), sums[i] / counts[i]);
        return OptionalLong.of(Math.min(max, Math.max(min, mean)));
      }
    }
    throw new IllegalStateException("buckets hold fewer values than were counted");
  }

  /** Receives values of which only their bucket is known. */
  @FunctionalInterface
  public interface ValueConsumer {

    /**
     * Some values of a bucket.
     *
     * @param value their mean, off by no more than 0.8 %
     * @param times how many
     */
    void accept(long value, long times);
  }

  /**
   * Hands out all values, ascending, as the means of their buckets. Numbers and, unless it is
   * {@link Long#MAX_VALUE}, the sum are exact: a mean that is no integer becomes the two next to
   * it.
   */
  public void forEach(ValueConsumer consumer) {
    for (int i = 0; i < size; i++) {
      long mean = sums[i] / counts[i];
      long lowest = lowestOf(indexes[i]);
      if (mean < lowest) {
        consumer.accept(Math.max(min, lowest), counts[i]);
        continue;
      }
      long above = sums[i] % counts[i];
      consumer.accept(mean, counts[i] - above);
      if (above > 0) {
        consumer.accept(mean + 1, above);
      }
    }
  }

  private void add(int bucket, long valueCount, long valueSum) {
    int i = size > 0 && indexes[size - 1] == bucket ? size - 1 : find(bucket);
    if (i < 0) {
      i = insert(-i - 1, bucket);
    }
    counts[i] += valueCount;
    sums[i] = saturatedSum(sums[i], valueSum);
  }

  private int find(int bucket) {
    if (size == 0) {
      return -1;
    }
    // Without branches that depend on the values, which come in no order that could be foreseen.
    int low = 0;
    for (int length = size; length > 1; ) {
      int half = length >>> 1;
      low += indexes[low + half] <= bucket ? half : 0;
      length -= half;
    }
    int found = indexes[low];
    return found == bucket ? low : found < bucket ? -low - 2 : -low - 1;
  }

  private int insert(int at, int bucket) {
    if (size == indexes.length) {
      int capacity = Math.max(FIRST_CAPACITY, size * 2);
      indexes = Arrays.copyOf(indexes, capacity);
      counts = Arrays.copyOf(counts, capacity);
      sums = Arrays.copyOf(sums, capacity);
    }
    System.arraycopy(indexes, at, indexes, at + 1, size - at);
    System.arraycopy(counts, at, counts, at + 1, size - at);
    System.arraycopy(sums, at, sums, at + 1, size - at);
    indexes[at] = bucket;
    counts[at] = 0;
    sums[at] = 0;
    size++;
    return at;
  }

  /** Small values have a bucket each; above, the leading bits choose. */
  private static int bucketOf(long value) {
    int shift = Math.max(0, Long.SIZE - 1 - BUCKET_BITS - Long.numberOfLeadingZeros(value));
    return (shift << BUCKET_BITS) + (int) (value >>> shift);
  }

  /** The smallest value of a bucket, which the mean is below only if its sum is saturated. */
  private static long lowestOf(int bucket) {
    int shift = Math.max(0, (bucket >> BUCKET_BITS) - 1);
    return (long) (bucket - (shift << BUCKET_BITS)) << shift;
  }

  private static long saturatedSum(long a, long b) {
    long total = a + b;
    return total < 0 ? Long.MAX_VALUE : total;
  }
}
