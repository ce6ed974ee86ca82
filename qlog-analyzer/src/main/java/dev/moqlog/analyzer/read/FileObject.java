package dev.moqlog.analyzer.read;

import java.util.ArrayList;
import java.util.List;

/**
 * The top-level object that is being read, and its trace.
 *
 * <p>Until the object shows whether it is contained JSON or a record of a sequence, its members are
 * held back, and their bytes in the window with them.
 */
final class FileObject {

  /** Where the open trace stands in the file. */
  enum TracePlace {
    /** In the array of traces. */
    IN_TRACES,
    /** The only one, as a member of the file. */
    MEMBER,
    /** The whole file. */
    WHOLE
  }

  private record Member(boolean ofTrace, String name, long from, long to) {}

  /** An object with more members than this is no record. */
  private static final int MAX_MEMBERS = 1024;

  private final ByteWindow window;
  private final RecordHandler handler;
  private final long maxRecordBytes;
  private final List<Member> held = new ArrayList<>();

  private long start;
  private boolean contained;
  private boolean traceOpen;
  private boolean traceTentative;
  private TracePlace tracePlace = TracePlace.IN_TRACES;

  /**
   * @param maxRecordBytes a longer object is no record
   */
  FileObject(ByteWindow window, RecordHandler handler, long maxRecordBytes) {
    this.window = window;
    this.handler = handler;
    this.maxRecordBytes = maxRecordBytes;
  }

  /** Begins an object of which nothing is known. */
  void begin(long offset) {
    start = offset;
    contained = false;
    held.clear();
  }

  /** Begins in the middle of an object that is contained JSON, within a trace. */
  void beginWithinTrace() {
    contained = true;
    traceOpen = true;
  }

  /** Where the object begins. */
  long start() {
    return start;
  }

  /** Whether the object is known to be contained JSON. */
  boolean contained() {
    return contained;
  }

  /** Takes a member of the object or of its trace, by the offsets of its value. */
  void member(boolean ofTrace, String name, long from, long to) {
    if (contained) {
      deliver(ofTrace, name, from, to);
    } else {
      held.add(new Member(ofTrace, name, from, to));
      if (held.size() == MAX_MEMBERS) {
        decideContained(to);
      }
    }
    passed(to);
  }

  /** What is before this offset was read; keeps no more in memory than may be needed again. */
  void passed(long offset) {
    if (!contained && offset - start > maxRecordBytes) {
      decideContained(offset);
    }
    if (contained) {
      window.release(offset);
    }
  }

  /**
   * The object has a member {@code trace}, which is one of contained JSON only if it has events.
   */
  void beginTentativeTrace() {
    traceTentative = true;
  }

  /** The trace ends; whether it turned out to be no more than a part of a record. */
  boolean endTentativeTrace() {
    boolean was = traceTentative;
    traceTentative = false;
    return was;
  }

  /** The object is contained JSON: hands over what was held back. */
  void decideContained(long offset) {
    if (!contained) {
      contained = true;
      deliver(false);
      if (endTentativeTrace()) {
        startTrace(TracePlace.MEMBER);
      }
      deliver(true);
      held.clear();
    }
    window.release(offset);
  }

  /** The object is a trace itself: what was held back may describe the file or the trace. */
  void decideLoneTrace(long offset) {
    contained = true;
    deliver(false);
    startTrace(TracePlace.WHOLE);
    for (Member member : held) {
      deliver(true, member.name, member.from, member.to);
    }
    held.clear();
    window.release(offset);
  }

  private void deliver(boolean ofTrace) {
    for (Member member : held) {
      if (member.ofTrace == ofTrace) {
        deliver(ofTrace, member.name, member.from, member.to);
      }
    }
  }

  private void deliver(boolean ofTrace, String name, long from, long to) {
    byte[] buffer = window.buffer();
    if (ofTrace) {
      handler.traceMember(name, buffer, window.index(from), window.index(to), from);
    } else {
      handler.fileMember(name, buffer, window.index(from), window.index(to), from);
    }
  }

  /** Hands the whole object over as a record; why it cannot be used, or null if it can. */
  String deliverAsRecord(long end) {
    return handler.record(window.buffer(), window.index(start), window.index(end), start);
  }

  /** Whether a trace is open. */
  boolean traceOpen() {
    return traceOpen;
  }

  /** Where the trace that was started last stands. */
  TracePlace tracePlace() {
    return tracePlace;
  }

  /** A trace of the array of traces begins. */
  void startTrace() {
    startTrace(TracePlace.IN_TRACES);
  }

  private void startTrace(TracePlace place) {
    endTrace();
    traceOpen = true;
    tracePlace = place;
    handler.traceStarted();
  }

  /** The trace ends, if one is open. */
  void endTrace() {
    if (traceOpen) {
      traceOpen = false;
      handler.traceEnded();
    }
  }
}
