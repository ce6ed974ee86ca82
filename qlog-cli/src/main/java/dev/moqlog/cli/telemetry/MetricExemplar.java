package dev.moqlog.cli.telemetry;

import static java.lang.Character.SURROGATE;

import dev.moqlog.analyzer.telemetry.ConnectionTrace;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import java.time.Instant;

/**
 * A connection that contributed to a number. Immutable.
 *
 * @param value what it contributed, in the integers that the metric is recorded in
 * @param traceId of the span to look at
 * @param spanId of that span
 * @param connectionId empty if it is too long for an exemplar, or has control characters, some of
 *     which Prometheus refuses a whole scrape for
 * @param timeMillis when the connection ended, in milliseconds since 1970; when it was recorded, if
 *     its log does not tell
 */
public record MetricExemplar(
    long value, String traceId, String spanId, String connectionId, long timeMillis) {

  /**
   * All label names and values of an exemplar together (OpenMetrics 1.0), less those of {@code
   * trace_id}, {@code span_id} and the name {@code connection_id}.
   */
  private static final int MAX_CONNECTION_ID = 128 - 8 - 32 - 7 - 16 - 13;

  /**
   * The connection that is recorded in a context, or null if none is.
   *
   * @param now no exemplar is later, since Prometheus takes none that is earlier than the last
   */
  static MetricExemplar in(Context context, long value, Instant now) {
    SpanContext span = Span.fromContext(context).getSpanContext();
    if (!span.isValid()) {
      return null;
    }
    String id = ConnectionTrace.connectionIdIn(context);
    boolean fits =
        id != null
            && id.codePointCount(0, id.length()) <= MAX_CONNECTION_ID
            && id.codePoints().allMatch(MetricExemplar::printable);
    Instant end = ConnectionTrace.endIn(context);
    long millis = end == null || end.isAfter(now) ? now.toEpochMilli() : end.toEpochMilli();
    return new MetricExemplar(value, span.getTraceId(), span.getSpanId(), fits ? id : "", millis);
  }

  /** Whether a character is no control character, and no half of one. */
  private static boolean printable(int character) {
    return !Character.isISOControl(character) && Character.getType(character) != SURROGATE;
  }

  /** The one that is shown of two: the newer. */
  static MetricExemplar newer(MetricExemplar shown, MetricExemplar next) {
    if (shown == null || next == null) {
      return next == null ? shown : next;
    }
    return next.timeMillis >= shown.timeMillis ? next : shown;
  }
}
