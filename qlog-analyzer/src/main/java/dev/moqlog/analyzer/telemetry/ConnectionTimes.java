package dev.moqlog.analyzer.telemetry;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * When a connection was, by the time of day. Immutable.
 *
 * @param start its first event
 * @param end its last event
 * @param known whether its log tells; if not, it ended when it was recorded
 * @param startNanos its first event on the time axis of the log
 */
public record ConnectionTimes(Instant start, Instant end, boolean known, long startNanos) {

  /** No connection lasts longer, and the times of hostile logs stay such that all backends take. */
  private static final long LONGEST_NANOS = 366L * 86_400 * 1_000_000_000;

  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  /**
   * The times of a connection.
   *
   * @param now when it is recorded
   */
  public static ConnectionTimes of(ConnectionSummary connection, Instant now) {
    long nanos = Math.max(0, Math.min(LONGEST_NANOS, connection.durationNanos().orElse(0)));
    boolean known =
        connection
            .startTime()
            .filter(start -> start.isAfter(EARLIEST) && start.isBefore(LATEST))
            .isPresent();
    Instant start = known ? connection.startTime().orElseThrow() : now.minusNanos(nanos);
    return new ConnectionTimes(
        start, start.plusNanos(nanos), known, connection.startNanos().orElse(0));
  }

  /**
   * The time of day of something in the connection.
   *
   * @param timeNanos on the time axis of the log
   */
  public Instant at(long timeNanos) {
    long since = timeNanos - startNanos;
    boolean overflow = ((timeNanos ^ startNanos) & (timeNanos ^ since)) < 0;
    if (overflow) {
      return timeNanos < 0 ? start : end;
    }
    Instant time = start.plusNanos(Math.max(0, Math.min(LONGEST_NANOS, since)));
    return time.isAfter(end) ? end : time;
  }

  /** As {@link #at(long)}; its beginning, if the time is not known. */
  public Instant at(OptionalLong timeNanos) {
    return timeNanos.isPresent() ? at(timeNanos.getAsLong()) : start;
  }
}
