package dev.moqlog.writer;

import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.EventType.Importance;
import dev.moqlog.vocabulary.Field;
import dev.moqlog.writer.json.JsonBuffer;
import dev.moqlog.writer.spool.ChunkQueue;
import dev.moqlog.writer.spool.FlightRing;
import dev.moqlog.writer.spool.SpoolThread;
import dev.moqlog.writer.spool.Spooled;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The way of one trace's events through memory: committed by the threads of the stack, taken by the
 * I/O thread. What is not kept is counted, and said in the trace where it is missing.
 *
 * <p>All fields that are not final or volatile belong to whoever holds the lock, or to the one
 * thread that a single-threaded trace has.
 */
final class TraceSpool extends Spooled {

  private final RecorderContext context;
  private final ConnectionInfo connection;
  private final QlogTrace trace;
  private final TraceOutput output;
  private final ChunkQueue queue;
  private final boolean singleThreaded;
  private final Object lock = new Object();
  private final long startNanos;
  private final long flushAfterNanos;

  private FlightRing ring;
  private long lastNanos;
  private long headEndNanos;
  private final MissingEvents missing = new MissingEvents();
  private long timesRaised;
  private long leftOut;

  /** Nothing goes in any more: how the connection was closed is kept for the end. */
  private boolean over;

  private volatile boolean flying;
  private volatile boolean refused;
  private volatile boolean closed;
  private volatile boolean ownerMayRecord;
  private volatile long closedNanos;

  // The I/O thread's.
  private long writtenNanos;
  private long checkedNanos;

  TraceSpool(
      RecorderContext context,
      ConnectionInfo connection,
      QlogTrace trace,
      TraceOutput output,
      FlightRing ring,
      long startNanos) {
    this.context = context;
    this.connection = connection;
    this.trace = trace;
    this.output = output;
    this.queue = new ChunkQueue(context.pool);
    this.ring = ring;
    this.flying = ring != null;
    this.singleThreaded = connection.isSingleThreaded();
    this.startNanos = startNanos;
    this.lastNanos = startNanos;
    this.headEndNanos = startNanos;
    Duration flush = context.settings.flushInterval();
    // The rest of the interval is for the time between two looks of the I/O thread.
    this.flushAfterNanos = flush.toNanos() * 3 / 4 - SpoolThread.POLL.toNanos();
    this.writtenNanos = startNanos;
    this.checkedNanos = startNanos;
  }

  // Encoding, by any thread.

  EventTables tables() {
    return context.tables;
  }

  PrivacyPolicy privacy() {
    return context.settings.privacy();
  }

  boolean records(EventType type) {
    return context.settings.records(type) && !closed;
  }

  /** The same for an event that is about to be recorded, which is counted if it comes too late. */
  boolean takes(EventType type) {
    if (!context.settings.records(type)) {
      return false;
    }
    if (closed) {
      context.counters.dropped(DropReason.CLOSED, 1);
      return false;
    }
    return true;
  }

  boolean isClosed() {
    return closed;
  }

  boolean isFlying() {
    return flying;
  }

  RecorderContext context() {
    return context;
  }

  ConnectionInfo connection() {
    return connection;
  }

  Path path() {
    return context.shown(output.path());
  }

  Scratch begin(EventType type, long nanos) {
    Scratch scratch = context.scratches.take();
    scratch.begin(trace, type, nanos);
    return scratch;
  }

  /** Writes the beginning of an event. */
  void putTime(JsonBuffer out, long nanos) {
    out.rawMillis(context.eventStart, nanos - startNanos);
    out.ascii(',');
  }

  /** Ends an event that has been encoded, and takes it in. */
  void commit(Scratch scratch) {
    scratch.out.raw(context.eventEnd);
    if (singleThreaded) {
      append(scratch);
    } else {
      synchronized (lock) {
        append(scratch);
      }
    }
    scratch.trace = null;
    context.scratches.giveBack(scratch);
  }

