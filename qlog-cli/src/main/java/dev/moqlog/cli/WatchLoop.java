package dev.moqlog.cli;

import dev.moqlog.cli.watch.WatchNumbers;
import dev.moqlog.cli.watch.Watcher;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks at a directory again and again until it is stopped. Runs on one thread; {@link #problem()},
 * {@link #numbers()}, {@link #lastRun()} and {@link #stop()} may be called on any.
 */
final class WatchLoop {

  /** So long after the last look, something must be wrong. */
  private static final Duration STUCK = Duration.ofSeconds(60);

  private final Watcher watcher;
  private final WatchScreen screen;
  private final Consumer<String> errors;
  private final Duration interval;
  private final InstantSource clock;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile String problem;
  private volatile Run lastRun;
  private boolean unreadableTold;

  /**
   * One look at the directory.
   *
   * @param end when it ended
   * @param duration how long it took
   * @param success whether the directory could be looked at, and what came of it written down
   */
  record Run(Instant end, Duration duration, boolean success) {}

  /**
   * @param errors takes messages for the user
   * @param interval between looks, if there is nothing to do
   */
  WatchLoop(
      Watcher watcher,
      WatchScreen screen,
      Consumer<String> errors,
      Duration interval,
      InstantSource clock) {
    this.watcher = watcher;
    this.screen = screen;
    this.errors = errors;
    this.interval = interval;
    this.clock = clock;
    this.lastRun = new Run(clock.instant(), Duration.ZERO, true);
  }

  /** Runs until {@link #stop()}. */
  void run() {
    try {
      while (!watcher.isStopped()) {
        boolean more = step();
        screen.show(watcher.numbers(), problem().or(this::unreadable));
        if (!more && stopping.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      screen.close();
    }
  }

  private boolean step() {
    Instant begin = clock.instant();
    boolean more = false;
    String wrong = null;
    try {
      more = watcher.step();
      wrong = watcher.numbers().rootProblem().orElse(null);
    } catch (IOException e) {
      wrong = e.getMessage() == null ? e.toString() : e.getMessage();
    }
    String before = problem;
    problem = wrong;
    Instant end = clock.instant();
    lastRun = new Run(end, Duration.between(begin, end), wrong == null);
    if (wrong != null && !wrong.equals(before)) {
      errors.accept(wrong);
    }
    tellUnreadable();
    return more;
  }

  /** Once, however many follow, until all can be read again. */
  private void tellUnreadable() {
    Optional<String> unreadable = problem == null ? unreadable() : Optional.empty();
    if (!unreadableTold) {
      unreadable.ifPresent(errors);
    }
    unreadableTold = unreadable.isPresent();
  }

  /** What below the directory cannot be read, if there is anything. */
  private Optional<String> unreadable() {
    WatchNumbers numbers = watcher.numbers();
    return numbers
        .unreadableExample()
        .map(
            example ->
                numbers.unreadable() == 1
                    ? example
                    : example + " (one of " + numbers.unreadable() + ")");
  }

  /** Ends the loop after what it is at. */
  void stop() {
    watcher.stop();
    stopping.countDown();
  }

  /** How the watch is doing. */
  WatchNumbers numbers() {
    return watcher.numbers();
  }

  /** The last look. */
  Run lastRun() {
    return lastRun;
  }

  /** What is wrong, if anything is. */
  Optional<String> problem() {
    String wrong = problem;
    if (wrong == null && lastRun.end.plus(STUCK).plus(interval).isBefore(clock.instant())) {
      return Optional.of("nothing was counted since " + lastRun.end);
    }
    return Optional.ofNullable(wrong);
  }
}
