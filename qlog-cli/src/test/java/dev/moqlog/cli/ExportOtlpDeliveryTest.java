package dev.moqlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Endpoints that do not take everything, and who says where they are. */
class ExportOtlpDeliveryTest {

  private static final String SAMPLES = Cli.SAMPLES.toString();

  private final List<String> properties = new ArrayList<>();

  /** As the variable of the environment by the same name in capitals. */
  private void set(String setting, String value) {
    properties.add(setting);
    System.setProperty(setting, value);
  }

  @AfterEach
  void forgetSettings() {
    properties.forEach(System::clearProperty);
  }

  @Test
  void whatIsBusyIsAskedAgain() throws IOException {
    OtlpReceiver.Answer busy = new OtlpReceiver.Answer(503, new byte[0]);
    try (OtlpReceiver receiver =
        new OtlpReceiver((path, earlier) -> earlier == 0 ? busy : OtlpReceiver.Answer.TAKEN)) {
      Cli.Result result = receiver.export(SAMPLES);

      assertThat(result.err()).isEmpty();
      assertThat(result.code()).isZero();
      assertThat(result.out()).startsWith("9 spans, 9 log records, ");
      assertThat(receiver.spans).hasSize(9).doesNotHaveDuplicates();
      assertThat(receiver.logs).hasSize(9).doesNotHaveDuplicates();
    }
  }

  @Test
  void whatIsRefusedIsCountedAndSaidOnce() throws IOException {
    byte[] why = "bad token\n".getBytes(StandardCharsets.UTF_8);
    try (OtlpReceiver receiver =
        new OtlpReceiver(
            (path, earlier) ->
                path.endsWith("logs")
                    ? new OtlpReceiver.Answer(400, why)
                    : OtlpReceiver.Answer.TAKEN)) {
      Cli.Result result = receiver.export(SAMPLES);

      assertThat(result.code()).isEqualTo(1);
      assertThat(result.err())
          .isEqualTo(
              "qlog-cli: the OTLP endpoint %s did not take log records: 400 Bad Request: bad token%n"
                  .formatted(receiver.url()));
      assertThat(result.out()).startsWith("9 spans, 0 log records").contains("not taken: 9 log");
    }
  }

  @Test
  void whatIsTakenInPartIsNotTakenForTheWhole() throws IOException {
    byte[] partial =
        ExportTraceServiceResponse.newBuilder()
            .setPartialSuccess(
                ExportTracePartialSuccess.newBuilder()
                    .setRejectedSpans(2)
                    .setErrorMessage("too old"))
            .build()
            .toByteArray();
    try (OtlpReceiver receiver =
        new OtlpReceiver(
            (path, earlier) ->
                path.endsWith("traces")
                    ? new OtlpReceiver.Answer(200, partial)
                    : OtlpReceiver.Answer.TAKEN)) {
      Cli.Result result = receiver.export(SAMPLES);

      assertThat(result.code()).isEqualTo(1);
      assertThat(result.err()).contains("did not take 2 of 9 spans: too old").hasLineCount(1);
      assertThat(result.out()).startsWith("7 spans, 9 log records").contains("not taken: 2 spans");
    }
  }

  @Test
  void anEndpointThatIsDownIsNamedOnce() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    set("otel.java.exporter.otlp.retry.disabled", "true");
    set("otel.bsp.max.export.batch.size", "2");
    String url = "http://127.0.0.1:" + port;
    Cli.Result result = Cli.run("export", "otlp", "--endpoint", url, SAMPLES);

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo(
            "qlog-cli: the OTLP endpoint %s cannot be reached: connection refused%n"
                .formatted(url));
    assertThat(result.out()).startsWith("0 spans").contains("not taken: 9 spans, 9 log records");
  }

  @Test
  void queuesThatAreSmallLoseNothing() throws IOException {
    set("otel.bsp.max.queue.size", "4");
    set("otel.bsp.max.export.batch.size", "2");
    set("otel.blrp.max.queue.size", "2");
    set("otel.blrp.max.export.batch.size", "1");
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      Cli.Result result = receiver.export(SAMPLES);

      assertThat(result.code()).isZero();
      assertThat(receiver.spans).hasSize(9).doesNotHaveDuplicates();
      assertThat(receiver.logs).hasSize(9).doesNotHaveDuplicates();
    }
  }

  @Test
  void settingsOfTheEnvironmentHold() throws IOException {
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      set("otel.exporter.otlp.endpoint", receiver.url());
      set("otel.exporter.otlp.headers", "authorization=Bearer%20x");
      set("otel.exporter.otlp.compression", "gzip");
      set("otel.traces.exporter", "none");
      set("otel.service.name", "moq-relay");
      set("otel.exporter.otlp.metrics.temporality.preference", "delta");
      Cli.Result result = Cli.run("export", "otlp", SAMPLES);

      assertThat(result.code()).isZero();
      assertThat(result.out()).startsWith("9 log records, ");
      assertThat(result.err()).contains("cumulative, not as delta").hasLineCount(1);
      assertThat(receiver.spans).isEmpty();
      assertThat(receiver.logs).hasSize(9);
      assertThat(receiver.requests)
          .allSatisfy(
              request ->
                  assertThat(request.headers())
                      .containsEntry("authorization", "Bearer x")
                      .containsEntry("content-encoding", "gzip"));
    }
  }

  @Test
  void optionsWinOverTheEnvironment() throws IOException {
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      set("otel.exporter.otlp.traces.endpoint", "http://127.0.0.1:1/v1/traces");
      set("otel.exporter.otlp.protocol", "grpc");
      Cli.Result result = receiver.export(SAMPLES, "--protocol", "http/protobuf");

      assertThat(result.err()).isEmpty();
      assertThat(receiver.spans).hasSize(9);
    }
  }

  @Test
  void spansThatAreNotSampledAreSaid() throws IOException {
    set("otel.traces.sampler", "always_off");
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      Cli.Result result = receiver.export(SAMPLES);

      assertThat(result.code()).isZero();
      assertThat(result.out()).startsWith("0 spans, 9 log").contains("not sampled: 9 spans");
      assertThat(receiver.spans).isEmpty();
    }
  }

  @Test
  void goesByGrpcAlike() throws IOException {
    try (OtlpReceiver expected = new OtlpReceiver();
        OtlpReceiver sink = new OtlpReceiver();
        GrpcReceiver receiver = new GrpcReceiver(sink)) {
      expected.export(SAMPLES);
      Cli.Result result =
          Cli.run("export", "otlp", "--protocol", "grpc", "--endpoint", receiver.url(), SAMPLES);

      assertThat(result.err()).isEmpty();
      assertThat(result.out()).startsWith("9 spans, 9 log records, ");
      assertThat(sink.ids()).isEqualTo(expected.ids()).hasSize(9);
      assertThat(sink.timed()).isEqualTo(expected.timed());
      assertThat(sink.logs).hasSameSizeAs(expected.logs);
      assertThat(sink.metrics).hasSameSizeAs(expected.metrics);
    }
  }

  @Test
  void wrongCommandLinesAreRefused() {
    assertThat(Cli.run("export", "otlp", "--endpoint", "localhost:4318", SAMPLES).code())
        .isEqualTo(2);
    assertThat(Cli.run("export", "otlp", "--protocol", "http/json", SAMPLES).code()).isEqualTo(2);
    assertThat(Cli.run("export", "otlp", "--label", "host=x", SAMPLES).code()).isEqualTo(2);
    assertThat(Cli.run("export", "otlp").code()).isEqualTo(2);
  }
}
