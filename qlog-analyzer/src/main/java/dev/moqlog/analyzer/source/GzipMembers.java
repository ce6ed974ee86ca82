package dev.moqlog.analyzer.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * All members of a gzip stream, which {@link GZIPInputStream} alone may lose silently: it takes a
 * pipe that has nothing ready for the end, and passes over what is no further member.
 */
final class GzipMembers extends GZIPInputStream {

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int TRAILER_BYTES = 8;

  private boolean checked;

  GzipMembers(InputStream in) throws IOException {
    super(new Available(in), BUFFER_BYTES);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    if (read < 0 && !checked) {
      checked = true;
      if (inf.getRemaining() > TRAILER_BYTES || in.read() >= 0) {
        throw new ZipException("what is behind the end of the gzip content is no gzip content");
      }
    }
    return read;
  }

  /** A stream that has something available until its end. */
  private static final class Available extends BufferedInputStream {

    Available(InputStream in) {
      super(in, BUFFER_BYTES);
    }

    @Override
    public synchronized int available() throws IOException {
      mark(1);
      int next = read();
      reset();
      return next < 0 ? 0 : Math.max(1, super.available());
    }
  }
}
