package dev.moqlog.writer.hostile;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Collects what the writer warns of, instead of printing it. */
final class CapturedLog extends Handler implements AutoCloseable {

  private final Logger logger = Logger.getLogger("dev.moqlog.writer");
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private volatile boolean failing;

  CapturedLog() {
    logger.setUseParentHandlers(false);
    logger.addHandler(this);
  }

  /** The warnings so far. */
  List<String> lines() {
    return lines;
  }

  /** From now on it throws, as a logging framework without disk space may. */
  void fail() {
    failing = true;
  }

  @Override
  public void publish(LogRecord entry) {
    if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
      lines.add(entry.getMessage());
    }
    if (failing) {
      throw new IllegalStateException("the log is full");
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}
