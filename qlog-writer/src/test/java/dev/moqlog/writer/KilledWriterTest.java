package dev.moqlog.writer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.moqlog.vocabulary.PacketType;
import dev.moqlog.writer.store.RepairReport.Status;
import dev.moqlog.writer.store.TraceRepair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What would be left if the process were killed at any time. */
@Timeout(60)
class KilledWriterTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path root;
  @TempDir Path snapshots;
  private volatile Path current;
  private volatile boolean finished;

  @Test
  void whateverIsLeftIsReadableAfterRepairAndNearlyAlwaysWithoutIt(TestReporter reporter)
      throws Exception {
    CompletableFuture<Void> writer = CompletableFuture.runAsync(this::write);
    int taken = 0;
    int valid = 0;
    Path copy = snapshots.resolve("trace.json");
    while (!finished) {
      byte[] snapshot = snapshot(current);
      if (snapshot == null) {
        Thread.onSpinWait();
        continue;
      }
      taken++;
      boolean strict = isJson(snapshot);
      valid += strict ? 1 : 0;
      Files.write(copy, snapshot);
      Status status = TraceRepair.repair(copy).status();
      assertThat(status).isEqualTo(strict ? Status.INTACT : Status.REPAIRED);
      assertPrefix(strict ? snapshot : Files.readAllBytes(copy));
    }
    writer.get(20, TimeUnit.SECONDS);
    reporter.publishEntry("snapshots", valid + " of " + taken + " are JSON without repair");
    assertThat(taken).isGreaterThan(20);
    assertThat(valid).isGreaterThan(taken * 9 / 10);
  }

  /** Many traces, one after the other, each with what fills several chunks. */
  private void write() {
    TraceListener listener =
        new TraceListener() {
          @Override
          public void fileCreated(QlogTrace trace) {
            current = trace.path().orElseThrow();
          }
        };
    try (QlogRecorder recorder =
        QlogRecorder.builder(root)
            .flushInterval(Duration.ofMillis(40))
            .minFreeBytes(0)
            .listener(listener)
            .shutdownHook(false)
            .build()) {
      for (int i = 0; i < 20; i++) {
        QlogTrace trace = recorder.open(ConnectionInfo.server(new byte[] {(byte) i}));
        for (int packet = 0; packet < 1_000; packet++) {
          trace
              .packetSent(trace.nanoTime(), PacketType.ONE_RTT, packet)
              .length(1252)
              .ping()
              .commit();
          if (packet % 10 == 0) {
            LockSupport.parkNanos(500_000);
          }
        }
        trace.close();
      }
      assertThat(recorder.close(LONG)).isTrue();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } finally {
      finished = true;
    }
  }

  /**
   * The content of a file at one time; null if it grew meanwhile, as what was read then may be of
   * two times at once, which nobody who is killed leaves.
   */
  private static byte[] snapshot(Path file) throws IOException {
    if (file == null) {
      return null;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
      int read = channel.read(bytes, 0);
      return read == bytes.capacity() && channel.size() == read ? bytes.array() : null;
    }
  }

  private static boolean isJson(byte[] bytes) throws IOException {
    try (JsonParser parser = JSON.createParser(bytes)) {
      int roots = 0;
      while (parser.nextToken() != null) {
        roots += parser.getParsingContext().inRoot() ? 1 : 0;
      }
      return roots == 1;
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static void assertPrefix(byte[] content) throws IOException {
    List<Long> numbers = TraceContent.of(content).packetNumbers();
    assertThat(numbers).isNotEmpty();
    for (int i = 0; i < numbers.size(); i++) {
      assertThat(numbers.get(i)).isEqualTo(i);
    }
  }
}
