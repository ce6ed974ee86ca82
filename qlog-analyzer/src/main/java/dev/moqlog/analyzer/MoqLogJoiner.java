package dev.moqlog.analyzer;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.MoqLogs;
import dev.moqlog.analyzer.summary.SourceSummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins logs of Media over QUIC to the QUIC logs of the same connections ({@link MoqLogs}) on the
 * way of results to their receiver.
 *
 * <p>Summaries go through as they come, but for those of logs that tell of MoQ only: they wait for
 * the connection they belong to, at most {@value #MAX_WAITING} of them, which in a directory comes
 * behind them ({@code .mlog} before {@code .qlog}). What found none by the end is handed over by
 * {@link #end()}. One instance serves one analysis, on one thread.
 */
public final class MoqLogJoiner implements Results {

  static final int MAX_WAITING = 16_384;

  private final Results results;
  private final Map<String, List<ConnectionSummary>> waiting = new LinkedHashMap<>();
  private int waitingCount;

  /**
   * @param results receives the joined results
   */
  public MoqLogJoiner(Results results) {
    this.results = results;
  }

  @Override
  public void connection(ConnectionSummary connection) {
    String key = MoqLogs.key(connection);
    if (connection.moqOnly()) {
      if (waitingCount == MAX_WAITING) {
        results.connection(connection);
        return;
      }
      waitingCount++;
      waiting.computeIfAbsent(key, any -> new ArrayList<>()).add(connection);
      return;
    }
    List<ConnectionSummary> logs = waiting.getOrDefault(key, List.of());
    int before = logs.size();
    ConnectionSummary joined = MoqLogs.joined(connection, logs);
    waitingCount -= before - logs.size();
    results.connection(joined);
  }

  @Override
  public void source(SourceSummary source) {
    results.source(source);
  }

  /** Hands over the logs of MoQ that belong to no connection; to be called once, at the end. */
  public void end() {
    waiting.values().forEach(logs -> logs.forEach(results::connection));
    waiting.clear();
  }
}
