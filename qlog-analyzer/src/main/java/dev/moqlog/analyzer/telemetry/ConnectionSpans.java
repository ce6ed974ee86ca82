package dev.moqlog.analyzer.telemetry;

import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.diagnose.Finding;
import dev.moqlog.analyzer.summary.CloseSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.Episode;
import dev.moqlog.vocabulary.VantagePoint;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Makes a span of each connection, from its first event to its last, with what the analysis found.
 *
 * <p>The span of a connection that was captured under a sampled span is that one's child, and has a
 * link to it; of any other it is a trace of its own, with a link if there was a span that was not
 * sampled. An SDK whose ids come from {@link ConnectionTrace#in} gives each its own for good.
 *
 * <p>Where a log does not tell the time of day, the span ends when it is recorded, and its
 * attribute {@code qlog.time_known} is false. Not safe for use by several threads.
 */
public final class ConnectionSpans {

  /** What all spans are called. */
  public static final String NAME = "moq.connection";

  /** The id that spans, log lines and traces of a connection share. */
  public static final AttributeKey<String> CONNECTION_ID = AttributeKey.stringKey("connection_id");

  /** Where the qlog file of the connection is. */
  public static final AttributeKey<String> QLOG_PATH = AttributeKey.stringKey("qlog_path");

  /** The most events that a span gets. */
  static final int MAX_EVENTS = 64;

  private final Tracer tracer;

  /**
   * @param tracer makes the spans
   */
  public ConnectionSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  /**
   * Records a connection.
   *
   * @param now ends the span if the log does not tell the time of day
   */
  public void record(DiagnosedConnection diagnosed, Instant now) {
    ConnectionSummary connection = diagnosed.connection();
    ConnectionTrace trace = ConnectionTrace.of(connection);
    ConnectionTimes times = ConnectionTimes.of(connection, now);
    SpanBuilder builder =
        tracer
            .spanBuilder(NAME)
            .setSpanKind(
                connection.vantagePoint() == VantagePoint.CLIENT
                    ? SpanKind.CLIENT
                    : SpanKind.SERVER)
            .setStartTimestamp(times.start())
            .setAllAttributes(ConnectionAttributes.of(diagnosed));
    if (trace.inLiveTrace()) {
      builder.setParent(Context.root().with(Span.wrap(trace.live())));
    } else {
      builder.setNoParent();
    }
    if (trace.live().isValid()) {
      builder.addLink(trace.live());
    }
    Span span =
        Context.root().with(ConnectionTrace.KEY, trace).wrapSupplier(builder::startSpan).get();
    addEvents(span, diagnosed, times);
    connection
        .close()
        .filter(RelayMeasures::isError)
        .ifPresent(close -> span.setStatus(StatusCode.ERROR, describe(close)));
    span.end(times.end());
  }

  private static String describe(CloseSummary close) {
    String error = close.error().or(close::trigger).map(name -> ": " + name).orElse("");
    return close.kind().label() + error;
  }

  private static void addEvents(Span span, DiagnosedConnection diagnosed, ConnectionTimes times) {
    ConnectionSummary connection = diagnosed.connection();
    int room = MAX_EVENTS;
    Optional<CloseSummary> close = connection.close().filter(end -> end.timeNanos().isPresent());
    if (close.isPresent()) {
      room--;
      span.addEvent(
          "quic.connection_closed",
          attributes(close.get()),
          times.at(close.get().timeNanos().getAsLong()));
    }
    List<Finding> findings = diagnosed.findings();
    for (int i = 0; i < findings.size() && room > 0; i++, room--) {
      Finding finding = findings.get(i);
      Instant time = times.at(finding.startNanos());
      span.addEvent("qlog.finding", attributes(finding), time);
    }
    List<Episode> episodes = connection.episodes();
    for (int i = 0; i < episodes.size() && room > 0; i++, room--) {
      Episode episode = episodes.get(i);
      span.addEvent(
          "quic." + episode.kind().label(), attributes(episode), times.at(episode.startNanos()));
    }
    int leftOut =
        findings.size() + episodes.size() + (close.isPresent() ? 1 : 0) - (MAX_EVENTS - room);
    if (leftOut > 0) {
      span.setAttribute("qlog.events_left_out", leftOut);
    }
  }

  private static Attributes attributes(CloseSummary close) {
    var attributes =
        Attributes.builder()
            .put("quic.close.class", close.kind().label())
            .put("quic.close.initiator", close.initiator().label());
    close.error().ifPresent(error -> attributes.put("quic.close.error", error));
    close.errorCode().ifPresent(code -> attributes.put("quic.close.code", code));
    close.reason().ifPresent(reason -> attributes.put("quic.close.reason", reason));
    return attributes.build();
  }

  private static Attributes attributes(Finding finding) {
    var attributes =
        Attributes.builder()
            .put("qlog.finding.rule", finding.rule().label())
            .put("qlog.finding.severity", finding.severity().label())
            .put("qlog.finding.confidence", finding.confidence().label())
            .put("qlog.finding.text", finding.text());
    finding.evidence().stream()
        .map(Finding.Evidence::offset)
        .filter(OptionalLong::isPresent)
        .findFirst()
        .ifPresent(offset -> attributes.put("qlog.offset", offset.getAsLong()));
    return attributes.build();
  }

  private static Attributes attributes(Episode episode) {
    var attributes =
        Attributes.builder()
            .put("quic.episode.duration", episode.durationNanos() / 1e9)
            .put("quic.episode.count", episode.count())
            .put("qlog.offset", episode.firstOffset());
    if (episode.rttNanos() != Episode.UNKNOWN) {
      attributes.put("quic.rtt.latest", episode.rttNanos() / 1e9);
    }
    return attributes.build();
  }
}
