package dev.moqlog.benchmarks.generate;

import com.github.luben.zstd.ZstdOutputStream;
import dev.moqlog.benchmarks.generate.Originals.Original;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Fills a directory with variants, a file each, of all originals in turn. */
final class DirectoryGenerator {

  /** So many files are in one directory at most. */
  private static final int FILES_PER_DIRECTORY = 1000;

  /** How files are compressed. */
  enum Compression {
    NONE(""),
    GZ(".gz"),
    ZST(".zst");

    private final String suffix;

    Compression(String suffix) {
      this.suffix = suffix;
    }

    OutputStream to(Path file) throws IOException {
      OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
      return switch (this) {
        case NONE -> out;
        case GZ -> new GZIPOutputStream(out, 1 << 16);
        case ZST -> new ZstdOutputStream(out);
      };
    }
  }

  private final Originals originals;
  private final long seed;
  private final LogForm form;
  private final Compression compression;

  /**
   * A generator.
   *
   * @param form the form of all files, or null for that of each original
   */
  DirectoryGenerator(Originals originals, long seed, LogForm form, Compression compression) {
    this.originals = originals;
    this.seed = seed;
    this.form = form;
    this.compression = compression;
  }

  /**
   * Writes files.
   *
   * @param maxBytes when to stop, uncompressed
   * @param maxFiles when to stop
   */
  Generated generate(Path directory, long maxBytes, long maxFiles) throws IOException {
    List<Original> order = new ArrayList<>(originals.usable());
    Collections.shuffle(order, new Random(seed));
    long bytes = 0;
    int files = 0;
    long connections = 0;
    while (bytes < maxBytes && files < maxFiles) {
      OriginalLog log = originals.get(order.get(files % order.size()).path());
      Variation variation = new Variation(seed, files);
      Path parent = directory.resolve(String.format("%03d", files / FILES_PER_DIRECTORY));
      Files.createDirectories(parent);
      LogForm packed = form == null ? log.form() : form;
      Path file = parent.resolve(name(log, variation) + packed.suffix() + compression.suffix);
      try (OutputStream out = compression.to(file)) {
        VariantWriter writer = new VariantWriter(out);
        writer.log(log, variation, packed);
        bytes += writer.written();
      }
      files++;
      connections += log.traces().size();
    }
    return new Generated(bytes, files, connections, originals.leftOut());
  }

  /** A connection id, and which end logged it. */
  private static String name(OriginalLog log, Variation variation) {
    String original = Path.of(log.name()).getFileName().toString();
    String side = original.contains("client") ? "client" : "server";
    return connectionId(log, variation) + "_" + side;
  }

  static String connectionId(OriginalLog log, Variation variation) {
    return new String(
        variation.id(log.ids().isEmpty() ? "0000000000000000" : log.ids().get(0)),
        StandardCharsets.US_ASCII);
  }
}
