package dev.moqlog.cli.render;

import dev.moqlog.analyzer.summary.JoinedSummary;
import dev.moqlog.analyzer.summary.JoinedTotals;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.analyzer.summary.UnmatchedLog;
import java.io.IOException;

/** A way to show joined connections. */
public interface JoinReport {

  /** Takes a source that was read. */
  void source(SourceSummary source) throws IOException;

  /** Takes a joined connection, in order. */
  void joined(JoinedSummary joined) throws IOException;

  /** Takes a log that was not joined. */
  void unmatched(UnmatchedLog log) throws IOException;

  /** Writes what is not yet written; the stream stays open. */
  void end(JoinedTotals totals) throws IOException;
}
