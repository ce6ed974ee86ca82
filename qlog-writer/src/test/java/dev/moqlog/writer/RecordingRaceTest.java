package dev.moqlog.writer;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.vocabulary.PacketType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ends that come from several sides at once. */
@Timeout(60)
class RecordingRaceTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path root;
  private final ExecutorService executor = Executors.newFixedThreadPool(4);
  private final AtomicLong recorded = new AtomicLong();
  private QlogRecorder recorder;

  @AfterEach
  void close() {
    executor.shutdownNow();
    recorder.close(LONG);
  }

  private QlogRecorderBuilder builder() {
    return QlogRecorder.builder(root).minFreeBytes(0).shutdownHook(false);
  }

  private void packets(QlogTrace trace, int count) {
    for (int i = 0; i < count; i++) {
      trace.packetSent(trace.nanoTime(), PacketType.ONE_RTT, i).length(1252).ping().commit();
      recorded.incrementAndGet();
    }
  }

  private static ConnectionInfo server(int id) {
    return ConnectionInfo.server(new byte[] {(byte) (id >> 8), (byte) id});
  }

  /** Runs all at once, as exactly as threads can. */
  private void race(List<Runnable> tasks) throws Exception {
    CyclicBarrier start = new CyclicBarrier(tasks.size());
    List<Future<?>> running = new ArrayList<>();
    for (Runnable task : tasks) {
      running.add(
          executor.submit(
              () -> {
                start.await();
                task.run();
                return null;
              }));
    }
    for (Future<?> one : running) {
      one.get(20, SECONDS);
    }
  }

  @Test
  void promotingWhileOthersRecordAndCloseLosesNoCountAndNoMemory() throws Exception {
    FlightRecorder small =
        new FlightRecorder(
            64 << 20,
            4 << 10,
            8 << 10,
            1_000_000,
            3,
            0.1,
            8,
            Duration.ofMillis(200),
            Duration.ofSeconds(2));
    recorder = builder().sampleRate(0).flightRecorder(small).build();
    int rounds = 120;
    AtomicLong promoted = new AtomicLong();
    for (int i = 0; i < rounds; i++) {
      QlogTrace trace = recorder.open(server(i));
      packets(trace, 150);
      race(
          List.of(
              () -> promoted.addAndGet(trace.promote("one") ? 1 : 0),
              () -> promoted.addAndGet(trace.promote("other") ? 1 : 0),
              () -> packets(trace, 20),
              trace::close));
    }
    assertThat(recorder.close(LONG)).isTrue();
    RecorderStats stats = recorder.stats();
    assertThat(promoted.get()).isEqualTo(stats.flightsPromoted()).isBetween(1L, (long) rounds);
    assertThat(stats.eventsWritten() + stats.allEventsDropped() + stats.flightEventsForgotten())
        .isEqualTo(recorded.get());
    assertThat(stats.memoryUsedBytes()).isZero();
    assertThat(stats.flightMemoryUsedBytes()).isZero();
    assertThat(stats.openTraces()).isZero();
    assertThat(stats.closedTraces()).isEqualTo(rounds);
    assertThat(stats.otherErrors()).isZero();
    List<Path> files = TraceContent.filesBelow(root);
    assertThat(files).hasSize((int) promoted.get());
    for (Path file : files) {
      TraceContent content = TraceContent.of(file);
      assertThat(content.named("moqlog:trace_promoted")).hasSize(1);
      assertThat(content.end().get("events").longValue()).isEqualTo(content.recorded().size());
    }
  }

  @Test
  void openingWhileTheRecorderClosesLosesNoCount() throws Exception {
    int rounds = 6;
    for (int round = 0; round < rounds; round++) {
      recorded.set(0);
      Path directory = root.resolve("round" + round);
      QlogRecorder closing =
          QlogRecorder.builder(directory).minFreeBytes(0).shutdownHook(false).build();
      recorder = closing;
      Runnable opening =
          () -> {
            for (int i = 0; closing.isEnabled() && i < 150; i++) {
              QlogTrace trace = closing.open(server(i));
              if (trace != QlogTrace.disabled()) {
                packets(trace, 3);
                if (i % 2 == 0) {
                  trace.close();
                }
              }
            }
          };
      race(
          List.of(
              opening,
              opening,
              () -> {
                while (recorded.get() < 30) {
                  Thread.onSpinWait();
                }
                assertThat(closing.close(LONG)).isTrue();
              }));
      RecorderStats stats = closing.stats();
      assertThat(stats.eventsWritten() + stats.allEventsDropped()).isEqualTo(recorded.get());
      long inFiles = 0;
      for (Path file : TraceContent.filesBelow(directory)) {
        TraceContent content = TraceContent.of(file);
        assertThat(content.end().get("events").longValue()).isEqualTo(content.recorded().size());
        inFiles += content.recorded().size();
      }
      assertThat(inFiles).isEqualTo(stats.eventsWritten());
      assertThat(stats.memoryUsedBytes()).isZero();
    }
  }

  @Test
  void closingARecorderFromManyThreadsIsLikeClosingItOnce() throws Exception {
    recorder = builder().build();
    packets(recorder.open(server(1)), 1_000);
    race(List.of(recorder::close, recorder::close, recorder::close, recorder::close));
    assertThat(recorder.close(LONG)).isTrue();
    assertThat(TraceContent.of(root.resolve("0001/trace.json")).recorded()).hasSize(1_000);
  }
}
