package dev.moqlog.analyzer.join;

import dev.moqlog.analyzer.connection.SourceNames;
import dev.moqlog.analyzer.read.DamageReport;
import dev.moqlog.analyzer.read.PacketFields;
import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.read.TraceHeader;
import dev.moqlog.analyzer.summary.JoinedEnd;
import dev.moqlog.analyzer.summary.UnmatchedLog;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.PacketType;
import dev.moqlog.vocabulary.VantagePoint;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What the first pass keeps of one connection in one log: where it is, and how to find its peer.
 */
public final class EndIndex {

  /** An order that no order of the input changes: the fullest logs first. */
  static final Comparator<EndIndex> FULLEST_FIRST =
      Comparator.comparingLong(EndIndex::packets)
          .reversed()
          .thenComparing(EndIndex::source)
          .thenComparingInt(EndIndex::traceIndex)
          .thenComparing(EndIndex::group);

  private final Place place;
  private final String source;
  private final ConnectionIds ids = new ConnectionIds();

  private TraceHeader header;
  private long packets;
  private long moqObjects;
  private long firstNanos = EndPackets.NEVER;
  private VantagePoint began = VantagePoint.UNKNOWN;
  private boolean incomplete;

  /**
   * Where the events of one end of a connection are.
   *
   * @param sourceOrdinal the ordinal of the source among all
   * @param contentOrdinal the ordinal of the log in its source
   * @param traceIndex the ordinal of the trace in its log
   * @param group the group id of the events
   */
  public record Place(int sourceOrdinal, int contentOrdinal, int traceIndex, String group) {}

  EndIndex(Place place, String source) {
    this.place = place;
    this.source = source;
  }

  void event(QlogEvent event) {
    firstNanos = Math.min(firstNanos, event.timeNanos());
    ids.add(event.parameters().originalDestinationConnectionId());
    EventType type = event.type();
    if (isMoqObject(type)) {
      moqObjects++;
    }
    if (type == EventType.PACKET_SENT || type == EventType.PACKET_RECEIVED) {
      packets++;
      PacketFields packet = event.packet();
      if (packet.type() == PacketType.INITIAL) {
        ids.addOfInitial(packet.destinationConnectionId());
        if (began == VantagePoint.UNKNOWN) {
          began = type == EventType.PACKET_SENT ? VantagePoint.CLIENT : VantagePoint.SERVER;
        }
      }
    }
  }

  private static boolean isMoqObject(EventType type) {
    return switch (type) {
      case SUBGROUP_OBJECT_CREATED,
          SUBGROUP_OBJECT_PARSED,
          OBJECT_DATAGRAM_CREATED,
          OBJECT_DATAGRAM_PARSED,
          FETCH_OBJECT_CREATED,
          FETCH_OBJECT_PARSED ->
          true;
      default -> false;
    };
  }

  /**
   * The trace has ended.
   *
   * @param alone whether it has no other connection, so that its header and its file's name tell of
   *     this one
   */
  void end(TraceHeader complete, DamageReport damage, boolean alone) {
    header = complete;
    incomplete = damage.truncated() || damage.corrupt();
    ids.add(place.group());
    if (alone) {
      ids.add(complete.groupId());
      ids.add(complete.originalDestinationConnectionId());
      ids.addOfSource(source);
    }
  }

  /** Where its events are. */
  public Place place() {
    return place;
  }

  String source() {
    return source;
  }

  int traceIndex() {
    return place.traceIndex();
  }

  String group() {
    return place.group();
  }

  Set<String> ids() {
    return ids.all();
  }

  /** How many packets it logged, both ways. */
  public long packets() {
    return packets;
  }

  /** How many Media over QUIC objects it logged, both ways. */
  public long moqObjects() {
    return moqObjects;
  }

  /** Where the log claims to have been recorded. */
  VantagePoint claimed() {
    return header.vantagePoint();
  }

  boolean incomplete() {
    return incomplete;
  }

  /**
   * Whose log it is. The client sends the first Initial packet; so a log that begins by sending one
   * is a client's even if it claims to be a server's, as all logs of some stacks do.
   */
  VantagePoint end() {
    VantagePoint claimed = header.vantagePoint();
    boolean open = claimed == VantagePoint.UNKNOWN || claimed == VantagePoint.NETWORK;
    boolean wrong = claimed == VantagePoint.SERVER && began == VantagePoint.CLIENT;
    return open || wrong ? began : claimed;
  }

  /** Whether the log claims to be the other end's. */
  boolean corrected() {
    VantagePoint claimed = header.vantagePoint();
    return claimed == VantagePoint.SERVER && began == VantagePoint.CLIENT;
  }

  /** When the log began by the wall clock, in nanoseconds since 1970 on no axis of the log. */
  Optional<Instant> startTime() {
    return firstNanos == EndPackets.NEVER ? Optional.empty() : header.wallClock(firstNanos);
  }

  /** What the log calls the connection. */
  String name() {
    if (!place.group().isEmpty()) {
      return place.group();
    }
    if (!header.groupId().isEmpty()) {
      return header.groupId();
    }
    return ids.all().stream().findFirst().orElseGet(() -> SourceNames.connectionId(source));
  }

  JoinedEnd joinedEnd() {
    return new JoinedEnd(
        source,
        place.traceIndex(),
        name(),
        header.vantagePoint(),
        header.producer().map(producer -> producer.label()),
        startTime(),
        firstNanos == EndPackets.NEVER ? OptionalLong.empty() : OptionalLong.of(firstNanos));
  }

  /** This log as one that was not joined. */
  UnmatchedLog unmatched(UnmatchedLog.Reason reason) {
    return new UnmatchedLog(source, place.traceIndex(), name(), end(), reason);
  }

  /** The wall clock less the time axis of the log, or empty. */
  Optional<Long> wallClockLessAxisNanos() {
    return startTime()
        .flatMap(
            start -> {
              try {
                long epoch =
                    Math.addExact(
                        Math.multiplyExact(start.getEpochSecond(), 1_000_000_000L),
                        start.getNano());
                return Optional.of(Math.subtractExact(epoch, firstNanos));
              } catch (ArithmeticException e) {
                return Optional.empty();
              }
            });
  }
}
