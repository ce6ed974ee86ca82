package dev.moqlog.samples.telemetry.net;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Time that passes from one event to the next. What is due at the same time runs in the order it
 * was asked for, so that a simulation repeats exactly. {@link #nanos()} is safe for all threads,
 * the rest for one.
 */
public final class SimulatedTime {

  /** A second. */
  public static final long SECOND = 1_000_000_000L;

  /** A millisecond. */
  public static final long MILLISECOND = 1_000_000L;

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(
          Comparator.comparingLong(Task::dueNanos).thenComparingLong(Task::sequence));
  private long sequence;
  private volatile long now;

  private record Task(long dueNanos, long sequence, Runnable action) {}

  /** Begins at 0. */
  public SimulatedTime() {}

  /** Now. */
  public long nanos() {
    return now;
  }

  /** Has something done at that time, or now if it is over. */
  public void at(long nanos, Runnable action) {
    tasks.add(new Task(Math.max(now, nanos), sequence++, action));
  }

  /** Has something done after that time. */
  public void after(long nanos, Runnable action) {
    at(now + nanos, action);
  }

  /** Lets time pass, and has done what is due until then. */
  public void passUntil(long nanos) {
    Task next = tasks.peek();
    while (next != null && next.dueNanos <= nanos) {
      tasks.remove();
      now = next.dueNanos;
      next.action.run();
      next = tasks.peek();
    }
    now = Math.max(now, nanos);
  }
}
