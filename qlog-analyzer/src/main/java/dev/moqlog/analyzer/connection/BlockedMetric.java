package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.DetailFields;
import dev.moqlog.analyzer.read.PacketFields;
import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.summary.BlockedSummary;
import dev.moqlog.analyzer.summary.BlockedSummary.BlockedTime;
import dev.moqlog.analyzer.summary.BlockedSummary.Reason;
import dev.moqlog.analyzer.summary.BlockedSummary.Side;
import dev.moqlog.analyzer.summary.Episode;
import dev.moqlog.analyzer.summary.Source;
import dev.moqlog.vocabulary.EventType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What kept the endpoints from sending: as logged, and for reasons that are not logged, as
 * inferred.
 */
final class BlockedMetric {

  /** From this share of the window on, nothing more may be sent, for all that matters. */
  private static final double CONGESTED_SHARE = 0.95;

  /** More in flight than this share of the window means that the application has data. */
  private static final double IDLE_SHARE = 0.5;

  /** A shorter pause is no pause: timers and threads take their time. */
  private static final long MIN_PAUSE_NANOS = 5_000_000;

  /** No datagram that opens a connection is smaller (RFC 9000 section 14.1). */
  private static final int MIN_DATAGRAM_BYTES = 1_200;

  /** A pacer that holds a packet back longer is a clock that differs. */
  private static final long MAX_PACING_NANOS = 10_000_000_000L;

  /** Shorter delays are those of rounding and of timers. */
  private static final long MIN_PACING_NANOS = 100_000;

  private static final int MAX_OPEN = 4_096;

  /** A period that was logged to have begun. */
  private record Open(Reason reason, long nanos, long offset) {}

  private final FlowControlMetric flowControl;
  private final BlockedPeriods[] logged = new BlockedPeriods[Reason.values().length];
  private final Map<Long, Open> open = new HashMap<>();
  private boolean eventsSeen;

  private final BlockedPeriods congestion = local(Reason.CONGESTION_CONTROL, Source.INFERRED);
  private final BlockedPeriods application = local(Reason.APPLICATION, Source.INFERRED);
  private final BlockedPeriods pacing = local(Reason.PACING, Source.EVENT);
  private final BlockedPeriods amplification =
      local(Reason.AMPLIFICATION_PROTECTION, Source.INFERRED);

  private final AmplificationStall stall = new AmplificationStall(amplification);

  private boolean windowSeen;
  private long congestedNanos = ABSENT;
  private long congestedOffset;
  private long largestPacketBytes = MIN_DATAGRAM_BYTES;

  private long idleNanos = ABSENT;
  private long idleOffset;
  private long newDataNanos = ABSENT;

  private long pacedUntilNanos = ABSENT;

  BlockedMetric(FlowControlMetric flowControl) {
    this.flowControl = flowControl;
  }

  private static BlockedPeriods local(Reason reason, Source source) {
    return new BlockedPeriods(Side.LOCAL, reason, source);
  }

  // Logged.

  /** The stack logged that something was blocked, or no longer. */
  void blockedUpdated(QlogEvent event, Moment now) {
    DetailFields detail = event.detail();
    String state = detail.newState();
    if (state == null) {
      return;
    }
    eventsSeen = true;
    long key =
        switch (event.type()) {
          case CONNECTION_DATA_BLOCKED_UPDATED -> -1;
          case DATAGRAM_DATA_BLOCKED_UPDATED -> -2;
          default -> Math.max(0, detail.streamId());
        };
    boolean blocked = state.equalsIgnoreCase("blocked");
    Open before = open.get(key);
    Reason reason = reason(detail.reason(), event.type());
    if (before != null && (!blocked || before.reason != reason)) {
      open.remove(key);
      close(key, before, now);
      before = null;
    }
    if (blocked && before == null && open.size() < MAX_OPEN) {
      open.put(key, new Open(reason, now.nanos(), now.offset()));
    }
  }

  private void close(long key, Open period, Moment now) {
    int i = period.reason.ordinal();
    if (logged[i] == null) {
      logged[i] = local(period.reason, Source.EVENT);
    }
    logged[i].add(period.nanos, now.nanos(), period.offset, now.offset());
    if (key >= 0) {
      logged[i].stream();
    }
  }

  private static Reason reason(String name, EventType type) {
    if (name != null) {
      String label = name.toLowerCase(Locale.ROOT);
      for (Reason reason : Reason.values()) {
        if (reason.label().equals(label)) {
          return reason;
        }
      }
    }
    return switch (type) {
      case STREAM_DATA_BLOCKED_UPDATED -> Reason.STREAM_FLOW_CONTROL;
      case DATAGRAM_DATA_BLOCKED_UPDATED -> Reason.CONGESTION_CONTROL;
      default -> Reason.CONNECTION_FLOW_CONTROL;
    };
  }

