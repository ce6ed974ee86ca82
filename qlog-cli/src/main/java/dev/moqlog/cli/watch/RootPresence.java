package dev.moqlog.cli.watch;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Whether the directory that is followed is there. One that is missing, or an empty one in its
 * place, as where a file system is not mounted, tells nothing of the traces that were in it.
 */
final class RootPresence {

  private final Path root;

  /** What the file system knows the directory by; null if it has no such thing. */
  private Object key;

  private boolean replaced;

  RootPresence(Path root) {
    this.root = root;
  }

  boolean isThere() {
    try {
      BasicFileAttributes attributes = Files.readAttributes(root, BasicFileAttributes.class);
      if (!attributes.isDirectory()) {
        return false;
      }
      Object now = attributes.fileKey();
      if (now == null || now.equals(key)) {
        return true;
      }
      if (key != null && isEmpty()) {
        return false;
      }
      key = now;
      replaced = true;
      return true;
    } catch (IOException | SecurityException e) {
      return false;
    }
  }

  /** Whether another directory has been there since this was last asked. */
  boolean takeReplaced() {
    boolean taken = replaced;
    replaced = false;
    return taken;
  }

  private boolean isEmpty() throws IOException {
    try (DirectoryStream<Path> names = Files.newDirectoryStream(root)) {
      for (Path name : names) {
        if (!TraceForm.isPassedOver(name.getFileName().toString())) {
          return false;
        }
      }
      return true;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }
}
