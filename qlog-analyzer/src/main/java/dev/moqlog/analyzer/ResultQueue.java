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

  private final String source;
  private volatile Throwable failure;
  private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(CAPACITY);

  /**
   * @param source what is read, for messages
   */
  ResultQueue(String source) {
    this.source = source;
  }

  @Override
  public void connection(ConnectionSummary connection) {
    put(results -> results.connection(connection));
  }

  @Override
  public void source(SourceSummary source) {
    put(results -> results.source(source));
  }

  /** The reader failed; takes effect at the end, and needs no memory. */
  void fail(Throwable cause) {
    failure = cause;
  }

  /** Ends the results; whatever happened, the reader calls this, or the receiver waits forever. */
  void end() {
    put(END);
  }

  private void put(Item item) {
    try {
      items.put(item);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppedException(e);
    }
  }

  /**
   * Delivers everything up to the end; called by the receiver.
   *
   * @throws RuntimeException if the reader failed
   */
  void drainTo(Results results) throws InterruptedException {
    for (Item item = items.take(); item != END; item = items.take()) {
      item.deliver(results);
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure != null) {
      throw new IllegalStateException("reading " + source + " failed: " + failure, failure);
    }
  }
}
