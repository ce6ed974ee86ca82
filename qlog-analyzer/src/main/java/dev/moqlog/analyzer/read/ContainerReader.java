package dev.moqlog.analyzer.read;

import dev.moqlog.analyzer.source.Content;
import dev.moqlog.analyzer.source.Helpers;
import java.io.InputStream;
import java.util.function.Predicate;

/**
 * Finds the records of a qlog file whatever its container: contained JSON, JSON text sequences,
 * newline-delimited or merely concatenated objects.
 *
 * <p>The container is recognised by its content while reading: an object that turns out to have
 * {@code traces} or {@code events} is walked into, every other top-level object is one record.
 * Where the content is not what it should be, the reader {@linkplain Salvage searches} for the next
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

  /** In a file with more traces than this, events that come first are read as they come. */
  private static final int MAX_LOOK_AHEADS = 10_000;

  /** Content without a trace of qlog in this many bytes is something else. */
  static final long PROBE_BYTES = 4 << 20;

  private final Content content;
  private final ByteWindow window;
  private final JsonScanner scanner;
  private final EventRun run;
  private final Salvage salvage;
  private final FileObject file;
  private final RecordHandler handler;
  private final long maxRecordBytes;

  private Context context = Context.TOP;
  private long position;

  /** Whether records are separated as in a JSON text sequence. */
  private boolean sequence;

  private int lookAheads;

  private boolean separatorPending;

  private ContainerReader(
      Content content,
      ByteWindow window,
      long position,
      long maxRecordBytes,
      RecordHandler handler,
      Helpers helpers) {
    this.content = content;
    this.window = window;
    this.position = position;
    this.scanner = new JsonScanner(window, maxRecordBytes);
    this.run = new EventRun(window, handler, new ParallelRun(window, handler, helpers));
    this.salvage = new Salvage(window, scanner, handler);
    this.file = new FileObject(window, handler, maxRecordBytes);
    this.handler = handler;
    this.maxRecordBytes = maxRecordBytes;
  }

  /**
   * Reads a whole content.
   *
   * @param maxRecordBytes a longer record counts as damage
   */
  static void read(Content content, long maxRecordBytes, RecordHandler handler, Helpers helpers) {
    ContainerReader reader =
        new ContainerReader(
            content, new ByteWindow(content, 0), 0, maxRecordBytes, handler, helpers);
    reader.skipByteOrderMark();
    reader.run(false);
  }

  /**
   * Reads the rest of one trace, for the members behind its events.
   *
   * @param rest the content from an offset within the events on
   */
  static void readRestOfTrace(
      InputStream rest, long offset, long maxRecordBytes, RecordHandler handler) {
    ContainerReader reader =
        new ContainerReader(
            null, new ByteWindow(rest, offset), offset, maxRecordBytes, handler, Helpers.NONE);
    reader.context = Context.EVENTS;
    reader.file.beginWithinTrace();
    reader.run(true);
  }

  private void run(boolean oneTrace) {
    while (true) {
      boolean goOn =
          switch (context) {
            case TOP -> top();
            case FILE -> file();
            case TRACES -> traces();
            case TRACE -> trace();
            case EVENTS -> events();
          };
      if (!goOn || (oneTrace && !file.traceOpen())) {
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
    file.endTrace();
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
    while (b == JsonScanner.RECORD_SEPARATOR) {
      sequence = true;
      separatorPending = true;
      position++;
      b = peek();
    }
    if (b < 0) {
      return false;
    }
    separatorPending = false;
    window.release(position);
    if (!handler.recognized() && position > PROBE_BYTES) {
      return false;
    }
    if (b != '{') {
      return salvage(position, position + 1, "expected a JSON object here");
    }
    String firstKey = scanner.stringAfter(position + 1);
    if (firstKey != null && !QlogKeys.ofEvent(firstKey)) {
      file.begin(position++);
      context = Context.FILE;
      return true;
    }
    return events(true) || event(position);
  }

  private boolean file() {
    int b = peek();
    if (b == ',') {
      pass();
      return true;
    }
    if (b == '}') {
      position++;
      context = Context.TOP;
      String mistake = file.contained() ? null : file.deliverAsRecord(position);
      return mistake == null || salvage(file.start(), position, mistake);
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
      file.startTrace();
      context = Context.TRACE;
    } else if (b == ',') {
      pass();
    } else if (b == ']') {
      position++;
      context = Context.FILE;
    } else {
      return salvage(position, position + 1, "expected a trace object here");
    }
    return true;
  }

  private boolean trace() {
    int b = peek();
    if (b == ',') {
      pass();
      return true;
    }
    if (b == '}') {
      position++;
      if (file.endTentativeTrace()) {
        context = Context.FILE;
      } else {
        file.endTrace();
        context =
            switch (file.tracePlace()) {
              case IN_TRACES -> Context.TRACES;
              case MEMBER -> Context.FILE;
              case WHOLE -> Context.TOP;
            };
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
    if (b != '{' && (b != '[' || !handler.eventsAreArrays())) {
      return salvage(position, position + 1, "expected an event here");
    }
    return events(false) || event(position);
  }

  /** Reads events as long as they are as usual; false if the one at the position is not. */
  private boolean events(boolean topLevel) {
    if (!handler.readsInPlace()) {
      return false;
    }
    long start = position;
    position = run.read(start, topLevel);
    sequence |= run.separators();
    return position > start;
  }

  /** Reads the event at this offset; false at the end of the content. */
  private boolean event(long start) {
    Step step = value(start, start);
    if (step != Step.COMPLETE) {
      return step == Step.RESUMED;
    }
    String mistake =
        handler.event(window.buffer(), window.index(start), window.index(position), start);
    // What is no event may hide events: a record that broke off can swallow those behind it.
    return mistake == null || salvage(start, start + 1, mistake);
  }

  /** A member of a file or trace object whose first byte is {@code b}. */
  private boolean member(boolean ofTrace, int b) {
    // An undecided object is damaged as a whole, for it may be a plain record.
    long damagedFrom = file.contained() ? position : file.start();
    if (b < 0 && file.contained()) {
      return false;
    }
    if (b >= 0 && b != '"') {
      return salvage(damagedFrom, position, "expected a member name here");
    }
    String key = scanner.stringAfter(position);
    if (key == null) {
      return window.has(position + JsonScanner.MAX_STRING_BYTES)
          ? salvage(damagedFrom, position + 1, "expected a member name here")
          : cutOff(damagedFrom, window.end());
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
      return cutOff(damagedFrom, window.end());
    }
    if (b == '['
        && (key.equals("events") || beginsWith(position + 1, QlogKeys::mostlyOfEvent, key))) {
      if (ofTrace) {
        file.decideContained(position);
      } else {
        file.decideLoneTrace(position);
      }
      position++;
      enterEvents();
      return true;
    }
    if (b == '['
        && !ofTrace
        && (key.equals("traces") || beginsWith(position + 1, QlogKeys::mostlyOfTrace, key))) {
      file.decideContained(position);
      position++;
      context = Context.TRACES;
      return true;
    }
    if (b == '{' && key.equals("trace") && !ofTrace && !file.contained()) {
      position++;
      file.beginTentativeTrace();
      context = Context.TRACE;
      return true;
    }
    long valueStart = position;
    Step step = value(valueStart, damagedFrom);
    if (step != Step.COMPLETE) {
      return step == Step.RESUMED;
    }
    if (QlogKeys.ofHeader(key) || (b == '[' && !ofTrace)) {
      long events = scanner.arrayMember("events", valueStart, position);
      if (events >= 0) {
        handler.damage(
            new Damage(valueStart, 0, false, "events stand within the member '" + key + "'"));
        // An array at this place can only be the one of traces, under a damaged name.
        position = b == '[' ? valueStart + 1 : events;
        context = b == '[' ? Context.TRACES : context;
        file.decideContained(position);
        return true;
      }
    }
    file.member(ofTrace, key, valueStart, position);
    return true;
  }

  /**
   * Whether the elements of an array that begin here show what it is, whatever it is called; a
   * damaged name would hide all of them.
   *
   * @param firstName tells by the name of the first member of the first element
   */
  private boolean beginsWith(long offset, Predicate<String> firstName, String misnamed) {
    long first = scanner.skipSpace(offset);
    boolean is =
        window.has(first)
            && (window.at(first) == '{'
                ? firstName.test(scanner.stringAfter(first + 1))
                : window.at(first) == '[' && handler.eventsAreArrays());
    if (is) {
      handler.damage(
          new Damage(
              position, 0, false, "events or traces under the wrong name '" + misnamed + "'"));
    }
    return is;
  }

  private void enterEvents() {
    context = Context.EVENTS;
    int first = peek();
    if ((first == '{' || first == '[')
        && handler.needsLaterMembers(first == '[')
        && lookAheads++ < MAX_LOOK_AHEADS) {
      LaterMembers.lookAhead(content, window, position, maxRecordBytes, handler);
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
        // What is cut may be a record that broke off long before and swallowed all behind it.
        long end = scanner.end();
        Salvage.Place place = find(start + 1);
        if (place == Salvage.Place.NOWHERE) {
          cutOff(damagedFrom, end);
          yield Step.END;
        }
        resume(place, damagedFrom, "a record that breaks off");
        yield Step.RESUMED;
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

  private boolean cutOff(long from, long end) {
    handler.damage(new Damage(from, end - from, true, "the content ends inside a record"));
    handler.cut();
    context = Context.TOP;
    return false;
  }

  /**
   * Goes on at the next place where that is possible; false if there is none.
   *
   * @param damagedFrom where the unusable stretch begins
   * @param from where to search from
   */
  private boolean salvage(long damagedFrom, long from, String reason) {
    Salvage.Place place = find(from);
    resume(place, damagedFrom, reason);
    return place != Salvage.Place.NOWHERE;
  }

  private Salvage.Place find(long from) {
    boolean inHeader = !sequence && (context == Context.FILE || context == Context.TRACE);
    return salvage.find(from, file.contained(), inHeader, context == Context.EVENTS);
  }

  private void resume(Salvage.Place place, long damagedFrom, String reason) {
    position = salvage.position();
    switch (place) {
      case MEMBER -> file.decideContained(position);
      case RECORD, NOWHERE -> context = Context.TOP;
      case END_OF_EVENTS -> context = Context.EVENTS;
      case TRACE -> {
        file.endTrace();
        context = Context.TRACES;
      }
      case EVENT -> {
        // The header is lost, but an event in an array can only be one of contained JSON.
        if (context != Context.TOP && salvage.inArray()) {
          file.decideContained(position);
        }
        context = file.contained() ? Context.EVENTS : Context.TOP;
        if (file.contained() && !file.traceOpen()) {
          file.startTrace();
        }
      }
    }
    handler.damage(new Damage(damagedFrom, position - damagedFrom, false, reason));
  }

  /** The next byte that is not white space, not consumed; negative at the end of the content. */
  private int peek() {
    while (window.has(position)) {
      int b = window.at(position);
      if (!JsonScanner.isSpace(b)) {
        return b;
      }
      pass();
    }
    return -1;
  }

  /** Passes over a byte that means nothing, keeping no more in memory for it. */
  private void pass() {
    position++;
    if (context == Context.TOP) {
      window.release(position);
    } else {
      file.passed(position);
    }
  }
}
