package dev.moqlog.writer;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Says what went wrong, once in a while: the first failure of a kind at once, the same kind again
 * only after a minute, with the number of those in between.
 */
final class ErrorLog {

  private static final System.Logger LOGGER = System.getLogger("dev.moqlog.writer");
  private static final long QUIET_NANOS = 60_000_000_000L;

  /** More kinds than there can be by right; a bound against messages that vary without end. */
  private static final int MAX_KINDS = 100;

  private final LongSupplier nanoClock;
  private final Map<String, Kind> kinds = new ConcurrentHashMap<>();

  private static final class Kind {
    long loggedNanos;
    long unlogged;
    boolean logged;
  }

  ErrorLog(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /**
   * Notes a failure.
   *
   * @param what what could not be done, such as "cannot write"
   * @param path where, or null
   */
  void failed(String what, Path path, Throwable cause) {
    String key = what + cause.getClass().getName();
    Kind kind = kinds.get(key);
    if (kind == null) {
      if (kinds.size() >= MAX_KINDS) {
        return;
      }
      kind = kinds.computeIfAbsent(key, k -> new Kind());
    }
    long now = nanoClock.getAsLong();
    long unlogged;
    synchronized (kind) {
      if (kind.logged && now - kind.loggedNanos < QUIET_NANOS) {
        kind.unlogged++;
        return;
      }
      unlogged = kind.unlogged;
      kind.unlogged = 0;
      kind.logged = true;
      kind.loggedNanos = now;
    }
    String where = path == null ? "" : " " + path;
    String more = unlogged == 0 ? "" : " (and " + unlogged + " times more since the last report)";
    String message = "qlog: " + what + where + ": " + cause + more;
    if (cause instanceof RuntimeException || cause instanceof Error) {
      log(System.Logger.Level.ERROR, message, cause);
    } else {
      log(System.Logger.Level.WARNING, message, null);
    }
  }

  /** Says something that is no failure. */
  static void info(String message) {
    log(System.Logger.Level.INFO, "qlog: " + message, null);
  }

  /** Says that a setting is wrong. */
  static void wrongSetting(String message) {
    log(System.Logger.Level.ERROR, "qlog: " + message, null);
  }

  private static void log(System.Logger.Level level, String message, Throwable cause) {
    try {
      LOGGER.log(level, message, cause);
    } catch (RuntimeException | LinkageError e) {
      // The application's logging fails; neither its threads nor ours shall suffer for that.
    }
  }
}
