package dev.moqlog.writer;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.Field;
import dev.moqlog.vocabulary.PacketType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ConcurrentRecordingTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final int THREADS = 4;

  @TempDir Path root;
  private QlogRecorder recorder;
  private final ExecutorService executor = Executors.newFixedThreadPool(THREADS);

  @BeforeEach
  void start() throws IOException {
    recorder = builder().build();
  }

  private QlogRecorderBuilder builder() {
    return QlogRecorder.builder(root)
        .memoryBytes(64 << 20)
        .flushInterval(Duration.ofMillis(40))
        .minFreeBytes(0)
        .shutdownHook(false);
  }

  @AfterEach
  void close() {
    executor.shutdownNow();
    recorder.close(LONG);
  }

  private static ConnectionInfo connection(int id) {
    return ConnectionInfo.server(new byte[] {(byte) (id >> 8), (byte) id});
  }

  private static void packet(QlogTrace trace, long number) {
    trace.packetSent(trace.nanoTime(), PacketType.ONE_RTT, number).length(1200).ping().commit();
  }

  private Path onlyFile() {
    List<Path> files = TraceContent.filesBelow(root);
    assertThat(files).hasSize(1);
    return files.get(0);
  }

  private void inParallel(int threads, Callable<?> task) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<?>> running = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      running.add(
          executor.submit(
              () -> {
                start.await();
                return task.call();
              }));
    }
    start.countDown();
    for (Future<?> one : running) {
      one.get(30, SECONDS);
    }
  }

  @Test
  void threadsThatShareATraceKeepTheirOrderAndLoseNothing() throws Exception {
    QlogTrace trace = recorder.open(connection(1));
    int events = 10_000;
    AtomicLong thread = new AtomicLong();
    inParallel(
        THREADS,
        () -> {
          long base = thread.getAndIncrement() * 1_000_000;
          for (int i = 0; i < events; i++) {
            packet(trace, base + i);
          }
          return null;
        });
    trace.close();
    assertThat(recorder.close(LONG)).isTrue();
    TraceContent content = TraceContent.of(onlyFile());
    Map<Long, Long> next = new HashMap<>();
    for (long number : content.packetNumbers()) {
      assertThat(number % 1_000_000).isEqualTo(next.merge(number / 1_000_000, 1L, Long::sum) - 1);
    }
    assertThat(next)
        .hasSize(THREADS)
        .allSatisfy((key, count) -> assertThat(count).isEqualTo(events));
    assertThat(content.end().get("events").longValue()).isEqualTo(THREADS * events);
    assertThat(recorder.stats().eventsWritten()).isEqualTo(THREADS * events);
    assertThat(recorder.stats().allEventsDropped()).isZero();
  }

  @Test
  void timesThatComeInAnotherOrderAreRaisedAndCounted() throws Exception {
    QlogTrace trace = recorder.open(connection(1), 1_000_000_000);
    int[] millis = {10, 20, 15, 5, 20, 30, 0, -7};
    for (int i = 0; i < millis.length; i++) {
      trace
          .packetSent(1_000_000_000 + millis[i] * 1_000_000L, PacketType.ONE_RTT, i)
          .length(1200)
          .commit();
    }
    trace.close();
    assertThat(recorder.close(LONG)).isTrue();
    TraceContent content = TraceContent.of(onlyFile());
    assertThat(content.packetNumbers()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
    assertThat(content.recorded().stream().map(event -> event.get("time").doubleValue()))
        .containsExactly(10.0, 20.0, 20.0, 20.0, 20.0, 30.0, 30.0, 30.0);
    assertThat(content.end().get("times_raised").intValue()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {-3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8})
  void anEventThatNoLongerFitsOnceItsTimeIsRaisedIsDropped(int distance) throws Exception {
    QlogTrace trace = recorder.open(connection(1), 0);
    trace.log(1_000_000_000_000_000L, EventType.LOGLEVEL_INFO, "late");
    int overhead =
        ",\n{\"time\":0.000,\"name\":\"generic:info\",\"data\":{\"message\":\"\"}}".length();
    int length = RecorderContext.CHUNK_BYTES - overhead - distance;
    trace.log(0, EventType.LOGLEVEL_INFO, "x".repeat(length));
    trace.log(1_000_000_000_000_000L, EventType.LOGLEVEL_INFO, "later");
    trace.close();
    assertThat(recorder.close(LONG)).isTrue();
    TraceContent content = TraceContent.of(onlyFile());
    long dropped = recorder.stats().eventsDropped().get(DropReason.TOO_LARGE);
    assertThat(content.recorded()).hasSize(3 - (int) dropped);
    assertThat(content.saidMissing()).isEqualTo(dropped);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void manyConnectionsComeAndGoOnManyThreads(boolean singleThreaded) throws Exception {
    int each = 100;
    int events = 20;
    AtomicLong ids = new AtomicLong();
    inParallel(
        THREADS,
        () -> {
          for (int i = 0; i < each; i++) {
            ConnectionInfo info = connection((int) ids.getAndIncrement());
            QlogTrace trace = recorder.open(singleThreaded ? info.withSingleThread() : info);
            for (int e = 0; e < events; e++) {
              packet(trace, e);
            }
            trace.close();
          }
          return null;
        });
    assertThat(recorder.close(LONG)).isTrue();
    List<TraceContent> contents = TraceContent.allBelow(root);
    assertThat(contents).hasSize(THREADS * each);
    for (TraceContent content : contents) {
      assertThat(content.packetNumbers()).hasSize(events).isSorted();
      assertThat(content.end().get("events").intValue()).isEqualTo(events);
    }
    RecorderStats stats = recorder.stats();
    assertThat(stats.eventsWritten()).isEqualTo((long) THREADS * each * events);
    assertThat(stats.closedTraces()).isEqualTo(THREADS * each);
    assertThat(stats.openTraces()).isZero();
    assertThat(stats.memoryUsedBytes()).isZero();
  }

  @Test
  void closingATraceWhileOthersRecordLosesNoCount() throws Exception {
    AtomicLong recorded = new AtomicLong();
    for (int round = 0; round < 50; round++) {
      QlogTrace trace = recorder.open(connection(round));
      AtomicLong roles = new AtomicLong();
      inParallel(
          3,
          () -> {
            if (roles.getAndIncrement() == 0) {
              while (recorder.stats().openTraces() > 0 && roles.get() < 20) {
                Thread.onSpinWait();
              }
              trace.close();
              return null;
            }
            for (int i = 0; i < 200; i++) {
              packet(trace, i);
              recorded.incrementAndGet();
              roles.incrementAndGet();
            }
            return null;
          });
    }
    assertThat(recorder.close(LONG)).isTrue();
    RecorderStats stats = recorder.stats();
    assertThat(stats.eventsWritten() + stats.eventsDropped().get(DropReason.CLOSED))
        .isEqualTo(recorded.get());
    assertThat(stats.allEventsDropped()).isEqualTo(stats.eventsDropped().get(DropReason.CLOSED));
    long inFiles =
        TraceContent.allBelow(root).stream().mapToLong(one -> one.recorded().size()).sum();
    assertThat(inFiles).isEqualTo(stats.eventsWritten());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void closingTheRecorderWhileEventLoopsRecordHarmsNeither(boolean flying) throws Exception {
    int rounds = flying ? 20 : 3;
    for (int round = 0; round < rounds; round++) {
      recorder.close(LONG);
      QlogRecorderBuilder next = builder();
      if (flying) {
        next.sampleRate(0).flightRecorder(FlightRecorder.DEFAULT);
      }
      recorder = next.build();
      CountDownLatch opened = new CountDownLatch(THREADS - 1);
      CountDownLatch recording = new CountDownLatch(THREADS - 1);
      AtomicLong roles = new AtomicLong();
      int thisRound = round * THREADS;
      inParallel(
          THREADS,
          () -> {
            long role = roles.getAndIncrement();
            if (role == 0) {
              recording.await();
              assertThat(recorder.close(LONG)).isTrue();
              return null;
            }
            ConnectionInfo info = connection(thisRound + (int) role).withSingleThread();
            QlogTrace trace = recorder.open(info);
            opened.countDown();
            opened.await();
            for (int i = 0; trace.isEnabled() || i == 0; i++) {
              packet(trace, i);
              if (i == 100) {
                recording.countDown();
              }
            }
            packet(trace, -2);
            trace.close();
            return null;
          });
      assertThat(recorder.stats().otherErrors()).isZero();
    }
    List<Path> files = TraceContent.filesBelow(root);
    assertThat(files).hasSize(flying ? 0 : rounds * (THREADS - 1));
    for (Path file : files) {
      TraceContent content = TraceContent.of(file);
      long expected = 0;
      for (long number : content.packetNumbers()) {
        assertThat(number).isEqualTo(expected++);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aThreadMayHaveSeveralEventsUnderWay(boolean singleThreaded) throws Exception {
    ConnectionInfo info = connection(1);
    QlogTrace trace = recorder.open(singleThreaded ? info.withSingleThread() : info, 0);
    QlogTrace other = recorder.open(connection(2), 0);
    PacketEvent first = trace.packetSent(1_000_000, PacketType.ONE_RTT, 1).length(10);
    PacketEvent second = trace.packetReceived(1_000_000, PacketType.INITIAL, 2).length(20);
    FieldsEvent third = other.event(EventType.LOGLEVEL_INFO, 1_000_000).put(Field.MESSAGE, "x");
    first.ping();
    second.crypto(0, 5);
    third.commit();
    first.commit();
    second.commit();
    trace.close();
    other.close();
    assertThat(recorder.close(LONG)).isTrue();
    TraceContent content = TraceContent.of(root.resolve("0001/trace.json"));
    assertThat(content.packetNumbers()).containsExactly(1L, 2L);
    assertThat(
            content.recorded().get(0).get("data").get("frames").get(0).get("frame_type").asText())
        .isEqualTo("ping");
    assertThat(
            content.recorded().get(1).get("data").get("frames").get(0).get("frame_type").asText())
        .isEqualTo("crypto");
    assertThat(TraceContent.of(root.resolve("0002/trace.json")).recorded()).hasSize(1);
  }

  @Test
  void anEventThatIsNeverCommittedIsNotWrittenAndHarmsNothing() throws Exception {
    QlogTrace trace = recorder.open(connection(1));
    for (int i = 0; i < 100; i++) {
      trace
          .packetSent(trace.nanoTime(), PacketType.ONE_RTT, 1000 + i)
          .length(10)
          .ack(5)
          .range(1, 2);
      trace.event(EventType.LOGLEVEL_INFO, trace.nanoTime()).put(Field.MESSAGE, "never");
      trace.metricsUpdated(trace.nanoTime()).latestRtt(17);
      packet(trace, i);
    }
    trace.close();
    assertThat(recorder.close(LONG)).isTrue();
    TraceContent content = TraceContent.of(onlyFile());
    assertThat(content.recorded()).hasSize(100);
    assertThat(content.packetNumbers()).isSorted().last().isEqualTo(99L);
    assertThat(recorder.stats().allEventsDropped()).isZero();
  }

  @Test
  void whatIsRecordedAfterTheEndIsCounted() throws Exception {
    QlogTrace trace = recorder.open(connection(1));
    packet(trace, 1);
    PacketEvent underWay = trace.packetSent(trace.nanoTime(), PacketType.ONE_RTT, 2);
    trace.close();
    underWay.length(10).commit();
    packet(trace, 3);
    trace.metricsUpdated(trace.nanoTime()).latestRtt(17).commit();
    trace.log(trace.nanoTime(), EventType.LOGLEVEL_INFO, "late");
    trace.record(trace.nanoTime(), QlogRecord.of("a:b", Map.of()));
    trace.close();
    assertThat(trace.isEnabled()).isFalse();
    assertThat(trace.isEnabled(EventType.PACKET_SENT)).isFalse();
    assertThat(recorder.close(LONG)).isTrue();
    packet(trace, 4);
    RecorderStats stats = recorder.stats();
    assertThat(stats.eventsWritten()).isOne();
    assertThat(stats.eventsDropped().get(DropReason.CLOSED)).isEqualTo(6);
    assertThat(recorder.open(connection(2))).isSameAs(QlogTrace.disabled());
  }
}
