package dev.moqlog.writer;

import dev.moqlog.vocabulary.EventType;
import dev.moqlog.writer.json.JsonBuffer;

/**
 * Where one event is being encoded, from its beginning until it is committed: the text so far, and
 * the cursors that callers fill it through. Belongs to one thread at a time, and to one event.
 */
final class Scratch {

  private static final int INITIAL_BYTES = 1024;

  final JsonBuffer out;
  final PacketEvent packet;
  final FieldsEvent fields;
  final MetricsEvent metrics;
  final ControlMessageEvent control;

  QlogTrace trace;
  EventTables tables;
  PrivacyPolicy privacy;
  EventType type;
  long nanos;

  /** Where the text after the time begins: what is kept when the time is put right. */
  int afterTime;

  Scratch(int maxEventBytes) {
    this.out = new JsonBuffer(Math.min(INITIAL_BYTES, maxEventBytes), maxEventBytes);
    this.packet = new PacketEvent(new PacketText(this));
    this.fields = new FieldsEvent(this);
    this.metrics = new MetricsEvent(this);
    this.control = new ControlMessageEvent(this);
  }

  /** Begins an event with its time. */
  void begin(QlogTrace owner, EventType eventType, long eventNanos) {
    trace = owner;
    type = eventType;
    nanos = eventNanos;
    TraceSpool spool = owner.spool();
    tables = spool.tables();
    privacy = spool.privacy();
    out.clear();
    fields.reset();
    spool.putTime(out, eventNanos);
    afterTime = out.size();
  }

  /** Ends the event, which is then on its way to the file. */
  void commit() {
    trace.spool().commit(this);
  }
}
