package dev.moqlog.analyzer.telemetry;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.writer.sampling.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/**
 * In which trace a connection is to be found, as spans, log records and exemplars say alike.
 *
 * <p>A connection that was captured under a sampled span belongs to the trace of that span. For any
 * other the ids come from what it is: its id, where and when it was recorded, and its place in the
 * log. So analysing a log again gives the same ids, whichever command does it. Immutable.
 *
 * @param live the span that the connection was captured under; invalid if there is none
 * @param analysed the span that its analysis becomes
 */
public record ConnectionTrace(SpanContext live, SpanContext analysed) {

  /** Holds the trace of the connection that is being recorded. */
  static final ContextKey<ConnectionTrace> KEY = ContextKey.named("moqlog-connection-trace");

  private static final ContextKey<String> CONNECTION_ID = ContextKey.named("moqlog-connection-id");
  private static final ContextKey<Instant> END = ContextKey.named("moqlog-connection-end");

  /** The trace of a connection. */
  public static ConnectionTrace of(ConnectionSummary connection) {
    SpanContext live =
        connection
            .capture()
            .traceParent()
            .flatMap(TraceParent::parse)
            .map(ConnectionTrace::spanContext)
            .orElse(SpanContext.getInvalid());
    ByteBuffer hash = hash(connection);
    String traceId = TraceId.fromLongs(hash.getLong() | 1, hash.getLong());
    String spanId = SpanId.fromLong(hash.getLong() | 1);
    boolean inTrace = live.isValid() && live.isSampled();
    SpanContext analysed =
        SpanContext.create(
            inTrace ? live.getTraceId() : traceId,
            spanId,
            TraceFlags.getSampled(),
            TraceState.getDefault());
    return new ConnectionTrace(live, analysed);
  }

  private static SpanContext spanContext(TraceParent parent) {
    return SpanContext.createFromRemoteParent(
        parent.traceId(),
        parent.spanId(),
        parent.isSampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
        TraceState.getDefault());
  }

  private static ByteBuffer hash(ConnectionSummary connection) {
    String identity =
        String.join(
            "\0",
            connection.connectionId(),
            connection.vantagePoint().qlogName(),
            connection.startTime().map(Object::toString).orElse(""),
            Integer.toString(connection.traceIndex()));
    try {
      return ByteBuffer.wrap(
          MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Whether the analysed span is part of the trace that the connection was captured under. */
  public boolean inLiveTrace() {
    return live.isValid() && live.isSampled();
  }

  /** The span that exemplars point to: the live one if it was sampled, else the analysed one. */
  public SpanContext exemplar() {
    return inLiveTrace() ? live : analysed;
  }

  /**
   * A context to record the metrics of a connection in: exemplars get the span, the id and the time
   * from it.
   */
  static Context context(ConnectionSummary connection) {
    ConnectionTrace trace = of(connection);
    ConnectionTimes times = ConnectionTimes.of(connection, Instant.EPOCH);
    return Context.root()
        .with(Span.wrap(trace.exemplar()))
        .with(KEY, trace)
        .with(CONNECTION_ID, connection.connectionId())
        .with(END, times.known() ? times.end() : null);
  }

  /** The trace of the connection that is being recorded in a context, or null. */
  public static ConnectionTrace in(Context context) {
    return context.get(KEY);
  }

  /** The id of the connection that is being recorded in a context, or null. */
  public static String connectionIdIn(Context context) {
    return context.get(CONNECTION_ID);
  }

  /** When the connection that is being recorded in a context ended; null if that is not known. */
  public static Instant endIn(Context context) {
    return context.get(END);
  }
}
