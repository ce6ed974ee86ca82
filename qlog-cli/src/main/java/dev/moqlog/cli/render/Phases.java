package dev.moqlog.cli.render;

import dev.moqlog.analyzer.summary.CloseSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.HandshakeSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The life of a connection: handshake, transfer, silence before a timeout, closing. */
final class Phases {

  /**
   * A stretch of the life.
   *
   * @param name what it is
   * @param startNanos when it began, since the first event
   * @param endNanos when it ended
   */
  record Phase(String name, long startNanos, long endNanos) {}

  private Phases() {}

  /** The phases in order, one beginning where the one before ends. */
  static List<Phase> of(ConnectionSummary connection) {
    List<Phase> phases = new ArrayList<>();
    if (connection.durationNanos().isEmpty()) {
      return phases;
    }
    long end = connection.durationNanos().getAsLong();
    long closed =
        connection
            .close()
            .filter(close -> close.kind() != CloseSummary.Kind.LOG_ENDED)
            .flatMap(close -> close.timeNanos().stream().boxed().findFirst())
            .map(nanos -> within(connection.sinceStartNanos(nanos), 0, end))
            .orElse(end);
    boolean complete =
        connection.handshake().filter(begun -> begun.completeNanos().isPresent()).isPresent();
    long shaken =
        connection.handshake().map(HandshakeSummary::completeNanos).stream()
            .flatMapToLong(nanos -> nanos.stream())
            .map(nanos -> within(nanos, 0, closed))
            .findFirst()
            .orElse(0);
    if (complete) {
      phases.add(new Phase("handshake", 0, shaken));
    } else if (failed(connection)) {
      phases.add(new Phase("handshake_failed", 0, closed));
      shaken = closed;
    }
    if (shaken < closed) {
      phases.add(new Phase("transfer", shaken, closed));
    }
    if (closed < end) {
      phases.add(new Phase("close", closed, end));
    }
    return phases;
  }

  private static boolean failed(ConnectionSummary connection) {
    return connection
        .close()
        .filter(
            close ->
                switch (close.kind()) {
                  case HANDSHAKE_TIMEOUT, CRYPTO_ERROR, VERSION_MISMATCH -> true;
                  default -> false;
                })
        .isPresent();
  }

  private static long within(long value, long low, long high) {
    return Math.max(low, Math.min(value, high));
  }

  static void add(CardLines card, ConnectionSummary connection) {
    List<Phase> phases = of(connection);
    if (!phases.isEmpty()) {
      card.group();
      card.parts(
          "phases",
          phases.stream()
              .map(
                  phase ->
                      phase.name()
                          + " "
                          + Times.since(phase.startNanos())
                          + " to "
                          + Times.since(phase.endNanos()))
              .collect(Collectors.toList()));
    }
  }
}
