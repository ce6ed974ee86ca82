package dev.moqlog.analyzer;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Hands the results of one source from the thread that reads it to the thread that asked.
 *
 * <p>A reader whose turn has not come waits once the queue is full, so that memory stays bounded
 * however many connections a source has.
 */
final class ResultQueue implements Results {

  private static final int CAPACITY = 512;

  /** Something that the receiver does with its results. */
  @FunctionalInterface
  private interface Item {
    void deliver(Results results);
  }

  /** The reader was stopped because nobody receives any more. */
  static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StoppedException(InterruptedException cause) {
      super("nobody receives the results any more", cause);
    }
  }

  private static final Item END = results -> {};

  private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(CAPACITY);

  @Override
  public void connection(ConnectionSummary connection) {
    put(results -> results.connection(connection));
  }

  @Override
  public void source(SourceSummary source) {
    put(results -> results.source(source));
  }

  /** Ends the results. The reader calls this or {@link #fail}, or the receiver waits forever. */
  void end() {
    put(END);
  }

  /** Ends the results by an exception for the receiver. */
  void fail(RuntimeException failure) {
    put(
        results -> {
          throw failure;
        });
  }

  private void put(Item item) {
    try {
      items.put(item);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppedException(e);
    }
  }

  /** Delivers everything up to the end; called by the receiver. */
  void drainTo(Results results) throws InterruptedException {
    for (Item item = items.take(); item != END; item = items.take()) {
      item.deliver(results);
    }
  }
}
