package dev.moqlog.cli.watch;

import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows the traces below a directory by looking at it again and again: new ones, those that grow,
 * those that are finished, compressed or deleted.
 *
 * <p>A trace is called by its name below the directory without the extension of a compression. It
 * is finished once {@code qlog-writer} has ended or compressed it, or, as other stacks leave no
 * such sign, once it has not changed for a while. A log of MoQ ({@code .mlog}) and the log of QUIC
 * beside it are finished together. What has a name that begins with a dot or ends in {@code .tmp}
 * is passed over.
 *
 * <p>Memory: open traces, at most {@value #MAX_OPEN} of them at once, about 200 bytes for each
 * directory, and 8 bytes for each counted trace, for at most a million of them. Nothing in the
 * directory makes {@link #poll} throw: what cannot be read is looked at again later.
 */
public final class TraceFollower {

  /** So many traces that are not counted yet are remembered; others wait for their turn. */
  static final int MAX_OPEN = 32_768;

  private static final int COUNTED_SLOTS = 1 << 21;

  private final Path root;
  private final long settleNanos;
  private final InstantSource clock;
  private final Ledger ledger;
  private final DirectoryTree tree;
  private final LedgerSweep sweep;
  private final CountedNames countedNames = new CountedNames(COUNTED_SLOTS);
  private long missed;
  private boolean rootThere = true;

  /** What {@link #poll} found out of traces that were counted before. */
  record LedgerChanges(Set<String> forgotten, Map<String, CountedTrace> updated) {

    boolean isEmpty() {
      return forgotten.isEmpty() && updated.isEmpty();
    }
  }

  /**
   * @param root the directory, which need not exist yet
   * @param settle how long a trace without a sign of its end must not have changed
   * @param ledger the traces that were counted; asked only within {@link #poll}
   * @param clock the time of day, the same that the file system goes by
   */
  public TraceFollower(Path root, Duration settle, Ledger ledger, InstantSource clock) {
    this(root, settle, ledger, clock, MAX_OPEN);
  }

  TraceFollower(Path root, Duration settle, Ledger ledger, InstantSource clock, int maxOpen) {
    if (settle.isNegative()) {
      throw new IllegalArgumentException("settle must not be negative: " + settle);
    }
    this.root = root;
    this.settleNanos = FileTimes.nanos(Instant.EPOCH.plus(settle));
    this.ledger = ledger;
    this.clock = clock;
    this.tree = new DirectoryTree(root, maxOpen, this::isCounted, countedNames, gone -> missed++);
    this.sweep = new LedgerSweep(root, ledger, this::isOpen, this::forgotten);
  }

  /**
   * Looks at the directory.
   *
   * @return the traces that are finished and not counted, in the order in which they were last
   *     modified; again each time until {@link #counted} or {@link #isStillThere} says otherwise
   */
  public List<FinishedTrace> poll() {
    rootThere = tree.isRootThere();
    if (!rootThere) {
      return List.of();
    }
    long now = FileTimes.nanos(clock.instant());
    sweep.look();
    tree.look(now);
    List<FinishedTrace> finished = new ArrayList<>();
    for (WatchedDirectory directory : tree.active()) {
      if (directory.hasOpen()) {
        look(directory, now, finished);
      }
    }
    finished.sort(Comparator.comparingLong(FinishedTrace::modifiedNanos));
    return finished;
  }

  private void look(WatchedDirectory directory, long now, List<FinishedTrace> finished) {
    Path path = directory.path(root);
    boolean moqLogs = false;
    List<OpenTrace> ready = new ArrayList<>(directory.open().size());
    for (OpenTrace trace : List.copyOf(directory.open())) {
      OpenTrace.Look look = trace.look(path, now, settleNanos);
      if (look == OpenTrace.Look.GONE) {
        forgetMissed(trace);
        continue;
      }
      missed += look == OpenTrace.Look.REPLACED ? 1 : 0;
      moqLogs |= trace.isMoqLog();
      if (trace.isFinished()) {
        ready.add(trace);
      }
    }
    if (moqLogs) {
      for (List<OpenTrace> together : MoqPairs.of(path, directory.open())) {
        if (together.stream().allMatch(OpenTrace::isFinished)) {
          hand(together, path, finished);
        }
      }
    } else {
      ready.forEach(trace -> hand(List.of(trace), path, finished));
    }
  }

  private void forgetMissed(OpenTrace trace) {
    if (tree.isRootThere()) {
      tree.forget(trace);
      missed++;
    }
  }

  private void hand(List<OpenTrace> together, Path path, List<FinishedTrace> finished) {
    try {
      finished.add(finished(together, path));
    } catch (NoSuchFileException e) {
      // Compressed or deleted a moment ago: the next look will tell.
    }
  }

  private FinishedTrace finished(List<OpenTrace> together, Path path) throws NoSuchFileException {
    List<FinishedTrace.Part> parts = new ArrayList<>(together.size());
    OpenTrace latest = together.get(0);
    for (OpenTrace trace : together) {
      parts.add(trace.part(path));
      latest = trace.modifiedNanos() > latest.modifiedNanos() ? trace : latest;
    }
    return new FinishedTrace(
        List.copyOf(parts), latest.modifiedNanos(), latest.finishedSince(settleNanos));
  }

  /** A trace was counted, and the ledger has it now. */
  public void counted(FinishedTrace trace) {
    for (FinishedTrace.Part part : trace.files()) {
      WatchedDirectory directory = tree.directoryOf(part.key());
      if (directory != null) {
        tree.forget(directory, nameOf(part.key()));
      }
      countedNames.add(Hashes.with(Hashes.EMPTY, part.key()));
    }
  }

  /**
   * A trace could not be read because a file of it was gone. It may have been compressed a moment
   * ago.
   *
   * @return the trace as it is now; empty if it was deleted, which counts it as missed, or if only
   *     a later look can tell
   */
  public Optional<FinishedTrace> isStillThere(FinishedTrace trace) {
    List<OpenTrace> left = new ArrayList<>();
    Path path = null;
    long now = FileTimes.nanos(clock.instant());
    for (FinishedTrace.Part part : trace.files()) {
      WatchedDirectory directory = tree.directoryOf(part.key());
      OpenTrace open = directory == null ? null : directory.open(nameOf(part.key()));
      if (open == null) {
        continue;
      }
      path = directory.path(root);
      switch (open.look(path, now, settleNanos)) {
        case GONE -> forgetMissed(open);
        case REPLACED -> missed++;
        case THERE -> left.add(open);
      }
    }
    try {
      return left.isEmpty() || !left.stream().allMatch(OpenTrace::isFinished)
          ? Optional.empty()
          : Optional.of(finished(left, path));
    } catch (NoSuchFileException e) {
      // In between two names; it is found at the next look, or missed.
      return Optional.empty();
    }
  }

  private static String nameOf(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  private boolean isCounted(String key) {
    return !sweep.isForgotten(key) && ledger.counted(key) != null;
  }

  private boolean isOpen(String key) {
    WatchedDirectory directory = tree.directoryOf(key);
    return directory != null && directory.open(nameOf(key)) != null;
  }

  private void forgotten(String key) {
    countedNames.remove(Hashes.with(Hashes.EMPTY, key));
    WatchedDirectory directory = tree.directoryOf(key);
    if (directory != null) {
      tree.listSoon(directory);
    }
  }

  /**
   * What changed of traces that were counted before; to be put into the ledger before the next
   * {@link #poll}.
   */
  LedgerChanges takeChanges() {
    return new LedgerChanges(new HashSet<>(sweep.takeForgotten()), sweep.takeUpdated());
  }

  /** Whether the last look left something for the next, which need not wait. */
  boolean hasMore() {
    return rootThere && tree.hasMore();
  }

  /** Traces that are there and not counted, finished or not. */
  public int open() {
    return tree.open();
  }

  /** Directories, the one that is followed among them. */
  public int directories() {
    return tree.directories();
  }

  /** What could not be listed or looked at, and files with names that this system cannot tell. */
  public int unreadable() {
    return tree.unreadable() + tree.unnameable();
  }

  /** Traces that were deleted before they were counted, since this was made. */
  public long missed() {
    return missed;
  }

  /** Traces that changed after they were counted, since this was made. */
  public long changed() {
    return sweep.changed();
  }

  /** What was wrong with the directory itself at the last look, so that nothing is counted. */
  public Optional<String> rootProblem() {
    return rootThere ? tree.rootUnreadable() : Optional.of("the directory is not there");
  }

  /** One of what could not be listed or looked at, and why. */
  public Optional<String> unreadableExample() {
    return tree.unreadableExample();
  }
}
