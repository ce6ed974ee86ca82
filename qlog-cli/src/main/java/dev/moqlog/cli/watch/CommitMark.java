package dev.moqlog.cli.watch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The number of the last commit in a small file beside the state file, written once the commit is
 * on the disk. A state file whose end is damaged looks like one of an earlier commit; the mark
 * tells. Where there is none, or it cannot be read or written, nothing is told, and nothing fails.
 */
final class CommitMark implements Closeable {

  private static final String EXTENSION = ".last";
  private static final int DIGITS = 20;

  private final FileChannel channel;

  private CommitMark(FileChannel channel) {
    this.channel = channel;
  }

  /** The file of the mark of a state file. */
  static Path file(Path state) {
    return state.resolveSibling(state.getFileName() + EXTENSION);
  }

  /** The mark beside a state file. */
  static OptionalLong read(Path state) throws IOException {
    try {
      String text = Files.readString(file(state), StandardCharsets.ISO_8859_1).strip();
      return OptionalLong.of(Long.parseLong(text));
    } catch (NoSuchFileException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** Opens the mark, to be written. */
  static CommitMark open(Path state) {
    Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      try {
        return new CommitMark(
            FileChannel.open(
                file(state),
                options,
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------"))));
      } catch (UnsupportedOperationException e) {
        return new CommitMark(FileChannel.open(file(state), options));
      }
    } catch (IOException e) {
      return new CommitMark(null);
    }
  }

  void write(long commit) {
    if (channel == null) {
      return;
    }
    String text = String.format("%0" + DIGITS + "d%n", commit);
    try {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
    } catch (IOException e) {
      // It tells less than it could.
    }
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
