package dev.moqlog.writer;

import dev.moqlog.writer.sampling.Decision;
import dev.moqlog.writer.spool.FlightRing;
import dev.moqlog.writer.store.QlogDirectory;
import dev.moqlog.writer.store.TraceInventory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Records the events of a process's QUIC connections into qlog files, {@code
 * <directory>/<connection_id>/trace.json}: of a sampled share of them, and of those that turn bad.
 *
 * <pre>{@code
 * QlogRecorder recorder = QlogRecorder.fromEnvironment();
 * ...
 * QlogTrace trace = recorder.open(ConnectionInfo.server(originalDestinationConnectionId));
 * trace.packetSent(System.nanoTime(), PacketType.ONE_RTT, 7).length(1252).ping().commit();
 * trace.close();
 * }</pre>
 *
 * <p>One per process is enough. Safe for all threads. Opening a trace and recording never touch the
 * disk: one thread of the recorder writes, another repairs, compresses and deletes. Memory is
 * bounded; what cannot be kept is dropped, counted ({@link #stats}) and marked in the trace.
 *
 * <p>A process that is killed loses at most the events of the last flush interval; what it leaves
 * is repaired at the next start, or by {@link dev.moqlog.writer.store.TraceRepair}.
 */
public final class QlogRecorder implements AutoCloseable {

  /** How long {@link #close()} waits for the disk. */
  public static final Duration CLOSE_DEADLINE = Duration.ofSeconds(2);

  /** Longer than anybody waits, and well within a long of nanoseconds. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  private static final long FILE_CLOCK_MILLIS = 100;

  private static final QlogRecorder DISABLED = new QlogRecorder(null);

  private final RecorderContext context;
  private final Object closing = new Object();
  private volatile boolean closed;
  private Thread hook;

  private QlogRecorder(RecorderContext context) {
    this.context = context;
  }

  /** A recorder to be configured. The directory is made if need be. */
  public static QlogRecorderBuilder builder(Path directory) {
    return new QlogRecorderBuilder(directory);
  }

  /** The recorder that records nothing. */
  public static QlogRecorder disabled() {
    return DISABLED;
  }

  /**
   * A recorder as the environment variables {@code MOQ_QLOG_...} ask for it. Whatever is wrong, it
   * does not throw: it says so in one line of the log and records nothing.
   */
  public static QlogRecorder fromEnvironment() {
    return fromEnvironment(System.getenv());
  }

  /** As {@link #fromEnvironment()}, with variables from elsewhere. */
  public static QlogRecorder fromEnvironment(Map<String, String> variables) {
    return fromEnvironment(variables, builder -> {});
  }

  /**
   * As {@link #fromEnvironment()}, with variables from elsewhere such as {@link System#getenv()},
   * and with what variables cannot say, such as listeners.
   *
   * @param further changes the builder after the variables did; not called if capture is off
   */
  public static QlogRecorder fromEnvironment(
      Map<String, String> variables, Consumer<QlogRecorderBuilder> further) {
    return Environment.recorder(variables, further);
  }

  static QlogRecorder start(RecorderSettings settings) throws IOException {
    QlogDirectory directory = QlogDirectory.open(settings.directory());
    RecorderContext context =
        new RecorderContext(settings, directory, TraceInventory.of(directory));
    QlogRecorder recorder = new QlogRecorder(context);
    warnOfLittleMemory(settings);
    context.thread.start();
    // File systems take the time from a clock that ticks every few milliseconds, so that a file of
    // this process may seem to be a little older than the process.
    context.housekeeper.start(System.currentTimeMillis() - FILE_CLOCK_MILLIS);
    if (settings.shutdownHook()) {
      recorder.hook = new Thread(recorder::close, "qlog-shutdown");
      Runtime.getRuntime().addShutdownHook(recorder.hook);
    }
    return recorder;
  }

  private static void warnOfLittleMemory(RecorderSettings settings) {
    long needed = (long) settings.maxOpenTraces() * RecorderContext.CHUNK_BYTES;
    if (needed > settings.memoryBytes()) {
      ErrorLog.info(
          settings.maxOpenTraces()
              + " open traces need "
              + needed
              + " bytes of memory if all of them record at once, but have "
              + settings.memoryBytes());
    }
  }

  /** Whether anything can be recorded at all. */
  public boolean isEnabled() {
    return context != null && !closed;
  }

  /** As {@link #open(ConnectionInfo, long)}, from now on. */
  public QlogTrace open(ConnectionInfo connection) {
    return context == null
        ? QlogTrace.disabled()
        : open(connection, context.settings.nanoClock().getAsLong());
  }

  /**
   * Decides about a connection.
   *
   * @param nanos when the connection began, on the recorder's clock
   * @return its trace, to be closed when the connection is; the {@linkplain QlogTrace#disabled()
   *     disabled} one if it is not recorded; never null
   */
  public QlogTrace open(ConnectionInfo connection, long nanos) {
    if (context == null || closed) {
      return QlogTrace.disabled();
    }
    try {
      return decided(connection, nanos);
    } catch (IOException | RuntimeException | LinkageError e) {
      context.counters.otherErrors.increment();
      context.errors.failed("cannot open a trace", context.settings.directory(), e);
      return QlogTrace.disabled();
    }
  }

  private QlogTrace decided(ConnectionInfo connection, long nanos) throws IOException {
    Decision decision = limited(context.sampler.decide(connection));
    context.counters.decided(decision);
    if (decision.isRecord()) {
      return trace(connection, decision, nanos, null);
    }
    boolean byChance =
        decision.reason() == Decision.Reason.PROBABILITY
            || decision.reason() == Decision.Reason.SPAN;
    FlightRecorder flight = context.settings.flightRecorder();
    if (flight == null || !byChance || !hasRoomForFlight()) {
      return QlogTrace.disabled();
    }
    FlightRing ring =
        new FlightRing(
            context.flightPool,
            flight.headBytes() / RecorderContext.FLIGHT_CHUNK_BYTES,
            flight.ringBytes() / RecorderContext.FLIGHT_CHUNK_BYTES);
    context.counters.flightsOpened.increment();
    return trace(connection, Decision.record(Decision.Reason.FLIGHT), nanos, ring);
  }

  /** A flight recorder without memory is of no use, but costs. */
  private boolean hasRoomForFlight() {
    return context.flightPool.used() < context.flightPool.capacity()
        && context.open.size() < context.settings.maxOpenTraces() + context.flightPool.capacity();
  }

  private Decision limited(Decision decision) {
    if (decision == null) {
      return Decision.skip(Decision.Reason.DISABLED);
    }
    if (!decision.isRecord()) {
      return decision;
    }
    if (context.inventory.isOver()) {
      return Decision.skip(Decision.Reason.DISK_FULL);
    }
    if (context.recording.get() >= context.settings.maxOpenTraces()) {
      return Decision.skip(Decision.Reason.TOO_MANY_OPEN);
    }
    boolean free = decision.reason() == Decision.Reason.FORCED;
    if (!free
        && context.settings.rateLimit() != null
        && !context.settings.rateLimit().tryAcquire()) {
      return Decision.skip(Decision.Reason.RATE_LIMITED);
    }
    return decision;
  }

  private QlogTrace trace(ConnectionInfo connection, Decision decision, long nanos, FlightRing ring)
      throws IOException {
    long now = context.settings.nanoClock().getAsLong();
    long startMicros = context.settings.wallClockMicros().getAsLong() - (now - nanos) / 1000;
    TroubleWatch watch = ring == null ? null : new TroubleWatch(context.settings.flightRecorder());
    QlogTrace trace =
        QlogTrace.make(
            watch,
            self -> {
              TraceOutput output =
                  new TraceOutput(context, connection, decision, self, startMicros);
              return new TraceSpool(context, connection, self, output, ring, nanos);
            });
    context.opened(trace.spool());
    if (closed) {
      // The recorder was closed meanwhile and may not have seen this trace.
      trace.close();
    }
    return trace;
  }

  /** What the recorder has done so far. */
  public RecorderStats stats() {
    return context == null ? RecorderStats.nothing() : RecorderStats.of(context);
  }

  /**
   * Waits until everything that was recorded before is in the files.
   *
   * @return whether it was within the time
   */
  public boolean flush(Duration atMost) throws InterruptedException {
    return context == null || context.thread.flush(waited(atMost));
  }

  /** Closes all traces and ends, within {@link #CLOSE_DEADLINE}. Closing again does nothing. */
  @Override
  public void close() {
    close(CLOSE_DEADLINE);
  }

  /**
   * Closes all traces and ends.
   *
   * @return whether everything was written within the time; if not, the rest is dropped and
   *     counted; true if it was closed before
   */
  public boolean close(Duration atMost) {
    if (context == null) {
      return true;
    }
    synchronized (closing) {
      if (closed) {
        return true;
      }
      closed = true;
    }
    removeHook();
    long deadline = System.nanoTime() + waited(atMost).toNanos();
    long now = context.settings.nanoClock().getAsLong();
    long lostBefore = lost();
    for (TraceSpool spool : context.open) {
      spool.closeAtTheEnd(now);
    }
    boolean written = false;
    try {
      written = context.thread.stop(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
      written &= lost() == lostBefore;
      context.housekeeper.stop(deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!written) {
      context.open.forEach(TraceSpool::giveUp);
      context.counters.otherErrors.increment();
      context.errors.failed(
          "not everything could be written before the end, in",
          context.settings.directory(),
          new IOException("within " + atMost + "; the rest is dropped and counted"));
    }
    context.directory.close();
    return written;
  }

  private static Duration waited(Duration atMost) {
    return atMost.compareTo(LONGEST_WAIT) < 0 ? atMost : LONGEST_WAIT;
  }

  private long lost() {
    return context.counters.dropped().get(DropReason.DISK);
  }

  private void removeHook() {
    if (hook == null || Thread.currentThread() == hook) {
      return;
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The virtual machine is ending already.
    }
  }
}
