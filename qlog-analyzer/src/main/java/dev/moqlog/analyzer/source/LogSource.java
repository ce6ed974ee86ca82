package dev.moqlog.analyzer.source;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;

/**
 * A file or stream that holds one log, or an archive of several.
 *
 * <p>Immutable; may be visited on any thread, a stream only once.
 */
public final class LogSource {

  /** Receives the contents of a source. */
  public interface Visitor {

    /**
     * One log.
     *
     * @param name the name of the source, with {@code !/} and its path behind it in an archive
     * @param content valid during the call
     */
    void content(String name, Content content);

    /** Something that could not be opened or taken apart. */
    void unreadable(String name, IOException error);
  }

  /** An archive in an archive in an archive is looked into, one more level is not. */
  private static final int MAX_DEPTH = 4;

  private static final int HEAD_BYTES = 512;

  private final String name;
  private final Path path;
  private final InputStream stream;
  private final long bytes;

  private LogSource(String name, Path path, InputStream stream, long bytes) {
    this.name = name;
    this.path = path;
    this.stream = stream;
    this.bytes = bytes;
  }

  /** A file, or anything else at a path that can be read as a stream. */
  static LogSource of(String name, Path path) {
    long size = 0;
    try {
      size = Files.isRegularFile(path) ? Files.size(path) : 0;
    } catch (IOException e) {
      // Opening it will tell.
    }
    return new LogSource(name, path, null, size);
  }

  /** A stream, which can be visited once and is not closed. */
  public static LogSource of(String name, InputStream stream) {
    return new LogSource(name, null, stream, 0);
  }

  /** The name, as it was given. */
  public String name() {
    return name;
  }

  /** The size as stored, 0 if unknown. */
  public long storedBytes() {
    return bytes;
  }

  /**
   * This source as one that can be visited again and again: itself if it is a file, else one over a
   * copy of what it has in a temporary file.
   *
   * @throws IOException if it cannot be read or copied
   */
  public LogSource repeatable() throws IOException {
    if (path != null && (Files.isRegularFile(path) || !Files.exists(path))) {
      return this;
    }
    Path copy = SpoolFiles.create();
    try (OutputStream out = Files.newOutputStream(copy)) {
      if (path == null) {
        stream.transferTo(out);
      } else {
        try (InputStream in = new FileInputStream(path.toFile())) {
          in.transferTo(out);
        }
      }
    }
    return new LogSource(name, copy, null, Files.size(copy));
  }

  /**
   * Hands out the contents in order. Errors go to the visitor; one never hides the contents before
   * it.
   *
   * @param progress learns of the stored bytes as they are read
   */
  public void visit(Visitor visitor, LongConsumer progress) {
    visit(visitor, progress, Helpers.NONE);
  }

  /**
   * As {@link #visit(Visitor, LongConsumer)}.
   *
   * @param helpers decompress ahead; progress may be told by them
   */
  public void visit(Visitor visitor, LongConsumer progress, Helpers helpers) {
    try {
      if (path == null) {
        visit(
            name, name, counted(new Unclosed(stream), progress), null, false, visitor, helpers, 0);
      } else {
        boolean regular = Files.isRegularFile(path);
        Content.Opener opener = regular ? () -> Files.newInputStream(path) : null;
        // A channel would fail on a pipe, as it asks for a position.
        boolean pipe = !regular && Files.exists(path);
        InputStream raw = pipe ? new FileInputStream(path.toFile()) : Files.newInputStream(path);
        try (InputStream in = counted(raw, progress)) {
          visit(name, name, in, opener, regular, visitor, helpers, 0);
        }
      }
    } catch (IOException e) {
      visitor.unreadable(name, e);
    }
  }

