package dev.moqlog.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.vocabulary.PacketType;
import dev.moqlog.writer.store.Compression;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client chooses its connection id, and may choose the same one again and again. */
class RepeatedIdTest {

  private static final ConnectionInfo CONNECTION =
      ConnectionInfo.server(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});

  @TempDir private Path root;

  @Test
  void hundredsOfConnectionsAtOnceHaveAFileEach() throws Exception {
    RecorderStats stats;
    try (QlogRecorder recorder = builder().build()) {
      List<QlogTrace> traces = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        traces.add(recorder.open(CONNECTION));
      }
      traces.forEach(RepeatedIdTest::record);
      assertThat(recorder.flush(Duration.ofSeconds(20))).isTrue();
      assertThat(traces.stream().map(trace -> trace.path().orElseThrow())).doesNotHaveDuplicates();
      traces.forEach(RepeatedIdTest::record);
      traces.forEach(QlogTrace::close);
      recorder.close(Duration.ofSeconds(20));
      stats = recorder.stats();
    }
    assertThat(stats.writeErrors()).isZero();
    assertThat(stats.allEventsDropped()).isZero();
    assertThat(files()).hasSize(300);
    for (Path file : files()) {
      assertThat(TraceContent.of(file).packetNumbers()).hasSize(2);
    }
  }

  @Test
  void thousandsOfConnectionsInARowHaveAFileEach() throws Exception {
    RecorderStats stats;
    try (QlogRecorder recorder = builder().build()) {
      for (int i = 0; i < 3000; i++) {
        try (QlogTrace trace = recorder.open(CONNECTION)) {
          record(trace);
        }
      }
      recorder.close(Duration.ofSeconds(20));
      stats = recorder.stats();
    }
    assertThat(stats.writeErrors()).isZero();
    assertThat(stats.allEventsDropped()).isZero();
    assertThat(files()).hasSize((int) stats.eventsWritten());
  }

  @Test
  void allOfThemAreCompressed() throws Exception {
    RecorderStats stats;
    try (QlogRecorder recorder = builder().compression(Compression.GZIP).build()) {
      for (int i = 0; i < 50; i++) {
        try (QlogTrace trace = recorder.open(CONNECTION)) {
          record(trace);
        }
        recorder.flush(Duration.ofSeconds(20));
      }
      recorder.close(Duration.ofSeconds(20));
      stats = recorder.stats();
    }
    assertThat(stats.otherErrors()).isZero();
    assertThat(stats.tracesCompressed()).isEqualTo(50);
    assertThat(files()).hasSize(50).allMatch(file -> file.toString().endsWith(".gz"));
  }

  private QlogRecorderBuilder builder() {
    return QlogRecorder.builder(root)
        .minFreeBytes(0)
        .maxOpenTraces(4000)
        .memoryBytes(64 << 20)
        .shutdownHook(false);
  }

  private static void record(QlogTrace trace) {
    trace.packetSent(trace.nanoTime(), PacketType.ONE_RTT, 1).length(40).ping().commit();
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().startsWith("trace"))
          .toList();
    }
  }
}
