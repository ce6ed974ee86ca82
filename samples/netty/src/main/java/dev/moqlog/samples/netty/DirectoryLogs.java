package dev.moqlog.samples.netty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Logs every connection to a file of its own in one directory. Safe for use by several threads. */
final class DirectoryLogs implements ConnectionLogs {
  private final Path directory;
  private final List<Path> complete = new CopyOnWriteArrayList<>();

  /**
   * Makes the directory if it does not exist.
   *
   * @throws IOException if that is not possible
   */
  DirectoryLogs(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  @Override
  public Optional<Path> fileFor(Side side, String originalConnectionId) {
    String name = side.name().toLowerCase(Locale.ROOT);
    return Optional.of(directory.resolve(originalConnectionId + "_" + name + ".sqlog"));
  }

  @Override
  public void complete(Side side, String originalConnectionId, Path file) {
    complete.add(file);
  }

  /** The logs that are complete. */
  List<Path> complete() {
    return List.copyOf(complete);
  }
}
