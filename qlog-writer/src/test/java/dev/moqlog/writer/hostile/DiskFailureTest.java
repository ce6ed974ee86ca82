package dev.moqlog.writer.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.writer.ConnectionInfo;
import dev.moqlog.writer.DropReason;
import dev.moqlog.writer.QlogRecorder;
import dev.moqlog.writer.QlogRecorderBuilder;
import dev.moqlog.writer.QlogTrace;
import dev.moqlog.writer.RecorderStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFailureTest {

  @TempDir private Path temporary;

  private final CapturedLog log = new CapturedLog();
  private Path root;
  private QlogRecorder recorder;

  @BeforeEach
  void start() throws IOException {
    root = temporary.toRealPath().resolve("qlog");
    recorder = builder().build();
  }

  @AfterEach
  void end() {
    recorder.close();
    log.close();
  }

  private QlogRecorderBuilder builder() {
    return QlogRecorder.builder(root)
        .flushInterval(Duration.ofMillis(40))
        .minFreeBytes(0)
        .shutdownHook(false);
  }

  private void restart(QlogRecorderBuilder builder) throws IOException {
    recorder.close();
    recorder = builder.build();
  }

  private QlogTrace open(String id) {
    return recorder.open(ConnectionInfo.server(new byte[] {1}).withApplicationId(id));
  }

  private static void record(QlogTrace trace, long from, long to, int padding) {
    for (long n = from; n < to; n++) {
      trace.record(trace.nanoTime(), TraceReader.numbered(n, padding));
    }
  }

  private static List<Long> range(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  private void untilWriteFails() throws Exception {
    long before = recorder.stats().writeErrors();
    Until.isTrue("a write fails", () -> recorder.stats().writeErrors() > before);
  }

  private void untilWritten(long events) throws Exception {
    Until.isTrue(events + " events are written", () -> recorder.stats().eventsWritten() >= events);
  }

  private static void deleteAll(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Test
  void whatIsInTheWayOfADirectoryIsReportedOnceAndNothingIsLostWhenItGoesAway() throws Exception {
    Path inTheWay = Files.createDirectories(root).resolve("conn");
    Files.writeString(inTheWay, "not yours");
    QlogTrace trace = open("conn");
    record(trace, 0, 100, 0);
    untilWriteFails();
    untilWriteFails();
    assertThat(inTheWay).hasContent("not yours");
    assertThat(log.lines())
        .singleElement()
        .asString()
        .contains(
            inTheWay.toString(), "a file or link is where a connection's directory should be");
    assertThat(recorder.stats().otherErrors()).isZero();

    Files.delete(inTheWay);
    untilWritten(100);
    record(trace, 100, 200, 0);
    trace.close();
    assertThat(recorder.close(Duration.ofSeconds(2))).isTrue();
    assertThat(TraceReader.files(root)).containsExactly(inTheWay.resolve("trace.json"));
    assertThat(TraceReader.numbers(inTheWay.resolve("trace.json"))).isEqualTo(range(0, 200));
    assertThat(recorder.stats().allEventsDropped()).isZero();
    assertThat(log.lines()).hasSize(1);
  }

  @Test
  void memoryStaysBoundedWhileNothingCanBeWrittenAndAnEventTellsWhatIsMissing() throws Exception {
    restart(builder().memoryBytes(128 << 10));
    Path inTheWay = Files.writeString(root.resolve("conn"), "not yours");
    QlogTrace trace = open("conn");
    record(trace, 0, 5000, 100);
    untilWriteFails();
    record(trace, 5000, 10_000, 100);
    RecorderStats failing = recorder.stats();
    assertThat(failing.memoryUsedBytes()).isPositive().isLessThanOrEqualTo(128 << 10);
    assertThat(failing.allEventsDropped()).isPositive();
    assertThat(failing.eventsWritten()).isZero();

    Files.delete(inTheWay);
    untilWritten(1);
    assertThat(recorder.flush(Duration.ofSeconds(5))).isTrue();
    record(trace, 10_000, 10_100, 100);
    trace.close();
    assertThat(recorder.close(Duration.ofSeconds(2))).isTrue();
    Path file = inTheWay.resolve("trace.json");
    List<Long> numbers = TraceReader.numbers(file);
    assertThat(numbers).isSorted().doesNotHaveDuplicates().containsAll(range(10_000, 10_100));
    assertThat(numbers.size() + TraceReader.gaps(file)).isEqualTo(10_100);
    assertThat(TraceReader.ending(file).get("events_dropped").longValue())
        .isEqualTo(TraceReader.gaps(file))
        .isEqualTo(recorder.stats().allEventsDropped());
  }

  @Test
  void aTraceThatCannotBeWrittenLeavesMemoryToTheOthers() throws Exception {
    restart(builder().memoryBytes(256 << 10));
    Files.writeString(root.resolve("bad"), "in the way");
    QlogTrace bad = open("bad");
    record(bad, 0, 1, 0);
    untilWriteFails();
    record(bad, 1, 10_000, 100);

    QlogTrace good = open("good");
    for (int i = 0; i < 20; i++) {
      record(good, 10 * i, 10 * i + 10, 0);
      assertThat(recorder.flush(Duration.ofSeconds(5))).isTrue();
      record(bad, 0, 100, 100);
    }
    good.close();
    recorder.close();
    assertThat(TraceReader.numbers(root.resolve("good/trace.json"))).isEqualTo(range(0, 200));
  }

  @Test
  void whatCannotBeWrittenBeforeTheEndIsCountedAsDropped() throws IOException {
    Files.writeString(root.resolve("conn"), "in the way");
    QlogTrace trace = open("conn");
    record(trace, 0, 100, 0);
    record(open("fine"), 0, 50, 0);
    assertThat(recorder.close(Duration.ofSeconds(2))).isFalse();
    RecorderStats stats = recorder.stats();
    assertThat(stats.eventsDropped().get(DropReason.DISK)).isEqualTo(100);
    assertThat(stats.eventsWritten()).isEqualTo(50);
    assertThat(stats.openTraces()).isZero();
    assertThat(stats.memoryUsedBytes()).isZero();
    assertThat(TraceReader.ending(root.resolve("fine/trace.json")).get("events").longValue())
        .isEqualTo(50);
  }

  @Test
  void aLogThatFailsAsWellDoesNoHarm() throws Exception {
    log.fail();
    Path inTheWay = Files.writeString(root.resolve("conn"), "in the way");
    QlogTrace trace = open("conn");
    record(trace, 0, 100, 0);
    untilWriteFails();
    Files.delete(inTheWay);
    untilWritten(100);
    assertThat(log.lines()).hasSize(1);
    trace.close();
    assertThat(recorder.close(Duration.ofSeconds(2))).isTrue();
    assertThat(TraceReader.numbers(root.resolve("conn/trace.json"))).isEqualTo(range(0, 100));
  }

  @Test
  void aDirectoryThatIsRemovedIsMadeAgain() throws Exception {
    restart(builder().flushInterval(Duration.ofMillis(400)));
    QlogTrace trace = open("conn");
    record(trace, 0, 100, 0);
    untilWritten(100);
    deleteAll(root.resolve("conn"));
    Path file = root.resolve("conn/trace.json");
    long[] next = {100};
    Until.isTrue(
        "there is a file again",
        () -> {
          // Faster than the flush interval, so that the file is in use all the time.
          record(trace, next[0], next[0] + 10, 200);
          next[0] += 10;
          return Files.exists(file);
        });
    record(trace, next[0], next[0] + 100, 0);
    trace.close();
    recorder.close();
    List<Long> numbers = TraceReader.numbers(file);
    assertThat(numbers).isEqualTo(range(numbers.get(0), next[0] + 100));
    assertThat(log.lines()).singleElement().asString().contains(file.toString(), "removed");
  }

  @Test
  void aRootThatIsRemovedIsReportedAndMadeAgain() throws Exception {
    QlogTrace trace = open("conn");
    record(trace, 0, 100, 0);
    untilWritten(100);
    deleteAll(root);
    long[] next = {100};
    Until.isTrue(
        "there is a file again",
        () -> {
          record(trace, next[0], next[0] + 1, 0);
          next[0]++;
          return Files.exists(root.resolve("conn/trace.json"));
        });
    record(trace, next[0], next[0] + 100, 0);
    trace.close();
    recorder.close();
    List<Long> numbers = TraceReader.numbers(root.resolve("conn/trace.json"));
    assertThat(numbers).isEqualTo(range(numbers.get(0), next[0] + 100));
    assertThat(log.lines()).hasSizeBetween(1, 3).allMatch(line -> line.contains(root.toString()));
  }

  @Test
  void nothingIsWrittenThroughALinkThatReplacedADirectory() throws Exception {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Files.writeString(outside.resolve("other.json"), "not yours");
    QlogTrace trace = open("conn");
    record(trace, 0, 100, 0);
    untilWritten(100);
    Path moved = Files.move(root.resolve("conn"), temporary.resolve("moved"));
    Files.createSymbolicLink(root.resolve("conn"), outside);
    long[] next = {100};
    Until.isTrue(
        "a write fails",
        () -> {
          record(trace, next[0], next[0] + 1, 0);
          next[0]++;
          return recorder.stats().writeErrors() > 0;
        });
    assertThat(TraceReader.contents(outside)).containsOnlyKeys("", "other.json");

    Files.delete(root.resolve("conn"));
    Until.isTrue("there is a file again", () -> Files.exists(root.resolve("conn/trace.json")));
    trace.close();
    recorder.close();
    assertThat(TraceReader.contents(outside)).containsOnlyKeys("", "other.json");
    assertThat(outside.resolve("other.json")).hasContent("not yours");
    List<Long> numbers = TraceReader.numbers(moved.resolve("trace.json"));
    numbers.addAll(TraceReader.numbers(root.resolve("conn/trace.json")));
    assertThat(numbers).isEqualTo(range(0, next[0]));
  }

  @Test
  void aDiskWithoutRoomFromTheStartIsReportedOnce() throws Exception {
    restart(builder().minFreeBytes(Long.MAX_VALUE));
    Until.isTrue("the log says so", () -> !log.lines().isEmpty());
    assertThat(open("conn").isEnabled()).isFalse();
    assertThat(open("conn").isEnabled()).isFalse();
    assertThat(log.lines()).singleElement().asString().contains("no room", root.toString());
  }
}
