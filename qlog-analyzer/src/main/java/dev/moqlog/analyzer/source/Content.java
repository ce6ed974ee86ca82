package dev.moqlog.analyzer.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The uncompressed content of one log, which can be forked: read a second time from where it
 * stands.
 *
 * <p>A content that can be opened again is; one that cannot (standard input, an entry of an
 * archive) is copied to a temporary file the first time it is forked. Not safe for use by several
 * threads.
 */
public final class Content extends FilterInputStream {

  /** Opens the content from its beginning once more. */
  @FunctionalInterface
  public interface Opener {
    InputStream open() throws IOException;
  }

  private Opener opener;
  private final boolean cheapToSkip;
  private long position;
  private boolean anyRead;
  private int forks;
  private Path spool;
  private IOException deferred;

  private Content(InputStream in, Opener opener, boolean cheapToSkip) {
    super(in);
    this.opener = opener;
    this.cheapToSkip = cheapToSkip;
  }

  /**
   * A content that can be opened again.
   *
   * @param in the content from its beginning; closing this closes it
   * @param opener opens it once more
   * @param cheapToSkip whether skipping costs no reading, as in a plain file
   */
  static Content reopenable(InputStream in, Opener opener, boolean cheapToSkip) {
    return new Content(in, opener, cheapToSkip);
  }

  /** A content that can be read only once. Closing this closes it. */
  public static Content once(InputStream in) {
    return new Content(in, null, false);
  }

  /** Whether anything was read. */
  public boolean empty() {
    return !anyRead;
  }

  /** A second stream over the content from the next byte on; the caller closes it. */
  public InputStream fork() throws IOException {
    // A compressed content is read from its beginning once, but not for each of its traces.
    if (spool == null && (opener == null || (!cheapToSkip && forks++ > 0))) {
      spool();
    }
    InputStream again = opener.open();
    try {
      again.skipNBytes(position);
      return again;
    } catch (IOException e) {
      again.close();
      throw e;
    }
  }

  /** Moves what is not yet read to a temporary file and goes on from there. */
  private void spool() throws IOException {
    Path file = SpoolFiles.create();
    spool = file;
    try (OutputStream out = Files.newOutputStream(file)) {
      in.transferTo(out);
    } catch (IOException e) {
      // What was readable is in the file; whoever reads on learns of this behind it.
      deferred = e;
    }
    in.close();
    opener = () -> Files.newInputStream(file);
    in = opener.open();
    position = 0;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = in.read(buffer, offset, length);
    if (read > 0) {
      position += read;
      anyRead = true;
    } else if (read < 0 && deferred != null) {
      throw deferred;
    }
    return read;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long skipped = in.skip(bytes);
    position += skipped;
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() throws IOException {
    try {
      in.close();
    } finally {
      if (spool != null) {
        SpoolFiles.delete(spool);
      }
    }
  }
}
