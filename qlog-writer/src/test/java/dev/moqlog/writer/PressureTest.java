package dev.moqlog.writer;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.PacketType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens while the disk does not take what comes in. */
@Timeout(60)
class PressureTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final String CLOSED = "connectivity:connection_closed";

  @TempDir Path root;
  private final StalledDisk disk = new StalledDisk();
  private QlogRecorder recorder;
  private long nanos = 1_000_000_000L;

  @AfterEach
  void close() {
    disk.close();
    recorder.close(LONG);
  }

  private void start(long memoryBytes) throws IOException {
    recorder =
        QlogRecorder.builder(root)
            .memoryBytes(memoryBytes)
            .flushInterval(Duration.ofMinutes(1))
            .minFreeBytes(0)
            .listener(disk)
            .shutdownHook(false)
            .build();
  }

  private QlogTrace open(int id, boolean singleThreaded) {
    ConnectionInfo info = ConnectionInfo.server(new byte[] {1, 2, 3, (byte) id});
    return recorder.open(singleThreaded ? info.withSingleThread() : info, nanos);
  }

  private long dropped(DropReason reason) {
    return recorder.stats().eventsDropped().get(reason);
  }

  private void core(QlogTrace trace) {
    trace.packetSent(nanos += 1000, PacketType.ONE_RTT, 7).length(1252).ping().commit();
  }

  private void base(QlogTrace trace) {
    trace.streams().dataMoved(nanos += 1000, 4, 0, 1000, "application", "transport");
  }

  private void extra(QlogTrace trace) {
    trace.log(nanos += 1000, EventType.LOGLEVEL_INFO, "something of little interest");
  }

  private void assertAddsUp(TraceContent content, long recorded) {
    long written = content.recorded().size();
    assertThat(content.end().get("events").longValue()).isEqualTo(written);
    assertThat(content.end().get("events_dropped").longValue()).isEqualTo(recorded - written);
    assertThat(content.saidMissing()).isEqualTo(recorded - written);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingWaitsAndWhatIsLostIsCountedAndSaid(boolean singleThreaded) throws Exception {
    start(256 << 10);
    QlogTrace trace = open(1, singleThreaded);
    core(trace);
    disk.begin(recorder);
    int events = 9_000;
    for (int i = 0; i < events / 3; i++) {
      core(trace);
      base(trace);
      extra(trace);
      assertThat(recorder.stats().memoryUsedBytes())
          .isLessThanOrEqualTo(recorder.stats().memoryBytes());
    }
    assertThat(disk.isStalled()).isTrue();
    assertThat(dropped(DropReason.MEMORY)).isPositive();
    assertThat(dropped(DropReason.PRESSURE)).isPositive();
    disk.release();
    assertThat(recorder.flush(LONG)).isTrue();
    for (int i = 0; i < 10; i++) {
      core(trace);
    }
    trace.close();
    assertThat(recorder.close(LONG)).isTrue();

    RecorderStats stats = recorder.stats();
    long recorded = 1 + events + 10;
    assertThat(stats.eventsWritten() + stats.allEventsDropped()).isEqualTo(recorded);
    assertThat(stats.memoryUsedBytes()).isZero();
    TraceContent content = TraceContent.of(root.resolve("01020301/trace.json"));
    assertThat(content.recorded()).hasSize((int) stats.eventsWritten());
    assertAddsUp(content, recorded);
    for (JsonNode gap : content.named("moqlog:events_dropped")) {
      assertThat(gap.get("data").get("since").doubleValue())
          .isPositive()
          .isLessThanOrEqualTo(gap.get("time").doubleValue());
    }
  }

  @Test
  void whatIsMissingIsSaidEvenIfNothingFollows() throws Exception {
    start(64 << 10);
    QlogTrace trace = open(1, false);
    core(trace);
    disk.begin(recorder);
    int recorded = 1;
    while (dropped(DropReason.MEMORY) < 5) {
      core(trace);
      recorded++;
    }
    trace.close();
    disk.release();
    assertThat(recorder.close(LONG)).isTrue();
    TraceContent content = TraceContent.of(root.resolve("01020301/trace.json"));
    assertThat(content.saidMissing()).isEqualTo(5);
    assertAddsUp(content, recorded);
  }

  @Test
  void theLeastImportantIsGivenUpFirst() throws Exception {
    start(1 << 20);
    QlogTrace trace = open(1, false);
    core(trace);
    disk.begin(recorder);
    while (dropped(DropReason.PRESSURE) == 0) {
      extra(trace);
    }
    long used = recorder.stats().memoryUsedBytes();
    assertThat(used).isBetween((1L << 20) / 2, (1L << 20) * 7 / 8);
    for (int i = 0; i < 20; i++) {
      base(trace);
      core(trace);
    }
    assertThat(dropped(DropReason.PRESSURE)).isOne();
    while (dropped(DropReason.PRESSURE) == 1) {
      base(trace);
    }
    assertThat(recorder.stats().memoryUsedBytes()).isGreaterThan(used);
    assertThat(dropped(DropReason.MEMORY)).isZero();
    for (int i = 0; i < 20; i++) {
      core(trace);
    }
    assertThat(dropped(DropReason.MEMORY)).isZero();
    while (dropped(DropReason.MEMORY) == 0) {
      core(trace);
    }
    assertThat(recorder.stats().memoryUsedBytes()).isEqualTo(recorder.stats().memoryBytes());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void howTheConnectionWasClosedIsKeptWhenThereIsNoMemoryAtAll(boolean anotherHasIt)
      throws Exception {
    start(64 << 10);
    QlogTrace first = open(1, false);
    QlogTrace second = open(2, false);
    core(first);
    disk.begin(recorder);
    int recorded = 1;
    while (dropped(DropReason.MEMORY) < 3) {
      core(first);
      recorded++;
    }
    QlogTrace closed = anotherHasIt ? second : first;
    closed.connection().closed(nanos += 1000, true, false, 0x1, "no more", "error");
    core(closed);
    closed.close();
    first.close();
    disk.release();
    assertThat(recorder.close(LONG)).isTrue();
    TraceContent content =
        TraceContent.of(root.resolve(anotherHasIt ? "01020302" : "01020301").resolve("trace.json"));
    assertThat(content.named(CLOSED)).hasSize(1);
    assertThat(content.named(CLOSED).get(0).get("data").get("reason").textValue())
        .isEqualTo("no more");
    assertAddsUp(content, anotherHasIt ? 2 : recorded + 2);
    RecorderStats stats = recorder.stats();
    assertThat(stats.eventsWritten() + stats.allEventsDropped()).isEqualTo(recorded + 2);
  }

  @Test
  void manyThreadsAndTracesAddUp() throws Exception {
    start(512 << 10);
    QlogTrace first = open(100, false);
    core(first);
    disk.begin(recorder);
    int threads = 4;
    int events = 3_000;
    List<QlogTrace> traces = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      traces.add(open(i, false));
    }
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int number = t;
      all.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < events; i++) {
                  QlogTrace trace = traces.get((i + number) % traces.size());
                  trace.packetSent(2_000_000_000L + i, PacketType.ONE_RTT, i).length(9).commit();
                }
              }));
    }
    for (CompletableFuture<Void> one : all) {
      one.get(20, SECONDS);
    }
    assertThat(disk.isStalled()).isTrue();
    assertThat(recorder.stats().memoryUsedBytes()).isEqualTo(512 << 10);
    disk.release();
    traces.forEach(QlogTrace::close);
    first.close();
    assertThat(recorder.close(LONG)).isTrue();
    RecorderStats stats = recorder.stats();
    assertThat(stats.eventsWritten() + stats.allEventsDropped()).isEqualTo(threads * events + 1);
    assertThat(stats.memoryUsedBytes()).isZero();
    long written = 0;
    long missing = 0;
    for (TraceContent content : TraceContent.allBelow(root)) {
      written += content.recorded().size();
      missing += content.saidMissing();
      assertThat(content.end().get("events_dropped").longValue()).isEqualTo(content.saidMissing());
    }
    assertThat(written).isEqualTo(stats.eventsWritten());
    assertThat(missing).isEqualTo(stats.allEventsDropped());
  }

  @Test
  void whatIsNotWrittenInTimeIsGivenUpAndCounted() throws Exception {
    start(256 << 10);
    QlogTrace trace = open(1, false);
    core(trace);
    disk.begin(recorder);
    for (int i = 0; i < 100; i++) {
      core(trace);
    }
    long before = System.nanoTime();
    assertThat(recorder.close(Duration.ofMillis(100))).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    assertThat(recorder.isEnabled()).isFalse();
    assertThat(disk.isStalled()).isTrue();
    disk.release();
    long deadline = System.nanoTime() + SECONDS.toNanos(10);
    while (recorder.stats().openTraces() > 0 && System.nanoTime() - deadline < 0) {
      Thread.onSpinWait();
    }
    RecorderStats stats = recorder.stats();
    assertThat(stats.eventsWritten()).isOne();
    assertThat(stats.eventsDropped().get(DropReason.DISK)).isEqualTo(100);
    assertThat(stats.memoryUsedBytes()).isZero();
    assertThat(TraceContent.of(root.resolve("01020301/trace.json")).recorded()).hasSize(1);
  }
}
