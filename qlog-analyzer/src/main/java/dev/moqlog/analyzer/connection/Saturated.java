package dev.moqlog.analyzer.connection;

/** Sums of numbers from logs that are not negative, at most {@link Long#MAX_VALUE}. */
final class Saturated {

  private Saturated() {}

  static long sum(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
