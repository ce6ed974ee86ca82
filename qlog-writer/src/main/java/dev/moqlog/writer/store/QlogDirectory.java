package dev.moqlog.writer.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * The directory that traces are written to, with one directory for each connection.
 *
 * <p>What it creates only its user may read: directories have mode 0700 and files 0600, where the
 * file system knows modes. Modes of what exists already are left as they are.
 *
 * <p>May be used on any thread. All methods but {@link #root}, {@link #isAlone} and {@link #close}
 * access the disk.
 */
public final class QlogDirectory implements Closeable {

  private static final String PROBE_PREFIX = ".moqlog-probe-";

  private static final Set<OpenOption> CREATE_OPTIONS =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private final Path root;
  private final RootLock lock;

  private QlogDirectory(Path root, RootLock lock) {
    this.root = root;
    this.lock = lock;
  }

  /**
   * Opens a directory, creating it and its parents if it does not exist, and makes sure that files
   * can be created in it.
   *
   * @param root may be a symbolic link, which is resolved now and not again
   * @throws IOException if no traces can be written there; its message says why and what to do
   */
  public static QlogDirectory open(Path root) throws IOException {
    Path real;
    try {
      // Before JDK 20 a link to a directory is refused by createDirectories.
      if (!Files.isDirectory(root)) {
        createDirectories(root.toAbsolutePath());
      }
      real = root.toRealPath();
      Path probe = real.resolve(PROBE_PREFIX + UUID.randomUUID());
      createFile(probe).close();
      Files.delete(probe);
    } catch (IOException e) {
      throw new IOException(
          "cannot write traces to "
              + root.toAbsolutePath()
              + ": "
              + reason(e)
              + "; let this process (user "
              + System.getProperty("user.name")
              + ") create files there, or choose another directory",
          e);
    }
    return new QlogDirectory(real, RootLock.acquire(real));
  }

  /** The real path. */
  public Path root() {
    return root;
  }

  /**
   * Whether nobody else had this directory open, in this process or another, when it was opened, so
   * that files that are not closed belong to nobody. False where that cannot be found out, such as
   * on file systems without locks.
   */
  public boolean isAlone() {
    return lock.isAlone();
  }

  /**
   * The directory of a connection, which need not exist.
   *
   * @param name as from {@link TraceNames}
   * @throws IOException if the name is not one of a directory right below the root
   */
  public Path directory(String name) throws IOException {
    try {
      Path directory = root.resolve(name).normalize();
      if (directory.startsWith(root)
          && root.equals(directory.getParent())
          && directory.getFileName().toString().equals(name)) {
        return directory;
      }
    } catch (InvalidPathException e) {
      // Told below.
    }
    throw new IOException(
        "not the name of a directory in " + root + ": \"" + name + "\"; take one of TraceNames");
  }

  /**
   * Creates the directory of a connection unless it exists.
   *
   * @throws IOException if it cannot be created, or something else has its name
   */
  public Path create(String name) throws IOException {
    Path directory = directory(name);
    try {
      createDirectory(directory);
    } catch (NoSuchFileException e) {
      // Somebody removed the root. It is made again, but it is not locked any more.
      createDirectories(root);
      createDirectory(directory);
    }
    return directory;
  }

  /**
   * Creates a file in the directory of a connection, and that directory if it is gone.
   *
   * @throws FileAlreadyExistsException if anything has its name, even a link to nowhere; try the
   *     next name
   * @throws IOException if it cannot be created
   */
  public FileChannel createNew(Path file) throws IOException {
    Path directory = checkedParent(file);
    try {
      return createFile(file);
    } catch (NoSuchFileException e) {
      // Removed as empty a moment ago.
      create(directory.getFileName().toString());
      return createFile(file);
    }
  }

  /**
   * Opens a file that {@link #createNew} created, for writing.
   *
   * @throws IOException if it cannot be opened, or is no regular file
   */
  public FileChannel reopen(Path file) throws IOException {
    checkedParent(file);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new NoSuchFileException(file.toString());
      }
      throw new FileSystemException(file.toString(), null, "not a regular file");
    }
    return FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  }

  /** Lets others be alone. Files that are open stay so. */
  @Override
  public void close() {
    lock.close();
  }

  /** The directory of a connection that a file is in, which exists as such or not at all. */
  private Path checkedParent(Path file) throws IOException {
    Path directory = file.getParent();
    if (directory == null
        || !root.equals(directory.getParent())
        || !file.equals(file.normalize())) {
      throw new IOException(file + " is not in the directory of a connection in " + root);
    }
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
        && Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw inTheWay(directory);
    }
    return directory;
  }

  private static void createDirectory(Path directory) throws IOException {
    try {
      try {
        Files.createDirectory(directory, mode("rwx------"));
      } catch (UnsupportedOperationException e) {
        Files.createDirectory(directory);
      }
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        throw inTheWay(directory);
      }
    }
  }

  private static void createDirectories(Path directory) throws IOException {
    try {
      Files.createDirectories(directory, mode("rwx------"));
    } catch (UnsupportedOperationException e) {
      Files.createDirectories(directory);
    }
  }

  /** Creates a file that only its user may read, where the file system can say so. */
  static FileChannel createFile(Path file) throws IOException {
    return openPrivate(file, CREATE_OPTIONS);
  }

  /** Opens a file; if that creates it, only its user may read it. */
  static FileChannel openPrivate(Path file, Set<OpenOption> options) throws IOException {
    try {
      return FileChannel.open(file, options, mode("rw-------"));
    } catch (UnsupportedOperationException e) {
      return FileChannel.open(file, options);
    }
  }

  private static FileAttribute<?> mode(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }

  private static IOException inTheWay(Path directory) {
    return new FileSystemException(
        directory.toString(), null, "a file or link is where a connection's directory should be");
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileAlreadyExistsException exists) {
      return exists.getFile() + " is not a directory";
    }
    if (e instanceof FileSystemException failed && failed.getReason() != null) {
      return failed.getReason();
    }
    return e.toString();
  }
}
