package dev.moqlog.benchmarks.writer;

import java.util.Arrays;

/** How times are spread; exact, as all of them are kept. */
record Latencies(long p50Nanos, long p99Nanos, long p999Nanos, long maxNanos) {

  static Latencies of(int[] nanos, int from, int to) {
    int[] sorted = Arrays.copyOfRange(nanos, from, to);
    Arrays.sort(sorted);
    return new Latencies(
        at(sorted, 0.5), at(sorted, 0.99), at(sorted, 0.999), sorted[sorted.length - 1]);
  }

  private static long at(int[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * share))];
  }
}
