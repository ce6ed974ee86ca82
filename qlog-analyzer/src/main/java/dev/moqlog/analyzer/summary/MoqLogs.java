package dev.moqlog.analyzer.summary;

import dev.moqlog.vocabulary.VantagePoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Joins logs of Media over QUIC that stand beside the QUIC logs of the same connections: moxygen
 * and moq-rs write {@code <connection id>.mlog} beside {@code <connection id>.qlog}.
 *
 * <p>Two logs are of one connection if they have the same connection id, without {@code _client} or
 * {@code _server} behind it, and neither says that it was recorded at the other end.
 */
public final class MoqLogs {

  /** By how much two logs of one connection may miss each other, for the clock they share. */
  private static final long MAX_GAP_NANOS = 1_000_000_000;

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
      joined.add(joined(connection, logs.getOrDefault(key(connection), List.of()), log -> true));
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
   * @param fits which of them may be it
   */
  public static ConnectionSummary joined(
      ConnectionSummary connection,
      List<ConnectionSummary> waiting,
      Predicate<ConnectionSummary> fits) {
    if (connection.moq().isPresent() || waiting.isEmpty()) {
      return connection;
    }
    Optional<ConnectionSummary> log = match(connection, waiting.stream().filter(fits).toList());
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

  /**
   * What a log tells of MoQ, with its times on the time axis of the connection where both logs tell
   * the time of day and agree on it.
   */
  static MoqSummary moved(MoqSummary moq, ConnectionSummary log, ConnectionSummary connection) {
    OptionalLong offset = offset(log, connection);
    long starts = connection.sinceStartNanos(log.startNanos().orElse(0));
    return moq.from(log.source(), offset.isPresent(), offset.orElse(-starts));
  }

  /** What to add to times of one log to have those of the other, by the time of day. */
  private static OptionalLong offset(ConnectionSummary log, ConnectionSummary connection) {
    if (Stream.of(log, connection)
        .anyMatch(one -> one.startTime().isEmpty() || one.startNanos().isEmpty())) {
      return OptionalLong.empty();
    }
    try {
      long later = Duration.between(connection.startTime().get(), log.startTime().get()).toNanos();
      long ends = Math.addExact(later, log.durationNanos().orElse(0));
      long lasts = Math.addExact(connection.durationNanos().orElse(0), MAX_GAP_NANOS);
      if (ends < -MAX_GAP_NANOS || later > lasts) {
        return OptionalLong.empty();
      }
      long starts =
          Math.subtractExact(connection.startNanos().getAsLong(), log.startNanos().getAsLong());
      return OptionalLong.of(Math.addExact(starts, later));
    } catch (ArithmeticException e) {
      return OptionalLong.empty();
    }
  }

  /** What two logs of one connection have in common: its id, without the side. */
  public static String key(ConnectionSummary connection) {
    return key(connection.connectionId());
  }

  /** As {@link #key(ConnectionSummary)}, of an id. */
  public static String key(String connectionId) {
    return SIDE.matcher(connectionId.toLowerCase(Locale.ROOT)).replaceFirst("");
  }
}
