package dev.moqlog.writer.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.moqlog.writer.ConnectionInfo;
import dev.moqlog.writer.QlogRecorder;
import dev.moqlog.writer.QlogRecorderBuilder;
import dev.moqlog.writer.QlogTrace;
import dev.moqlog.writer.RecorderStats;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChurnTest {

  private static final int CONNECTIONS = 10_000;
  private static final int EVENTS = 3;
  private static final int OPEN_FILES = 16;
  private static final long SLACK_BYTES = 8 << 20;

  @TempDir private Path root;

  private long mostDescriptors;

  private QlogRecorderBuilder builder() {
    return QlogRecorder.builder(root)
        .flushInterval(Duration.ofMillis(40))
        .memoryBytes(4 << 20)
        .maxOpenFiles(OPEN_FILES)
        .minFreeBytes(0)
        .shutdownHook(false);
  }

  private static long descriptors() {
    return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getOpenFileDescriptorCount();
  }

  private static long heapBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("qlog-"))
        .count();
  }

  /** Opens and closes connections, few of them at a time so that no memory is missed. */
  private void churn(QlogRecorder recorder, int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      byte[] id = ByteBuffer.allocate(8).putInt(i).array();
      QlogTrace trace = recorder.open(ConnectionInfo.server(id));
      for (int n = 0; n < EVENTS; n++) {
        trace.record(trace.nanoTime(), TraceReader.numbered(n, 20));
      }
      trace.close();
      if (i % 50 == 0) {
        Until.isTrue("few are open", () -> recorder.stats().openTraces() < 100);
        mostDescriptors = Math.max(mostDescriptors, descriptors());
      }
    }
    Until.isTrue("all are closed", () -> recorder.stats().openTraces() == 0);
  }

  @Test
  void tenThousandConnectionsNeedNoMoreThanAFew() throws Exception {
    long threadsBefore = threads();
    QlogRecorder recorder = builder().build();
    churn(recorder, 0, CONNECTIONS / 5);
    long heapBefore = heapBytes();
    long descriptorsBefore = descriptors();
    churn(recorder, CONNECTIONS / 5, CONNECTIONS);
    assertThat(heapBytes()).isLessThan(heapBefore + SLACK_BYTES);
    assertThat(mostDescriptors).isLessThanOrEqualTo(descriptorsBefore + OPEN_FILES + 10);
    assertThat(threads()).isEqualTo(threadsBefore + 2);

    assertThat(recorder.close(Duration.ofSeconds(5))).isTrue();
    RecorderStats stats = recorder.stats();
    assertThat(stats.eventsWritten()).isEqualTo((long) CONNECTIONS * EVENTS);
    assertThat(stats.allEventsDropped()).isZero();
    assertThat(stats.memoryUsedBytes()).isZero();
    Until.isTrue("the threads are gone", () -> threads() == threadsBefore);
    List<Path> files = TraceReader.files(root);
    assertThat(files).hasSize(CONNECTIONS);
    for (Path file : files) {
      assertThat(TraceReader.events(file)).as(file.toString()).hasSize(EVENTS + 1);
    }
  }

  @Test
  void connectionsThatAreNotRecordedLeaveNothing() throws Exception {
    try (QlogRecorder recorder = builder().sampleRate(0).build()) {
      churn(recorder, 0, CONNECTIONS);
      long heapBefore = heapBytes();
      long descriptorsBefore = descriptors();
      churn(recorder, 0, CONNECTIONS);
      assertThat(heapBytes()).isLessThan(heapBefore + SLACK_BYTES);
      assertThat(descriptors()).isLessThanOrEqualTo(descriptorsBefore + 10);
      assertThat(recorder.stats().memoryUsedBytes()).isZero();
      assertThat(TraceReader.files(root)).isEmpty();
    }
  }

  @Test
  void theDiskBudgetIsKeptWhileConnectionsComeAndGo() throws Exception {
    long budget = 128 << 10;
    long mostBytes = 0;
    try (CapturedLog log = new CapturedLog();
        QlogRecorder recorder = builder().diskBudgetBytes(budget).build()) {
      for (int i = 0; i < 800; i += 20) {
        churn(recorder, i, i + 20);
        mostBytes = Math.max(mostBytes, recorder.stats().diskUsedBytes());
      }
      Until.isTrue(
          "it is kept and there is room again",
          () -> recorder.stats().diskUsedBytes() <= budget && !recorder.stats().diskFull());
      churn(recorder, 5000, 5010);
      assertThat(recorder.stats().tracesDeleted()).isPositive();
      assertThat(recorder.stats().writeErrors()).isZero();
      assertThat(log.lines()).allMatch(line -> line.contains("the disk budget is used up"));
    }
    assertThat(mostBytes).isLessThan(4 * budget);
    long bytes = 0;
    for (Path file : TraceReader.files(root)) {
      assertThat(TraceReader.isStrict(file)).isTrue();
      bytes += Files.size(file);
    }
    assertThat(bytes).isBetween(budget / 4, budget + (64 << 10));
    assertThat(TraceReader.files(root).get(TraceReader.files(root).size() - 1).toString())
        .as("the latest is kept")
        .contains("00001391");
  }
}
