package dev.moqlog.analyzer.source;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Threads that help with one large log while they have nothing else to do.
 *
 * <p>Help may come late or never: whoever asks for it goes on by itself meanwhile. Immutable; safe
 * for use by several threads.
 */
public final class Helpers {

  /** Nobody helps. */
  public static final Helpers NONE = new Helpers(task -> {}, 0);

  private final Executor executor;
  private final int count;

  /**
   * @param executor runs what helps; a helper may run as long as the log is read
   * @param count how many may help with one log
   */
  public Helpers(Executor executor, int count) {
    this.executor = executor;
    this.count = count;
  }

  /** How many may help at once. */
  public int count() {
    return count;
  }

  /** Asks for help, which ends by itself once there is nothing more to do. */
  public void ask(Runnable help) {
    try {
      executor.execute(help);
    } catch (RejectedExecutionException e) {
      // Whoever asks does it all.
    }
  }
}
