package dev.moqlog.writer.store;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** How closed traces are compressed: fast rather than small, as they compress well anyway. */
public enum Compression {
  NONE("") {
    @Override
    OutputStream open(OutputStream out) {
      return out;
    }
  },
  GZIP(".gz") {
    @Override
    OutputStream open(OutputStream out) throws IOException {
      return new FastGzip(out);
    }
  },
  /** Needs zstd-jni, of {@code com.github.luben}, on the class path. */
  ZSTD(".zst") {
    @Override
    public boolean isAvailable() {
      return ZstdCheck.AVAILABLE;
    }

    @Override
    OutputStream open(OutputStream out) throws IOException {
      return Zstd.open(out);
    }
  };

  private final String extension;

  Compression(String extension) {
    this.extension = extension;
  }

  /** What it appends to the name of a file. */
  public String extension() {
    return extension;
  }

  /** Whether this process can use it. */
  public boolean isAvailable() {
    return true;
  }

  /** A stream that compresses; closing it closes the stream given. */
  abstract OutputStream open(OutputStream out) throws IOException;

  private static final class FastGzip extends GZIPOutputStream {

    private static final int BUFFER_BYTES = 1 << 13;

    FastGzip(OutputStream out) throws IOException {
      super(out, BUFFER_BYTES);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  /** All that mentions zstd-jni: where that is missing, this class cannot even be loaded. */
  private static final class Zstd {

    private static final int LEVEL = 1;

    static OutputStream open(OutputStream out) throws IOException {
      return new ZstdOutputStream(out, LEVEL);
    }
  }

  /** Finds out once whether zstd works. */
  private static final class ZstdCheck {

    static final boolean AVAILABLE = works();

    private static boolean works() {
      try (OutputStream out = Zstd.open(OutputStream.nullOutputStream())) {
        out.write(0);
        return true;
      } catch (IOException | RuntimeException | LinkageError e) {
        // Not on the class path, or its native library cannot be loaded.
        return false;
      }
    }
  }
}
