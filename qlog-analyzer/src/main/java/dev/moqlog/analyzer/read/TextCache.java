package dev.moqlog.analyzer.read;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.function.Function;

/**
 * Turns the few texts that a log repeats into objects without making a string each time.
 *
 * @param <T> what a text stands for
 */
final class TextCache<T> {

  /** No text that repeats is longer. */
  static final int MAX_CHARS = 128;

  /** A hostile log with ever new texts fills the cache once and is then resolved uncached. */
  private static final int SLOTS = 512;

  private static final int MAX_PROBES = 8;

  /** A text by its first eight bytes, the eight behind them, and all of them. */
  private static final class Entry<T> {
    private final long first;
    private final long second;
    private final byte[] text;
    private final T value;

    /** The text in quotes. */
    private final Pattern quoted;

    /** What came behind it last. */
    private Entry<T> successor;

    Entry(long first, long second, byte[] text, T value) {
      this.first = first;
      this.second = second;
      this.text = text;
      this.value = value;
      byte[] quotes = new byte[text.length + 2];
      Arrays.fill(quotes, (byte) '"');
      System.arraycopy(text, 0, quotes, 1, text.length);
      this.quoted = new Pattern(quotes, 0, quotes.length);
      this.successor = this;
    }

    boolean is(long otherFirst, long otherSecond, byte[] buffer, int from, int length) {
      return first == otherFirst
          && second == otherSecond
          && text.length == length
          && (length <= 16 || Arrays.equals(text, 16, length, buffer, from + 16, from + length));
    }
  }

  private final Function<String, T> resolver;

  @SuppressWarnings({"unchecked", "rawtypes"})
  private final Entry<T>[] entries = new Entry[SLOTS];

  private Entry<T> previous;
  private byte[] ascii;

  TextCache(Function<String, T> resolver) {
    this.resolver = resolver;
  }

  /** What any text stands for, without keeping it. */
  T resolved(String text) {
    return resolver.apply(text);
  }

  /** What a text stands for. */
  T get(CharSequence text) {
    int length = text.length();
    if (length > MAX_CHARS) {
      return resolver.apply(text.toString());
    }
    if (ascii == null) {
      ascii = new byte[MAX_CHARS + 2 * Long.BYTES];
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < ' ' || c >= 0x80 || c == '"' || c == '\\') {
        // It does not stand for itself between quotes, where it would be expected from now on.
        return resolver.apply(text.toString());
      }
      ascii[i] = (byte) c;
    }
    return get(ascii, 0, length);
  }

  /**
   * Looks whether the text that came behind the previous one before comes again.
   *
   * @param buffer has {@link ByteWindow#PADDING} bytes from there on
   * @param quote where the text would begin with its quote
   * @return the index behind its quote, or 0; {@link #likely()} is what it stands for
   */
  int behindLikely(byte[] buffer, int quote) {
    return previous == null ? 0 : previous.successor.quoted.behind(buffer, quote);
  }

  /** What the text that was just found stands for. */
  T likely() {
    previous = previous.successor;
    return previous.value;
  }

  private T found(Entry<T> entry) {
    if (previous != null) {
      previous.successor = entry;
    }
    previous = entry;
    return entry.value;
  }

  /**
   * What a text stands for.
   *
   * @param buffer has the text in ASCII, and 16 bytes behind it
   * @param length at most {@value #MAX_CHARS}
   */
  T get(byte[] buffer, int from, int length) {
    long first = Words.at(buffer, from);
    long second = 0;
    if (length < 8) {
      first = Words.first(first, length);
    } else if (length < 16) {
      second = Words.first(Words.at(buffer, from + 8), length - 8);
    } else {
      second = Words.at(buffer, from + 8);
    }
    int slot = (int) Words.hash(first, second, length) & SLOTS - 1;
    for (int probe = 0; probe < MAX_PROBES; probe++, slot = slot + 1 & SLOTS - 1) {
      Entry<T> entry = entries[slot];
      if (entry == null) {
        byte[] text = Arrays.copyOfRange(buffer, from, from + length);
        T value = resolver.apply(new String(text, US_ASCII));
        entries[slot] = new Entry<>(first, second, text, value);
        return found(entries[slot]);
      }
      if (entry.is(first, second, buffer, from, length)) {
        return found(entry);
      }
    }
    return resolver.apply(new String(buffer, from, length, US_ASCII));
  }
}
