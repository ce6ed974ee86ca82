package dev.moqlog.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that appears, or replaces the one before it, only once it is complete. */
final class AtomicFile implements Closeable {

  private final Path file;
  private final Path unfinished;
  private final OutputStream stream;

  /** Begins the file, under a hidden name beside it. */
  AtomicFile(Path file) throws IOException {
    // What a symbolic link leads to is replaced, not the link.
    this.file = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    this.unfinished =
        this.file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid());
    unfinished.toFile().deleteOnExit();
    try {
      this.stream = Files.newOutputStream(unfinished, StandardOpenOption.CREATE_NEW);
    } catch (NoSuchFileException e) {
      throw new IOException("cannot write " + file + ": its directory does not exist", e);
    } catch (IOException e) {
      throw new IOException("cannot write " + file + ": " + e, e);
    }
  }

  /** Where its content goes. */
  OutputStream stream() {
    return stream;
  }

  /** Makes it appear. */
  void commit() throws IOException {
    stream.close();
    try {
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Discards it unless it was committed. */
  @Override
  public void close() throws IOException {
    stream.close();
    Files.deleteIfExists(unfinished);
  }
}
