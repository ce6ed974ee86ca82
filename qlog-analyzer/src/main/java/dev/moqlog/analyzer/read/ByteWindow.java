package dev.moqlog.analyzer.read;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A sliding window over a stream of bytes, addressed by absolute offset.
 *
 * <p>Bytes from the last {@link #release released} offset on stay in memory until they are
 * released; nobody else bounds that, so a caller that scans must give up at a size of its own. A
 * read error of the stream (a compressed file that was cut, for instance) ends the content and is
 * kept as {@link #failure()}: what could be read before it is still delivered.
 */
final class ByteWindow {

  /** The loaded bytes are followed by so many zero bytes, for readers that look ahead. */
  static final int PADDING = 32;

  private static final int INITIAL_BYTES = 128 * 1024;

  private final InputStream in;
  private byte[] buffer = new byte[INITIAL_BYTES + PADDING];
  private long base;
  private int limit;
  private long keepFrom;
  private boolean ended;
  private IOException failure;

  /**
   * @param in what to read; the caller closes it
   * @param base the absolute offset of its first byte
   */
  ByteWindow(InputStream in, long base) {
    this.in = in;
    this.base = base;
    this.keepFrom = base;
  }

  /** The array that holds the window now; replaced by any call that loads. */
  byte[] buffer() {
    return buffer;
  }

  /** The index in {@link #buffer()} of an absolute offset within the window. */
  int index(long offset) {
    return (int) (offset - base);
  }

  /** The absolute offset of an index in {@link #buffer()}. */
  long offset(int index) {
    return base + index;
  }

  /** The index in {@link #buffer()} behind the last loaded byte. */
  int limit() {
    return limit;
  }

  /** Whether there is a byte at that offset, loading as far as needed. */
  boolean has(long offset) {
    while (offset - base >= limit) {
      if (!load()) {
        return false;
      }
    }
    return true;
  }

  /** The byte at an offset for which {@link #has} is true, as 0 to 255. */
  int at(long offset) {
    return buffer[(int) (offset - base)] & 0xff;
  }

  /** Allows the bytes before this offset to be forgotten. */
  void release(long offset) {
    keepFrom = Math.max(keepFrom, offset);
  }

  /** The offset behind the last byte of the content, once {@link #has} has been false. */
  long end() {
    return base + limit;
  }

  /** What ended the content early, or null. */
  IOException failure() {
    return failure;
  }

  /** A copy of the loaded bytes from an offset on. */
  InputStream loadedFrom(long offset) {
    return new ByteArrayInputStream(Arrays.copyOfRange(buffer, index(offset), limit));
  }

  /** Loads at least one more byte; false at the end of the content. */
  boolean load() {
    if (ended) {
      return false;
    }
    makeRoom();
    try {
      int read = in.read(buffer, limit, capacity() - limit);
      if (read > 0) {
        limit += read;
        return true;
      }
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException e) {
      // Decompressors report some corrupt input by unchecked exceptions.
      failure = new IOException(e);
    } finally {
      Arrays.fill(buffer, limit, limit + PADDING, (byte) 0);
    }
    ended = true;
    return false;
  }

  private void makeRoom() {
    int kept = (int) Math.min(keepFrom - base, limit);
    if (kept > 0 && (limit == capacity() || kept > capacity() / 2)) {
      System.arraycopy(buffer, kept, buffer, 0, limit - kept + PADDING);
      base += kept;
      limit -= kept;
    }
    if (limit == capacity()) {
      buffer = Arrays.copyOf(buffer, Math.multiplyExact(capacity(), 2) + PADDING);
    }
  }

  private int capacity() {
    return buffer.length - PADDING;
  }
}
