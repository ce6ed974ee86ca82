package dev.moqlog.analyzer.summary;

import dev.moqlog.vocabulary.VantagePoint;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One end's log of a connection.
 *
 * @param source the file, as it was given, with {@code !/} before an entry of an archive
 * @param traceIndex the ordinal of the trace in its source, from 0
 * @param connectionId what this log calls the connection
 * @param vantagePoint where the log claims to have been recorded
 * @param producer the stack that wrote it, if known
 * @param startTime the wall-clock time of its first event, approximate, if known
 * @param startNanos its first event on the time axis of the log; absent without events
 */
public record JoinedEnd(
    String source,
    int traceIndex,
    String connectionId,
    VantagePoint vantagePoint,
    Optional<String> producer,
    Optional<Instant> startTime,
    OptionalLong startNanos) {

  /**
   * How long after the first event something happened.
   *
   * @param timeNanos on the time axis of the log
   */
  public long sinceStartNanos(long timeNanos) {
    return Saturated.difference(timeNanos, startNanos.orElse(0));
  }
}
