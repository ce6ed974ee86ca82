package dev.moqlog.cli.watch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.zip.GZIPOutputStream;

/**
 * A directory of hand-made traces, whose files and directories have the times of a fake clock, as
 * those of a real one have the times of the real clock.
 */
final class TraceFolder {

  private static final String FOOTER = "\n]}]}\n";

  final Path root;
  private final FakeClock clock;
  private int started;

  TraceFolder(Path root, FakeClock clock) throws IOException {
    this.root = Files.createDirectories(root);
    this.clock = clock;
    touch(root);
  }

  /** Begins a trace with its header and one event; no two begin alike. */
  Path begin(String name) throws IOException {
    return write(
        name,
        "{\"qlog_version\":\"0.3\",\"traces\":[{\"common_fields\":{\"reference_time\":"
            + started++
            + "},\"events\":[\n{\"time\":0,\"name\":\"transport:packet_sent\",\"data\":{}}"
            + FOOTER);
  }

  /** Adds an event to a trace. */
  void grow(String name) throws IOException {
    append(name, "{\"time\":1,\"name\":\"transport:packet_sent\",\"data\":{}}");
  }

  /** Ends a trace as the writer does. */
  void end(String name) throws IOException {
    append(
        name,
        "{\"time\":2.5,\"name\":\"moqlog:trace_ended\",\"data\":{\"events\":1,\"dropped_events\":0,"
            + "\"times_raised\":0}}");
  }

  /** A trace with an end. */
  Path ended(String name) throws IOException {
    Path file = begin(name);
    end(name);
    return file;
  }

  private void append(String name, String event) throws IOException {
    Path file = root.resolve(name);
    String before = Files.readString(file);
    String text = before.substring(0, before.length() - FOOTER.length());
    Files.writeString(file, text + ",\n" + event + FOOTER, StandardOpenOption.TRUNCATE_EXISTING);
    Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
  }

  /** Writes a file. */
  Path write(String name, String content) throws IOException {
    return write(name, content.getBytes(StandardCharsets.UTF_8));
  }

  Path write(String name, byte[] content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    touchAbove(file);
    return file;
  }

  /** Compresses a trace as the writer does, keeping its time. */
  void compress(String name) throws IOException {
    copyCompressed(name);
    Files.delete(root.resolve(name));
    touchAbove(root.resolve(name));
  }

  /** As {@link #compress}, but as if killed before the original was deleted. */
  void copyCompressed(String name) throws IOException {
    Path file = root.resolve(name);
    Path target = root.resolve(name + ".gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(target))) {
      Files.copy(file, out);
    }
    Files.setLastModifiedTime(target, Files.getLastModifiedTime(file));
    touchAbove(target);
  }

  /** Deletes a trace, and its directory if that is empty then. */
  void delete(String name) throws IOException {
    Path file = root.resolve(name);
    Files.delete(file);
    touchAbove(file);
    Path directory = file.getParent();
    if (!directory.equals(root)) {
      try {
        Files.delete(directory);
        touchAbove(directory);
      } catch (java.nio.file.DirectoryNotEmptyException e) {
        // Something else is in it.
      }
    }
  }

  void touchAbove(Path file) throws IOException {
    for (Path above = file.getParent(); above.startsWith(root); above = above.getParent()) {
      touch(above);
    }
  }

  private void touch(Path directory) throws IOException {
    Files.setLastModifiedTime(directory, FileTime.from(clock.instant()));
  }
}
