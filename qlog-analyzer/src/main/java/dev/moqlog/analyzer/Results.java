package dev.moqlog.analyzer;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.SourceSummary;

/**
 * Receives the results of an analysis on the thread that asked for it, source by source in the
 * order of the input: the connections of a source as they are complete, then the source.
 */
public interface Results {

  /** A connection. */
  void connection(ConnectionSummary connection);

  /** A source whose connections were all handed over. */
  void source(SourceSummary source);
}
