package dev.moqlog.cli.watch;

import java.security.SecureRandom;

/**
 * Hashes of keys, 64 bits of them, that stand for the keys in memory. They depend on a secret of
 * this process: peers choose connection ids, and must not be able to choose two with one hash.
 */
final class Hashes {

  private static final long SEED;
  private static final long FACTOR;

  static {
    SecureRandom random = new SecureRandom();
    SEED = random.nextLong();
    FACTOR = random.nextLong() | 1;
  }

  /** The hash of the empty key, to begin with. */
  static final long EMPTY = SEED;

  private Hashes() {}

  /** The hash of a key with a text behind it. */
  static long with(long hash, String text) {
    long result = hash;
    for (int i = 0; i < text.length(); i++) {
      result = (result ^ text.charAt(i)) * FACTOR;
      result ^= result >>> 29;
    }
    return result;
  }

  /** A value all bits of which depend on all bits of another; the finalizer of SplitMix64. */
  static long mixed(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
