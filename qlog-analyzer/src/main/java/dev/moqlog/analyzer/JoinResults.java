package dev.moqlog.analyzer;

import dev.moqlog.analyzer.summary.JoinedSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.analyzer.summary.UnmatchedLog;

/**
 * Receives what joining logs brings, on the thread that asked for it: every source as it was read,
 * then the joined connections in the order of the input, then the logs that were not joined.
 */
@FunctionalInterface
public interface JoinResults {

  /** A connection whose two logs were joined. */
  void joined(JoinedSummary joined);

  /** A log that was not joined. */
  default void unmatched(UnmatchedLog log) {}

  /** A source that was read. */
  default void source(SourceSummary source) {}
}