  private void append(Scratch scratch) {
    EventType type = scratch.type;
    long nanos = scratch.nanos;
    if (closed) {
      context.counters.dropped(DropReason.CLOSED, 1);
      return;
    }
    if (scratch.out.isOverflown()) {
      drop(DropReason.TOO_LARGE, nanos);
      return;
    }
    // Threads that record at once may come in another order than they looked at the clock, but a
    // reader such as qvis takes the order of a file for that of time.
    if (nanos < lastNanos) {
      timesRaised++;
      raiseTime(scratch);
      nanos = lastNanos;
      if (scratch.out.isOverflown()) {
        drop(DropReason.TOO_LARGE, nanos);
        return;
      }
    }
    lastNanos = nanos;
    if (!output.admits(importance(type))) {
      if (type != EventType.CONNECTION_CLOSED || !output.keepForTheEnd(scratch.out)) {
        leftOut++;
        context.counters.dropped(DropReason.TRACE_SIZE, 1);
      }
      return;
    }
    if (ring != null) {
      remember(scratch, nanos);
      return;
    }
    if (importance(type).compareTo(context.leastImportant()) > 0) {
      drop(DropReason.PRESSURE, nanos);
      return;
    }
    if (over) {
      drop(DropReason.MEMORY, nanos);
    } else if (output.isFailing() && context.isMemoryShort()) {
      // The rest is for traces that can be written.
      drop(DropReason.DISK, nanos);
    } else if (missing.untold() > 0 && !sayWhatIsMissing(nanos)) {
      noMemory(type, scratch.out, nanos);
    } else {
      append(type, scratch.out, nanos);
    }
  }

  private void append(EventType type, JsonBuffer event, long nanos) {
    switch (queue.append(event.array(), 0, event.size(), 1)) {
      case YES -> {}
      case NEW_CHUNK -> {
        context.thread.push(this);
        if (context.isMemoryShort()) {
          context.thread.relieve();
        }
      }
      case NO_MEMORY -> noMemory(type, event, nanos);
      default -> drop(DropReason.TOO_LARGE, nanos);
    }
  }

  private void noMemory(EventType type, JsonBuffer event, long nanos) {
    if (type == EventType.CONNECTION_CLOSED && output.keepForTheEnd(event)) {
      over = true;
    } else {
      drop(output.isFailing() ? DropReason.DISK : DropReason.MEMORY, nanos);
    }
    context.thread.relieve();
  }

  private void remember(Scratch scratch, long nanos) {
    if (!ring.append(scratch.out.array(), 0, scratch.out.size())) {
      drop(DropReason.FLIGHT_MEMORY, nanos);
    } else if (ring.isInHead()) {
      headEndNanos = nanos;
    }
  }

  /**
   * What a reader needs in order to know how a connection went, whatever its rank in the drafts.
   */
  private static Importance importance(EventType type) {
    return switch (type) {
      case CONNECTION_CLOSED, CONNECTION_STARTED, CONNECTION_STATE_UPDATED -> Importance.CORE;
      default -> type.importance();
    };
  }

  private void drop(DropReason reason, long nanos) {
    missing.add(reason, Math.max(nanos, startNanos));
    context.counters.dropped(reason, 1);
  }

  private boolean sayWhatIsMissing(long nanos) {
    // Without memory, the attempt is in vain and costs as much as an event.
    if (context.pool.isExhausted()
        || !note(nanos, missing.untold(), missing.sinceNanos(), missing.reason().text())) {
      return false;
    }
    missing.told();
    return true;
  }

  /** Puts an event in place of those that are missing; false if there is no memory for it. */
  private boolean note(long nanos, long count, long sinceNanos, String cause) {
    Scratch scratch = context.scratches.take();
    scratch.begin(trace, EventType.EVENTS_DROPPED, nanos);
    scratch
        .fields
        .begin()
        .put(Field.COUNT_OF, count)
        .put(Field.SINCE, sinceNanos - startNanos)
        .put(Field.CAUSE, cause);
    return queueNote(scratch);
  }

  /** Queues an event of the writer's own, which does not count as one that was recorded. */
  private boolean queueNote(Scratch scratch) {
    scratch.out.raw(context.eventEnd);
    ChunkQueue.Appended appended = queue.append(scratch.out.array(), 0, scratch.out.size(), 0);
    scratch.trace = null;
    context.scratches.giveBack(scratch);
    if (appended == ChunkQueue.Appended.NEW_CHUNK) {
      context.thread.push(this);
    }
    return appended == ChunkQueue.Appended.YES || appended == ChunkQueue.Appended.NEW_CHUNK;
  }

  /** Writes the event again with the time of the one before. */
  private void raiseTime(Scratch scratch) {
    Scratch copy = context.scratches.take();
    JsonBuffer out = copy.out;
    out.clear();
    putTime(out, lastNanos);
    out.raw(scratch.out.array(), scratch.afterTime, scratch.out.size() - scratch.afterTime);
    scratch.out.copyFrom(out);
    context.scratches.giveBack(copy);
  }

  // The flight recorder.

