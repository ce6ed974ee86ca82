package dev.moqlog.cli.otlp;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Tells the user what goes wrong, each kind of problem once in a while. What the SDK writes to
 * standard error otherwise, with stack traces, comes here, too. Safe for all threads.
 */
final class OtlpProblems implements AutoCloseable {

  private static final long AGAIN_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final int MAX_KINDS = 64;

  /** What exporters and their queues log is counted and told by {@link OtlpDelivery}. */
  private static final String[] TOLD_ELSEWHERE = {
    "io.opentelemetry.exporter.otlp.internal.HttpExporter",
    "io.opentelemetry.exporter.otlp.internal.GrpcExporter",
    "io.opentelemetry.exporter.sender.",
    "io.opentelemetry.exporter.internal.",
    "io.opentelemetry.sdk.trace.export.",
    "io.opentelemetry.sdk.logs.export.",
    "io.opentelemetry.sdk.metrics.export.",
    "okhttp3."
  };

  private final Consumer<String> user;
  private final LongSupplier nanoTime;
  private final Map<String, Long> told = new HashMap<>();

  /** Kept, since the logging framework itself forgets loggers that nobody keeps. */
  private final Logger[] loggers = {
    Logger.getLogger("io.opentelemetry"), Logger.getLogger("okhttp3")
  };

  private final Handler handler = new Lines();
  private String first;

  OtlpProblems(Consumer<String> user, LongSupplier nanoTime) {
    this.user = user;
    this.nanoTime = nanoTime;
    for (Logger logger : loggers) {
      logger.setUseParentHandlers(false);
      logger.addHandler(handler);
    }
  }

  /**
   * Something was not exported.
   *
   * @param kind what is told only once in a while
   */
  void failed(String kind, String message) {
    synchronized (this) {
      if (first == null) {
        first = message;
      }
    }
    tell(kind, message);
  }

  /** Something that the user should know. */
  void tell(String kind, String message) {
    synchronized (this) {
      long now = nanoTime.getAsLong();
      Long last = told.get(kind);
      if (last == null ? told.size() >= MAX_KINDS : now - last < AGAIN_NANOS) {
        return;
      }
      told.put(kind, now);
    }
    user.accept(message);
  }

  /** What was not exported first, and why. */
  synchronized Optional<String> first() {
    return Optional.ofNullable(first);
  }

  @Override
  public void close() {
    for (Logger logger : loggers) {
      logger.removeHandler(handler);
    }
  }

  /** What the SDK logs, without stack traces. */
  private final class Lines extends Handler {

    private final SimpleFormatter formatter = new SimpleFormatter();

    @Override
    public void publish(LogRecord entry) {
      if (entry.getLevel().intValue() < Level.WARNING.intValue()) {
        return;
      }
      String logger = String.valueOf(entry.getLoggerName());
      for (String known : TOLD_ELSEWHERE) {
        if (logger.startsWith(known)) {
          return;
        }
      }
      String text = formatter.formatMessage(entry);
      Throwable thrown = entry.getThrown();
      tell(text, "OpenTelemetry: " + text + (thrown == null ? "" : " (" + thrown + ")"));
    }

    @Override
    public void flush() {
      // Nothing is kept back.
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
