package dev.moqlog.cli.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counts the traces of a directory, each once: looks for finished ones, hands them to a {@link
 * Counter} in batches, commits what came of a batch, and only then has it shown. A process that is
 * killed at any moment goes on from its last commit.
 *
 * <p>To be called in a loop, on one thread:
 *
 * <pre>{@code
 * while (!watcher.isStopped()) {
 *   if (!watcher.step()) {
 *     // wait for the interval
 *   }
 * }
 * }</pre>
 */
public final class Watcher {

  /** The most traces of a batch. */
  public static final int MAX_BATCH_TRACES = 256;

  /** Traces are added to a batch until it has so many bytes. */
  public static final long MAX_BATCH_BYTES = 64L << 20;

  /** How often a trace is looked for that is gone when it is read, as it may get another name. */
  private static final int ATTEMPTS = 3;

  private final TraceFollower follower;
  private final WatchState state;
  private final Counter counter;
  private final InstantSource clock;
  private final Instant started;
  private final WatchTotals before;

  private long counted;
  private long failed;
  private Commit pending;
  private WatchTotals committed;
  private Duration lag = Duration.ZERO;
  private Duration maxLag = Duration.ZERO;
  private Instant lastLook;
  private volatile WatchNumbers numbers;
  private volatile boolean stopped;

  /** What is to be committed at once. */
  private record Commit(
      Set<String> forgotten,
      Map<String, CountedTrace> counted,
      Map<String, byte[]> series,
      WatchTotals totals,
      List<FinishedTrace> traces) {}

  /**
   * @param follower knows the traces; its ledger is the state
   * @param state what was committed so far
   * @param counter has the numbers of the state already
   * @param clock the time of day
   */
  public Watcher(TraceFollower follower, WatchState state, Counter counter, InstantSource clock) {
    this.follower = follower;
    this.state = state;
    this.counter = counter;
    this.clock = clock;
    this.started = clock.instant();
    this.lastLook = started;
    this.before = state.totals();
    this.committed = before;
    this.numbers = currentNumbers();
  }

  /**
   * Looks at the directory once, and counts what is finished.
   *
   * @return whether more is known to wait, as not all of a large directory is looked at in one step
   * @throws IOException if the state cannot be written or read, which ends nothing: what was
   *     counted is shown only after a later step could commit it, and nothing more is counted until
   *     then
   */
  public boolean step() throws IOException {
    try {
      return countFinished();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private boolean countFinished() throws IOException {
    state.recover();
    if (pending != null) {
      commit();
    }
    List<FinishedTrace> finished = follower.poll();
    lastLook = clock.instant();
    TraceFollower.LedgerChanges changes = follower.takeChanges();
    Set<String> forgotten = changes.forgotten();
    Map<String, CountedTrace> updated = new HashMap<>(changes.updated());
    for (int next = 0; next < finished.size() && !stopped; ) {
      List<FinishedTrace> batch = batch(finished, next);
      next += batch.size();
      List<FinishedTrace> done = count(batch);
      for (FinishedTrace trace : done) {
        for (FinishedTrace.Part part : trace.files()) {
          updated.put(part.key(), part.counted());
        }
      }
      counted += done.size();
      pending = new Commit(forgotten, updated, counter.takeChanges(), totals(), done);
      commit();
      forgotten = new HashSet<>();
      updated = new HashMap<>();
    }
    if (!forgotten.isEmpty() || !updated.isEmpty() || !totals().equals(committed)) {
      pending = new Commit(forgotten, updated, counter.takeChanges(), totals(), List.of());
      commit();
    }
    numbers = currentNumbers();
    return follower.hasMore();
  }

  private static List<FinishedTrace> batch(List<FinishedTrace> finished, int from) {
    long bytes = 0;
    int to = from;
    while (to < finished.size() && to - from < MAX_BATCH_TRACES && bytes < MAX_BATCH_BYTES) {
      bytes += finished.get(to++).bytes();
    }
    return finished.subList(from, to);
  }

  /** Counts traces; returns those that were, or never will be because they cannot. */
  private List<FinishedTrace> count(List<FinishedTrace> batch) {
    Collection<FinishedTrace> gone;
    try {
      gone = counter.count(batch);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return countEach(batch);
    }
    List<FinishedTrace> done = new ArrayList<>(batch);
    if (!gone.isEmpty()) {
      done.removeAll(gone);
      gone.forEach(trace -> countAgain(trace).ifPresent(done::add));
    }
    return done;
  }

  private List<FinishedTrace> countEach(List<FinishedTrace> batch) {
    List<FinishedTrace> done = new ArrayList<>();
    for (FinishedTrace trace : batch) {
      if (isCounted(trace)) {
        done.add(trace);
      } else {
        countAgain(trace).ifPresent(done::add);
      }
    }
    return done;
  }

  /** Counts one trace, and tells whether its files were there. */
  private boolean isCounted(FinishedTrace trace) {
    try {
      return counter.count(List.of(trace)).isEmpty();
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      failed++;
      return true;
    }
  }

  /** Counts a trace that was gone, if it is there by another name or was only away for a moment. */
  private Optional<FinishedTrace> countAgain(FinishedTrace gone) {
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      Optional<FinishedTrace> now = follower.isStillThere(gone);
      if (now.isEmpty() || isCounted(now.get())) {
        return now;
      }
    }
    // It is looked at again with the next poll.
    return Optional.empty();
  }

  private void commit() throws IOException {
    state.commit(pending.forgotten, pending.counted, pending.series, pending.totals);
    pending.traces.forEach(follower::counted);
    committed = pending.totals;
    Optional<Instant> first =
        pending.traces.stream().map(FinishedTrace::finished).min(Instant::compareTo);
    if (first.isPresent()) {
      Instant since = first.get().isAfter(started) ? first.get() : started;
      Duration waited = Duration.between(since, clock.instant());
      lag = waited.isNegative() ? Duration.ZERO : waited;
      maxLag = lag.compareTo(maxLag) > 0 ? lag : maxLag;
    }
    pending = null;
    numbers = currentNumbers();
    counter.committed(numbers);
  }

  private WatchTotals totals() {
    return before.plus(new WatchTotals(counted, follower.missed(), follower.changed(), failed));
  }

  private WatchNumbers currentNumbers() {
    return new WatchNumbers(
        committed,
        follower.open(),
        follower.directories(),
        follower.unreadable(),
        follower.unreadableExample(),
        follower.rootProblem(),
        lag,
        maxLag,
        lastLook);
  }

  /** How it is doing, as of the last step or commit. Any thread. */
  public WatchNumbers numbers() {
    return numbers;
  }

  /** Makes {@link #step} return after the batch it is at. Any thread. */
  public void stop() {
    stopped = true;
  }

  /** Whether {@link #stop} was called. Any thread. */
  public boolean isStopped() {
    return stopped;
  }
}
