package dev.moqlog.writer.telemetry;

import dev.moqlog.writer.QlogTrace;
import dev.moqlog.writer.TraceListener;
import dev.moqlog.writer.sampling.TraceParent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Puts {@code connection_id} and {@code qlog_path} on the spans of connections.
 *
 * <pre>{@code
 * QlogSpans spans = new QlogSpans();
 * QlogRecorder recorder = QlogRecorder.builder(directory).listener(spans).build();
 * ...
 * QlogTrace trace = recorder.open(connection.withTraceParent(QlogSpans.traceParent(span)));
 * spans.attach(span, connection.connectionId(), trace);
 * }</pre>
 *
 * <p>A connection without a file gets no {@code qlog_path}, so that no link leads nowhere. When a
 * flight recorder is written out, its span gets the path and an event {@code qlog.promoted}. Spans
 * are let go of when their trace is closed. Safe for all threads.
 */
public final class QlogSpans implements TraceListener {

  /** The id that spans, log lines and traces of a connection share. */
  public static final AttributeKey<String> CONNECTION_ID = AttributeKey.stringKey("connection_id");

  /** Where the qlog file of the connection is. */
  public static final AttributeKey<String> QLOG_PATH = AttributeKey.stringKey("qlog_path");

  private static final AttributeKey<String> PROMOTION_CAUSE =
      AttributeKey.stringKey("qlog.promotion_cause");

  private final Map<QlogTrace, Span> spans = new ConcurrentHashMap<>();

  /** Attaches to nothing yet. */
  public QlogSpans() {}

  /**
   * Sets the attributes of a connection's span, now and when the trace's file gets known.
   *
   * @param trace may be disabled
   */
  public void attach(Span span, String connectionId, QlogTrace trace) {
    span.setAttribute(CONNECTION_ID, connectionId);
    if (!trace.isEnabled()) {
      return;
    }
    spans.put(trace, span);
    setPath(span, trace);
    if (!trace.isEnabled()) {
      // Closed meanwhile, perhaps before the span was there to be let go of.
      spans.remove(trace);
    }
  }

  /** The span as a trace stores it, or null if it is not a valid one. */
  public static TraceParent traceParent(Span span) {
    SpanContext context = span.getSpanContext();
    return context.isValid()
        ? TraceParent.of(
            context.getTraceId(), context.getSpanId(), context.getTraceFlags().asByte() & 0xff)
        : null;
  }

  @Override
  public void fileCreated(QlogTrace trace) {
    Span span = spans.get(trace);
    if (span != null) {
      setPath(span, trace);
    }
  }

  @Override
  public void promoted(QlogTrace trace, String reason) {
    Span span = spans.get(trace);
    if (span != null) {
      setPath(span, trace);
      span.addEvent("qlog.promoted", Attributes.of(PROMOTION_CAUSE, reason));
    }
  }

  @Override
  public void closed(QlogTrace trace) {
    spans.remove(trace);
  }

  private static void setPath(Span span, QlogTrace trace) {
    Optional<String> path = trace.path().map(Object::toString);
    path.ifPresent(text -> span.setAttribute(QLOG_PATH, text));
  }
}
