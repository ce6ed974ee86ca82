package dev.moqlog.writer.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.vocabulary.PacketType;
import dev.moqlog.writer.ConnectionInfo;
import dev.moqlog.writer.FlightRecorder;
import dev.moqlog.writer.QlogRecorder;
import dev.moqlog.writer.QlogTrace;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QlogSpansTest {

  private final InMemorySpanExporter exported = InMemorySpanExporter.create();
  private final SdkTracerProvider provider =
      SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(exported)).build();
  private final Tracer tracer = provider.get("test");
  private final Span span = tracer.spanBuilder("connection").startSpan();
  private final QlogSpans spans = new QlogSpans();
  private final ConnectionInfo connection =
      ConnectionInfo.server(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});

  @TempDir private Path directory;

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void aRecordedConnectionsSpanLeadsToItsFile() throws IOException {
    try (QlogRecorder recorder = QlogRecorder.builder(directory).listener(spans).build()) {
      QlogTrace trace = recorder.open(connection.withTraceParent(QlogSpans.traceParent(span)));
      spans.attach(span, connection.connectionId(), trace);
      record(trace, 1);
      trace.close();
    }
    Attributes attributes = ended().getAttributes();
    assertThat(attributes.get(QlogSpans.CONNECTION_ID)).isEqualTo("0102030405060708");
    Path file = Path.of(attributes.get(QlogSpans.QLOG_PATH));
    assertThat(file).isEqualTo(directory.resolve("0102030405060708/trace.json"));
    assertThat(Files.readString(file))
        .contains("\"traceparent\":\"00-" + span.getSpanContext().getTraceId());
  }

  @Test
  void theSpanFollowsAFileThatGotAnotherName() throws IOException {
    Path taken = directory.resolve("0102030405060708/trace.json");
    Files.createDirectories(taken.getParent());
    Files.writeString(taken, "of somebody else");
    try (QlogRecorder recorder = QlogRecorder.builder(directory).listener(spans).build()) {
      QlogTrace trace = recorder.open(connection);
      spans.attach(span, connection.connectionId(), trace);
      record(trace, 1);
      trace.close();
    }
    assertThat(ended().getAttributes().get(QlogSpans.QLOG_PATH)).endsWith("trace-server.json");
    assertThat(taken).hasContent("of somebody else");
  }

  @Test
  void aConnectionThatIsNotRecordedGetsNoDeadLink() throws IOException {
    try (QlogRecorder recorder =
        QlogRecorder.builder(directory).sampleRate(0).listener(spans).build()) {
      QlogTrace trace = recorder.open(connection);
      spans.attach(span, connection.connectionId(), trace);
    }
    Attributes attributes = ended().getAttributes();
    assertThat(attributes.get(QlogSpans.CONNECTION_ID)).isEqualTo("0102030405060708");
    assertThat(attributes.get(QlogSpans.QLOG_PATH)).isNull();
  }

  @Test
  void aConnectionThatTurnsBadGetsItsPathAndAnEvent() throws IOException {
    try (QlogRecorder recorder =
        QlogRecorder.builder(directory)
            .sampleRate(0)
            .flightRecorder(FlightRecorder.DEFAULT)
            .listener(spans)
            .build()) {
      QlogTrace trace = recorder.open(connection);
      spans.attach(span, connection.connectionId(), trace);
      record(trace, 1);
      trace.metricsUpdated(trace.nanoTime()).ptoCount(3).commit();
      trace.close();
    }
    SpanData data = ended();
    assertThat(Path.of(data.getAttributes().get(QlogSpans.QLOG_PATH))).exists();
    assertThat(data.getEvents())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getName()).isEqualTo("qlog.promoted");
              assertThat(event.getAttributes().asMap()).containsValue("pto");
            });
  }

  @Test
  void anInvalidSpanIsNoParent() {
    assertThat(QlogSpans.traceParent(Span.getInvalid())).isNull();
    assertThat(QlogSpans.traceParent(span).isSampled()).isTrue();
  }

  private static void record(QlogTrace trace, long number) {
    trace.packetSent(trace.nanoTime(), PacketType.ONE_RTT, number).length(40).ping().commit();
  }

  private SpanData ended() {
    span.end();
    return exported.getFinishedSpanItems().get(0);
  }
}
