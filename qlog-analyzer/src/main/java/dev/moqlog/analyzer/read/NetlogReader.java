package dev.moqlog.analyzer.read;

import dev.moqlog.vocabulary.VantagePoint;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Reads the events of one Chrome netlog (chrome://net-export, {@code --log-net-log}).
 *
 * <p>All QUIC sessions of the browser become one trace, in which the group id of an event is the
 * original destination connection id of its session: their events alternate in the file.
 */
final class NetlogReader implements NetlogSession.Output {

  /** Of more sessions at once, of the one that was silent longest only the name is kept. */
  static final int MAX_OPEN = 128;

  private static final int MAX_NAMES = 16_384;

  private static final int MAX_SPARE = 256;

  /** An event that held more is not used again. */
  private static final int MAX_SPARE_NUMBERS = 1024;

  private static final int MAX_SPARE_FRAMES = 64;

  private final NetlogConstants constants;
  private final QlogHandler handler;
  private final int index;
  private final NetlogRecord record = new NetlogRecord();
  private final Map<Long, NetlogSession> sessions = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Long, String> names =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
          return size() > MAX_NAMES;
        }
      };

  private final Deque<QlogEvent> spare = new ArrayDeque<>();
  private TraceHeader header;
  private long currentId;
  private NetlogSession current;

  /**
   * @param index the ordinal of the trace in its file
   */
  NetlogReader(NetlogConstants constants, int index, QlogHandler handler) {
    this.constants = constants;
    this.index = index;
    this.handler = handler;
  }

  /** Decodes bytes; whether they are an event, which {@link #takeEvent} then takes. */
  boolean isEvent(byte[] buffer, int from, int to) throws IOException {
    return record.decode(buffer, from, to);
  }

  /** Takes the event that was decoded last. */
  void takeEvent(long offset) {
    NetlogType type = constants.type(record.type);
    if (type == null) {
      return;
    }
    if (header == null) {
      header = newHeader();
      handler.traceStarted(header);
    }
    NetlogSession session = session(record.sourceId);
    session.record(type, record, offset);
    if (type.kind() == NetlogType.Kind.SESSION && constants.ends(record.phase)) {
      session.end();
      sessions.remove(record.sourceId);
      current = null;
    }
  }

  private NetlogSession session(long id) {
    if (current == null || id != currentId) {
      currentId = id;
      current = sessions.get(id);
      if (current == null) {
        current = new NetlogSession(names.getOrDefault(id, "source " + id), constants, this);
        sessions.put(id, current);
        if (sessions.size() > MAX_OPEN) {
          endEldest();
        }
      }
    }
    return current;
  }

  private void endEldest() {
    Iterator<Map.Entry<Long, NetlogSession>> eldest = sessions.entrySet().iterator();
    Map.Entry<Long, NetlogSession> entry = eldest.next();
    entry.getValue().end();
    names.put(entry.getKey(), entry.getValue().groupId());
    eldest.remove();
  }

  /** The netlog is complete. */
  void end(DamageReport damage) {
    if (header == null) {
      handler.traceError(index, "a Chrome netlog without QUIC sessions");
      return;
    }
    sessions.values().forEach(NetlogSession::end);
    sessions.clear();
    handler.traceEnded(header, Set.of(), damage);
  }

  private TraceHeader newHeader() {
    return new TraceHeader(
        index,
        "netlog",
        VantagePoint.CLIENT,
        VantagePoint.UNKNOWN,
        "",
        "",
        "",
        Optional.of(Producer.CHROMIUM),
        constants.timeline(),
        List.of(),
        "",
        OptionalDouble.empty(),
        false);
  }

  @Override
  public QlogEvent blank() {
    QlogEvent event = spare.poll();
    return event == null ? new QlogEvent() : event;
  }

  @Override
  public void deliver(QlogEvent event) {
    PacketFields packet = event.packet;
    int numbers = packet.numberCount;
    packet.numberCount = 0;
    if (numbers == 0) {
      handler.event(event);
    }
    for (int i = 0; i < numbers; i++) {
      packet.number = packet.numbers[i];
      handler.event(event);
    }
    if (spare.size() < MAX_SPARE
        && numbers <= MAX_SPARE_NUMBERS
        && event.frames.count() <= MAX_SPARE_FRAMES) {
      event.touch();
      event.clear();
      spare.add(event);
    }
  }
}
