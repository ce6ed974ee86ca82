package dev.moqlog.writer.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.writer.QlogRecorder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShutdownTest {

  /** The exit status of a process that SIGTERM ended (signal 15), in Java as in a shell. */
  private static final int TERMINATED = 128 + 15;

  /** What a busy machine may add to the deadline. */
  private static final Duration SLACK = Duration.ofSeconds(3);

  @TempDir private Path root;

  private Duration end(ChildJvm child, String how) throws InterruptedException {
    child.await("ready");
    long began = System.nanoTime();
    if (how.equals("terminate")) {
      child.terminate();
    }
    assertThat(child.waitFor())
        .as(String.join("\n", child.lines()))
        .isEqualTo(how.equals("terminate") ? TERMINATED : 3);
    return Duration.ofNanos(System.nanoTime() - began);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit", "terminate"})
  void openTracesAreCompleteWhenTheProcessEnds(String how) throws Exception {
    try (ChildJvm child = ChildJvm.start(ShutdownChild.class, root, how, false)) {
      assertThat(end(child, how)).isLessThan(QlogRecorder.CLOSE_DEADLINE.plus(SLACK));
    }
    List<Path> files = TraceReader.files(root);
    assertThat(files).hasSize(ShutdownChild.TRACES);
    for (Path file : files) {
      assertThat(TraceReader.numbers(file))
          .isEqualTo(LongStream.range(0, ShutdownChild.EVENTS).boxed().toList());
      assertThat(TraceReader.ending(file).get("events").intValue()).isEqualTo(ShutdownChild.EVENTS);
      assertThat(TraceReader.ending(file).get("events_dropped").intValue()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit", "terminate"})
  void aDiskThatStandsStillDelaysTheEndNoLongerThanTheDeadline(String how) throws Exception {
    try (ChildJvm child = ChildJvm.start(ShutdownChild.class, root, how, true)) {
      assertThat(end(child, how)).isLessThan(QlogRecorder.CLOSE_DEADLINE.plus(SLACK));
    }
    for (Path file : TraceReader.files(root)) {
      assertThat(TraceReader.isStrict(file)).as(file.toString()).isTrue();
    }
  }
}
