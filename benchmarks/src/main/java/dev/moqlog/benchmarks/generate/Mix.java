package dev.moqlog.benchmarks.generate;

/** A hash of numbers (the finalizer of SplitMix64): equal input, equal output, on any machine. */
final class Mix {

  private Mix() {}

  static long of(long a, long b) {
    return finish(finish(a + 0x9e3779b97f4a7c15L) ^ b);
  }

  static long of(long a, CharSequence text) {
    long hash = a;
    for (int i = 0; i < text.length(); i++) {
      hash = of(hash, text.charAt(i));
    }
    return hash;
  }

  private static long finish(long hash) {
    long mixed = hash + 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
