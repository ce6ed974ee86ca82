package dev.moqlog.writer.store;

import dev.moqlog.writer.store.ClosedTraces.ClosedTrace;
import dev.moqlog.writer.store.Deleted.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Knows the traces below a root and their sizes, and deletes the oldest to keep within limits.
 *
 * <p>Only files with the names of {@link TraceNames} in directories right below the root count;
 * everything else is neither counted nor touched, and links are not followed. Traces that this
 * process has open are never deleted. Those of other processes with the same root cannot be told
 * from closed ones, except that they were written to within the last minute, which protects them.
 *
 * <p>{@link #opened}, {@link #grown}, {@link #closed}, {@link #usedBytes} and {@link #isOver} may
 * be called on any thread and never wait. The other methods access the disk and exclude each other;
 * they belong on a thread for housekeeping.
 *
 * <p>Memory does not grow with the number of files: the 65,536 oldest are known by name, at about
 * 250 bytes each, and as many of those kept longer; the others are a sum of bytes. When all known
 * ones are deleted, the disk is looked through again.
 */
public final class TraceInventory {

  private static final int MAX_KNOWN = 1 << 16;
  private static final long FOUND_GRACE_MILLIS = 60_000;

  private final Path root;
  private final LongSupplier freeBytes;
  private final Deletion deletion;

  private final AtomicLong usedBytes = new AtomicLong();
  private volatile boolean over;

  /** Traces that are open, or were closed since housekeeping last looked. */
  private final Map<Path, OpenTrace> open = new ConcurrentHashMap<>();

  private final Queue<Path> justClosed = new ConcurrentLinkedQueue<>();

  private final Object housekeeping = new Object();
  private final ClosedTraces ordinary;
  private final ClosedTraces kept;

  private static final class OpenTrace {
    final AtomicLong bytes = new AtomicLong();
    volatile boolean keepLonger;
    volatile boolean closed;
  }

  /** How a file is deleted, which may fail. */
  interface Deletion {
    void delete(Path file) throws IOException;
  }

  TraceInventory(Path root, LongSupplier freeBytes, int maxKnown) {
    this(root, freeBytes, maxKnown, Files::delete);
  }

  TraceInventory(Path root, LongSupplier freeBytes, int maxKnown, Deletion deletion) {
    this.root = root;
    this.freeBytes = freeBytes;
    this.deletion = deletion;
    this.ordinary = new ClosedTraces(maxKnown);
    this.kept = new ClosedTraces(maxKnown);
  }

  /** An inventory that asks the file system of the directory for its free space. */
  public static TraceInventory of(QlogDirectory directory) {
    return of(directory, TraceFiles.freeBytes(directory.root()));
  }

  /**
   * An inventory with another source of the free space.
   *
   * @param freeBytes what can still be written, negative if unknown
   */
  public static TraceInventory of(QlogDirectory directory, LongSupplier freeBytes) {
    return new TraceInventory(directory.root(), freeBytes, MAX_KNOWN);
  }

  /**
   * Looks for traces on the disk. Those that are not open count as closed, and as not to be kept
   * longer unless this inventory was told so.
   *
   * @throws IOException if the root cannot be listed; directories below it that cannot be are
   *     passed over
   */
  public void scan() throws IOException {
    synchronized (housekeeping) {
      settle();
      rescan(Map.of());
    }
  }

  /**
   * Deletes what killed compressions left. Only for who is alone in the root, since others may be
   * compressing.
   *
   * @return how many files were deleted
   * @throws IOException if the root cannot be listed
   */
  public int deleteUnfinished() throws IOException {
    synchronized (housekeeping) {
      settle();
      List<Path> unfinished = new ArrayList<>();
      TraceFiles.forEach(
          root,
          file -> {
            if (TraceNames.isUnfinished(file.getFileName().toString()) && !open.containsKey(file)) {
              unfinished.add(file);
            }
          });
      int deleted = 0;
      for (Path file : unfinished) {
        try {
          Files.delete(file);
          deleted++;
          long before = closedBytes();
          ordinary.remove(TraceFiles.nameOf(root, file));
          usedBytes.addAndGet(closedBytes() - before);
          TraceFiles.deleteIfEmpty(file.getParent());
        } catch (IOException e) {
          // It stays counted, and goes when it is the oldest.
        }
      }
      return deleted;
    }
  }

  /**
   * A trace is about to be created. To be called before it is, as its file could be taken for a
   * closed one otherwise.
   *
   * @param file below the real path of the root; anything that is no trace there is ignored
   */
  public void opened(Path file) {
    if (TraceFiles.nameOf(root, file) != null) {
      open.computeIfAbsent(file, path -> new OpenTrace()).closed = false;
    }
  }

  /**
   * A trace may be created under a name that somebody else may have, which is found out only then.
   * To be followed by {@link #opened} if it was, or {@link #withdrawn} if this returns true.
   *
   * @return whether no trace of that name was known to be open before
   */
  public boolean announced(Path file) {
    return TraceFiles.nameOf(root, file) != null && open.putIfAbsent(file, new OpenTrace()) == null;
  }

  /** A trace that was {@linkplain #announced announced} was not created under that name. */
  public void withdrawn(Path file) {
    open.remove(file);
  }

  /** Bytes were added to an open trace. */
  public void grown(Path file, long bytes) {
    OpenTrace trace = open.get(file);
    if (trace != null) {
      trace.bytes.addAndGet(bytes);
      usedBytes.addAndGet(bytes);
    }
  }

  /**
   * A trace will not be written to any more, or was never created.
   *
   * @param keepLonger whether it is deleted for space only when no others are left; forgotten with
   *     this inventory
   */
  public void closed(Path file, boolean keepLonger) {
    OpenTrace trace = open.get(file);
    if (trace != null) {
      trace.keepLonger = keepLonger;
      trace.closed = true;
      justClosed.add(file);
    }
  }

  /** A trace has another name and size now, such as after compression. */
  public void replaced(Path oldFile, Path newFile) {
    String oldName = TraceFiles.nameOf(root, oldFile);
    if (oldName == null || TraceFiles.nameOf(root, newFile) == null) {
      return;
    }
    synchronized (housekeeping) {
      OpenTrace trace = open.remove(oldFile);
      if (trace != null) {
        open.put(newFile, trace);
        if (trace.closed) {
          justClosed.add(newFile);
        }
      }
      settle();
      if (trace == null) {
        long before = closedBytes();
        boolean keepLonger = kept.remove(oldName);
        ordinary.remove(oldName);
        add(newFile, keepLonger);
        usedBytes.addAndGet(closedBytes() - before);
      }
    }
  }

  /** Whether a trace is open, or was a moment ago. Any thread. */
  public boolean isOpen(Path file) {
    return open.containsKey(file);
  }

  /** The size of all traces, open and closed. */
  public long usedBytes() {
    return usedBytes.get();
  }

  /** Whether {@link #enforce} could not keep within the limits, so that no trace should begin. */
  public boolean isOver() {
    return over;
  }

  /**
   * Deletes closed traces, the oldest first: all that are too old, then as many as the other limits
   * need, those to be kept longer last. Directories that become empty are removed. What cannot be
   * deleted, or changed since it was closed, is left for the next time.
   *
   * @param nowMillis the time since the epoch
   * @return what was deleted, in order
   */
  public List<Deleted> enforce(Limits limits, long nowMillis) {
    synchronized (housekeeping) {
      settle();
      Round round = new Round(limits, nowMillis);
      round.deleteAged();
      round.deleteForSpace();
      round.end();
      over = round.missed() != null;
      return round.deleted;
    }
  }

  /** One enforcement of the limits. */
  private final class Round {

    private final Limits limits;
    private final long nowMillis;
    private final List<Deleted> deleted = new ArrayList<>();

    /** Those to be left alone this time, with the set they belong to. */
    private final Map<String, ClosedTraces> spared = new HashMap<>();

    private final List<ClosedTrace> sparedTraces = new ArrayList<>();
    private long freedBytes;
    private long missingFreeBytes;

    Round(Limits limits, long nowMillis) {
      this.limits = limits;
      this.nowMillis = nowMillis;
    }

    void deleteAged() {
      if (limits.maxAge() == null) {
        return;
      }
      long since = nowMillis - limits.maxAge().toMillis();
      for (ClosedTraces traces : List.of(ordinary, kept)) {
        for (ClosedTrace oldest = oldest(traces);
            oldest != null && oldest.modifiedMillis() < since;
            oldest = oldest(traces)) {
          delete(oldest, traces, Cause.AGE);
        }
      }
    }

    void deleteForSpace() {
      long free = limits.minFreeBytes() == 0 ? -1 : freeBytes.getAsLong();
      // Asked once: a file system may tell only later what was freed.
      missingFreeBytes = free < 0 ? 0 : Math.max(0, limits.minFreeBytes() - free);
      freedBytes = 0;
      for (Cause cause = missed(); cause != null; cause = missed()) {
        ClosedTraces traces = ordinary;
        ClosedTrace oldest = oldest(ordinary);
        if (oldest == null) {
          traces = kept;
          oldest = oldest(kept);
        }
        if (oldest == null) {
          return;
        }
        delete(oldest, traces, cause);
      }
    }

    /** The limit that is not kept, null if all are. */
    Cause missed() {
      if (usedBytes.get() > limits.budgetBytes()) {
        return Cause.BUDGET;
      }
      return freedBytes < missingFreeBytes ? Cause.FREE_SPACE : null;
    }

    void end() {
      sparedTraces.forEach(trace -> spared.get(trace.name()).add(trace));
    }

    private ClosedTrace oldest(ClosedTraces traces) {
      if (traces.oldest() == null && traces.hasUnknown()) {
        try {
          rescan(spared);
        } catch (IOException e) {
          // What is known is all that can be deleted.
        }
      }
      return traces.oldest();
    }

    private void delete(ClosedTrace trace, ClosedTraces traces, Cause cause) {
      traces.remove(trace.name());
      Path file = root.resolve(trace.name());
      if (open.containsKey(file)
          || !Files.isDirectory(file.getParent(), LinkOption.NOFOLLOW_LINKS)) {
        usedBytes.addAndGet(-trace.bytes());
        return;
      }
      try {
        BasicFileAttributes now = TraceFiles.attributes(file);
        long ageMillis = nowMillis - trace.modifiedMillis();
        boolean young = trace.found() && ageMillis >= 0 && ageMillis < FOUND_GRACE_MILLIS;
        if (!now.isRegularFile()) {
          usedBytes.addAndGet(-trace.bytes());
        } else if (young || now.lastModifiedTime().toMillis() != trace.modifiedMillis()) {
          usedBytes.addAndGet(now.size() - trace.bytes());
          spare(closedTrace(trace.name(), now, trace.found()), traces);
        } else {
          deletion.delete(file);
          deleted.add(new Deleted(file, trace.bytes(), cause));
          usedBytes.addAndGet(-trace.bytes());
          freedBytes += trace.bytes();
          TraceFiles.deleteIfEmpty(file.getParent());
        }
      } catch (NoSuchFileException e) {
        usedBytes.addAndGet(-trace.bytes());
        TraceFiles.deleteIfEmpty(file.getParent());
      } catch (IOException e) {
        spare(trace, traces);
      }
    }

    private void spare(ClosedTrace trace, ClosedTraces traces) {
      spared.put(trace.name(), traces);
      sparedTraces.add(trace);
    }
  }

  /** Takes over what was closed meanwhile. */
  private void settle() {
    for (Path file = justClosed.poll(); file != null; file = justClosed.poll()) {
      OpenTrace trace = open.get(file);
      if (trace != null && trace.closed && open.remove(file, trace)) {
        long before = closedBytes();
        add(file, trace.keepLonger);
        usedBytes.addAndGet(closedBytes() - before - trace.bytes.get());
      }
    }
  }

  /** Adds a closed trace if it exists, without counting it as used. */
  private void add(Path file, boolean keepLonger) {
    String name = TraceFiles.nameOf(root, file);
    try {
      BasicFileAttributes attributes = TraceFiles.attributes(file);
      if (name != null && attributes.isRegularFile()) {
        ordinary.remove(name);
        kept.remove(name);
        (keepLonger ? kept : ordinary).add(closedTrace(name, attributes, false));
      }
    } catch (IOException e) {
      // Deleted, or never created.
    }
  }

  private void rescan(Map<String, ?> except) throws IOException {
    long before = closedBytes();
    try {
      ordinary.clear();
      kept.forgetUnknown();
      TraceFiles.forEach(
          root,
          file -> {
            String name = TraceFiles.nameOf(root, file);
            if (open.containsKey(file) || kept.contains(name) || except.containsKey(name)) {
              return;
            }
            try {
              BasicFileAttributes attributes = TraceFiles.attributes(file);
              if (attributes.isRegularFile()) {
                ordinary.add(closedTrace(name, attributes, true));
              }
            } catch (IOException e) {
              // Vanished meanwhile.
            }
          });
    } finally {
      usedBytes.addAndGet(closedBytes() - before);
    }
  }

  private long closedBytes() {
    return ordinary.bytes() + kept.bytes();
  }

  private static ClosedTrace closedTrace(
      String name, BasicFileAttributes attributes, boolean found) {
    return new ClosedTrace(
        name, attributes.size(), attributes.lastModifiedTime().toMillis(), found);
  }
}