  /**
   * @param name what to call it
   * @param ownName what it would be called if it were a file
   */
  private static void visit(
      String name,
      String ownName,
      InputStream raw,
      Content.Opener opener,
      boolean cheapToSkip,
      Visitor visitor,
      Helpers helpers,
      int depth)
      throws IOException {
    BufferedInputStream in = new BufferedInputStream(raw, 1 << 16);
    byte[] head = head(in);
    boolean archive = isZip(head) || isTar(head);
    Compression compression = archive ? null : compression(head, ownName);
    if ((compression != null || archive) && depth == MAX_DEPTH) {
      throw new IOException("archives and compression nested deeper than " + MAX_DEPTH);
    }
    if (compression != null) {
      Content.Opener inner =
          opener == null ? null : () -> compression.open(new BufferedInputStream(opener.open()));
      try (InputStream content = new ReadAhead(new Eager(compression.open(in)), helpers)) {
        String innerName = Compression.uncompressedName(ownName);
        visit(name, innerName, content, inner, false, visitor, helpers, depth + 1);
      }
    } else if (isZip(head)) {
      entries(name, new ZipArchiveInputStream(in, "UTF-8", true, true), visitor, helpers, depth);
    } else if (isTar(head)) {
      entries(name, new TarArchiveInputStream(in), visitor, helpers, depth);
    } else {
      try (Content content =
          opener == null
              ? Content.once(new Unclosed(in))
              : Content.reopenable(in, opener, cheapToSkip)) {
        visitor.content(name, content);
      }
    }
  }

  private static void entries(
      String name,
      ArchiveInputStream<? extends ArchiveEntry> archive,
      Visitor visitor,
      Helpers helpers,
      int depth)
      throws IOException {
    for (ArchiveEntry entry = next(archive); entry != null; entry = next(archive)) {
      boolean file = entry instanceof TarArchiveEntry tar ? tar.isFile() : !entry.isDirectory();
      if (!file || SourceFinder.isHidden(entry.getName())) {
        continue;
      }
      String entryName = name + "!/" + entry.getName();
      if (!archive.canReadEntryData(entry)) {
        visitor.unreadable(
            entryName, new IOException("encrypted, or compressed by an unknown method"));
        continue;
      }
      try (InputStream content = new ReadAhead(new Unclosed(archive), helpers)) {
        visit(entryName, entry.getName(), content, null, false, visitor, helpers, depth + 1);
      } catch (IOException e) {
        visitor.unreadable(entryName, e);
      }
    }
  }

  private static ArchiveEntry next(ArchiveInputStream<? extends ArchiveEntry> archive)
      throws IOException {
    try {
      return archive.getNextEntry();
    } catch (RuntimeException e) {
      // Some corrupt archives are reported by unchecked exceptions.
      throw new IOException("a corrupt archive: " + e.getMessage(), e);
    }
  }

  private static Compression compression(byte[] head, String ownName) {
    Compression shown = Compression.of(head);
    // To brotli, these beginnings of a qlog would be empty content.
    boolean plain = head.length == 0 || head[0] == '{' || head[0] == 0x1e;
    return shown != null || plain ? shown : Compression.named(ownName);
  }

  private static boolean isZip(byte[] head) {
    return ZipArchiveInputStream.matches(head, head.length);
  }

  private static boolean isTar(byte[] head) {
    return TarArchiveInputStream.matches(head, head.length);
  }

  /** The first bytes, as many as can be read; the stream goes on with them. */
  private static byte[] head(BufferedInputStream in) throws IOException {
    in.mark(HEAD_BYTES);
    byte[] head = new byte[HEAD_BYTES];
    int length = 0;
    try {
      for (int read = 0; read >= 0 && length < HEAD_BYTES; length += Math.max(0, read)) {
        read = in.read(head, length, HEAD_BYTES - length);
      }
    } catch (IOException e) {
      if (length == 0) {
        throw e;
      }
    }
    in.reset();
    return Arrays.copyOf(head, length);
  }

  /**
   * A stream that never claims to have more at once, so that a buffer over it hands out what it has
   * before it meets an error.
   */
  private static final class Eager extends FilterInputStream {

    Eager(InputStream in) {
      super(in);
    }

    @Override
    public int available() {
      return 0;
    }
  }

  /** A stream that its reader may not close, as more comes behind it. */
  private static final class Unclosed extends FilterInputStream {

    Unclosed(InputStream in) {
      super(in);
    }

    @Override
    public void close() {}
  }

  private static InputStream counted(InputStream in, LongConsumer progress) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        int b = super.read();
        progress.accept(b < 0 ? 0 : 1);
        return b;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        progress.accept(Math.max(0, read));
        return read;
      }
    };
  }
}
