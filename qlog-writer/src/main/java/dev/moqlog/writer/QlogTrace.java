package dev.moqlog.writer;

import dev.moqlog.vocabulary.ControlMessageType;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.Field;
import dev.moqlog.vocabulary.PacketNumberSpace;
import dev.moqlog.vocabulary.PacketType;
import dev.moqlog.writer.sampling.TraceParent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The trace of one connection: what a QUIC stack records its events with.
 *
 * <p>There always is one. Where nothing is to be recorded it is {@link #disabled()}, which does
 * nothing and costs next to nothing; so no caller needs to ask. Events are given by typed methods,
 * whose arguments are numbers and constant words, or as a {@link QlogRecord}. Times are those of
 * the recorder's clock in nanoseconds, {@link System#nanoTime()} unless configured otherwise.
 *
 * <p>Safe for several threads, unless the connection was opened {@linkplain
 * ConnectionInfo#withSingleThread for a single one}. No method blocks on I/O, and none throws for
 * what the disk or a peer does: what cannot be kept is dropped and counted.
 */
public final class QlogTrace implements AutoCloseable {

  private static final QlogTrace DISABLED = new QlogTrace();

  private static final int LONGEST_REASON = 1000;

  private final TraceSpool spool;
  private final TroubleWatch watch;
  private final ConnectionEvents connection = new ConnectionEvents(this);
  private final StreamEvents streams = new StreamEvents(this);
  private final MoqEvents moq = new MoqEvents(this);

  private QlogTrace() {
    this.spool = null;
    this.watch = null;
  }

  private QlogTrace(TroubleWatch watch, SpoolMaker maker) throws IOException {
    this.watch = watch;
    this.spool = maker.make(this);
  }

  /** Makes what a trace puts its events into, which has to know the trace. */
  interface SpoolMaker {
    TraceSpool make(QlogTrace trace) throws IOException;
  }

  static QlogTrace make(TroubleWatch watch, SpoolMaker maker) throws IOException {
    return new QlogTrace(watch, maker);
  }

  /** The trace that records nothing; always the same. */
  public static QlogTrace disabled() {
    return DISABLED;
  }

  // Packets, recovery and messages: what is recorded most.

  /**
   * A packet was sent.
   *
   * @param packetNumber its number, or {@link PacketEvent#NO_NUMBER}
   */
  public PacketEvent packetSent(long nanos, PacketType type, long packetNumber) {
    return packet(EventType.PACKET_SENT, nanos, type, packetNumber);
  }

  /** A packet was received and decrypted; arguments as in {@link #packetSent}. */
  public PacketEvent packetReceived(long nanos, PacketType type, long packetNumber) {
    return packet(EventType.PACKET_RECEIVED, nanos, type, packetNumber);
  }

  /**
   * A packet that was sent is taken for lost (RFC 9002 section 6.1); arguments as in {@link
   * #packetSent}. The trigger is {@code reordering_threshold}, {@code time_threshold} or {@code
   * pto_expired}.
   */
  public PacketEvent packetLost(long nanos, PacketType type, long packetNumber) {
    return packet(EventType.PACKET_LOST, nanos, type, packetNumber);
  }

  /** A packet that was received is not processed; its trigger tells why. */
  public PacketEvent packetDropped(long nanos, PacketType type, long packetNumber) {
    return packet(EventType.PACKET_DROPPED, nanos, type, packetNumber);
  }

  /** A packet that was received is kept for later; its trigger tells why. */
  public PacketEvent packetBuffered(long nanos, PacketType type, long packetNumber) {
    return packet(EventType.PACKET_BUFFERED, nanos, type, packetNumber);
  }

  private PacketEvent packet(EventType event, long nanos, PacketType type, long packetNumber) {
    TraceSpool to = spool;
    if (to == null || !to.takes(event)) {
      return PacketEvent.DISABLED;
    }
    return to.begin(event, nanos).packet.begin(type, packetNumber);
  }

  /** Packets that this end sent were acknowledged for the first time, those of one range. */
  public void packetsAcked(long nanos, PacketNumberSpace space, long smallest, long largest) {
    FieldsEvent event = event(EventType.PACKETS_ACKED, nanos);
    if (event != FieldsEvent.DISABLED) {
      event.put(Field.PACKET_NUMBER_SPACE, space.qlogName());
      event.numbers(Field.PACKET_NUMBERS, smallest, largest);
      event.commit();
    }
  }

  /** Values of recovery that have changed (RFC 9002). */
  public MetricsEvent metricsUpdated(long nanos) {
    TraceSpool to = spool;
    if (to == null || !to.takes(EventType.RECOVERY_METRICS_UPDATED)) {
      return MetricsEvent.DISABLED;
    }
    return to.begin(EventType.RECOVERY_METRICS_UPDATED, nanos).metrics.begin();
  }

  /**
   * Congestion control has entered a state, such as {@code slow_start} or {@code recovery}.
   *
   * @param oldState the state before, or null
   * @param trigger why, or null
   */
  public void congestionStateUpdated(
      long nanos, CharSequence oldState, CharSequence newState, CharSequence trigger) {
    event(EventType.CONGESTION_STATE_UPDATED, nanos)
        .put(Field.OLD, oldState)
        .put(Field.NEW, newState)
        .put(Field.TRIGGER, trigger)
        .commit();
  }

  /**
   * A timer was set to go off after a while.
   *
   * @param timerType such as {@code ack}, {@code pto} or {@code idle_timeout}
   * @param space the packet number space, or null
   */
  public void timerSet(
      long nanos, CharSequence timerType, PacketNumberSpace space, long delayNanos) {
    timer(nanos, timerType, space, "set").put(Field.DELTA, delayNanos).commit();
  }

  /** A timer has gone off; arguments as in {@link #timerSet}. */
  public void timerExpired(long nanos, CharSequence timerType, PacketNumberSpace space) {
    timer(nanos, timerType, space, "expired").commit();
  }

  /** A timer was stopped; arguments as in {@link #timerSet}. */
  public void timerCancelled(long nanos, CharSequence timerType, PacketNumberSpace space) {
    timer(nanos, timerType, space, "cancelled").commit();
  }

  private FieldsEvent timer(
      long nanos, CharSequence timerType, PacketNumberSpace space, CharSequence what) {
    return event(EventType.TIMER_UPDATED, nanos)
        .put(Field.TIMER_TYPE, timerType)
        .put(Field.PACKET_NUMBER_SPACE, space == null ? null : space.qlogName())
        .put(Field.TIMER_EVENT, what);
  }

  /** A UDP datagram was sent; the size is that of its payload. */
  public void udpDatagramSent(long nanos, long bytes) {
    event(EventType.UDP_DATAGRAMS_SENT, nanos).put(Field.COUNT_OF, 1).rawList(bytes).commit();
  }

  /** A UDP datagram was received; the size is that of its payload. */
  public void udpDatagramReceived(long nanos, long bytes) {
    event(EventType.UDP_DATAGRAMS_RECEIVED, nanos).put(Field.COUNT_OF, 1).rawList(bytes).commit();
  }

  /** A UDP datagram was dropped before it was looked into. */
  public void udpDatagramDropped(long nanos, long bytes) {
    event(EventType.UDP_DATAGRAM_DROPPED, nanos).rawLength(bytes).commit();
  }

  /**
   * A line of the log.
   *
   * @param level one of {@link EventType#LOGLEVEL_ERROR} to {@link EventType#LOGLEVEL_VERBOSE}
   */
  public void log(long nanos, EventType level, CharSequence message) {
    event(level, nanos).put(Field.MESSAGE, message).commit();
  }

  /** The events of the connection as a whole. */
  public ConnectionEvents connection() {
    return connection;
  }

  /** The events of streams and datagrams. */
  public StreamEvents streams() {
    return streams;
  }

  /** The events of Media over QUIC. */
  public MoqEvents moq() {
    return moq;
  }

  /**
   * Any event of the catalogue, to be filled field by field. {@link EventType#OTHER} is none, and
   * not written; unlike the methods for an event, this one does not wake the flight recorder.
   */
  public FieldsEvent event(EventType type, long nanos) {
    TraceSpool to = spool;
    if (to == null || type == EventType.OTHER || !to.takes(type)) {
      return FieldsEvent.DISABLED;
    }
    return to.begin(type, nanos).fields.begin();
  }

  ControlMessageEvent controlMessage(
      EventType type, long nanos, long streamId, ControlMessageType message) {
    TraceSpool to = spool;
    if (to == null || !to.takes(type)) {
      return ControlMessageEvent.DISABLED;
    }
    return to.begin(type, nanos).control.begin(streamId, message);
  }

  /** An event as an object, also one of an application's own namespace. */
  public void record(long nanos, QlogRecord record) {
    TraceSpool to = spool;
    if (to == null) {
      return;
    }
    EventType type = EventType.of(record.name());
    if (to.takes(type)) {
      Scratch scratch = to.begin(type, nanos);
      RecordEncoder.encode(record, type, scratch);
      scratch.commit();
      if (watch != null && to.isFlying()) {
        promoteFor(watch.record(type, record.data()), nanos);
      }
    }
  }

  // The trace itself.

  /** Whether events are recorded, or at least remembered by a flight recorder. */
  public boolean isEnabled() {
    return spool != null && !spool.isClosed();
  }

  /** Whether events of that type are, for what is costly to find out. */
  public boolean isEnabled(EventType type) {
    return spool != null && spool.records(type);
  }

  /** Whether events are only remembered, and not written. */
  public boolean isFlightRecorder() {
    return spool != null && spool.isFlying();
  }

  /** The recorder's clock, for callers that have no time at hand. */
  public long nanoTime() {
    return spool == null ? 0 : spool.context().settings.nanoClock().getAsLong();
  }

  /**
   * Writes out what the flight recorder remembers, and all that follows. Does nothing for a trace
   * that is written anyway, or is disabled.
   *
   * @param reason a word or two, which is written into the trace; cut after 1000 characters
   * @return whether the trace is written from now on, because of this call
   */
  public boolean promote(String reason) {
    return spool != null && spool.promote(shortened(reason), nanoTime());
  }

  /** The id that the connection goes by; empty for a disabled trace. */
  public String connectionId() {
    return spool == null ? "" : spool.connection().connectionId();
  }

  /** The span that the connection belongs to, if it was opened with one. */
  public Optional<TraceParent> traceParent() {
    return spool == null ? Optional.empty() : Optional.ofNullable(spool.connection().traceParent());
  }

  /**
   * Where the file is, below the directory as it was configured; empty if there is none and, as far
   * as can be told now, will be none. It is known before the file is made, and changes only if
   * somebody else has taken the name; {@link TraceListener#fileCreated} tells the final one.
   */
  public Optional<Path> path() {
    return spool == null || spool.isFlying() ? Optional.empty() : Optional.of(spool.path());
  }

  /**
   * What log lines about the connection should carry: {@code connection_id}, and {@code qlog_path}
   * if there is a file. Empty for a disabled trace. For MDC or any other log context.
   */
  public Map<String, String> logContext() {
    if (spool == null) {
      return Map.of();
    }
    return path()
        .map(path -> Map.of("connection_id", connectionId(), "qlog_path", path.toString()))
        .orElseGet(() -> Map.of("connection_id", connectionId()));
  }

  /** Ends the trace. Events that come later are dropped and counted; closing again does nothing. */
  @Override
  public void close() {
    if (spool != null) {
      spool.close(nanoTime());
    }
  }

  TraceSpool spool() {
    return spool;
  }

  // What the flight recorder looks at.

  void watchPacket(EventType type, long nanos) {
    if (watch != null && spool.isFlying()) {
      promoteFor(watch.packet(type), nanos);
    }
  }

  void watchMetrics(long nanos, long latestRttNanos, long minRttNanos, long ptoCount) {
    if (watch != null && spool.isFlying()) {
      promoteFor(watch.metrics(latestRttNanos, minRttNanos, ptoCount), nanos);
    }
  }

  void watchClosed(long nanos, boolean byApplication, long errorCode, CharSequence trigger) {
    if (watch != null && spool.isFlying()) {
      promoteFor(watch.closed(byApplication, errorCode, trigger), nanos);
    }
  }

  void watchObject(long nanos) {
    if (watch != null && spool.isFlying()) {
      promoteFor(watch.object(nanos), nanos);
    }
  }

  void watchControlMessage(long nanos, ControlMessageType type) {
    if (watch != null && spool.isFlying()) {
      promoteFor(watch.controlMessage(type), nanos);
    }
  }

  void watchBlocked(long nanos, boolean blocked) {
    if (watch != null && spool.isFlying()) {
      promoteFor(watch.blocked(nanos, blocked), nanos);
    }
  }

  /** An event of the writer's own always fits into a chunk. */
  private static String shortened(String reason) {
    return reason == null || reason.length() <= LONGEST_REASON
        ? reason
        : reason.substring(0, LONGEST_REASON);
  }

  private void promoteFor(String reason, long nanos) {
    if (reason != null) {
      spool.promote(reason, nanos);
    }
  }
}
