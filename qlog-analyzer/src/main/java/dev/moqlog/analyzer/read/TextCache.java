package dev.moqlog.analyzer.read;

import java.util.Arrays;
import java.util.function.Function;

/**
 * Turns the few texts that a log repeats into objects without making a string each time.
 *
 * @param <T> what a text stands for
 */
final class TextCache<T> {

  /** A hostile log with ever new texts fills the cache once and is then resolved uncached. */
  private static final int SLOTS = 512;

  /** No text that repeats is longer. */
  private static final int MAX_CHARS = 128;

  private final Function<String, T> resolver;
  private final char[][] keys = new char[SLOTS][];
  private final Object[] values = new Object[SLOTS];

  TextCache(Function<String, T> resolver) {
    this.resolver = resolver;
  }

  @SuppressWarnings("unchecked")
  T get(char[] text, int offset, int length) {
    if (length > MAX_CHARS) {
      return resolver.apply(new String(text, offset, length));
    }
    int hash = 0;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + text[i];
    }
    int slot = (hash ^ hash >>> 9) & SLOTS - 1;
    for (int probe = 0; probe < 8; probe++, slot = slot + 1 & SLOTS - 1) {
      char[] key = keys[slot];
      if (key == null) {
        T value = resolver.apply(new String(text, offset, length));
        keys[slot] = Arrays.copyOfRange(text, offset, offset + length);
        values[slot] = value;
        return value;
      }
      if (Arrays.equals(key, 0, key.length, text, offset, offset + length)) {
        return (T) values[slot];
      }
    }
    return resolver.apply(new String(text, offset, length));
  }
}
