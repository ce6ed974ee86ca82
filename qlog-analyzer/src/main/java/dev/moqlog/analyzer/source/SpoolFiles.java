package dev.moqlog.analyzer.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Temporary files that do not outlive the program, even if it is told to end. */
final class SpoolFiles {

  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(SpoolFiles::deleteAll, "moqlog-spool-files"));
  }

  private SpoolFiles() {}

  /** A new, empty file that only this user may read. */
  static Path create() throws IOException {
    Path file = Files.createTempFile("moqlog-", ".spool");
    OPEN.add(file);
    return file;
  }

  /** Deletes a file. */
  static void delete(Path file) throws IOException {
    OPEN.remove(file);
    Files.deleteIfExists(file);
  }

  private static void deleteAll() {
    for (Path file : OPEN) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // The system clears its directory of temporary files.
      }
    }
  }
}
