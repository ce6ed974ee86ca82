package dev.moqlog.analyzer.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.moqlog.analyzer.source.Content;
import dev.moqlog.analyzer.source.Helpers;
import dev.moqlog.vocabulary.EventType;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads the content of one log, from bytes to events.
 *
 * <p>Every container and dialect is read by what the content says, never by a file's name. Whatever
 * is readable is delivered; the rest is counted in {@link #damage()}. Memory is bounded by the
 * longest record, not by the content. One instance reads one content, on one thread.
 */
public final class QlogReader {

  /** A longer record is skipped and counted: 16 MiB, where real ones have a few kilobytes. */
  public static final long MAX_RECORD_BYTES = 16 << 20;

  private final QlogHandler handler;
  private final Set<Correction> enabled;
  private final Helpers helpers;
  private final boolean inPlace;
  private final Records records = new Records();
  private final QlogEvent event = new QlogEvent();
  private final Set<EventType> needed = EnumSet.noneOf(EventType.class);
  private final EventDecoder decoder = new EventDecoder(needed);
  private final LearningDecoder learningDecoder = new LearningDecoder(decoder);
  private final HeaderFields fields = new HeaderFields();
  private final DamageReport total = new DamageReport();

  private DamageReport ofTrace = new DamageReport();
  private TraceHeader header;
  private EventClock clock;
  private TickUnit tickUnit = new TickUnit();
  private Corrections corrections;
  private PathSpaces pathSpaces;
  private NetlogReader netlog;
  private int traces;
  private boolean headerSeen;
  private boolean recognized;

  /**
   * @param handler receives what is read
   */
  public QlogReader(QlogHandler handler) {
    this(handler, Correction.ALL);
  }

  /**
   * @param handler receives what is read
   * @param corrections which mistakes of producers to put right
   */
  public QlogReader(QlogHandler handler, Set<Correction> corrections) {
    this(handler, corrections, Helpers.NONE);
  }

  /**
   * @param handler receives what is read
   * @param corrections which mistakes of producers to put right
   * @param helpers decode what comes later in a large log; what the handler receives, when and on
   *     which thread, is the same with and without them
   */
  public QlogReader(QlogHandler handler, Set<Correction> corrections, Helpers helpers) {
    this(handler, corrections, helpers, true);
  }

  /**
   * @param inPlace whether events are read straight from their bytes where that is possible; what
   *     is read is the same
   */
  QlogReader(QlogHandler handler, Set<Correction> corrections, Helpers helpers, boolean inPlace) {
    this.handler = handler;
    this.enabled = Set.copyOf(corrections);
    this.helpers = helpers;
    this.inPlace = inPlace;
    for (EventType type : EventType.values()) {
      if (handler.needsData(type) || Corrections.needData(type)) {
        needed.add(type);
      }
    }
  }

  /**
   * Reads a content to its end.
   *
   * <p>Errors of the content are reported as damage; only those of the handler are thrown.
   */
  public void read(Content content) {
    ContainerReader.read(content, MAX_RECORD_BYTES, records, helpers);
    endTrace();
  }

  /** Whether the content has anything of a qlog file. */
  public boolean recognized() {
    return recognized;
  }

  /** What could not be read, over all traces of the content. */
  public DamageReport damage() {
    return total;
  }

  private void beginTrace() {
    if (header == null) {
      header = fields.header(traces++, !headerSeen);
      clock = new EventClock(header.timeline());
      decoder.setTimeDigits(header.timeline().scaleDigits());
      corrections = new Corrections(enabled, header, fields::producer);
      pathSpaces = new PathSpaces();
      handler.traceStarted(header);
    }
  }

  private void endTrace() {
    records.releaseHeld();
    if (header != null) {
      TraceHeader complete = corrections.correct(fields.header(header.index(), !headerSeen));
      header = null;
      handler.traceEnded(complete, corrections.applied(tickUnit.correction()), ofTrace);
      total.addAll(ofTrace);
      ofTrace = new DamageReport();
    }
    tickUnit = new TickUnit();
  }

  private void deliver(QlogEvent event) {
    beginTrace();
    event.timeNanos = clock.next(event.loggedNanos, event.timeStyle);
    if (event.groupId != null && !fields.groupIds().isEmpty()) {
      event.groupId = groupIdAt(event.groupId);
    }
    pathSpaces.correct(event);
    fields.evidence(event);
    corrections.correct(event);
    handler.event(event);
  }

  /** The group id that an event refers to by its index, or what the event says as it is. */
  private String groupIdAt(String index) {
    long i = Decimal.scaled(index, 0);
    List<String> groupIds = fields.groupIds();
    return i >= 0 && i < groupIds.size() ? groupIds.get((int) i) : index;
  }

  private void damaged(Damage damage) {
    damageReport().add(damage);
  }

  private DamageReport damageReport() {
    return header != null || netlog != null ? ofTrace : total;
  }

  /** The constants of a netlog stand before its events. */
  private void beginNetlog(JsonParser parser) throws IOException {
    NetlogConstants constants = NetlogConstants.read(parser);
    if (constants.ofNetlog() && header == null && netlog == null) {
      recognized = true;
      netlog = new NetlogReader(constants, traces++, handler);
    }
  }

  private void endNetlog() {
    netlog.end(ofTrace);
    netlog = null;
    total.addAll(ofTrace);
    ofTrace = new DamageReport();
  }

  private static String reason(Exception e) {
    String text =
        e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.toString();
    int lineEnd = text.indexOf('\n');
    return lineEnd < 0 ? text : text.substring(0, lineEnd);
  }

  /** From the records of a file to its headers and events. */
  private final class Records implements RecordHandler {

    private boolean contained;

    /** Whether an event of the current trace was an object. */
    private boolean objectsSeen;

    private boolean columnsAssumed;

    @Override
    public void fileMember(String name, byte[] buffer, int from, int to, long offset) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.startsWith("qlog_") || lower.equals("file_schema")) {
        recognized = true;
        headerSeen = true;
      }
      if (name.equals("constants")) {
        member(buffer, from, to, offset, QlogReader.this::beginNetlog);
      } else {
        member(buffer, from, to, offset, parser -> fields.fileMember(lower, parser));
      }
    }

    @Override
    public void traceStarted() {
      if (netlog != null) {
        return;
      }
      endTrace();
      contained = true;
      objectsSeen = false;
      columnsAssumed = false;
      headerSeen = true;
      fields.startTrace();
    }

    @Override
    public void traceMember(String name, byte[] buffer, int from, int to, long offset) {
      if (netlog != null) {
        return;
      }
      String lower = name.toLowerCase(Locale.ROOT);
      member(buffer, from, to, offset, parser -> fields.traceMember(lower, parser));
    }

    @Override
    public void traceEnded() {
      contained = false;
      if (netlog != null) {
        endNetlog();
        return;
      }
      if (fields.errorDescription() != null && header == null) {
        recognized = true;
        handler.traceError(traces++, fields.errorDescription());
        return;
      }
      if (header == null && fields.seen()) {
        recognized = true;
      }
      if (recognized) {
        beginTrace();
      }
      endTrace();
    }

    @Override
    public boolean needsLaterMembers(boolean eventsAreArrays) {
      return netlog == null && !fields.complete(eventsAreArrays);
    }

    @Override
    public boolean readsInPlace() {
      return inPlace;
    }

    @Override
    public String event(byte[] buffer, int from, int to, long offset) {
      if (netlog != null) {
        return netlogEvent(buffer, from, to, offset);
      }
      setTimeDigits();
      try {
        boolean named = decode(buffer, from, to);
        if (!isEvent(named)) {
          return event.empty ? null : "not an event";
        }
      } catch (IOException | RuntimeException e) {
        return reason(e);
      }
      take(buffer, from, to, offset);
      return null;
    }

    @Override
    public boolean event(
        ByteCursor cursor, byte[] buffer, int from, long offset, boolean topLevel) {
      if (netlog != null) {
        return false;
      }
      setTimeDigits();
      try {
        boolean named = learningDecoder.decode(event, cursor, fields.eventFields());
        if (cursor.failed()
            || !isEvent(named)
            || (topLevel && !QlogKeys.ofEvent(learningDecoder.firstMember()))) {
          return false;
        }
      } catch (IOException | RuntimeException e) {
        // Whatever it is, the general way will meet it too, and say so.
        return false;
      }
      take(buffer, from, cursor.position(), offset);
      return true;
    }

    private void setTimeDigits() {
      if (header == null) {
        decoder.setTimeDigits(fields.timeline().scaleDigits());
      }
    }

    /** Whether what was decoded is an event. */
    private boolean isEvent(boolean named) {
      // Other JSON has names too: what is first to be recognised must also have a time.
      return named && (recognized || contained || event.loggedNanos != QlogEvent.ABSENT);
    }

    /** Delivers the decoded event, or holds it back. */
    private void take(byte[] buffer, int from, int to, long offset) {
      recognized = true;
      if (buffer[from] == '{') {
        objectsSeen = true;
      } else if (fields.eventFields().isEmpty() && !columnsAssumed) {
        columnsAssumed = true;
        damaged(
            new Damage(offset, 0, false, "event_fields is missing or damaged; assumed as usual"));
      }
      if (!headerSeen
          && enabled.containsAll(TickUnit.CORRECTIONS)
          && tickUnit.hold(event, buffer, from, to, offset)) {
        if (tickUnit.full()) {
          releaseHeld();
        }
        return;
      }
      event.offset = offset;
      deliver(event);
    }

    @Override
    public EventBlock.Decoder blockDecoder(boolean topLevel) {
      boolean settled = header != null && !tickUnit.holds() && netlog == null;
      return settled ? new EventBlock.Decoder(needed, decoder.timeDigits(), topLevel) : null;
    }

    @Override
    public void take(QlogEvent decoded) {
      objectsSeen = true;
      deliver(decoded);
    }

    /** Decodes an event, also one with bytes in its texts that are no UTF-8 (moxygen's payload). */
    private boolean decode(byte[] buffer, int from, int to) throws IOException {
      try {
        return decodeGeneral(buffer, from, to);
      } catch (IOException e) {
        byte[] ascii = Arrays.copyOfRange(buffer, from, to);
        boolean other = false;
        for (int i = 0; i < ascii.length; i++) {
          if (ascii[i] < 0) {
            ascii[i] = '?';
            other = true;
          }
        }
        if (!other) {
          throw e;
        }
        return decodeGeneral(ascii, 0, ascii.length);
      }
    }

    private boolean decodeGeneral(byte[] buffer, int from, int to) throws IOException {
      try (JsonParser parser = LenientJson.parser(buffer, from, to)) {
        parser.nextToken();
        return decoder.decode(event, new JacksonCursor(parser), fields.eventFields());
      }
    }

    /** Delivers the events that were held back until the unit of their times shows. */
    private void releaseHeld() {
      if (!tickUnit.holds()) {
        return;
      }
      beginTrace();
      fields.evidence(Producer.MOXYGEN);
      List<TickUnit.Held> events = tickUnit.release();
      decoder.setTimeDigits(tickUnit.digits());
      for (TickUnit.Held held : events) {
        try {
          decode(held.bytes(), 0, held.bytes().length);
          fields.vantagePoint(event.vantagePoint);
          event.offset = held.offset();
          deliver(event);
        } catch (IOException e) {
          damaged(new Damage(held.offset(), held.bytes().length, false, reason(e)));
        }
      }
    }

    @Override
    public String record(byte[] buffer, int from, int to, long offset) {
      try {
        if (!isHeader(buffer, from, to)) {
          return event(buffer, from, to, offset);
        }
        endTrace();
        fields.startFile();
        headerSeen = true;
        recognized = true;
        try (JsonParser parser = LenientJson.parser(buffer, from, to)) {
          parser.nextToken();
          LenientJson.members(parser, fields::fileMember);
        }
        beginTrace();
        return null;
      } catch (IOException e) {
        return reason(e);
      }
    }

    @Override
    public boolean eventsAreArrays() {
      // The names of the columns may be lost to damage.
      return netlog == null && (!fields.eventFields().isEmpty() || (contained && !objectsSeen));
    }

    @Override
    public boolean isEvent(byte[] buffer, int from, int to) {
      try {
        if (netlog != null) {
          return netlog.isEvent(buffer, from, to);
        }
        return decodeGeneral(buffer, from, to) && event.loggedNanos != QlogEvent.ABSENT;
      } catch (IOException e) {
        return false;
      }
    }

    @Override
    public boolean recognized() {
      return recognized || contained;
    }

    @Override
    public void damage(Damage damage) {
      damaged(damage);
    }

    @Override
    public void cut() {
      damageReport().markTruncated();
    }

    private String netlogEvent(byte[] buffer, int from, int to, long offset) {
      try {
        if (!netlog.isEvent(buffer, from, to)) {
          return "not an event of a netlog";
        }
      } catch (IOException e) {
        return reason(e);
      }
      netlog.takeEvent(offset);
      return null;
    }

    /** Whether a record of a sequence describes the file instead of something that happened. */
    private boolean isHeader(byte[] buffer, int from, int to) throws IOException {
      try (JsonParser parser = LenientJson.parser(buffer, from, to)) {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          switch (parser.currentName()) {
            case "qlog_version", "qlog_format", "file_schema", "trace" -> {
              return true;
            }
            case "time", "name", "data" -> {
              return false;
            }
            default -> {
              parser.nextToken();
              parser.skipChildren();
            }
          }
        }
      }
      return false;
    }

    @FunctionalInterface
    private interface ValueReader {
      void read(JsonParser parser) throws IOException;
    }

    private void member(byte[] buffer, int from, int to, long offset, ValueReader reader) {
      try (JsonParser parser = LenientJson.parser(buffer, from, to)) {
        parser.nextToken();
        reader.read(parser);
      } catch (IOException e) {
        damaged(new Damage(offset, to - from, false, reason(e)));
      }
    }
  }
}
