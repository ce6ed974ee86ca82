package dev.moqlog.analyzer.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.Qlogs.Analysis;
import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.diagnose.Finding;
import dev.moqlog.analyzer.diagnose.Finding.Confidence;
import dev.moqlog.analyzer.diagnose.Finding.Severity;
import dev.moqlog.analyzer.diagnose.Rule;
import dev.moqlog.analyzer.summary.CaptureSummary;
import dev.moqlog.analyzer.summary.CloseSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.Episode;
import dev.moqlog.analyzer.summary.Source;
import dev.moqlog.vocabulary.VantagePoint;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Spans and log records of connections. */
class ConnectionSpansTest {

  private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
  private static final Instant START = Instant.parse("2026-11-22T10:00:00.123456789Z");
  private static final long START_NANOS = START.getEpochSecond() * 1_000_000_000 + START.getNano();
  private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0";

  /** As an exporter of the command line has it: ids are those of the connection. */
  private static final IdGenerator IDS =
      new IdGenerator() {
        @Override
        public String generateSpanId() {
          return ConnectionTrace.in(Context.current()).analysed().getSpanId();
        }

        @Override
        public String generateTraceId() {
          return ConnectionTrace.in(Context.current()).analysed().getTraceId();
        }
      };

  private static SpanData span(DiagnosedConnection connection) {
    InMemorySpanExporter exporter = InMemorySpanExporter.create();
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setIdGenerator(IDS)
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build()) {
      new ConnectionSpans(provider.get("test")).record(connection, NOW);
      assertThat(exporter.getFinishedSpanItems()).hasSize(1);
      return exporter.getFinishedSpanItems().get(0);
    }
  }

  private static LogRecordData log(DiagnosedConnection connection) {
    InMemoryLogRecordExporter exporter = InMemoryLogRecordExporter.create();
    try (SdkLoggerProvider provider =
        SdkLoggerProvider.builder()
            .addLogRecordProcessor(SimpleLogRecordProcessor.create(exporter))
            .build()) {
      new ConnectionLogs(provider.get("test")).record(connection, NOW);
      assertThat(exporter.getFinishedLogRecordItems()).hasSize(1);
      return exporter.getFinishedLogRecordItems().get(0);
    }
  }

  private static ConnectionSummary.Builder connection() {
    ConnectionSummary.Builder builder = new ConnectionSummary.Builder("ab", "q/ab/trace.json", 0);
    builder.vantagePoint = VantagePoint.SERVER;
    builder.startTime = Optional.of(START);
    builder.startNanos = OptionalLong.of(7_000);
    builder.durationNanos = OptionalLong.of(2_000_000_001L);
    return builder;
  }

  private static DiagnosedConnection diagnosed(
      ConnectionSummary.Builder builder, Finding... findings) {
    return new DiagnosedConnection(builder.build(), List.of(findings));
  }

  private static Finding finding(OptionalLong start) {
    return new Finding(
        Rule.RANDOM_LOSS,
        Severity.WARNING,
        Confidence.HIGH,
        0.1,
        "Something was lost",
        start,
        start,
        List.of(new Finding.Evidence("here", start, OptionalLong.of(42))));
  }

  private static CloseSummary close(CloseSummary.Kind kind, OptionalLong time) {
    return new CloseSummary(
        kind,
        CloseSummary.Initiator.REMOTE,
        Source.EVENT,
        Optional.of("flow_control_error"),
        OptionalLong.of(3),
        Optional.empty(),
        Optional.empty(),
        Optional.of("too much"),
        time,
        OptionalLong.empty(),
        OptionalLong.empty(),
        0,
        1,
        0);
  }

  private static Episode episode(long start) {
    return new Episode(
        Episode.Kind.LOSS, start, start + 1, 5, 6, 2, Episode.UNKNOWN, Episode.UNKNOWN);
  }

  @Test
  void aSpanLastsFromTheFirstEventToTheLastToTheNanosecond() {
    DiagnosedConnection connection =
        diagnosed(connection(), finding(OptionalLong.of(7_000 + 1_000_000_003L)));
    SpanData span = span(connection);

    assertThat(span.getName()).isEqualTo("moq.connection");
    assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(span.getStartEpochNanos()).isEqualTo(START_NANOS);
    assertThat(span.getEndEpochNanos()).isEqualTo(START_NANOS + 2_000_000_001L);
    assertThat(span.getEvents()).hasSize(1);
    EventData event = span.getEvents().get(0);
    assertThat(event.getName()).isEqualTo("qlog.finding");
    assertThat(event.getEpochNanos()).isEqualTo(START_NANOS + 1_000_000_003L);
    assertThat(event.getAttributes().get(AttributeKey.longKey("qlog.offset"))).isEqualTo(42);
    assertThat(span.getAttributes().get(ConnectionSpans.CONNECTION_ID)).isEqualTo("ab");
    assertThat(span.getAttributes().get(ConnectionSpans.QLOG_PATH)).isEqualTo("q/ab/trace.json");
    assertThat(span.getAttributes().get(AttributeKey.booleanKey("qlog.time_known"))).isTrue();
    assertThat(span.getSpanContext())
        .isEqualTo(ConnectionTrace.of(connection.connection()).analysed());
    assertThat(span.getParentSpanContext().isValid()).isFalse();
    assertThat(span.getLinks()).isEmpty();
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);

    LogRecordData log = log(connection);
    assertThat(log.getSpanContext().getTraceId()).isEqualTo(span.getTraceId());
    assertThat(log.getSpanContext().getSpanId()).isEqualTo(span.getSpanId());
    assertThat(log.getTimestampEpochNanos()).isEqualTo(span.getEndEpochNanos());
    assertThat(log.getAttributes().asMap()).isEqualTo(span.getAttributes().asMap());
    assertThat(log.getSeverityText()).isEqualTo("WARN");
    assertThat(log.getBodyValue().asString()).contains("2.000 s", "Something was lost");
  }

  @Test
  void underASampledSpanItIsAChildWithALinkAndElseHasALinkOnly() {
    for (String flag : List.of("1", "0")) {
      ConnectionSummary.Builder builder = connection();
      builder.capture = new CaptureSummary(Optional.of(PARENT + flag), OptionalDouble.of(0.25));
      SpanData span = span(diagnosed(builder));
      SpanContext live = ConnectionTrace.of(builder.build()).live();

      assertThat(span.getParentSpanContext().isValid()).isEqualTo(flag.equals("1"));
      assertThat(span.getTraceId().equals(live.getTraceId())).isEqualTo(flag.equals("1"));
      assertThat(span.getSpanId()).isNotEqualTo(live.getSpanId());
      assertThat(span.getLinks()).hasSize(1);
      assertThat(span.getLinks().get(0).getSpanContext()).isEqualTo(live);
      assertThat(span.getAttributes().get(AttributeKey.doubleKey("qlog.sample_rate")))
          .isEqualTo(0.25);
    }
  }

  @Test
  void aSpanHasNoMoreEventsThanItMayAndTellsHowManyAreLeftOut() {
    ConnectionSummary.Builder builder = connection();
    builder.close =
        Optional.of(close(CloseSummary.Kind.TRANSPORT_ERROR, OptionalLong.of(7_000 + 2_000L)));
    List<Episode> episodes = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      episodes.add(episode(7_000 + i));
    }
    builder.episodes = episodes;
    Finding[] findings =
        Collections.nCopies(20, finding(OptionalLong.empty())).toArray(Finding[]::new);
    SpanData span = span(diagnosed(builder, findings));

    assertThat(span.getEvents()).hasSize(ConnectionSpans.MAX_EVENTS);
    assertThat(span.getEvents().get(0).getName()).isEqualTo("quic.connection_closed");
    assertThat(span.getEvents())
        .filteredOn(event -> event.getName().equals("qlog.finding"))
        .hasSize(20);
    assertThat(span.getAttributes().get(AttributeKey.longKey("qlog.events_left_out"))).isEqualTo(7);
    // What has no time was at the beginning.
    assertThat(span.getEvents().get(1).getEpochNanos()).isEqualTo(START_NANOS);
    assertThat(
            span(diagnosed(connection()))
                .getAttributes()
                .get(AttributeKey.longKey("qlog.events_left_out")))
        .isNull();
  }

  @Test
  void endsByAnErrorAreErrorsAndOthersAreNot() {
    for (CloseSummary.Kind kind : CloseSummary.Kind.values()) {
      ConnectionSummary.Builder builder = connection();
      builder.close = Optional.of(close(kind, OptionalLong.empty()));
      DiagnosedConnection connection = diagnosed(builder);
      boolean error = kind.label().matches(".*_error|handshake_timeout|stateless_reset|.*mismatch");

      assertThat(span(connection).getStatus().getStatusCode())
          .as(kind.label())
          .isEqualTo(error ? StatusCode.ERROR : StatusCode.UNSET);
      assertThat(log(connection).getSeverityText()).isEqualTo(error ? "ERROR" : "INFO");
    }
  }

  @Test
  void withoutTheTimeOfDayASpanEndsWhenItIsRecorded() {
    ConnectionSummary.Builder builder = connection();
    builder.startTime = Optional.empty();
    SpanData span = span(diagnosed(builder));

    assertThat(span.getEndEpochNanos()).isEqualTo(NOW.getEpochSecond() * 1_000_000_000);
    assertThat(span.getEndEpochNanos() - span.getStartEpochNanos()).isEqualTo(2_000_000_001L);
    assertThat(span.getAttributes().get(AttributeKey.booleanKey("qlog.time_known"))).isFalse();
  }

  @Test
  void timesThatCannotBeStayWithinTheSpan() {
    List<Instant> starts =
        List.of(
            Instant.MIN,
            Instant.MAX,
            Instant.parse("9999-12-31T23:59:59Z"),
            Instant.parse("0001-01-01T00:00:00Z"),
            Instant.EPOCH,
            START);
    long[] times = {
      Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0, 1, Long.MAX_VALUE - 1, Long.MAX_VALUE
    };
    for (Instant start : starts) {
      for (long axis : times) {
        for (long time : times) {
          ConnectionSummary.Builder builder = connection();
          builder.startTime = Optional.of(start);
          builder.startNanos = OptionalLong.of(axis);
          builder.durationNanos = OptionalLong.of(time);
          builder.episodes = List.of(episode(time));
          builder.close = Optional.of(close(CloseSummary.Kind.CLEAN, OptionalLong.of(time)));
          DiagnosedConnection connection = diagnosed(builder, finding(OptionalLong.of(time)));
          SpanData span = span(connection);

          assertThat(span.getStartEpochNanos()).isPositive();
          assertThat(span.getEndEpochNanos()).isGreaterThanOrEqualTo(span.getStartEpochNanos());
          assertThat(span.getEvents())
              .hasSize(3)
              .allMatch(
                  event ->
                      event.getEpochNanos() >= span.getStartEpochNanos()
                          && event.getEpochNanos() <= span.getEndEpochNanos());
          assertThat(log(connection).getTimestampEpochNanos()).isEqualTo(span.getEndEpochNanos());
        }
      }
    }
  }

  /** A time so far from the beginning that the difference overflows is still on the right side. */
  @Test
  void timesFarApartAreNotTakenForEarlyOnes() {
    ConnectionSummary.Builder builder = connection();
    builder.startNanos = OptionalLong.of(-10);
    ConnectionTimes times = ConnectionTimes.of(builder.build(), NOW);

    assertThat(times.at(Long.MAX_VALUE)).isEqualTo(times.end());
    builder.startNanos = OptionalLong.of(10);
    assertThat(ConnectionTimes.of(builder.build(), NOW).at(Long.MIN_VALUE))
        .isEqualTo(times.start());
  }

  @Test
  void everyConnectionOfRealLogsHasASpanAndALogRecord() {
    for (Analysis log : AnalyzedLogs.all()) {
      for (ConnectionSummary connection : log.connections()) {
        DiagnosedConnection diagnosed = DiagnosedConnection.of(connection);
        SpanData span = span(diagnosed);
        assertThat(span.getSpanContext()).isEqualTo(ConnectionTrace.of(connection).analysed());
        assertThat(span.getAttributes().asMap())
            .isEqualTo(ConnectionLogs.attributes(diagnosed).asMap());
        connection
            .loss()
            .ifPresent(
                loss ->
                    assertThat(span.getAttributes().get(AttributeKey.doubleKey("quic.loss.ratio")))
                        .isEqualTo(loss.ratio().isPresent() ? loss.ratio().getAsDouble() : null));
        connection
            .rtt()
            .ifPresent(
                rtt ->
                    assertThat(span.getAttributes().get(AttributeKey.doubleKey("quic.rtt.min")))
                        .isEqualTo(rtt.minNanos() / 1e9));
        assertThat(log(diagnosed).getBodyValue().asString()).startsWith("connection");
      }
    }
  }
}
