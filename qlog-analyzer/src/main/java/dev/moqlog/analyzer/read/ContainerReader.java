package dev.moqlog.analyzer.read;

import dev.moqlog.analyzer.source.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds the records of a qlog file whatever its container: contained JSON, JSON text sequences,
 * newline-delimited or merely concatenated objects.
 *
 * <p>The container is recognised by its content while reading: an object that turns out to have
 * {@code traces} or {@code events} is walked into, every other top-level object is one record.
 * Where the content is not what it should be, the reader {@link #salvage searches} for the next
 * place where reading can go on, and reports the stretch between as damage. Memory is bounded by
 * the longest record.
 */
final class ContainerReader {

  /** Where the reader stands in the structure of the file. */
  private enum Context {
    /** Between top-level values. */
    TOP,
    /** In a top-level object that is not known to be a plain record. */
    FILE,
    /** In the array of traces. */
    TRACES,
    /** In a trace object. */
    TRACE,
    /** In the array of events of a trace. */
    EVENTS
  }

  /** How a step over one value ended. */
  private enum Step {
    COMPLETE,
    /** It was damaged, and the reader stands where reading can go on. */
    RESUMED,
    END
  }

  private record Member(boolean ofTrace, String name, long from, long to) {}

  private static final Set<String> EVENT_KEYS =
      Set.of(
          "time",
          "relative_time",
          "delta_time",
          "name",
          "category",
          "type",
          "data",
          "group_id",
          "tuple",
          "path",
          "time_format",
          "protocol_type",
          "system_info");

  private static final Set<String> TRACE_KEYS =
      Set.of(
          "vantage_point",
          "title",
          "description",
          "common_fields",
          "configuration",
          "event_fields",
          "event_schemas",
          "events");

  private static final int RECORD_SEPARATOR = 0x1e;
  private static final int MAX_KEY_BYTES = 256;

  /** Salvage may scan this many bytes for each byte it advances, so that its time stays linear. */
  private static final int SALVAGE_EFFORT = 64;

  private static final long SALVAGE_ALLOWANCE_BYTES = 16 << 20;

  /** Content without a trace of qlog in this many bytes is something else. */
  private static final long PROBE_BYTES = 4 << 20;

  private final Content content;
  private final ByteWindow window;
  private final JsonScanner scanner;
  private final RecordHandler handler;
  private final long maxRecordBytes;

  private Context context = Context.TOP;
  private long position;

  /** Whether the current file object is known to be contained JSON. */
  private boolean contained;

  private boolean traceOpen;
  private boolean traceIsFileObject;
  private boolean traceTentative;
  private boolean separatorPending;
  private long fileStart;
  private final List<Member> undecided = new ArrayList<>();

  private ContainerReader(
      Content content,
      ByteWindow window,
      long position,
      long maxRecordBytes,
      RecordHandler handler) {
    this.content = content;
    this.window = window;
    this.position = position;
    this.scanner = new JsonScanner(window, maxRecordBytes);
    this.handler = handler;
    this.maxRecordBytes = maxRecordBytes;
  }

  /**
   * Reads a whole content.
   *
   * @param maxRecordBytes a longer record counts as damage
   */
  static void read(Content content, long maxRecordBytes, RecordHandler handler) throws IOException {
    ContainerReader reader =
        new ContainerReader(content, new ByteWindow(content, 0), 0, maxRecordBytes, handler);
    reader.skipByteOrderMark();
    reader.run(false);
  }

  /** Reads the rest of one trace from within its events on, for the members behind them. */
  private void readRestOfTrace() throws IOException {
    context = Context.EVENTS;
    contained = true;
    traceOpen = true;
    run(true);
  }

  private void run(boolean oneTrace) throws IOException {
    while (true) {
      boolean goOn =
          switch (context) {
            case TOP -> top();
            case FILE -> file();
            case TRACES -> traces();
            case TRACE -> trace();
            case EVENTS -> events();
          };
      if (!goOn || (oneTrace && !traceOpen)) {
        break;
      }
    }
    if (oneTrace) {
      return;
    }
    if (context != Context.TOP || separatorPending || window.failure() != null) {
      handler.cut();
    }
    if (window.failure() != null) {
      handler.damage(
          new Damage(
              window.end(), 0, true, "the content ends early: " + window.failure().getMessage()));
    }
    endTrace();
  }

  private void skipByteOrderMark() {
    if (window.has(2) && window.at(0) == 0xef && window.at(1) == 0xbb && window.at(2) == 0xbf) {
      position = 3;
    }
  }

  // One step in each context. Each returns false at the end of the content.

  private boolean top() {
    separatorPending = false;
    int b = peek();
    while (b == RECORD_SEPARATOR) {
      separatorPending = true;
      position++;
      b = peek();
    }
    if (b < 0) {
      return false;
    }
    separatorPending = false;
    window.release(position);
    if (b != '{') {
      return salvage(position, position + 1, "expected a JSON object here");
    }
    String firstKey = keyAfter(position + 1);
    if (firstKey != null && !EVENT_KEYS.contains(firstKey)) {
      fileStart = position++;
      contained = false;
      undecided.clear();
      context = Context.FILE;
      return true;
    }
    long start = position;
    Step step = value(start, start);
    if (step == Step.COMPLETE) {
      handler.event(window.buffer(), window.index(start), window.index(position), start);
    }
    return step != Step.END;
  }

  private boolean file() throws IOException {
    int b = peek();
    if (b == ',') {
      position++;
      return true;
    }
    if (b == '}') {
      position++;
      context = Context.TOP;
      if (!contained) {
        handler.record(window.buffer(), window.index(fileStart), window.index(position), fileStart);
      }
      return true;
    }
    return member(false, b);
  }

  private boolean traces() {
    int b = peek();
    if (b < 0) {
      return false;
    }
    if (b == '{') {
      position++;
      startTrace(false);
      context = Context.TRACE;
    } else if (b == ',') {
      position++;
    } else if (b == ']') {
      position++;
      context = Context.FILE;
    } else {
      return salvage(position, position + 1, "expected a trace object here");
    }
    return true;
  }

  private boolean trace() throws IOException {
    int b = peek();
    if (b == ',') {
      position++;
      return true;
    }
    if (b == '}') {
      position++;
      if (traceTentative) {
        traceTentative = false;
        context = Context.FILE;
      } else {
        boolean wasFileObject = traceIsFileObject;
        endTrace();
        context = wasFileObject ? Context.TOP : Context.TRACES;
      }
      return true;
    }
    return member(true, b);
  }

  private boolean events() {
    int b = peek();
    if (b < 0) {
      return false;
    }
    window.release(position);
    if (b == ',') {
      position++;
      return true;
    }
    if (b == ']') {
      position++;
      context = Context.TRACE;
      return true;
    }
    if (b != '{' && b != '[') {
      return salvage(position, position + 1, "expected an event here");
    }
    long start = position;
    Step step = value(start, start);
    if (step == Step.COMPLETE) {
      handler.event(window.buffer(), window.index(start), window.index(position), start);
    }
    return step != Step.END;
  }

  /** A member of a file or trace object whose first byte is {@code b}. */
  private boolean member(boolean ofTrace, int b) throws IOException {
    // An undecided object is damaged as a whole, for it may be a plain record.
    long damagedFrom = contained ? position : fileStart;
    if (b < 0 && contained) {
      return false;
    }
    if (b >= 0 && b != '"') {
      return salvage(damagedFrom, position + 1, "expected a member name here");
    }
    String key = keyAt(position);
    if (key == null) {
      return window.has(position + MAX_KEY_BYTES)
          ? salvage(damagedFrom, position + 1, "expected a member name here")
          : cutOff(damagedFrom);
    }
    position += key.length() + 2;
    b = peek();
    if (b == ':') {
      position++;
      b = peek();
    } else if (b >= 0) {
      return salvage(damagedFrom, position, "expected ':' here");
    }
    if (b < 0) {
      return cutOff(damagedFrom);
    }
    if (b == '[' && key.equals("events")) {
      decideContained();
      if (!ofTrace) {
        startTrace(true);
      }
      position++;
      enterEvents();
      return true;
    }
    if (b == '[' && key.equals("traces") && !ofTrace) {
      decideContained();
      position++;
      context = Context.TRACES;
      return true;
    }
    if (b == '{' && key.equals("trace") && !ofTrace && !contained) {
      position++;
      traceTentative = true;
      context = Context.TRACE;
      return true;
    }
    long valueStart = position;
    Step step = value(valueStart, damagedFrom);
    if (step != Step.COMPLETE) {
      return step == Step.RESUMED;
    }
    Member found = new Member(ofTrace, key, valueStart, position);
    if (contained) {
      deliver(found);
      window.release(position);
    } else {
      undecided.add(found);
      if (position - fileStart > maxRecordBytes) {
        decideContained();
      }
    }
    return true;
  }

  private void enterEvents() throws IOException {
    context = Context.EVENTS;
    int first = peek();
    if ((first == '{' || first == '[') && handler.needsLaterMembers(first == '[')) {
      try (InputStream rest =
          new SequenceInputStream(window.loadedFrom(position), content.fork())) {
        new ContainerReader(
                null,
                new ByteWindow(rest, position),
                position,
                maxRecordBytes,
                new LaterMembers(handler))
            .readRestOfTrace();
      }
    }
  }

  private void decideContained() {
    if (!contained) {
      contained = true;
      for (Member member : undecided) {
        if (!member.ofTrace) {
          deliver(member);
        }
      }
      if (traceTentative) {
        traceTentative = false;
        startTrace(false);
      }
      for (Member member : undecided) {
        if (member.ofTrace) {
          deliver(member);
        }
      }
      undecided.clear();
    }
    window.release(position);
  }

  private void deliver(Member member) {
    byte[] buffer = window.buffer();
    int from = window.index(member.from);
    int to = window.index(member.to);
    if (member.ofTrace) {
      handler.traceMember(member.name, buffer, from, to, member.from);
    } else {
      handler.fileMember(member.name, buffer, from, to, member.from);
    }
  }

  private void startTrace(boolean isFileObject) {
    endTrace();
    traceOpen = true;
    traceIsFileObject = isFileObject;
    handler.traceStarted();
  }

  private void endTrace() {
    if (traceOpen) {
      traceOpen = false;
      traceIsFileObject = false;
      handler.traceEnded();
    }
  }

  /**
   * Scans the value at {@code start} and stands behind it if it is complete.
   *
   * @param damagedFrom where the unusable stretch begins if it is not
   */
  private Step value(long start, long damagedFrom) {
    return switch (scanner.scan(start)) {
      case COMPLETE -> {
        position = scanner.end();
        yield Step.COMPLETE;
      }
      case CUT -> {
        cutOff(damagedFrom);
        yield Step.END;
      }
      case MALFORMED ->
          resumed(damagedFrom, start, "not valid JSON at byte offset " + scanner.end());
      case TOO_LONG ->
          resumed(damagedFrom, start, "a record of more than " + maxRecordBytes + " bytes");
    };
  }

  private Step resumed(long damagedFrom, long start, String reason) {
    return salvage(damagedFrom, start + 1, reason) ? Step.RESUMED : Step.END;
  }

  private boolean cutOff(long from) {
    handler.damage(new Damage(from, window.end() - from, true, "the content ends inside a record"));
    handler.cut();
    context = Context.TOP;
    return false;
  }

  /**
   * Searches for the next place where reading can go on.
   *
   * @param damagedFrom where the unusable stretch begins
   * @param from where to search from
   */
  private boolean salvage(long damagedFrom, long from, String reason) {
    long allowance = SALVAGE_ALLOWANCE_BYTES;
    int previous = -1;
    boolean found = false;
    position = from;
    while (!found && window.has(position)) {
      if (!handler.recognized() && position > PROBE_BYTES) {
        break;
      }
      int b = window.at(position);
      if (contained) {
        found = b == ']' && context == Context.EVENTS && endsEvents(position);
        if (!found && b == '{' && TRACE_KEYS.contains(orEmpty(keyAfter(position + 1)))) {
          found = true;
          endTrace();
          context = Context.TRACES;
        }
      } else if (b == RECORD_SEPARATOR || (b == '{' && previous == '\n')) {
        found = true;
        context = Context.TOP;
      }
      if (!found && (b == '{' || b == '[') && allowance > 0) {
        found = eventAt(position, b);
        allowance -= scanner.end() - position;
        if (found) {
          resumeAtEvent(previous);
        }
      }
      if (!found) {
        allowance += SALVAGE_EFFORT;
        if (b > ' ' || b == '\n') {
          previous = b;
        }
        window.release(++position);
      }
    }
    if (!found) {
      context = Context.TOP;
    }
    handler.damage(new Damage(damagedFrom, position - damagedFrom, false, reason));
    return found;
  }

  private void resumeAtEvent(int previous) {
    if (!contained && context != Context.TOP && (previous == ',' || previous == '[')) {
      contained = true;
    }
    if (contained) {
      if (!traceOpen) {
        startTrace(false);
      }
      context = Context.EVENTS;
    } else {
      context = Context.TOP;
    }
  }

  private boolean eventAt(long offset, int first) {
    if (first == '{' && !EVENT_KEYS.contains(orEmpty(keyAfter(offset + 1)))) {
      return false;
    }
    if (first == '[' && !handler.eventsAreArrays()) {
      return false;
    }
    return scanner.scan(offset) == JsonScanner.Result.COMPLETE
        && handler.isEvent(window.buffer(), window.index(offset), window.index(scanner.end()));
  }

  /** Whether a closing bracket is followed by a member of a trace. */
  private boolean endsEvents(long offset) {
    long next = skipSpace(offset + 1);
    return window.has(next)
        && window.at(next) == ','
        && TRACE_KEYS.contains(orEmpty(keyAfter(next + 1)));
  }

  // Small things.

  /** The next byte that is not white space, not consumed; negative at the end of the content. */
  private int peek() {
    position = skipSpace(position);
    return window.has(position) ? window.at(position) : -1;
  }

  private long skipSpace(long offset) {
    while (window.has(offset)) {
      int b = window.at(offset);
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        break;
      }
      offset++;
    }
    return offset;
  }

  /** The string that comes next from this offset on, or null. */
  private String keyAfter(long offset) {
    return keyAt(skipSpace(offset));
  }

  private String keyAt(long offset) {
    if (!window.has(offset) || window.at(offset) != '"') {
      return null;
    }
    long end = offset + 1;
    while (window.has(end) && window.at(end) != '"') {
      if (++end - offset > MAX_KEY_BYTES) {
        return null;
      }
    }
    if (!window.has(end)) {
      return null;
    }
    int from = window.index(offset + 1);
    return new String(window.buffer(), from, window.index(end) - from, StandardCharsets.ISO_8859_1);
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
