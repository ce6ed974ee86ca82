package dev.moqlog.writer.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Traces as files below a root: which there are, and what their file system says of them. */
final class TraceFiles {

  private TraceFiles() {}

  /** Visits what has the name of a trace and is in a directory right below the root. */
  static void forEach(Path root, Consumer<Path> visitor) throws IOException {
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(root)) {
      for (Path directory : directories) {
        if (!TraceNames.isConnectionDirectory(directory.getFileName().toString())
            || !Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
          continue;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
          for (Path file : files) {
            if (TraceNames.isTraceFile(file.getFileName().toString())) {
              visitor.accept(file);
            }
          }
        } catch (IOException | DirectoryIteratorException e) {
          // Vanished meanwhile, or belongs to somebody else.
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** The name below the root, null for what is not where a trace is. */
  static String nameOf(Path root, Path file) {
    Path directory = file.getParent();
    if (directory == null || !root.equals(directory.getParent())) {
      return null;
    }
    String fileName = file.getFileName().toString();
    String connection = directory.getFileName().toString();
    return TraceNames.isTraceFile(fileName) && TraceNames.isConnectionDirectory(connection)
        ? connection + "/" + fileName
        : null;
  }

  /** The attributes of a file or link itself. */
  static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** Deletes a directory if nothing is in it. */
  static void deleteIfEmpty(Path directory) {
    try {
      Files.delete(directory);
    } catch (IOException e) {
      // Not empty, or gone.
    }
  }

  /** The free space of a file system, negative while it is unknown. */
  static LongSupplier freeBytes(Path root) {
    FileStore store;
    try {
      store = Files.getFileStore(root);
    } catch (IOException e) {
      return () -> -1;
    }
    return () -> {
      try {
        return store.getUsableSpace();
      } catch (IOException e) {
        return -1;
      }
    };
  }
}
