package dev.moqlog.writer;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.vocabulary.PacketType;
import dev.moqlog.writer.sampling.Decision;
import dev.moqlog.writer.store.Compression;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From the first write to the last: names, removal, compression, and the end of the recorder. */
@Timeout(60)
class TraceFileLifeTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path root;
  private QlogRecorder recorder = QlogRecorder.disabled();

  @AfterEach
  void close() {
    recorder.close(LONG);
  }

  private QlogRecorderBuilder builder() {
    return QlogRecorder.builder(root).minFreeBytes(0).shutdownHook(false);
  }

  private static ConnectionInfo server(int id) {
    return ConnectionInfo.server(new byte[] {(byte) (id >> 8), (byte) id});
  }

  private static void packets(QlogTrace trace, int from, int to) {
    for (int i = from; i < to; i++) {
      trace.packetSent(trace.nanoTime(), PacketType.ONE_RTT, i).length(1252).ping().commit();
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + SECONDS.toNanos(5);
    while (!condition.getAsBoolean() && System.nanoTime() - deadline < 0) {
      Thread.yield();
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private TraceContent content(String file) {
    return TraceContent.of(root.resolve(file));
  }

  @Test
  void bothEndsOfAConnectionInOneProcessHaveFilesOfTheirOwn() throws Exception {
    recorder = builder().build();
    byte[] id = {0x12, 0x34};
    QlogTrace server = recorder.open(ConnectionInfo.server(id));
    QlogTrace client = recorder.open(ConnectionInfo.client(id));
    QlogTrace third = recorder.open(ConnectionInfo.client(id));
    assertThat(client.path()).contains(root.resolve("1234/trace-client.json"));
    for (int i = 0; i < 300; i++) {
      packets(server, i, i + 1);
      packets(client, 1000 + i, 1001 + i);
      packets(third, 2000 + i, 2001 + i);
    }
    server.close();
    client.close();
    third.close();
    assertThat(recorder.close(LONG)).isTrue();
    assertThat(content("1234/trace.json").packetNumbers()).hasSize(300).contains(0L, 299L);
    assertThat(content("1234/trace-client.json").packetNumbers())
        .hasSize(300)
        .contains(1000L, 1299L);
    assertThat(content("1234/trace-client-2.json").packetNumbers())
        .hasSize(300)
        .contains(2000L, 2299L);
  }

  @Test
  void whatAnEarlierRunLeftIsNeverOverwritten() throws Exception {
    for (int run = 0; run < 3; run++) {
      recorder = builder().build();
      QlogTrace trace = recorder.open(server(1));
      packets(trace, run * 10, run * 10 + 10);
      trace.close();
      QlogTrace later = recorder.open(server(1));
      packets(later, 1000 + run, 1001 + run);
      later.close();
      assertThat(recorder.close(LONG)).isTrue();
    }
    List<TraceContent> contents = TraceContent.allBelow(root);
    assertThat(contents).hasSize(6);
    assertThat(contents).allSatisfy(one -> assertThat(one.end()).isNotNull());
    assertThat(contents.stream().flatMap(one -> one.packetNumbers().stream()))
        .hasSize(33)
        .doesNotHaveDuplicates();
  }

  @Test
  void thePathThatIsToldInTheEndIsTheOneOfTheFile() throws Exception {
    Files.createDirectories(root.resolve("0001"));
    Files.writeString(root.resolve("0001/trace.json"), "somebody else's");
    ConcurrentLinkedQueue<Path> told = new ConcurrentLinkedQueue<>();
    recorder =
        builder()
            .listener(
                new TraceListener() {
                  @Override
                  public void fileCreated(QlogTrace trace) {
                    told.add(trace.path().orElseThrow());
                  }
                })
            .build();
    QlogTrace trace = recorder.open(server(1));
    packets(trace, 0, 1);
    trace.close();
    assertThat(recorder.close(LONG)).isTrue();
    assertThat(told).containsExactly(root.resolve("0001/trace-server.json"));
    assertThat(content("0001/trace-server.json").packetNumbers()).hasSize(1);
    assertThat(root.resolve("0001/trace.json")).hasContent("somebody else's");
  }

  @Test
  void manyMoreTracesThanFilesMayBeOpen() throws Exception {
    recorder = builder().maxOpenFiles(2).memoryBytes(4 << 20).build();
    List<QlogTrace> traces = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      traces.add(recorder.open(server(i)));
    }
    for (int round = 0; round < 5; round++) {
      for (QlogTrace trace : traces) {
        packets(trace, round * 10, round * 10 + 10);
      }
      assertThat(recorder.flush(LONG)).isTrue();
    }
    traces.forEach(QlogTrace::close);
    assertThat(recorder.close(LONG)).isTrue();
    assertThat(recorder.stats().writeErrors()).isZero();
    List<TraceContent> contents = TraceContent.allBelow(root);
    assertThat(contents).hasSize(20);
    assertThat(contents).allSatisfy(one -> assertThat(one.packetNumbers()).hasSize(50).isSorted());
  }

  @Test
  void aFileThatIsRemovedIsReplacedByANewOneAndThatIsSaid() throws Exception {
    List<String> said = new ArrayList<>();
    Logger logger = Logger.getLogger("dev.moqlog.writer");
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord logged) {
            said.add(logged.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    try {
      AtomicLong clock = new AtomicLong();
      recorder = builder().nanoClock(clock::get).build();
      QlogTrace trace = recorder.open(server(1));
      packets(trace, 0, 10);
      assertThat(recorder.flush(LONG)).isTrue();
      Path file = root.resolve("0001/trace.json");
      Files.delete(file);
      Files.delete(file.getParent());
      clock.addAndGet(SECONDS.toNanos(2));
      packets(trace, 10, 20);
      assertThat(recorder.flush(LONG)).isTrue();
      packets(trace, 20, 30);
      trace.close();
      assertThat(recorder.close(LONG)).isTrue();
      assertThat(TraceContent.of(file).packetNumbers()).hasSize(20).startsWith(10L).endsWith(29L);
      assertThat(said).hasSize(1);
      assertThat(said.get(0)).contains("removed").contains(file.toRealPath().toString());
    } finally {
      logger.removeHandler(handler);
    }
  }

  @Test
  void closedTracesAreCompressedAndThoseAtTheEndAsWell() throws Exception {
    recorder = builder().compression(Compression.GZIP).build();
    QlogTrace first = recorder.open(server(1));
    packets(first, 0, 500);
    first.close();
    await(() -> recorder.stats().tracesCompressed() == 1);
    QlogTrace second = recorder.open(server(2));
    packets(second, 0, 500);
    assertThat(recorder.close(LONG)).isTrue();
    assertThat(recorder.stats().tracesCompressed()).isEqualTo(2);
    for (String name : List.of("0001", "0002")) {
      assertThat(root.resolve(name).resolve("trace.json")).doesNotExist();
      byte[] compressed = Files.readAllBytes(root.resolve(name).resolve("trace.json.gz"));
      try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
        assertThat(TraceContent.of(in.readAllBytes()).packetNumbers()).hasSize(500);
      }
    }
  }

  @Test
  void onlySoManyTracesAreOpenAtOnce() throws Exception {
    recorder = builder().maxOpenTraces(3).build();
    List<QlogTrace> traces = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      traces.add(recorder.open(server(i)));
      packets(traces.get(i), 0, 1);
    }
    assertThat(traces.stream().map(QlogTrace::isEnabled))
        .containsExactly(true, true, true, false, false);
    assertThat(recorder.stats().skipped().get(Decision.Reason.TOO_MANY_OPEN)).isEqualTo(2);
    traces.get(1).close();
    assertThat(recorder.flush(LONG)).isTrue();
    assertThat(recorder.open(server(6)).isEnabled()).isTrue();
    assertThat(recorder.open(server(7)).isEnabled()).isFalse();
  }

  @Test
  void onlySoManyTracesAreBegunInAMinute() throws Exception {
    AtomicLong clock = new AtomicLong();
    recorder = builder().nanoClock(clock::get).maxTracesPerMinute(2).build();
    List<Boolean> enabled = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      enabled.add(recorder.open(server(i)).isEnabled());
    }
    clock.addAndGet(SECONDS.toNanos(30));
    enabled.add(recorder.open(server(4)).isEnabled());
    enabled.add(recorder.open(server(5)).isEnabled());
    assertThat(enabled).containsExactly(true, true, false, false, true, false);
    assertThat(recorder.stats().skipped().get(Decision.Reason.RATE_LIMITED)).isEqualTo(3);
  }

  @Test
  void closingTheRecorderCompletesTheTracesThatAreOpen() throws Exception {
    recorder = builder().build();
    for (int i = 0; i < 50; i++) {
      packets(recorder.open(i % 2 == 0 ? server(i) : server(i).withSingleThread()), 0, 20 + i);
    }
    QlogTrace empty = recorder.open(server(1000));
    assertThat(recorder.close(LONG)).isTrue();
    assertThat(empty.isEnabled()).isFalse();
    List<TraceContent> contents = TraceContent.allBelow(root);
    assertThat(contents).hasSize(50);
    for (int i = 0; i < 50; i++) {
      assertThat(contents.get(i).end().get("events").intValue()).isEqualTo(20 + i);
    }
    assertThat(root.resolve("03e8")).doesNotExist();
    RecorderStats stats = recorder.stats();
    assertThat(stats.openTraces()).isZero();
    assertThat(stats.closedTraces()).isEqualTo(51);
    assertThat(recorder.close(LONG)).isTrue();
    recorder.close();
    assertThat(recorder.stats()).isEqualTo(stats);
  }

  @Test
  void whatCannotBeWrittenBeforeTheEndIsCountedAndTold() throws Exception {
    recorder = builder().build();
    Files.writeString(root.resolve("0001"), "in the way of the directory");
    QlogTrace trace = recorder.open(server(1));
    packets(trace, 0, 100);
    assertThat(recorder.close(LONG)).isFalse();
    RecorderStats stats = recorder.stats();
    assertThat(stats.eventsWritten()).isZero();
    assertThat(stats.eventsDropped().get(DropReason.DISK)).isEqualTo(100);
    assertThat(stats.openTraces()).isZero();
    assertThat(stats.memoryUsedBytes()).isZero();
    assertThat(root.resolve("0001")).hasContent("in the way of the directory");
  }

  @Test
  void withNothingButTimePassingEventsReachTheFile() throws Exception {
    recorder = builder().flushInterval(Duration.ofMillis(40)).build();
    QlogTrace trace = recorder.open(server(1));
    Path file = root.resolve("0001/trace.json");
    packets(trace, 0, 3);
    await(() -> recorder.stats().eventsWritten() == 3);
    assertThat(TraceContent.of(file).packetNumbers()).hasSize(3);
    packets(trace, 3, 5);
    await(() -> recorder.stats().eventsWritten() == 5);
    assertThat(TraceContent.of(file).packetNumbers()).hasSize(5);
    await(() -> recorder.stats().memoryUsedBytes() == 0);
    packets(trace, 5, 6);
    await(() -> recorder.stats().eventsWritten() == 6);
    assertThat(TraceContent.of(file).packetNumbers()).hasSize(6);
  }

  @Test
  void aListenerThatThrowsIsHeldAgainstNobody() throws Exception {
    recorder =
        builder()
            .listener(
                new TraceListener() {
                  @Override
                  public void fileCreated(QlogTrace trace) {
                    throw new AssertionError("thrown by a listener");
                  }
                })
            .build();
    for (int i = 0; i < 3; i++) {
      packets(recorder.open(server(i)), 0, 10);
      assertThat(recorder.flush(LONG)).isTrue();
    }
    assertThat(recorder.close(LONG)).isTrue();
    assertThat(recorder.stats().otherErrors()).isEqualTo(3);
    assertThat(TraceContent.allBelow(root))
        .hasSize(3)
        .allSatisfy(one -> assertThat(one.packetNumbers()).hasSize(10));
  }

  @Test
  void manyTracesThatCannotBeCompressedAreOneKindOfFailure() throws Exception {
    List<LogRecord> lines = new ArrayList<>();
    Logger logger = Logger.getLogger("dev.moqlog.writer");
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            lines.add(line);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    try {
      for (int id = 1; id <= 3; id++) {
        // Not a file, which would be removed as that of an earlier attempt.
        Files.createDirectories(root.resolve("000" + id + "/trace.json.gz.tmp/in-the-way"));
      }
      recorder = builder().compression(Compression.GZIP).build();
      for (int id = 1; id <= 3; id++) {
        QlogTrace trace = recorder.open(server(id));
        packets(trace, 0, 1);
        trace.close();
      }
      recorder.close(LONG);
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(recorder.stats().otherErrors()).isEqualTo(3);
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).getMessage()).contains("cannot compress", "trace.json");
  }
}
