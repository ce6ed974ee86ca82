package dev.moqlog.writer;

import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.EventType.Importance;
import dev.moqlog.vocabulary.Field;
import dev.moqlog.writer.json.JsonBuffer;
import dev.moqlog.writer.sampling.Decision;
import dev.moqlog.writer.spool.ChunkQueue;
import dev.moqlog.writer.store.TraceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The files of one trace: the usual one, and further parts where the size limit asks for them. It
 * decides what happens at the size limit, and when to try again after a failure.
 *
 * <p>For the I/O thread, except where stated.
 */
final class TraceOutput implements ChunkQueue.Receiver {

  /** Kept free below the size limit for the events that end a trace. */
  private static final int RESERVED_BYTES = 4 << 10;

  /** What the writer's own events at the end need of that. */
  private static final int NOTES_BYTES = 1 << 10;

  private static final long FIRST_RETRY_NANOS = 250_000_000L;
  private static final long LONGEST_RETRY_NANOS = 30_000_000_000L;

  private static final long NO_ROOM_NANOS = 1_000_000_000L;

  /** So long after its end a trace waits for a disk that does not take it. */
  private static final long GIVE_UP_NANOS = 5_000_000_000L;

  private final RecorderContext context;
  private final ConnectionInfo connection;
  private final Decision decision;
  private final QlogTrace trace;
  private final long startMicros;
  private final String name;
  private final int takenName;
  private final JsonBuffer note = new JsonBuffer(64, 1024);
  private final LastWords lastWords;

  private volatile TraceFile file;
  private volatile String cause;
  private volatile Importance admitted = Importance.EXTRA;
  private volatile boolean stopped;
  private volatile boolean failing;
  private volatile boolean abandoned;

  private int part;
  private long events;
  private long failures;
  private long retryNanos;
  private long rejectedEvents;
  private boolean ended;

  /**
   * What there is to say at the end of a trace. Times are nanoseconds since its start.
   *
   * @param dropped events that are in no file
   * @param leftOut those of them that the size limit kept out before they were queued
   * @param missing those of them that no event has told of yet
   */
  record Ending(
      long dropped,
      long leftOut,
      long missing,
      long missingSinceNanos,
      DropReason missingReason,
      long timesRaised,
      long lastNanos) {}

  TraceOutput(
      RecorderContext context,
      ConnectionInfo connection,
      Decision decision,
      QlogTrace trace,
      long startMicros)
      throws IOException {
    this.context = context;
    this.connection = connection;
    this.decision = decision;
    this.trace = trace;
    this.startMicros = startMicros;
    this.lastWords = new LastWords(context, RESERVED_BYTES - NOTES_BYTES);
    this.name = directoryName(context, connection);
    this.takenName = context.takeName(name);
    this.file = newFile(takenName, 0);
  }

  private static String directoryName(RecorderContext context, ConnectionInfo connection) {
    PrivacyPolicy privacy = context.settings.privacy();
    if (privacy.identifiers() == NamePolicy.FULL) {
      return connection.name();
    }
    String hidden = privacy.identifier(connection.connectionId());
    return hidden != null ? hidden : Long.toHexString(ThreadLocalRandom.current().nextLong());
  }

  private TraceFile newFile(int nameIndex, int newPart) throws IOException {
    return new TraceFile(
        context.directory,
        context.openFiles,
        name,
        connection.vantagePoint(),
        nameIndex,
        newPart,
        context.header.layout(connection, decision, cause, startMicros, newPart));
  }

  /** Any thread. */
  Path path() {
    return file.path();
  }

  /** Whether there is still room for such an event. Any thread. */
  boolean admits(Importance importance) {
    return !stopped && importance.compareTo(admitted) <= 0;
  }

  /** Whether the disk does not take what is written. Any thread. */
  boolean isFailing() {
    return failing;
  }

  /** Keeps how the connection was closed; tells whether it did. Any thread. */
  boolean keepForTheEnd(JsonBuffer event) {
    return lastWords.keep(event.array(), 0, event.size());
  }