  /**
   * Turns what was remembered into a trace; false if it is one already, or is over, or has used up
   * its turns.
   */
  boolean promote(String cause, long nanos) {
    if (!flying || closed) {
      return false;
    }
    if (!output.mayBePromoted()) {
      if (!refused) {
        refused = true;
        context.counters.promotionsRefused.increment();
      }
      return false;
    }
    if (singleThreaded) {
      if (!moveRing(cause, nanos)) {
        return false;
      }
    } else {
      synchronized (lock) {
        if (!moveRing(cause, nanos)) {
          return false;
        }
      }
    }
    context.counters.flightsPromoted.increment();
    context.recording.incrementAndGet();
    context.thread.push(this);
    context.thread.wake();
    context.tell(listener -> listener.promoted(trace, cause));
    return true;
  }

  private boolean moveRing(String cause, long nanos) {
    if (ring == null || closed) {
      return false;
    }
    FlightRing remembered = ring;
    ring = null;
    output.promoted(cause);
    long forgotten = remembered.evicted();
    context.counters.flightEventsForgotten.add(forgotten);
    remembered.moveTo(queue, () -> sayWhatIsForgotten(forgotten));
    lastNanos = Math.max(lastNanos, nanos);
    Scratch scratch = context.scratches.take();
    scratch.begin(trace, EventType.TRACE_PROMOTED, lastNanos);
    scratch.fields.begin().put(Field.CAUSE, cause);
    queueNote(scratch);
    flying = false;
    return true;
  }

  private void sayWhatIsForgotten(long count) {
    if (!note(headEndNanos, count, headEndNanos, DropReason.FLIGHT_MEMORY.text())) {
      // Later, then, together with what else is missing.
      missing.addForgotten(count, headEndNanos);
    }
  }

  // The end.

  /** Takes no more events; the I/O thread writes what is left. */
  void close(long nanos) {
    boolean forgotten;
    if (singleThreaded) {
      forgotten = closeOnce(nanos);
    } else {
      synchronized (lock) {
        forgotten = closeOnce(nanos);
      }
    }
    if (forgotten) {
      ended();
    }
  }

  /**
   * As {@link #close}, because the recorder ends: the one thread that a single-threaded trace has
   * may be recording. What only that thread may touch is left alone.
   */
  void closeAtTheEnd(long nanos) {
    if (!singleThreaded) {
      close(nanos);
      return;
    }
    if (!closed) {
      ownerMayRecord = true;
      closedNanos = nanos;
      closed = true;
    }
    context.thread.push(this);
  }

  /** Whether that was the end, because there is nothing to write. */
  private boolean closeOnce(long nanos) {
    if (closed) {
      return false;
    }
    closedNanos = nanos;
    closed = true;
    if (ring == null) {
      context.thread.push(this);
      return false;
    }
    context.counters.flightEventsForgotten.add(ring.events() + ring.evicted());
    ring.discard();
    ring = null;
    return true;
  }

  private void ended() {
    if (context.open.remove(this)) {
      output.released();
      context.ended(this);
    }
  }

  // The I/O thread.

  @Override
  protected boolean drain(boolean everything, long nowNanos) {
    boolean ending = closed;
    if (ending && output.isEnded()) {
      return true;
    }
    if (ending && flying) {
      // Not promoted, but closed by the recorder.
      ended();
      return true;
    }
    boolean due = nowNanos - writtenNanos >= flushAfterNanos;
    boolean wanted = everything || ending || queue.hasFullChunk() || due && queue.hasPending();
    boolean drained = false;
    if (wanted && output.mayTry(nowNanos, ending)) {
      if (nowNanos - checkedNanos >= flushAfterNanos) {
        checkedNanos = nowNanos;
        output.checkFile();
      }
      drained = queue.drain(output);
      writtenNanos = nowNanos;
    }
    if (!singleThreaded && (everything || due && !wanted) && !queue.hasPending()) {
      // A quiet trace needs no memory, and one that is not quiet can do without for others.
      synchronized (lock) {
        queue.releaseIfDrained();
      }
    }
    if (!ending) {
      return false;
    }
    if (!drained && !output.isGivenUp(nowNanos, closedNanos)) {
      return false;
    }
    long lost = ownerMayRecord ? queue.skip() : queue.discard();
    context.counters.dropped(DropReason.DISK, lost);
    long untold = missing.untold();
    output.end(
        new TraceOutput.Ending(
            missing.all() + leftOut + lost,
            leftOut,
            untold + lost,
            (untold > 0 ? missing.sinceNanos() : lastNanos) - startNanos,
            lost > 0 ? DropReason.DISK : missing.reason(),
            timesRaised,
            lastNanos - startNanos));
    ended();
    return true;
  }

  /** Writes no more: what is not in the file yet will only be counted. */
  void giveUp() {
    output.abandon();
  }

  @Override
  protected void abandon(long nowNanos) {
    closeAtTheEnd(nowNanos);
    giveUp();
    drain(true, nowNanos);
  }

  QlogTrace trace() {
    return trace;
  }
}
