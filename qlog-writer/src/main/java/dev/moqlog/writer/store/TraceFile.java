package dev.moqlog.writer.store;

import dev.moqlog.vocabulary.VantagePoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One file of a trace, complete after every write: the events and, behind them, the footer, which
 * the next events overwrite.
 *
 * <p>The file appears with its first events. It is never opened for appending to something that was
 * there before: a name that is taken is left alone, and the next one is tried. For the I/O thread,
 * except {@link #path}.
 */
public final class TraceFile {

  /** How many names are tried before the trace is given up. */
  private static final int NAMES = 100;

  /** How many are tried in turn; those after them are drawn, so that it stays a matter of a few. */
  private static final int NAMES_IN_TURN = 64;

  private static final int MAX_NAME_INDEX = 1_000_000_000;

  /** How many interrupts of one write are put up with. */
  private static final int INTERRUPTS = 100;

  private final QlogDirectory directory;
  private final OpenFiles openFiles;
  private final String connectionName;
  private final VantagePoint vantagePoint;
  private final int part;
  private final FileLayout layout;
  private int nameIndex;
  private volatile Path path;
  private boolean made;
  private boolean created;
  private long endOfEvents;

  /**
   * A file that does not exist yet.
   *
   * @param connectionName the name of its directory, as {@link TraceNames} makes it
   * @param nameIndex which of the possible names to try first; 0 is {@code trace}
   * @param part 0, or the number of the part of a trace that is spread over several files
   */
  public TraceFile(
      QlogDirectory directory,
      OpenFiles openFiles,
      String connectionName,
      VantagePoint vantagePoint,
      int nameIndex,
      int part,
      FileLayout layout)
      throws IOException {
    this.directory = directory;
    this.openFiles = openFiles;
    this.connectionName = connectionName;
    this.vantagePoint = vantagePoint;
    this.nameIndex = nameIndex;
    this.part = part;
    this.layout = layout;
    this.path = directory.directory(connectionName).resolve(fileName());
  }

  /** Where the file is, or will be unless somebody else takes the name first. Any thread. */
  public Path path() {
    return path;
  }

  /** Which of the possible names it has. */
  public int nameIndex() {
    return nameIndex;
  }

  /** Whether the file was made. */
  public boolean isCreated() {
    return created;
  }

  /** The size of the file with its footer; 0 before it exists. */
  public long sizeBytes() {
    return created ? endOfEvents + layout.footer().length : 0;
  }

  /** The size the file would have with that many bytes of events more. */
  public long sizeBytesWith(int eventBytes) {
    return endOfEvents
        + (created ? 0 : layout.header().length)
        + eventBytes
        + layout.footer().length;
  }

  /**
   * Adds whole events and the footer, in one write.
   *
   * @param staging space of the caller, large enough for header, events and footer
   * @throws IOException if it failed; the file then is, as far as the disk allows, what it was
   *     before, and the same events may be tried again
   */
  public void append(byte[] events, int from, int length, ByteBuffer staging) throws IOException {
    staging.clear();
    int skipped = 0;
    if (!created) {
      staging.put(layout.header());
      skipped = Math.min(layout.separatorBytes(), length);
    }
    staging.put(events, from + skipped, length - skipped);
    long end = endOfEvents + staging.position();
    staging.put(layout.footer());
    staging.flip();
    uninterrupted(
        () -> {
          staging.rewind();
          write(staging);
        });
    created = true;
    endOfEvents = end;
  }

  private interface Io {
    void run() throws IOException;
  }

  /** An interrupt closes the channel under the writer. It is not meant for this thread. */
  private void uninterrupted(Io io) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Thread.interrupted();
      try {
        io.run();
        return;
      } catch (ClosedByInterruptException e) {
        openFiles.close(this);
        if (attempt == INTERRUPTS) {
          throw e;
        }
      }
    }
  }

  private void write(ByteBuffer staging) throws IOException {
    FileChannel channel = channel();
    try {
      long position = endOfEvents;
      while (staging.hasRemaining()) {
        position += channel.write(staging, position);
      }
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      takeBack(channel, e);
      throw e;
    }
  }

  /** Restores the file as it was before a write that failed half-way. */
  private void takeBack(FileChannel channel, IOException failure) {
    try {
      if (!created) {
        openFiles.close(this);
        Files.deleteIfExists(path);
        made = false;
        return;
      }
      channel.truncate(endOfEvents);
      channel.write(ByteBuffer.wrap(layout.footer()), endOfEvents);
    } catch (IOException e) {
      // Left torn, for the repair at the next start.
      failure.addSuppressed(e);
    }
  }

  private FileChannel channel() throws IOException {
    FileChannel open = openFiles.get(this);
    if (open != null) {
      return open;
    }
    FileChannel channel;
    try {
      channel = made ? reopen() : create();
    } catch (FileSystemException e) {
      // What has no class of its own may be that there are too many open files.
      if (e.getClass() != FileSystemException.class || !openFiles.closeHalf()) {
        throw e;
      }
      channel = made ? reopen() : create();
    }
    openFiles.put(this, channel);
    return channel;
  }

  private FileChannel reopen() throws IOException {
    try {
      return directory.reopen(path);
    } catch (NoSuchFileException e) {
      if (created) {
        throw e;
      }
      return create();
    }
  }

  private FileChannel create() throws IOException {
    Path parent = directory.create(connectionName);
    for (int attempt = 0; attempt < NAMES; attempt++) {
      Path candidate = parent.resolve(fileName());
      if (isCompressed(candidate)) {
        nextName(attempt);
        continue;
      }
      try {
        FileChannel channel = directory.createNew(candidate);
        if (isCompressed(candidate)) {
          // Since a moment ago, which is why the name was free.
          channel.close();
          Files.delete(candidate);
          nextName(attempt);
          continue;
        }
        path = candidate;
        made = true;
        return channel;
      } catch (FileAlreadyExistsException e) {
        nextName(attempt);
      }
    }
    throw new IOException(
        "no name is left for a trace in " + parent + ": " + NAMES + " are taken; remove some");
  }

  private void nextName(int attempt) {
    nameIndex =
        attempt < NAMES_IN_TURN / 2 && nameIndex < NAMES_IN_TURN
            ? nameIndex + 1
            : ThreadLocalRandom.current().nextInt(NAMES_IN_TURN, MAX_NAME_INDEX);
  }

  /** Whether an earlier trace of that name was compressed, which this one could not be, then. */
  private static boolean isCompressed(Path candidate) {
    for (Compression compression : Compression.values()) {
      if (compression != Compression.NONE
          && Files.exists(
              candidate.resolveSibling(candidate.getFileName() + compression.extension()),
              LinkOption.NOFOLLOW_LINKS)) {
        return true;
      }
    }
    return false;
  }

  private String fileName() {
    return TraceNames.fileName(vantagePoint, nameIndex, part, layout.extension());
  }

  /** Whether somebody removed the file, so that what is written to it would go nowhere. */
  public boolean isGone() {
    return created && Files.notExists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Closes the file.
   *
   * @param force whether it shall survive a power failure from now on
   */
  public void close(boolean force) throws IOException {
    try {
      if (force && created) {
        uninterrupted(() -> channel().force(true));
      }
    } catch (NoSuchFileException e) {
      // Removed by somebody: nothing to keep.
    } finally {
      openFiles.close(this);
    }
  }
}
