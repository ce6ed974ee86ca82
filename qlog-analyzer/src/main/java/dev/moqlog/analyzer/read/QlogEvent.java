package dev.moqlog.analyzer.read;

import dev.moqlog.vocabulary.EventType;
import java.util.Arrays;
import java.util.Objects;

/**
 * One event, in today's names and units whatever dialect wrote it.
 *
 * <p>The reader fills one instance again and again: it and everything it hands out are valid only
 * during {@link QlogHandler#event}. A number that the log does not give is {@link #ABSENT}.
 */
public final class QlogEvent {

  /** Stands for a number that the log does not give. */
  public static final long ABSENT = Long.MIN_VALUE;

  private static final int MAX_KEPT_FRAMES = 64;
  private static final int MAX_KEPT_RANGES = 256;

  EventType type = EventType.OTHER;
  String name = "";
  String groupId;
  long timeNanos;
  long offset;
  String owner;
  String tuple;

  // What its log says, before its trace gives it a meaning.

  /** The {@code time} as the log gives it, in nanoseconds, or ABSENT. */
  long loggedNanos;

  /** Whether the {@code time} is a text. */
  boolean timeIsText;

  /** The event's own {@code time_format}, or null. */
  Timeline.Style timeStyle;

  /** The {@code vantagePoint} that the event itself has (moxygen), or null. */
  String vantagePoint;

  /** Whether it has no members: how some writers end a list of events. */
  boolean empty;

  final PacketFields packet = new PacketFields();
  final FrameList frames = new FrameList();
  final RecoveryFields recovery = new RecoveryFields();
  final ParameterFields parameters = new ParameterFields();
  final CloseFields close = new CloseFields();
  final DetailFields detail = new DetailFields();
  final MoqFields moq = new MoqFields();

  QlogEvent() {}

  void clear() {
    type = EventType.OTHER;
    name = "";
    groupId = null;
    timeNanos = 0;
    owner = null;
    tuple = null;
    loggedNanos = ABSENT;
    timeIsText = false;
    timeStyle = null;
    vantagePoint = null;
    empty = true;
    packet.clear();
    frames.clear();
    recovery.clear();
    parameters.clear();
    close.clear();
    detail.clear();
    moq.clear();
  }

  /** Says what another one says; where it stands in its log is not changed. */
  void set(QlogEvent other) {
    EventNumbers.set(this, other, EventNumbers.of(other));
    frames.setRanges(other.frames);
  }

  /** Takes from another one what is in none of the groups of fields. */
  void setBesideFields(QlogEvent other) {
    type = other.type;
    name = other.name;
    groupId = other.groupId;
    timeNanos = other.timeNanos;
    owner = other.owner;
    tuple = other.tuple;
    loggedNanos = other.loggedNanos;
    timeIsText = other.timeIsText;
    timeStyle = other.timeStyle;
    vantagePoint = other.vantagePoint;
    empty = other.empty;
  }

  /** Whether it says what another one says. */
  boolean like(QlogEvent other) {
    return likeBesideNumbers(other)
        && frames.likeRanges(other.frames)
        && Arrays.equals(EventNumbers.of(this), EventNumbers.of(other));
  }

  /** Whether all but {@link EventNumbers} and acknowledged ranges is as in another one. */
  boolean likeBesideNumbers(QlogEvent other) {
    return type == other.type
        && timeIsText == other.timeIsText
        && timeStyle == other.timeStyle
        && empty == other.empty
        && Objects.equals(name, other.name)
        && Objects.equals(groupId, other.groupId)
        && Objects.equals(owner, other.owner)
        && Objects.equals(tuple, other.tuple)
        && Objects.equals(vantagePoint, other.vantagePoint)
        && packet.likeBesideNumbers(other.packet)
        && frames.likeBesideNumbers(other.frames)
        && parameters.likeBesideNumbers(other.parameters)
        && close.likeBesideNumbers(other.close)
        && detail.likeBesideNumbers(other.detail)
        && moq.likeBesideNumbers(other.moq);
  }

  /** Whether it has room for so much that it is better not kept. */
  boolean large() {
    return frames.capacity() > MAX_KEPT_FRAMES
        || frames.rangeCapacity() > MAX_KEPT_RANGES
        || packet.numbers.length > MAX_KEPT_RANGES;
  }

  /** Whoever sets fields without the decoders calls this before. */
  void touch() {
    recovery.touched = true;
    parameters.touched = true;
    close.touched = true;
    detail.touched = true;
    moq.touched = true;
  }

  /** The event, or {@link EventType#OTHER} for one outside the catalogue. */
  public EventType type() {
    return type;
  }

  /** The name as the log spells it, {@code namespace:type}. */
  public String name() {
    return name;
  }

  /** The id of the connection the event belongs to, if the event or its trace tells; else null. */
  public String groupId() {
    return groupId;
  }

  /** When the event was logged, on the time axis of its trace ({@link Timeline}). */
  public long timeNanos() {
    return timeNanos;
  }

  /** Where the event begins, in bytes of the uncompressed content. */
  public long offset() {
    return offset;
  }

  /** {@code local} or {@code remote}: whose parameters these are; null if not given. */
  public String owner() {
    return owner;
  }

  /** The network path of the event ({@code tuple}, or {@code path}), or null for the first one. */
  public String tuple() {
    return tuple;
  }

  /** What the event says about a packet. */
  public PacketFields packet() {
    return packet;
  }

  /** The frames of the packet. */
  public FrameList frames() {
    return frames;
  }

  /** What the event says about loss recovery. */
  public RecoveryFields recovery() {
    return recovery;
  }

  /** The transport parameters that the event sets. */
  public ParameterFields parameters() {
    return parameters;
  }

  /** How the connection ends, as the event or a frame in it says. */
  public CloseFields close() {
    return close;
  }

  /** What else the event says. */
  public DetailFields detail() {
    return detail;
  }

  /** What the event says about Media over QUIC. */
  public MoqFields moq() {
    return moq;
  }
}