  // Inferred.

  /**
   * An event is over: what is the case holds until the next one.
   *
   * @param inFlightBytes bytes in flight, or ABSENT
   * @param windowBytes the congestion window, or ABSENT
   */
  void update(long inFlightBytes, long windowBytes, Moment now) {
    boolean bothKnown = windowBytes > 0 && inFlightBytes != ABSENT;
    windowSeen |= bothKnown;
    boolean congested =
        bothKnown
            && (inFlightBytes >= CONGESTED_SHARE * windowBytes
                || inFlightBytes + largestPacketBytes > windowBytes);
    if (congested && congestedNanos == ABSENT) {
      congestedNanos = now.nanos();
      congestedOffset = now.offset();
    } else if (!congested && congestedNanos != ABSENT) {
      congestion.add(congestedNanos, now.nanos(), congestedOffset, now.offset());
      congestedNanos = ABSENT;
    }
    boolean idle =
        newDataNanos != ABSENT
            && !congested
            && !flowControl.mayBlock()
            && (inFlightBytes == 0 || (bothKnown && inFlightBytes < IDLE_SHARE * windowBytes));
    if (idle && idleNanos == ABSENT) {
      idleNanos = now.nanos();
      idleOffset = now.offset();
    } else if (!idle) {
      idleNanos = ABSENT;
    }
  }

  /**
   * A packet was sent.
   *
   * @param newData whether it carries data that was not sent before
   */
  void sent(PacketFields packet, boolean newData, RttEstimate rtt, Moment now) {
    largestPacketBytes = Math.max(largestPacketBytes, packet.lengthBytes());
    if (newData) {
      if (idleNanos != ABSENT) {
        long since = Math.max(idleNanos, newDataNanos);
        long pause = now.nanos() - since;
        if (pause > Math.max(rtt.nanos() / 2, MIN_PAUSE_NANOS)
            && flowControl.waitedForStreamNanos(since, now.nanos()) <= pause / 2) {
          application.add(since, now.nanos(), idleOffset, now.offset());
        }
      }
      newDataNanos = now.nanos();
      idleNanos = ABSENT;
    }
    paced(packet.sendAtNanos(), now);
  }

  private void paced(long sendAtNanos, Moment now) {
    long delay = sendAtNanos == ABSENT ? 0 : sendAtNanos - now.nanos();
    if (delay >= MIN_PACING_NANOS && delay <= MAX_PACING_NANOS) {
      long from = Math.max(now.nanos(), pacedUntilNanos);
      pacing.add(from, sendAtNanos, now.offset(), now.offset());
      pacedUntilNanos = Math.max(pacedUntilNanos, sendAtNanos);
    }
  }

  /** The waits of a server before it knows the client's address. */
  AmplificationStall stall() {
    return stall;
  }

  // The end.

  /** The log has ended. */
  void finish(Moment now) {
    if (congestedNanos != ABSENT) {
      congestion.add(congestedNanos, now.nanos(), congestedOffset, now.offset());
      congestedNanos = ABSENT;
    }
    open.forEach((key, period) -> close(key, period, now));
    open.clear();
    flowControl.finish();
  }

  /** What is known, absent if the log tells nothing of limits, windows and blocking. */
  Optional<BlockedSummary> summary() {
    if (!eventsSeen && !windowSeen && !flowControl.limitsSeen() && pacing.isEmpty()) {
      return Optional.empty();
    }
    List<BlockedTime> times =
        periods()
            .map(BlockedPeriods::summary)
            .sorted(Comparator.comparing(BlockedTime::side).thenComparing(BlockedTime::reason))
            .toList();
    return Optional.of(new BlockedSummary(times));
  }

  /** The longest periods of each reason, by time. */
  List<Episode> episodes() {
    List<Episode> episodes = new ArrayList<>();
    periods().forEach(periods -> episodes.addAll(periods.episodes()));
    episodes.sort(Comparator.comparingLong(Episode::startNanos));
    return List.copyOf(episodes);
  }

  /** Of each reason, what was logged, else what was inferred. */
  private Stream<BlockedPeriods> periods() {
    Stream<BlockedPeriods> inferred =
        Stream.concat(
                Stream.of(congestion, application, pacing, amplification), flowControl.periods())
            .filter(periods -> !isLogged(periods.summary()));
    return Stream.concat(Stream.of(logged).filter(periods -> periods != null), inferred)
        .filter(periods -> !periods.isEmpty());
  }

  private boolean isLogged(BlockedTime time) {
    return time.side() == Side.LOCAL && logged[time.reason().ordinal()] != null;
  }
}
