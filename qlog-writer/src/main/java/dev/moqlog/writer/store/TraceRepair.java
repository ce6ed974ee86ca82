package dev.moqlog.writer.store;

import dev.moqlog.writer.store.RepairReport.Status;
import dev.moqlog.writer.store.TraceScan.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;

/**
 * Makes traces complete that were not closed, because the process that wrote them was killed.
 *
 * <p>Torn off is what follows the last complete event; then the JSON is closed. That works for the
 * files of any QUIC stack: contained JSON, also with several traces, JSON text sequences, and lines
 * of JSON. A repaired file is intact, and an intact one is never touched.
 *
 * <p>A contained file of our own that is intact is recognised by its last bytes; any other file is
 * read once, in constant memory. Methods may be called on any thread, but not for a file that is
 * still being written.
 */
public final class TraceRepair {

  /** Closes the array of events, the trace, the array of traces and the file. */
  static final String FOOTER = "\n]}]}\n";

  private static final byte[] INTACT_END = ("}" + FOOTER).getBytes(StandardCharsets.US_ASCII);
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MAGIC_BYTES = 4;

  private TraceRepair() {}

  /**
   * Repairs a file in place, if it needs it.
   *
   * @return what was found and done; a file that is no log, or has nothing to keep, is left alone
   * @throws IOException if it cannot be read or written, or changes meanwhile
   */
  public static RepairReport repair(Path file) throws IOException {
    return examine(file, true);
  }

  /**
   * Tells what {@link #repair} would do.
   *
   * @throws IOException if it cannot be read
   */
  public static RepairReport check(Path file) throws IOException {
    return examine(file, false);
  }

  private static RepairReport examine(Path file, boolean repair) throws IOException {
    BasicFileAttributes attributes = TraceFiles.attributes(file);
    if (!attributes.isRegularFile()) {
      return new RepairReport(
          file,
          Status.NOT_QLOG,
          0,
          0,
          0,
          attributes.isSymbolicLink() ? "a symbolic link" : "not a regular file");
    }
    long size;
    Verdict verdict;
    try (FileChannel channel = open(file, StandardOpenOption.READ)) {
      size = channel.size();
      verdict = verdict(channel, size);
    }
    byte[] closing = verdict.closing().getBytes(StandardCharsets.US_ASCII);
    Status status = verdict.status();
    if (repair && status == Status.REPAIRABLE) {
      try (FileChannel channel = open(file, StandardOpenOption.WRITE)) {
        if (channel.size() != size) {
          throw new IOException(
              file + " changed while it was examined; repair it once nobody writes to it");
        }
        // In this order, a repair that is killed leaves a file that can be repaired.
        channel.truncate(verdict.cut());
        write(channel, verdict.cut(), closing);
      }
      status = Status.REPAIRED;
    }
    return new RepairReport(
        file, status, size, verdict.cut() + closing.length, size - verdict.cut(), verdict.detail());
  }

  private static Verdict verdict(FileChannel channel, long size) throws IOException {
    byte[] head = new byte[(int) Math.min(size, MAGIC_BYTES)];
    read(channel, 0, head);
    if (head.length == 0) {
      return new Verdict(Status.EMPTY, 0, "", "no content");
    }
    String compression = compression(head);
    if (compression != null) {
      return new Verdict(Status.COMPRESSED, size, "", "compressed by " + compression);
    }
    boolean sequence = head[0] == TraceScan.RECORD_SEPARATOR;
    if (!sequence && head[0] != '{' && !JsonStructure.isSpace(head[0])) {
      return new Verdict(
          Status.NOT_QLOG,
          size,
          "",
          String.format("begins with byte 0x%02x, which no log begins with", head[0]));
    }
    if (!sequence && size > INTACT_END.length) {
      byte[] end = new byte[INTACT_END.length];
      read(channel, size - end.length, end);
      if (Arrays.equals(end, INTACT_END)) {
        return new Verdict(Status.INTACT, size, "", "complete");
      }
    }
    return scan(channel, size);
  }

  private static Verdict scan(FileChannel channel, long size) throws IOException {
    TraceScan scan = new TraceScan();
    byte[] buffer = new byte[BUFFER_BYTES];
    for (long offset = 0; offset < size && !scan.isDecided(); ) {
      int read =
          channel.read(
              ByteBuffer.wrap(buffer, 0, (int) Math.min(buffer.length, size - offset)), offset);
      if (read < 0) {
        throw new IOException("the file became shorter than " + size + " bytes while it was read");
      }
      scan.accept(buffer, read);
      offset += read;
    }
    return scan.verdict(size);
  }

  private static String compression(byte[] head) {
    if (head.length > 1 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b) {
      return "gzip";
    }
    boolean zstd =
        head.length == MAGIC_BYTES
            && head[0] == 0x28
            && (head[1] & 0xff) == 0xb5
            && head[2] == 0x2f
            && (head[3] & 0xff) == 0xfd;
    return zstd ? "zstd" : null;
  }

  private static FileChannel open(Path file, StandardOpenOption access) throws IOException {
    return FileChannel.open(file, access, LinkOption.NOFOLLOW_LINKS);
  }

  private static void read(FileChannel channel, long offset, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, offset + buffer.position()) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
    }
  }

  private static void write(FileChannel channel, long offset, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer, offset + buffer.position());
    }
  }
}