  /** Whether the flight recorder may be written out now. Any thread. */
  boolean mayBePromoted() {
    return context.housekeeper.mayPromote();
  }

  /** The trace is written after all, for this reason. Called before its first event is queued. */
  void promoted(String why) {
    cause = why;
    try {
      file = newFile(takenName, 0);
    } catch (IOException e) {
      // Its name was fine when the trace was opened.
      context.errors.failed("cannot name a trace", path(), e);
    }
  }

  boolean mayTry(long nowNanos, boolean ending) {
    return !failing || abandoned || nowNanos - retryNanos >= 0 || ending && failures < 3;
  }

  /** Whether nothing more can be done for a trace that has ended. */
  boolean isGivenUp(long nowNanos, long closedNanos) {
    return abandoned || failing && nowNanos - closedNanos > GIVE_UP_NANOS;
  }

  void abandon() {
    abandoned = true;
  }

  /** Makes a new file if somebody has removed the one there was. */
  void checkFile() {
    TraceFile before = file;
    if (!before.isGone()) {
      return;
    }
    try {
      before.close(false);
      context.inventory.closed(before.path(), false);
      file = newFile(before.nameIndex(), part);
      context.errors.failed(
          "a trace was removed while it was written",
          before.path(),
          new IOException("its later events go to a new file"));
    } catch (IOException e) {
      failed(e);
    }
  }

  @Override
  public boolean receive(byte[] bytes, int from, int length, int count) {
    if (abandoned) {
      return false;
    }
    if (stopped) {
      reject(bytes, from, length, count);
      return true;
    }
    if (context.inventory.isOver()) {
      noRoom();
      return false;
    }
    long limit = context.settings.maxTraceBytes() - RESERVED_BYTES;
    long size = file.sizeBytesWith(length);
    SizeLimitAction action = context.settings.sizeLimitAction();
    if (size > limit) {
      if (action != SizeLimitAction.ROTATE || !file.isCreated()) {
        stopped = true;
        context.counters.tracesTruncated.increment();
        reject(bytes, from, length, count);
        return true;
      }
      if (!rotate()) {
        return false;
      }
    } else if (action == SizeLimitAction.DEMOTE && size > limit / 2) {
      admitted = Importance.CORE;
    }
    return append(bytes, from, length, count);
  }

  private void reject(byte[] bytes, int from, int length, int count) {
    int rejected = lastWords.keepFrom(bytes, from, length) ? count - 1 : count;
    rejectedEvents += rejected;
    context.counters.dropped(DropReason.TRACE_SIZE, rejected);
  }

  /** Waits for room: the disk budget binds the traces that are open, too. */
  private void noRoom() {
    failing = true;
    retryNanos = context.settings.nanoClock().getAsLong() + NO_ROOM_NANOS;
    context.housekeeper.lookSoon();
    context.sayThatThereIsNoRoom();
  }

  private boolean rotate() {
    TraceFile full = file;
    try {
      full.close(context.settings.forceOnClose());
      file = newFile(full.nameIndex(), part + 1);
      part++;
    } catch (IOException e) {
      failed(e);
      return false;
    }
    done(full);
    return true;
  }

  private boolean append(byte[] bytes, int from, int length, int count) {
    TraceFile target = file;
    boolean isNew = !target.isCreated();
    Path expected = target.path();
    // Before the file exists, so that housekeeping never takes it for one that was left behind. The
    // name may turn out to be that of another trace, open or closed, here or in another process.
    boolean announced = isNew && context.inventory.announced(expected);
    long before = target.sizeBytes();
    long began = System.nanoTime();
    try {
      target.append(bytes, from, length, context.staging);
    } catch (IOException | RuntimeException e) {
      if (announced) {
        context.inventory.withdrawn(expected);
      }
      failed(e);
      return false;
    }
    RecorderCounters counters = context.counters;
    counters.writeNanos.add(System.nanoTime() - began);
    counters.writes.increment();
    counters.eventsWritten.add(count);
    events += count;
    long grown = target.sizeBytes() - before;
    counters.bytesWritten.add(grown);
    failing = false;
    failures = 0;
    if (isNew) {
      if (announced && !target.path().equals(expected)) {
        context.inventory.withdrawn(expected);
      }
      context.inventory.opened(target.path());
      context.tell(listener -> listener.fileCreated(trace));
    }
    context.inventory.grown(target.path(), grown);
    context.housekeeper.grown(grown);
    return true;
  }

