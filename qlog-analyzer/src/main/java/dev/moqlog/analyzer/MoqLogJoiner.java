package dev.moqlog.analyzer;

import dev.moqlog.analyzer.connection.SourceNames;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.MoqLogs;
import dev.moqlog.analyzer.summary.SourceSummary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Joins logs of Media over QUIC to the QUIC logs of the same connections ({@link MoqLogs}) on the
 * way of results to their receiver.
 *
 * <p>Summaries go through as they come, but for those of logs that tell of MoQ only: they wait for
 * the connection they belong to, which has to come behind them, as {@code .qlog} comes behind
 * {@code .mlog} in a directory. At most {@value #MAX_WAITING} of them and their tracks wait. What
 * found none by the end is handed over by {@link #end()}. One instance serves one analysis, on one
 * thread.
 */
public final class MoqLogJoiner implements Results {

  static final int MAX_WAITING = 16_384;

  private static final Pattern MOQ_LOG =
      Pattern.compile(".*\\.mlog(\\.[^./\\\\]+)*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final Results results;
  private final Map<String, List<ConnectionSummary>> waiting = new LinkedHashMap<>();
  private int waitingWeight;

  /**
   * @param results receives the joined results
   */
  public MoqLogJoiner(Results results) {
    this.results = results;
  }

  /**
   * Sources in an order in which a log of MoQ comes before others of its name, as far as that shows
   * in their names; all others keep their places.
   */
  static <T> List<T> inOrder(List<T> sources, Function<T, String> name) {
    Map<String, T> first = new HashMap<>();
    Map<T, List<T>> before = new IdentityHashMap<>();
    Set<T> moved = Collections.newSetFromMap(new IdentityHashMap<>());
    for (T source : sources) {
      String key = fileKey(name.apply(source));
      if (!MOQ_LOG.matcher(name.apply(source)).matches()) {
        first.putIfAbsent(key, source);
      } else if (first.containsKey(key)) {
        before.computeIfAbsent(first.get(key), any -> new ArrayList<>()).add(source);
        moved.add(source);
      }
    }
    List<T> ordered = new ArrayList<>(sources.size());
    for (T source : sources) {
      ordered.addAll(before.getOrDefault(source, List.of()));
      if (!moved.contains(source)) {
        ordered.add(source);
      }
    }
    return ordered;
  }

  private static String fileKey(String source) {
    return MoqLogs.key(SourceNames.connectionId(source));
  }

  private static int weight(ConnectionSummary connection) {
    return 1 + connection.moq().map(moq -> moq.tracks().size()).orElse(0);
  }

  @Override
  public void connection(ConnectionSummary connection) {
    if (!connection.moqOnly()) {
      results.connection(beside(sameId(connection)));
      return;
    }
    if (waitingWeight + weight(connection) > MAX_WAITING) {
      results.connection(connection);
      return;
    }
    waitingWeight += weight(connection);
    waiting.computeIfAbsent(MoqLogs.key(connection), any -> new ArrayList<>()).add(connection);
  }

  private ConnectionSummary sameId(ConnectionSummary connection) {
    return joined(connection, MoqLogs.key(connection), any -> true);
  }

  /**
   * With the log of the same name beside its own: stacks name both by an id that need not be it.
   */
  private ConnectionSummary beside(ConnectionSummary connection) {
    String directory = directory(connection);
    return connection.moq().isPresent() || connection.traceIndex() > 0
        ? connection
        : joined(connection, fileKey(connection.source()), log -> directory(log).equals(directory));
  }

  private static String directory(ConnectionSummary connection) {
    String path = connection.source().replace('\\', '/');
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  /** A connection with its log of MoQ, if one that fits waits under a key. */
  private ConnectionSummary joined(
      ConnectionSummary connection, String key, Predicate<ConnectionSummary> fits) {
    List<ConnectionSummary> logs = waiting.get(key);
    if (logs == null) {
      return connection;
    }
    int before = logs.stream().mapToInt(MoqLogJoiner::weight).sum();
    ConnectionSummary joined = MoqLogs.joined(connection, logs, fits);
    waitingWeight -= before - logs.stream().mapToInt(MoqLogJoiner::weight).sum();
    if (logs.isEmpty()) {
      waiting.remove(key);
    }
    return joined;
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
