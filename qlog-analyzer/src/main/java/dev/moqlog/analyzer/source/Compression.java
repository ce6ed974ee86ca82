package dev.moqlog.analyzer.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;
import org.brotli.dec.BrotliInputStream;

/** Compression formats, recognised by their first bytes; brotli, which has none, by its name. */
enum Compression {
  GZIP {
    @Override
    InputStream open(InputStream in) throws IOException {
      return new GzipMembers(in);
    }
  },
  ZSTD {
    @Override
    InputStream open(InputStream in) throws IOException {
      try {
        return new ZstdCompressorInputStream(in);
      } catch (LinkageError e) {
        throw new IOException(
            "zstd needs a native library that cannot be loaded (is "
                + System.getProperty("java.io.tmpdir")
                + " writable, and may programs run there?): "
                + e,
            e);
      }
    }
  },
  BROTLI {
    @Override
    InputStream open(InputStream in) throws IOException {
      return new BrotliInputStream(in);
    }
  };

  /** What names of compressed files end with. */
  private static final Pattern EXTENSION =
      Pattern.compile("\\.(gz|gzip|zst|br|brotli)$", Pattern.CASE_INSENSITIVE);

  /** The format of content that begins with these bytes, or null. */
  static Compression of(byte[] head) {
    if (head.length > 2 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b) {
      return GZIP;
    }
    if (head.length > 4
        && head[0] == 0x28
        && (head[1] & 0xff) == 0xb5
        && head[2] == 0x2f
        && (head[3] & 0xff) == 0xfd) {
      return ZSTD;
    }
    return null;
  }

  /** The format that shows only in the name of a file, or null. */
  static Compression named(String name) {
    Matcher extension = EXTENSION.matcher(name);
    return extension.find() && extension.group().toLowerCase(Locale.ROOT).startsWith(".br")
        ? BROTLI
        : null;
  }

  /** The name that a file has when its compression is taken off. */
  static String uncompressedName(String name) {
    return EXTENSION.matcher(name).replaceFirst("");
  }

  /** A stream of the uncompressed content; closing it closes the stream given. */
  abstract InputStream open(InputStream in) throws IOException;
}