  private void failed(Exception e) {
    failing = true;
    context.counters.writeErrors.increment();
    context.errors.failed("cannot write", file.path(), e);
    context.housekeeper.lookSoon();
    long pause = Math.min(LONGEST_RETRY_NANOS, FIRST_RETRY_NANOS << Math.min(failures, 7));
    failures++;
    retryNanos = context.settings.nanoClock().getAsLong() + pause;
    try {
      file.close(false);
    } catch (IOException ignored) {
      // It is opened anew for the next try.
      e.addSuppressed(ignored);
    }
  }

  /** Writes the last events and closes the file. */
  void end(Ending ending) {
    ended = true;
    if (!abandoned && (file.isCreated() || lastWords.words() != null || ending.missing() > 0)) {
      sayTheLast(ending);
    } else if (lastWords.words() != null) {
      context.counters.dropped(DropReason.DISK, 1);
    }
    TraceFile last = file;
    closeQuietly(last, context.settings.forceOnClose() && !abandoned);
    if (last.isCreated()) {
      done(last);
    }
  }

  private void sayTheLast(Ending ending) {
    long nanos = ending.lastNanos();
    long dropped = ending.dropped() + rejectedEvents;
    byte[] words = lastWords.words();
    if (words != null && !append(words, 0, words.length, 1)) {
      context.counters.dropped(DropReason.DISK, 1);
      dropped++;
    }
    if (ending.missing() > 0) {
      begin(EventType.EVENTS_DROPPED, nanos);
      member(Field.COUNT_OF, ending.missing());
      note.key(context.tables.key(Field.SINCE));
      note.millis(ending.missingSinceNanos());
      note.key(context.tables.key(Field.CAUSE));
      note.text(ending.missingReason().text());
      finish();
    }
    long leftOut = ending.leftOut() + rejectedEvents;
    if (leftOut > 0) {
      begin(EventType.TRACE_TRUNCATED, nanos);
      member(Field.EVENTS, leftOut);
      member(Field.BYTES_OF, context.settings.maxTraceBytes());
      finish();
    }
    begin(EventType.TRACE_ENDED, nanos);
    member(Field.EVENTS, events);
    member(Field.DROPPED_EVENTS, dropped);
    member(Field.TIMES_RAISED, ending.timesRaised());
    finish();
  }

  private void closeQuietly(TraceFile last, boolean force) {
    try {
      last.close(force);
    } catch (IOException e) {
      context.counters.writeErrors.increment();
      context.errors.failed("cannot close", last.path(), e);
    }
  }

  private void done(TraceFile written) {
    boolean keepLonger = cause != null || decision.reason() == Decision.Reason.FORCED;
    context.housekeeper.closed(written.path(), keepLonger);
  }

  private void begin(EventType type, long nanos) {
    note.clear();
    note.raw(context.eventStart);
    note.millis(nanos);
    note.ascii(',');
    note.raw(context.tables.start(type));
  }

  private void member(Field field, long value) {
    note.key(context.tables.key(field));
    note.number(value);
  }

  private void finish() {
    note.raw(context.eventEnd);
    append(note.array(), 0, note.size(), 0);
  }

  boolean isEnded() {
    return ended;
  }

  /** The trace does not need its name any more. Any thread. */
  void released() {
    context.giveBackName(name, takenName);
  }
}
