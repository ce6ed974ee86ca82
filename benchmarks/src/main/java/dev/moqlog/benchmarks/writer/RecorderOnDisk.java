package dev.moqlog.benchmarks.writer;

import dev.moqlog.benchmarks.BenchmarkDirectory;
import dev.moqlog.writer.ConnectionInfo;
import dev.moqlog.writer.QlogRecorder;
import dev.moqlog.writer.QlogRecorderBuilder;
import dev.moqlog.writer.QlogTrace;
import dev.moqlog.writer.SizeLimitAction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A recorder whose files are in a directory of their own, which goes away with it. Nothing ends a
 * trace: one that gets large goes on in the next file, and the oldest are deleted.
 */
final class RecorderOnDisk implements AutoCloseable {

  /** Enough for the largest burst between two waits for the disk. */
  static final long MEMORY_BYTES = 64L << 20;

  private static final Duration LONGEST_WRITE = Duration.ofSeconds(30);

  private final Path directory;
  private final QlogRecorder recorder;
  private int connections;
  private long droppedBefore;

  RecorderOnDisk() {
    this(settings -> {});
  }

  RecorderOnDisk(Consumer<QlogRecorderBuilder> settings) {
    try {
      directory = BenchmarkDirectory.create();
      QlogRecorderBuilder builder =
          QlogRecorder.builder(directory)
              .memoryBytes(MEMORY_BYTES)
              .maxTraceBytes(64L << 20)
              .onSizeLimit(SizeLimitAction.ROTATE)
              .diskBudgetBytes(512L << 20)
              .minFreeBytes(0);
      settings.accept(builder);
      recorder = builder.build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  QlogRecorder recorder() {
    return recorder;
  }

  Path directory() {
    return directory;
  }

  /** A trace for any number of threads. */
  QlogTrace open() {
    return recorder.open(nextConnection());
  }

  /** A trace for one thread. */
  QlogTrace openSingleThreaded() {
    return recorder.open(nextConnection().withSingleThread());
  }

  private synchronized ConnectionInfo nextConnection() {
    return ConnectionInfo.server(new byte[] {1, 2, 3, 4, 5, 6, 7, (byte) connections++});
  }

  /** Waits until memory is empty again, so that the next burst cannot be dropped. */
  void drain() {
    try {
      if (!recorder.flush(LONGEST_WRITE)) {
        throw new IllegalStateException("the disk did not take what was recorded");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many events were dropped since this was asked last. */
  synchronized long newlyDropped() {
    long dropped = recorder.stats().allEventsDropped();
    long since = dropped - droppedBefore;
    droppedBefore = dropped;
    return since;
  }

  @Override
  public void close() {
    recorder.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
