package dev.moqlog.writer.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.writer.ConnectionInfo;
import dev.moqlog.writer.QlogRecorder;
import dev.moqlog.writer.QlogTrace;
import dev.moqlog.writer.store.Compression;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptTest {

  private static final int TRACES = 100;
  private static final int EVENTS = 300;

  @TempDir private Path root;

  /** Interrupts the recorder's threads of a name again and again, as careless code does. */
  private static Thread interrupter(String name, AtomicBoolean done) {
    Thread thread =
        new Thread(
            () -> {
              while (!done.get()) {
                Thread.getAllStackTraces().keySet().stream()
                    .filter(each -> each.getName().equals(name))
                    .forEach(Thread::interrupt);
                LockSupport.parkNanos(100_000);
              }
            });
    thread.start();
    return thread;
  }

  private static void record(QlogRecorder recorder) {
    for (int i = 0; i < TRACES; i++) {
      QlogTrace trace =
          recorder.open(ConnectionInfo.server(new byte[] {1}).withApplicationId("conn-" + i));
      for (int n = 0; n < EVENTS; n++) {
        trace.record(trace.nanoTime(), TraceReader.numbered(n, 100));
        if (n % 100 == 0) {
          LockSupport.parkNanos(1_000_000);
        }
      }
      if (i % 2 == 0) {
        trace.close();
      }
    }
  }

  @Test
  void interruptsOfTheThreadThatWritesLoseNothingAndWriteNothingTwice() throws Exception {
    try (CapturedLog log = new CapturedLog()) {
      QlogRecorder recorder =
          QlogRecorder.builder(root)
              .flushInterval(Duration.ofMillis(40))
              .maxOpenFiles(16)
              .minFreeBytes(0)
              .shutdownHook(false)
              .build();
      AtomicBoolean done = new AtomicBoolean();
      Thread interrupter = interrupter("qlog-writer", done);
      record(recorder);
      recorder.flush(Duration.ofSeconds(5));
      done.set(true);
      interrupter.join();
      assertThat(recorder.close(Duration.ofSeconds(10))).as("closed in time").isTrue();

      assertThat(recorder.stats().eventsWritten()).isEqualTo(TRACES * EVENTS);
      assertThat(recorder.stats().allEventsDropped()).isZero();
      assertThat(TraceReader.files(root)).hasSize(TRACES);
      List<Long> all = LongStream.range(0, EVENTS).boxed().toList();
      for (Map.Entry<String, List<Long>> trace : TraceReader.numbersByConnection(root).entrySet()) {
        assertThat(trace.getValue()).as(trace.getKey()).isEqualTo(all);
      }
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void interruptsOfTheThreadThatCompressesLoseNothing() throws Exception {
    try (CapturedLog log = new CapturedLog()) {
      QlogRecorder recorder =
          QlogRecorder.builder(root)
              .flushInterval(Duration.ofMillis(40))
              .compression(Compression.GZIP)
              .minFreeBytes(0)
              .shutdownHook(false)
              .build();
      AtomicBoolean done = new AtomicBoolean();
      Thread interrupter = interrupter("qlog-housekeeper", done);
      record(recorder);
      recorder.flush(Duration.ofSeconds(5));
      done.set(true);
      interrupter.join();
      assertThat(recorder.close(Duration.ofSeconds(10))).isTrue();

      assertThat(recorder.stats().eventsWritten()).isEqualTo(TRACES * EVENTS);
      List<Path> files = TraceReader.files(root);
      assertThat(files).hasSize(TRACES);
      List<Long> all = LongStream.range(0, EVENTS).boxed().toList();
      for (Path file : files) {
        if (file.toString().endsWith(".json")) {
          assertThat(TraceReader.numbers(file)).isEqualTo(all);
        } else {
          assertThat(file.toString()).endsWith(".json.gz");
        }
      }
      assertThat(log.lines()).allMatch(line -> line.contains("cannot compress"));
    }
  }
}
