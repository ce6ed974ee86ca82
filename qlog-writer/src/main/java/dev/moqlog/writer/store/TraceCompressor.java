package dev.moqlog.writer.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Compresses closed traces.
 *
 * <p>Under its final name there is never anything but a complete compressed file. A process that is
 * killed leaves the original, with a file ending in {@code .tmp} beside it that {@link
 * TraceInventory#deleteUnfinished} removes, or with the compressed file beside it. Nothing is
 * forced to the disk, so a loss of power may take both.
 *
 * <p>May be called on any thread; the work is done on it.
 */
public final class TraceCompressor {

  private static final int BUFFER_BYTES = 1 << 16;

  private TraceCompressor() {}

  /**
   * Replaces a file by a compressed one, which gets its name with the extension of the compression
   * behind it, and the time of its last modification.
   *
   * @param file a regular file to which nobody writes any more
   * @return the compressed file, or the file itself for {@link Compression#NONE}
   * @throws FileAlreadyExistsException if the compressed file exists, which is then left alone
   * @throws IOException if it cannot be done; the original is left as it was
   */
  public static Path compress(Path file, Compression compression) throws IOException {
    if (compression == Compression.NONE) {
      return file;
    }
    if (!compression.isAvailable()) {
      throw new IOException(
          "cannot compress "
              + file
              + ": zstd-jni (com.github.luben:zstd-jni) is not on the class path or cannot load its"
              + " native library; add it, or compress with gzip");
    }
    BasicFileAttributes attributes = TraceFiles.attributes(file);
    if (!attributes.isRegularFile()) {
      throw new FileSystemException(file.toString(), null, "not a regular file");
    }
    Path target = sibling(file, compression.extension());
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    Path unfinished = sibling(target, TraceNames.UNFINISHED_EXTENSION);
    FileChannel channel = QlogDirectory.createFile(unfinished);
    boolean renamed = false;
    try {
      copy(file, attributes.size(), channel, compression);
      Files.setLastModifiedTime(unfinished, attributes.lastModifiedTime());
      // Not atomically, as that would replace a file that came up meanwhile.
      Files.move(unfinished, target);
      renamed = true;
    } catch (RuntimeException | LinkageError e) {
      throw new IOException("cannot compress " + file + ": " + e, e);
    } finally {
      if (!renamed) {
        discard(channel, unfinished);
      }
    }
    try {
      Files.delete(file);
    } catch (NoSuchFileException e) {
      // Somebody else deleted it.
    }
    return target;
  }

  private static void copy(Path file, long bytes, FileChannel to, Compression compression)
      throws IOException {
    long copied = 0;
    try (InputStream in =
            Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        OutputStream out = compression.open(Channels.newOutputStream(to))) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        copied += read;
      }
    }
    if (copied != bytes) {
      throw new IOException(file + " changed while it was compressed; is it still being written?");
    }
  }

  private static void discard(FileChannel channel, Path unfinished) {
    try {
      channel.close();
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      // The failure before it is the one to tell.
    }
  }

  private static Path sibling(Path file, String extension) {
    return file.resolveSibling(file.getFileName() + extension);
  }
}
