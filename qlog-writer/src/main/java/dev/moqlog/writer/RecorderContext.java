package dev.moqlog.writer;

import dev.moqlog.vocabulary.EventType;
import dev.moqlog.writer.sampling.Sampler;
import dev.moqlog.writer.sampling.SamplerChain;
import dev.moqlog.writer.spool.ChunkPool;
import dev.moqlog.writer.spool.SpoolThread;
import dev.moqlog.writer.store.OpenFiles;
import dev.moqlog.writer.store.QlogDirectory;
import dev.moqlog.writer.store.TraceInventory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** What all traces of a recorder share. Its fields never change; what they hold is thread-safe. */
final class RecorderContext {

  /** Memory is given out in pieces of this size, which is also the size of the largest event. */
  static final int CHUNK_BYTES = 16 << 10;

  /** Flight recorders are many and mostly quiet, so their pieces are smaller. */
  static final int FLIGHT_CHUNK_BYTES = 4 << 10;

  /** More than any footer has. */
  private static final int FOOTER_BYTES = 64;

  final RecorderSettings settings;
  final EventTables tables;
  final Sampler sampler;
  final TraceHeader header;
  final byte[] eventStart;
  final byte[] eventEnd;
  final QlogDirectory directory;
  final TraceInventory inventory;
  final ChunkPool pool;
  final ChunkPool flightPool;
  final ScratchPool scratches;
  final SpoolThread thread;
  final Housekeeper housekeeper;
  final RecorderCounters counters = new RecorderCounters();
  final ErrorLog errors;
  final Set<TraceSpool> open = ConcurrentHashMap.newKeySet();

  /** The number of traces that are open and written, unlike those of flight recorders. */
  final AtomicInteger recording = new AtomicInteger();

  /** For the I/O thread only. */
  final OpenFiles openFiles;

  /** For the I/O thread only. */
  final ByteBuffer staging;

  /** Which of the possible file names are taken by open traces, by the name of the connection. */
  private final Map<String, Long> names = new ConcurrentHashMap<>();

  RecorderContext(RecorderSettings settings, QlogDirectory directory, TraceInventory inventory) {
    this.settings = settings;
    this.tables = EventTables.of(settings.profile());
    this.header = new TraceHeader(settings);
    this.eventStart = TraceHeader.eventStart(settings.format());
    this.eventEnd = TraceHeader.eventEnd(settings.format());
    this.directory = directory;
    this.inventory = inventory;
    this.pool = new ChunkPool(settings.memoryBytes(), CHUNK_BYTES);
    FlightRecorder flight = settings.flightRecorder();
    this.flightPool =
        flight == null ? null : new ChunkPool(flight.budgetBytes(), FLIGHT_CHUNK_BYTES);
    this.scratches = new ScratchPool(CHUNK_BYTES);
    this.errors = new ErrorLog(settings.nanoClock());
    this.sampler =
        SamplerChain.of(
            settings.samplers(),
            (failing, failure) -> {
              counters.otherErrors.increment();
              errors.failed("a sampler failed: " + failing.getClass().getName(), null, failure);
            });
    this.thread =
        new SpoolThread(
            "qlog-writer",
            settings.flushInterval().dividedBy(4),
            settings.nanoClock(),
            failure -> {
              counters.otherErrors.increment();
              errors.failed("cannot write a trace", settings.directory(), failure);
            });
    this.openFiles = new OpenFiles(settings.maxOpenFiles());
    this.staging = ByteBuffer.allocateDirect(TraceHeader.MAX_BYTES + CHUNK_BYTES + FOOTER_BYTES);
    this.housekeeper = new Housekeeper(this);
  }

  /**
   * How much is given up at the moment for lack of memory: nothing, events of importance extra, or
   * those of base as well.
   */
  EventType.Importance leastImportant() {
    int used = pool.used();
    int capacity = pool.capacity();
    if (used < capacity - (capacity >> 2)) {
      return EventType.Importance.EXTRA;
    }
    return used < capacity - (capacity >> 4)
        ? EventType.Importance.BASE
        : EventType.Importance.CORE;
  }

  /** Whether the I/O thread should make room at once instead of when it looks by itself. */
  boolean isMemoryShort() {
    return pool.used() > pool.capacity() >> 1;
  }

  void opened(TraceSpool spool) {
    open.add(spool);
    if (!spool.isFlying()) {
      recording.incrementAndGet();
    }
  }

  void ended(TraceSpool spool) {
    open.remove(spool);
    counters.tracesClosed.increment();
    if (!spool.isFlying()) {
      recording.decrementAndGet();
    }
    tell(listener -> listener.closed(spool.trace()));
  }

  /** Takes the first name that no other open trace of the connection has; 0 is the usual one. */
  int takeName(String connection) {
    int[] taken = new int[1];
    names.compute(
        connection,
        (key, bits) -> {
          long used = bits == null ? 0 : bits;
          taken[0] = Math.min(Long.SIZE - 1, Long.numberOfTrailingZeros(~used));
          return used | 1L << taken[0];
        });
    return taken[0];
  }

  void giveBackName(String connection, int name) {
    names.computeIfPresent(
        connection,
        (key, bits) -> {
          long left = bits & ~(1L << name);
          return left == 0 ? null : left;
        });
  }

  /** The path as the application configured it, and not as the file system resolved it. */
  Path shown(Path file) {
    return settings.directory().resolve(directory.root().relativize(file)).normalize();
  }

  /** Else a recorder that is on and records nothing would be a riddle. */
  void sayThatThereIsNoRoom() {
    errors.failed(
        "no room for traces in",
        settings.directory(),
        new IOException("the disk budget is used up, or less is free than shall be left"));
  }

  void tell(Consumer<TraceListener> news) {
    for (TraceListener listener : settings.listeners()) {
      try {
        news.accept(listener);
      } catch (Exception | Error e) {
        counters.otherErrors.increment();
        errors.failed("a listener failed: " + listener.getClass().getName(), null, e);
      }
    }
  }
}
