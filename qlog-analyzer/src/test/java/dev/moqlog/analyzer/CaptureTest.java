package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.CaptureSummary;
import dev.moqlog.analyzer.telemetry.ConnectionTrace;
import dev.moqlog.vocabulary.PacketType;
import dev.moqlog.vocabulary.Profile;
import dev.moqlog.writer.ConnectionInfo;
import dev.moqlog.writer.QlogRecorder;
import dev.moqlog.writer.QlogTrace;
import dev.moqlog.writer.TraceFormat;
import dev.moqlog.writer.sampling.TraceParent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a connection came to be captured: what the writer writes of it, the analyzer reads. */
class CaptureTest {

  private static final byte[] ID = {1, 2, 3, 4, 5, 6, 7, 8};
  private static final TraceParent PARENT =
      TraceParent.of("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", 1);

  @TempDir Path directory;

  static List<Arguments> profilesAndFormats() {
    return Arrays.stream(Profile.values())
        .flatMap(
            profile ->
                Arrays.stream(TraceFormat.values()).map(format -> Arguments.of(profile, format)))
        .toList();
  }

  private Path write(Profile profile, TraceFormat format, ConnectionInfo connection)
      throws IOException {
    QlogTrace trace;
    try (QlogRecorder recorder =
        QlogRecorder.builder(directory)
            .profile(profile)
            .format(format)
            .nanoClock(() -> 0)
            .minFreeBytes(0)
            .shutdownHook(false)
            .build()) {
      trace = recorder.open(connection);
      trace.packetSent(1_000_000, PacketType.ONE_RTT, 1).length(30).commit();
      trace.close();
    }
    return trace.path().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("profilesAndFormats")
  void theSpanAndTheRateOfATraceComeBack(Profile profile, TraceFormat format) throws IOException {
    Path file = write(profile, format, ConnectionInfo.server(ID).withTraceParent(PARENT));
    var connection = Qlogs.only(Qlogs.analyze(file));

    assertThat(connection.capture().traceParent()).contains(PARENT.toString());
    assertThat(connection.capture().samplingProbability()).hasValue(1);
    assertThat(ConnectionTrace.of(connection).inLiveTrace()).isTrue();
    assertThat(ConnectionTrace.of(connection).exemplar().getTraceId()).isEqualTo(PARENT.traceId());
    String text =
        Files.readString(file)
            .replace("\"sampling_probability\":1", "\"sampling_probability\":0.125");
    assertThat(Qlogs.only(Qlogs.analyze(text)).capture().samplingProbability()).hasValue(0.125);
  }

  @ParameterizedTest
  @MethodSource("profilesAndFormats")
  void aTraceWithoutASpanHasNone(Profile profile, TraceFormat format) throws IOException {
    Path file = write(profile, format, ConnectionInfo.client(ID));

    assertThat(Qlogs.only(Qlogs.analyze(file)).capture().traceParent()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "1e400", "\"0.5\"", "null", "[]", "{\"a\":1}", "true"})
  void ratesThatCannotBeAreNone(String rate) throws IOException {
    Path file =
        write(
            Profile.IETF,
            TraceFormat.values()[0],
            ConnectionInfo.server(ID).withTraceParent(PARENT));
    String text =
        Files.readString(file)
            .replace("\"sampling_probability\":1", "\"sampling_probability\":" + rate);
    CaptureSummary capture = Qlogs.only(Qlogs.analyze(text)).capture();

    assertThat(capture.samplingProbability()).isEqualTo(OptionalDouble.empty());
    assertThat(capture.traceParent()).contains(PARENT.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "7",
        "null",
        "[]",
        "{}",
        "\"00-00000000000000000000000000000000-00f067aa0ba902b7-01\"",
        "\"00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01\"",
        "\"00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01\"",
        "\"ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\""
      })
  void spansThatCannotBeGiveAConnectionATraceOfItsOwn(String parent) throws IOException {
    Path file =
        write(
            Profile.QVIS,
            TraceFormat.values()[0],
            ConnectionInfo.server(ID).withTraceParent(PARENT));
    String text = Files.readString(file).replace('"' + PARENT.toString() + '"', parent);
    ConnectionTrace trace = ConnectionTrace.of(Qlogs.only(Qlogs.analyze(text)));

    assertThat(trace.live().isValid()).isFalse();
    assertThat(trace.inLiveTrace()).isFalse();
    assertThat(trace.analysed().isValid()).isTrue();
  }

  @Test
  void endlessTextsAreNotKept() throws IOException {
    Path file =
        write(
            Profile.QVIS,
            TraceFormat.values()[0],
            ConnectionInfo.server(ID).withTraceParent(PARENT));
    String text =
        Files.readString(file).replace(PARENT.toString(), PARENT + "-" + "x".repeat(10_000));

    assertThat(Qlogs.only(Qlogs.analyze(text)).capture().traceParent()).isEmpty();
  }
}
