package dev.moqlog.writer.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.writer.QlogRecorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrashTest {

  private static final Duration FLUSH_INTERVAL = Duration.ofMillis(100);

  /** How long a busy machine may keep the I/O thread of the child from running. */
  private static final Duration STALL = Duration.ofMillis(400);

  /** Makes a file look like one of an earlier process. */
  private static void age(Path file) throws IOException {
    long anHourAgo = System.currentTimeMillis() - Duration.ofHours(1).toMillis();
    Files.setLastModifiedTime(file, FileTime.fromMillis(anHourAgo));
  }

  @RepeatedTest(10)
  void aKilledProcessLosesAtMostTheLastFlushIntervalAndNoTraceIsUnreadableAfterTheNextStart(
      @TempDir Path directory) throws Exception {
    CrashRun run = CrashRun.of(directory, FLUSH_INTERVAL, 500);
    assertThat(run.files()).isGreaterThanOrEqualTo(CrashChild.LONG_TRACES);
    assertThat(run.strictAfter()).as("readable files").isEqualTo(run.files());
    assertThat(run.faults()).isEmpty();
    assertThat(run.found()).isPositive();
    assertThat(run.lossMillis())
        .as("age of the oldest lost event")
        .isLessThanOrEqualTo(FLUSH_INTERVAL.plus(STALL).toMillis());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"qlog_version\":\"0.3\",\"traces\":[{\"events\":[{\"ti"})
  void aFileThatAKilledProcessMadeButWroteNoEventToIsDeletedAtTheNextStart(
      String content, @TempDir Path root) throws IOException {
    Path torn = Files.createDirectory(root.resolve("0a")).resolve("trace.json");
    Files.writeString(torn, content);
    age(torn);
    Path elsewhere = Files.writeString(root.resolve("0a").resolve("notes.json"), "");
    QlogRecorder recorder = QlogRecorder.builder(root).shutdownHook(false).build();
    assertThat(recorder.close(Duration.ofSeconds(10))).isTrue();
    assertThat(torn).doesNotExist();
    assertThat(elsewhere).exists();
  }

  @Test
  void aFileWithoutEventsIsLeftAloneWhereAnotherRecorderIsAtWork(@TempDir Path root)
      throws Exception {
    Path repairable = Files.createDirectory(root.resolve("0a")).resolve("trace.json");
    Files.writeString(
        repairable, "{\"qlog_version\":\"0.3\",\"traces\":[{\"events\":[{\"time\":1},\n{\"ti");
    age(repairable);
    try (QlogRecorder first = QlogRecorder.builder(root).shutdownHook(false).build()) {
      Until.isTrue("it has started", () -> first.stats().tracesRepaired() == 1);
      Path torn = Files.createFile(root.resolve("0a/trace-server.json"));
      age(torn);
      QlogRecorder second = QlogRecorder.builder(root).shutdownHook(false).build();
      assertThat(second.close(Duration.ofSeconds(10))).isTrue();
      assertThat(torn).exists();
    }
  }
}
