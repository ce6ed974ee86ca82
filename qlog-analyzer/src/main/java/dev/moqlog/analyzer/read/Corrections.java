package dev.moqlog.analyzer.read;

import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.VantagePoint;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Puts the mistakes of producers right in the events of one trace, each once it is proven. */
final class Corrections {

  private final Set<Correction> enabled;
  private final boolean followGroups;
  private final boolean scaleAckDelays;
  private final boolean checkLossTriggers;
  private final Supplier<Optional<Producer>> producer;
  private final RttUnit rttUnit;
  private final AckRangeEnds ackRangeEnds;
  private final GroupContinuity groupContinuity = new GroupContinuity();
  private final AckDelays ackDelays;
  private final LossTriggers lossTriggers = new LossTriggers();
  private final MoqMistakes moqMistakes;
  private final FirstInitial firstInitial = new FirstInitial();
  private boolean vantagePointWrong;

  /**
   * @param enabled which mistakes to put right
   * @param header the header of the trace, as far as it is known when the events begin
   * @param producer who wrote the log, as far as is known whenever it is asked
   */
  Corrections(Set<Correction> enabled, TraceHeader header, Supplier<Optional<Producer>> producer) {
    this.enabled = enabled;
    // Asked for each event.
    followGroups = enabled.contains(Correction.GROUP_ID_CHANGED);
    scaleAckDelays = enabled.contains(Correction.ACK_DELAY_UNSCALED);
    checkLossTriggers = enabled.contains(Correction.LOSS_TRIGGER_CONSTANT);
    this.producer = producer;
    rttUnit = new RttUnit(enabled.contains(Correction.RTT_IN_SECONDS));
    ackRangeEnds =
        new AckRangeEnds(
            enabled.contains(Correction.ACK_RANGE_ENDS_EXCLUSIVE)
                && header.producer().filter(Producer.NOQ::equals).isPresent());
    ackDelays = new AckDelays(producer);
    moqMistakes =
        new MoqMistakes(
            enabled.contains(Correction.MOQ_STREAM_ID_PLACEHOLDER),
            enabled.contains(Correction.MOQ_SUBGROUP_ID_COPIED));
  }

  /**
   * Whether the reader itself, to put mistakes right, looks at more of events of a type than their
   * group and time. What others say is no proof of anything, so that they need not be read.
   */
  static boolean needData(EventType type) {
    return switch (type) {
      case SERVER_LISTENING,
          CONNECTION_ID_UPDATED,
          SPIN_BIT_UPDATED,
          PACKET_BUFFERED,
          UDP_DATAGRAMS_SENT,
          UDP_DATAGRAMS_RECEIVED,
          UDP_DATAGRAM_DROPPED,
          STREAM_STATE_UPDATED,
          STREAM_DATA_MOVED,
          DATAGRAM_DATA_MOVED,
          TIMER_UPDATED,
          LOGLEVEL_ERROR,
          LOGLEVEL_WARNING,
          LOGLEVEL_INFO,
          LOGLEVEL_DEBUG,
          LOGLEVEL_VERBOSE,
          SIMULATION_SCENARIO,
          SIMULATION_MARKER,
          STREAM_TYPE_SET,
          EVENTS_DROPPED,
          TRACE_TRUNCATED,
          TRACE_PROMOTED,
          TRACE_ENDED,
          OTHER ->
          false;
      default -> true;
    };
  }

  void correct(QlogEvent event) {
    if (!needData(event.type)) {
      if (followGroups) {
        groupContinuity.rename(event);
      }
      return;
    }
    rttUnit.correct(event);
    ackRangeEnds.correct(event);
    if (followGroups) {
      groupContinuity.correct(event);
    }
    if (scaleAckDelays) {
      // Behind the ends of ranges, by which it finds the packet that was acknowledged.
      ackDelays.correct(event);
    }
    if (checkLossTriggers) {
      lossTriggers.correct(event, rttUnit.proven());
    }
    moqMistakes.correct(event);
    firstInitial.observe(event);
  }

  /** The complete header of the trace, once all its events were seen. */
  TraceHeader correct(TraceHeader header) {
    vantagePointWrong =
        enabled.contains(Correction.CLIENT_CALLED_SERVER)
            && header.vantagePoint() == VantagePoint.SERVER
            && producer.get().filter(Producer.KWIK::equals).isPresent()
            && firstInitial.sentFirst();
    return vantagePointWrong ? header.withVantagePoint(VantagePoint.CLIENT) : header;
  }

  /**
   * What was put right, once the header was corrected.
   *
   * @param timeUnit the correction of the unit of times, or null
   */
  Set<Correction> applied(Correction timeUnit) {
    EnumSet<Correction> applied = EnumSet.noneOf(Correction.class);
    add(applied, rttUnit.corrects(), Correction.RTT_IN_SECONDS);
    add(applied, ackRangeEnds.corrects(), Correction.ACK_RANGE_ENDS_EXCLUSIVE);
    add(applied, groupContinuity.corrects(), Correction.GROUP_ID_CHANGED);
    add(applied, ackDelays.corrects(), Correction.ACK_DELAY_UNSCALED);
    add(applied, lossTriggers.corrects(), Correction.LOSS_TRIGGER_CONSTANT);
    add(applied, timeUnit != null, timeUnit);
    add(applied, moqMistakes.correctsStreamIds(), Correction.MOQ_STREAM_ID_PLACEHOLDER);
    add(applied, moqMistakes.correctsSubgroupIds(), Correction.MOQ_SUBGROUP_ID_COPIED);
    add(applied, vantagePointWrong, Correction.CLIENT_CALLED_SERVER);
    return Collections.unmodifiableSet(applied);
  }

  private static void add(Set<Correction> applied, boolean applies, Correction correction) {
    if (applies) {
      applied.add(correction);
    }
  }
}
