package dev.moqlog.analyzer.summary;

import java.util.OptionalDouble;

/** Shares of a whole. */
final class Ratio {

  private Ratio() {}

  /** part / whole, absent if the whole is nothing. */
  static OptionalDouble of(long part, long whole) {
    return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
  }
}
