package dev.moqlog.analyzer.summary;

/** Sums and differences of numbers from logs, which stop at the ends of the range. */
final class Saturated {

  private Saturated() {}

  static long sum(long a, long b) {
    long sum = a + b;
    boolean overflow = ((a ^ sum) & (b ^ sum)) < 0;
    return overflow ? end(a) : sum;
  }

  static long difference(long a, long b) {
    long difference = a - b;
    boolean overflow = ((a ^ b) & (a ^ difference)) < 0;
    return overflow ? end(a) : difference;
  }

  /** Where a result lies that is out of range, by the sign of the first number. */
  private static long end(long a) {
    return a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }
}
