package dev.moqlog.writer.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells whether a directory is open elsewhere, by locks on a file in it that vanish with the
 * process that holds them.
 *
 * <p>Whoever has the directory open holds a shared lock on one byte of the file. Whoever opens it
 * first tries an exclusive one, and since an exclusive lock cannot become a shared one without a
 * moment in between, does so while it holds another byte that only one may hold.
 */
final class RootLock implements Closeable {

  static final String FILE_NAME = ".moqlog.lock";

  private static final long DOOR_BYTE = 0;
  private static final long PRESENCE_BYTE = 1;
  private static final int DOOR_ATTEMPTS = 1000;

  /**
   * The locks of this process by directory. Closing any channel of a file gives up all its locks of
   * the process (POSIX), so a file is never opened twice.
   */
  private static final Map<Path, Presence> PRESENT = new HashMap<>();

  /** Channels whose closing would give up locks that another copy of this class holds. */
  private static final List<FileChannel> NEVER_CLOSED = new ArrayList<>();

  private final Path root;
  private final boolean alone;
  private boolean closed;

  private RootLock(Path root, boolean alone) {
    this.root = root;
    this.alone = alone;
  }

  /** Never fails: where there are no locks, nobody is alone. */
  static RootLock acquire(Path realRoot) {
    synchronized (PRESENT) {
      Presence presence = PRESENT.get(realRoot);
      boolean alone = false;
      if (presence == null) {
        presence = new Presence();
        alone = presence.enter(realRoot.resolve(FILE_NAME));
        PRESENT.put(realRoot, presence);
      }
      presence.holders++;
      return new RootLock(realRoot, alone);
    }
  }

  /** Whether nobody else held it when it was acquired. */
  boolean isAlone() {
    return alone;
  }

  @Override
  public void close() {
    synchronized (PRESENT) {
      if (closed) {
        return;
      }
      closed = true;
      Presence presence = PRESENT.get(root);
      if (--presence.holders == 0) {
        PRESENT.remove(root);
        presence.leave();
      }
    }
  }

  /** The lock of this process on one directory, for all that have it open. */
  private static final class Presence {

    private int holders;
    private FileChannel channel;

    /** Takes the lock, and tells whether nobody else has it. */
    boolean enter(Path file) {
      try {
        channel =
            QlogDirectory.openPrivate(
                file,
                Set.of(
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS));
        FileLock door = door();
        FileLock exclusive = channel.tryLock(PRESENCE_BYTE, 1, false);
        if (exclusive != null) {
          exclusive.release();
        }
        FileLock shared = channel.tryLock(PRESENCE_BYTE, 1, true);
        if (door != null) {
          door.release();
        }
        return door != null && exclusive != null && shared != null;
      } catch (OverlappingFileLockException e) {
        NEVER_CLOSED.add(channel);
        channel = null;
        return false;
      } catch (IOException | UnsupportedOperationException e) {
        return false;
      }
    }

    /** The lock that others hold for a moment; null if one does not let go of it. */
    private FileLock door() throws IOException {
      FileLock door = channel.tryLock(DOOR_BYTE, 1, false);
      for (int i = 0; door == null && i < DOOR_ATTEMPTS; i++) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        door = channel.tryLock(DOOR_BYTE, 1, false);
      }
      return door;
    }

    void leave() {
      try {
        if (channel != null) {
          channel.close();
        }
      } catch (IOException e) {
        // The locks vanish with the process.
      }
    }
  }
}
