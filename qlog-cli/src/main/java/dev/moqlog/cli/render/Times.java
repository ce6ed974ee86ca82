package dev.moqlog.cli.render;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import java.util.OptionalLong;

/** Points in time and spans of a connection, since its first event. */
final class Times {

  private Times() {}

  /** A point in time, such as {@code 1.250 s}. */
  static String at(ConnectionSummary connection, long timeNanos) {
    return since(connection.sinceStartNanos(timeNanos));
  }

  /** A time since the first event, such as {@code 1.250 s}. */
  static String since(long nanos) {
    return nanos == 0 ? "0 s" : Text.duration(nanos);
  }

  /** A span such as {@code 1.250 s to 3.100 s}, or a point if it has no length. */
  static String span(ConnectionSummary connection, long startNanos, long endNanos) {
    return startNanos == endNanos
        ? at(connection, startNanos)
        : at(connection, startNanos) + " to " + at(connection, endNanos);
  }

  /** A span of which an end may be unknown; empty if nothing is known. */
  static String span(ConnectionSummary connection, OptionalLong start, OptionalLong end) {
    if (start.isPresent() && end.isPresent()) {
      return span(connection, start.getAsLong(), end.getAsLong());
    }
    if (start.isPresent()) {
      return "from " + at(connection, start.getAsLong());
    }
    return end.isPresent() ? "to " + at(connection, end.getAsLong()) : "";
  }
}
