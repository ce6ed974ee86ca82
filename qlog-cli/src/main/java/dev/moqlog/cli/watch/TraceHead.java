package dev.moqlog.cli.watch;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The beginning of what a trace contains, by which it is told from another of the same name: it has
 * the connection id and the time at which the trace began. File systems give no such thing, as they
 * use the numbers of deleted files again.
 *
 * @param bytes how many bytes of it, 0 if it could not be read
 * @param hash a hash of them
 */
record TraceHead(int bytes, long hash) {

  /** Our headers have their time in them, and are written at once. */
  static final int MAX_BYTES = 1024;

  /** What closes the JSON of a short trace is written over when it grows. */
  private static final int CLOSING_BYTES = 32;

  private static final TraceHead UNKNOWN = new TraceHead(0, 0);

  /**
   * Reads it.
   *
   * @throws NoSuchFileException if there is no such file
   */
  static TraceHead of(Path file, TraceForm form) throws NoSuchFileException {
    byte[] head = read(file, form, MAX_BYTES + CLOSING_BYTES);
    int bytes = head == null ? 0 : Math.min(MAX_BYTES, head.length - CLOSING_BYTES);
    return bytes <= 0 ? UNKNOWN : new TraceHead(bytes, hash(head, bytes));
  }

  /**
   * Whether a file begins as a trace did that was counted; empty if that cannot be told.
   *
   * @throws NoSuchFileException if there is no such file
   */
  static Optional<Boolean> matches(CountedTrace counted, Path file, TraceForm form)
      throws NoSuchFileException {
    if (counted.headBytes() <= 0 || counted.headBytes() > MAX_BYTES) {
      return Optional.empty();
    }
    byte[] head = read(file, form, counted.headBytes());
    return head == null
        ? Optional.empty()
        : Optional.of(
            head.length == counted.headBytes() && hash(head, head.length) == counted.headHash());
  }

  /** The first bytes of the content, or all if it has less; null if it cannot be read. */
  private static byte[] read(Path file, TraceForm form, int bytes) throws NoSuchFileException {
    try (InputStream raw = Files.newInputStream(file);
        InputStream content = content(raw, form)) {
      return content == null ? null : content.readNBytes(bytes);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException | RuntimeException | LinkageError e) {
      // Not readable, damaged, or compressed in a way that this machine cannot undo.
      return null;
    }
  }

  private static InputStream content(InputStream raw, TraceForm form) throws IOException {
    return switch (form) {
      case PLAIN -> raw;
      case GZIP -> new GZIPInputStream(raw);
      case ZSTD -> new ZstdInputStream(new BufferedInputStream(raw));
      case BROTLI -> null;
    };
  }

  private static long hash(byte[] head, int bytes) {
    // FNV-1a, with its bits mixed once more.
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < bytes; i++) {
      hash = (hash ^ (head[i] & 0xff)) * 0x100000001b3L;
    }
    return Hashes.mixed(hash);
  }
}
