package dev.moqlog.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.vocabulary.PacketType;
import dev.moqlog.vocabulary.Profile;
import dev.moqlog.writer.ConnectionInfo;
import dev.moqlog.writer.QlogRecorder;
import dev.moqlog.writer.QlogRecorderBuilder;
import dev.moqlog.writer.QlogTrace;
import dev.moqlog.writer.SizeLimitAction;
import dev.moqlog.writer.TraceFormat;
import dev.moqlog.writer.store.Compression;
import dev.moqlog.writer.store.TraceRepair;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Follows what {@code qlog-writer} really writes. */
class RecordedTracesTest {

  private static final Duration A_WHILE = Duration.ofSeconds(5);

  @TempDir Path directory;

  private final FakeClock clock = new FakeClock(Instant.now());
  private Path root;
  private Watching watch;

  @BeforeEach
  void start() throws IOException {
    root = Files.createDirectory(directory.resolve("qlog"));
    watch = new Watching(root, root.resolve(".moqlog-watch.mv"), clock);
  }

  @AfterEach
  void end() {
    watch.close();
  }

  private QlogRecorderBuilder builder() {
    return QlogRecorder.builder(root).minFreeBytes(0).shutdownHook(false);
  }

  private static QlogTrace open(QlogRecorder recorder, String name) {
    return recorder.open(ConnectionInfo.server(new byte[] {1}).withApplicationId(name));
  }

  private static void record(QlogTrace trace, int events) {
    for (int i = 0; i < events; i++) {
      trace.packetSent(System.nanoTime(), PacketType.ONE_RTT, i).length(1200).ping().commit();
    }
  }

  private static void close(QlogRecorder recorder) {
    assertThat(recorder.close(Duration.ofSeconds(20))).isTrue();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("trace"))
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "JSON, QVIS, NONE", "JSON_SEQ, QVIS, NONE", "JSON, IETF, NONE", "JSON_SEQ, IETF, NONE",
    "JSON, QVIS, GZIP", "JSON_SEQ, IETF, GZIP", "JSON, QVIS, ZSTD", "JSON_SEQ, QVIS, ZSTD"
  })
  void aRecordedTraceIsFinishedWhenItWasClosed(
      TraceFormat format, Profile profile, Compression compression) throws Exception {
    QlogRecorder recorder =
        builder().format(format).profile(profile).compression(compression).build();
    QlogTrace ended = open(recorder, "ended");
    QlogTrace left = open(recorder, "left");
    record(ended, 100);
    record(left, 100);
    recorder.flush(Duration.ofSeconds(20));
    assertThat(files()).hasSize(2);
    assertThat(watch.stepAfter(A_WHILE)).isEmpty();
    assertThat(watch.follower.open()).isEqualTo(2);
    ended.close();
    recorder.flush(Duration.ofSeconds(20));
    String extension = format == TraceFormat.JSON ? ".json" : ".sqlog";
    assertThat(watch.stepAfter(A_WHILE)).containsExactly("ended/trace" + extension);
    close(recorder);
    assertThat(watch.stepAfter(A_WHILE)).containsExactly("left/trace" + extension);
    assertThat(files()).allMatch(file -> file.endsWith(extension + compression.extension()));
    watch.restart();
    assertThat(watch.stepAfter(Duration.ofHours(1))).isEmpty();
    assertThat(watch.changed()).isZero();
    assertThat(watch.missed()).isZero();
  }

  @Test
  void allPartsOfATraceAreCountedOnce() throws Exception {
    QlogRecorder recorder =
        builder().maxTraceBytes(64 << 10).onSizeLimit(SizeLimitAction.ROTATE).build();
    QlogTrace trace = open(recorder, "long");
    record(trace, 2_000);
    recorder.flush(Duration.ofSeconds(20));
    assertThat(watch.stepAfter(A_WHILE)).isEmpty();
    trace.close();
    close(recorder);
    List<String> counted = new ArrayList<>(watch.stepAfter(A_WHILE));
    // Only the last part has the end.
    assertThat(counted).hasSize(1);
    counted.addAll(watch.stepAfter(Watching.SETTLE));
    assertThat(counted).hasSizeGreaterThan(2).hasSameElementsAs(files()).doesNotHaveDuplicates();
    assertThat(watch.stepAfter(Watching.SETTLE)).isEmpty();
  }

  @Test
  void tracesThatTheDiskBudgetDeletedAreForgottenOrMissed() throws Exception {
    QlogRecorder recorder = builder().diskBudgetBytes(300 << 10).build();
    int traces = 40;
    int steps = 0;
    for (int i = 0; i < traces; i++) {
      try (QlogTrace trace = open(recorder, "c" + i)) {
        record(trace, 200);
      }
      recorder.flush(Duration.ofSeconds(20));
      if (i % 3 == 0) {
        watch.stepAfter(Duration.ofMillis(10));
        steps++;
      }
    }
    close(recorder);
    watch.stepAfter(A_WHILE);
    assertThat(files()).hasSizeLessThan(traces);
    assertThat(watch.counter.counted).hasSizeGreaterThanOrEqualTo(steps);
    assertThat(watch.counter.counted.values()).containsOnly(1L);
    assertThat(watch.state.size()).isEqualTo(files().size());
  }

  @Test
  void aConnectionIdThatIsUsedAgainIsAnotherTrace() throws Exception {
    QlogRecorder recorder = builder().build();
    open(recorder, "same").close();
    for (int i = 0; i < 3; i++) {
      try (QlogTrace trace = open(recorder, "same")) {
        record(trace, 10);
      }
      recorder.flush(Duration.ofSeconds(20));
      assertThat(watch.stepAfter(A_WHILE)).hasSize(1);
    }
    close(recorder);
    assertThat(watch.counter.keys()).doesNotHaveDuplicates().hasSize(3);
    Files.delete(root.resolve("same/trace.json"));
    QlogRecorder another = builder().build();
    try (QlogTrace trace = open(another, "same")) {
      record(trace, 10);
    }
    close(another);
    assertThat(watch.stepAfter(A_WHILE)).containsExactly("same/trace.json");
    assertThat(watch.stepAfter(A_WHILE)).isEmpty();
  }

  @Test
  void aTornTraceIsCountedWhenItIsSilentAndItsRepairIsNoOther() throws Exception {
    QlogRecorder recorder = builder().build();
    try (QlogTrace trace = open(recorder, "torn")) {
      record(trace, 100);
    }
    close(recorder);
    Path file = root.resolve("torn/trace.json");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 300);
    }
    assertThat(watch.stepAfter(A_WHILE)).isEmpty();
    assertThat(watch.stepAfter(Watching.SETTLE)).containsExactly("torn/trace.json");
    assertThat(TraceRepair.repair(file).bytesAfter()).isPositive();
    assertThat(watch.stepAfter(Watching.SETTLE)).isEmpty();
    assertThat(watch.changed()).isEqualTo(1);
  }
}
