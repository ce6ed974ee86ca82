package dev.moqlog.analyzer.summary;

import dev.moqlog.vocabulary.VantagePoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Joins logs of Media over QUIC that stand beside the QUIC logs of the same connections: moxygen
 * and moq-rs write {@code <connection id>.mlog} beside {@code <connection id>.qlog}.
 *
 * <p>Two logs are of one connection if they have the same connection id, without {@code _client} or
 * {@code _server} behind it, and neither says that it was recorded at the other end.
 */
public final class MoqLogs {

  private static final Pattern SIDE = Pattern.compile("[_-](client|server)$");

  private MoqLogs() {}

  /**
   * All connections, each with its MoQ log where there is one. What is only of MoQ and belongs to
   * no connection stays as it is. The order is that of the connections; it shows in nothing else.
   */
  public static List<ConnectionSummary> joined(List<ConnectionSummary> connections) {
    Map<String, List<ConnectionSummary>> logs = new HashMap<>();
    for (ConnectionSummary connection : connections) {
      if (connection.moqOnly()) {
        logs.computeIfAbsent(key(connection), any -> new ArrayList<>()).add(connection);
      }
    }
    List<ConnectionSummary> joined = new ArrayList<>();
    for (ConnectionSummary connection : connections) {
      joined.add(joined(connection, logs.getOrDefault(key(connection), List.of())));
    }
    // What is left of the logs is of no connection.
    Set<ConnectionSummary> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    connections.stream().filter(ConnectionSummary::moqOnly).forEach(taken::add);
    logs.values().forEach(left -> left.forEach(taken::remove));
    joined.removeIf(taken::contains);
    return joined;
  }

  /**
   * A connection with its MoQ log, if that is among those that wait.
   *
   * @param waiting logs of MoQ only that have the same {@link #key}; the one that is found is
   *     removed
   */
  public static ConnectionSummary joined(
      ConnectionSummary connection, List<ConnectionSummary> waiting) {
    if (connection.moq().isPresent() || waiting.isEmpty()) {
      return connection;
    }
    Optional<ConnectionSummary> log = match(connection, waiting);
    if (log.isEmpty()) {
      return connection;
    }
    waiting.removeIf(other -> other == log.get());
    return connection.with(log.get());
  }

  /** The log of MoQ that belongs to a connection, of those with its id. */
  private static Optional<ConnectionSummary> match(
      ConnectionSummary connection, List<ConnectionSummary> logs) {
    Optional<ConnectionSummary> sure =
        logs.stream().filter(log -> log.vantagePoint() == connection.vantagePoint()).findFirst();
    return sure.isPresent()
        ? sure
        : logs.stream()
            .filter(
                log ->
                    log.vantagePoint() == VantagePoint.UNKNOWN
                        || connection.vantagePoint() == VantagePoint.UNKNOWN)
            .findFirst();
  }

  /** What two logs of one connection have in common: its id, without the side. */
  public static String key(ConnectionSummary connection) {
    String id = connection.connectionId().toLowerCase(Locale.ROOT);
    return SIDE.matcher(id).replaceFirst("");
  }
}
