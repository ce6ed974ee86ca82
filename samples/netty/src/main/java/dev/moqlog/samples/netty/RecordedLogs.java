package dev.moqlog.samples.netty;

import dev.moqlog.samples.transfer.TransferTraces;
import dev.moqlog.vocabulary.VantagePoint;
import dev.moqlog.writer.ConnectionInfo;
import dev.moqlog.writer.QlogTrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Lets a recorder decide which connections are logged. The codec writes the log of one to a
 * temporary file; once it is complete, a thread of its own moves what is in it into the trace of
 * the recorder. Safe for use by several threads.
 */
final class RecordedLogs implements ConnectionLogs, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RecordedLogs.class.getName());
  private static final long CLOSE_SECONDS = 30;

  private final TransferTraces traces;
  private final Path directory;
  private final Map<Path, Begun> begun = new ConcurrentHashMap<>();
  private final ExecutorService mover =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "qlog-mover");
            thread.setDaemon(true);
            return thread;
          });

  private record Begun(QlogTrace trace, long startNanos) {}

  /**
   * Makes a directory for the temporary files.
   *
   * @throws IOException if that is not possible
   */
  RecordedLogs(TransferTraces traces) throws IOException {
    this.traces = traces;
    this.directory = Files.createTempDirectory("netty-qlog");
  }

  @Override
  public Optional<Path> fileFor(Side side, String originalConnectionId) {
    ConnectionInfo connection =
        ConnectionInfo.of(
                HexFormat.of().parseHex(originalConnectionId),
                side == Side.SERVER ? VantagePoint.SERVER : VantagePoint.CLIENT)
            .withTitle("transfer with Netty");
    long nanos = System.nanoTime();
    QlogTrace trace = traces.open(connection, nanos);
    if (!trace.isEnabled()) {
      return Optional.empty();
    }
    String name = originalConnectionId + "_" + side.name().toLowerCase(Locale.ROOT) + ".sqlog";
    Path file = directory.resolve(name);
    begun.put(file, new Begun(trace, nanos));
    return Optional.of(file);
  }

  @Override
  public void complete(Side side, String originalConnectionId, Path file) {
    try {
      mover.execute(() -> move(file));
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.WARNING, "a connection ended too late for its log: " + file);
    }
  }

  private void move(Path file) {
    Begun connection = begun.remove(file);
    if (connection == null) {
      return;
    }
    try (QlogTrace trace = connection.trace();
        NativeLog log = new NativeLog(file)) {
      new Replay(traces.recorder(), trace, connection.startNanos()).run(log);
      if (log.damagedRecords() > 0) {
        LOG.log(
            System.Logger.Level.WARNING,
            log.damagedRecords() + " records could not be read in the log " + file);
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "cannot move the log " + file, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      delete(file);
    }
  }

  /**
   * Waits until all logs that are complete have been moved, and closes the traces of the others.
   */
  @Override
  public void close() {
    mover.shutdown();
    try {
      if (!mover.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        mover.shutdownNow();
      }
    } catch (InterruptedException e) {
      mover.shutdownNow();
      Thread.currentThread().interrupt();
    }
    begun.forEach(
        (file, connection) -> {
          connection.trace().close();
          delete(file);
        });
    begun.clear();
    delete(directory);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "cannot delete " + file, e);
    }
  }
}
