package dev.moqlog.benchmarks.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The real logs that variants are made of. Only a bounded number of bytes of them is kept in
 * memory; the others are read again when needed. For one thread.
 */
final class Originals {

  /** A longer log is left out. */
  static final int MAX_BYTES = 8 << 20;

  private static final long KEPT_BYTES = 64 << 20;

  private static final Pattern NAME = Pattern.compile("\\.s?qlog(\\.(gz|zst))?$");

  /** What the heap of a log is to its bytes, roughly: they themselves and what varies. */
  private static final int HEAP_FACTOR = 2;

  /**
   * A usable log.
   *
   * @param path where it is
   * @param bytes its size, uncompressed
   * @param endpoint what its header tells of the program that wrote it
   */
  record Original(Path path, int bytes, String endpoint) {}

  private final Map<Path, OriginalLog> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final List<Original> usable = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();
  private long keptBytes;

  /**
   * Finds the usable ones.
   *
   * @param directories where they are
   * @param match what their path has to have in it
   * @param leastBytes how large they have to be, uncompressed
   */
  Originals(List<Path> directories, Pattern match, long leastBytes) throws IOException {
    for (Path directory : directories) {
      List<Path> files;
      try (Stream<Path> all = Files.walk(directory)) {
        files = all.filter(Files::isRegularFile).sorted().toList();
      }
      for (Path file : files) {
        if (NAME.matcher(file.toString()).find() && match.matcher(file.toString()).find()) {
          look(file, leastBytes);
        }
      }
    }
  }

  private void look(Path file, long leastBytes) {
    try {
      OriginalLog log = get(file);
      if (log.bytes().length >= leastBytes) {
        usable.add(new Original(file, log.bytes().length, endpoint(log)));
      }
    } catch (IOException e) {
      leftOut.add(file + ": " + e.getMessage());
    }
  }

  /** All usable ones, in the order of their names. */
  List<Original> usable() {
    return usable;
  }

  /** Why others are not. */
  List<String> leftOut() {
    return leftOut;
  }

  OriginalLog get(Path file) throws IOException {
    OriginalLog log = kept.get(file);
    if (log == null) {
      log = OriginalReader.read(file.toString(), bytes(file));
      kept.put(file, log);
      keptBytes += log.bytes().length;
      var eldest = kept.entrySet().iterator();
      while (keptBytes * HEAP_FACTOR > KEPT_BYTES) {
        keptBytes -= eldest.next().getValue().bytes().length;
        eldest.remove();
      }
    }
    return log;
  }

  static byte[] bytes(Path file) throws IOException {
    try (InputStream stored = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        InputStream content = uncompressed(stored)) {
      byte[] bytes = content.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("more than " + MAX_BYTES + " bytes");
      }
      return bytes;
    }
  }

  private static InputStream uncompressed(InputStream in) throws IOException {
    in.mark(4);
    byte[] magic = in.readNBytes(4);
    in.reset();
    if (magic.length == 4 && magic[0] == 0x1f && magic[1] == (byte) 0x8b) {
      return new GZIPInputStream(in, 1 << 16);
    }
    if (magic.length == 4 && magic[0] == 0x28 && magic[1] == (byte) 0xb5) {
      return new ZstdInputStream(in);
    }
    return in;
  }

  private static String endpoint(OriginalLog log) throws IOException {
    Variation any = new Variation(0, 0);
    ObjectNode file = VariantWriter.fileHeader(log, any, log.form());
    JsonNode trace = VariantWriter.traceHeader(log, log.traces().get(0), any);
    StringBuilder key = new StringBuilder();
    for (String member : new String[] {"qlog_version", "file_schema", "title", "code_version"}) {
      key.append(file.path(member).asText()).append('|');
    }
    return key.append(trace.path("vantage_point"))
        .append(trace.path("title").asText())
        .append(log.form())
        .toString();
  }
}
