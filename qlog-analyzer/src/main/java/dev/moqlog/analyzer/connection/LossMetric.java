package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.RecoveryFields;
import dev.moqlog.analyzer.summary.LossSummary;
import dev.moqlog.analyzer.summary.LossTrigger;
import dev.moqlog.analyzer.summary.Source;
import dev.moqlog.analyzer.summary.SpaceSummary;
import dev.moqlog.vocabulary.PacketNumberSpace;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Loss among the packets sent, from declarations, acknowledgments and running totals. */
final class LossMetric {

  /** More paths than any stack opens; a log that names more has all others share the last one. */
  static final int MAX_PATHS = 64;

  /** By packet number space and, for application data, path. */
  private final BySpace<SentPackets> spaces;

  private boolean acksSeen;
  private boolean lengthsSeen;
  private boolean framesSeen;
  private long declaredWithoutNumber;
  private long countedPackets = ABSENT;
  private long countedBytes = ABSENT;
  private long countedSpurious = ABSENT;

  /**
   * @param listener learns what becomes of packets
   */
  LossMetric(FateListener listener) {
    spaces = new BySpace<>((space, path) -> new SentPackets(space, path, listener));
  }

  /**
   * The packets sent in one packet number space.
   *
   * @param pathId the path, of which each has its own space for application data in multipath QUIC
   */
  SentPackets in(PacketNumberSpace space, long pathId) {
    return spaces.of(space, pathId);
  }

  /**
   * The packets among which one is meant whose path the log does not name (noq's packet_lost): of
   * the paths on which such a number is outstanding, the one where it was sent first.
   */
  SentPackets holding(PacketNumberSpace space, long number) {
    SentPackets found = null;
    long since = Long.MAX_VALUE;
    for (SentPackets packets : spaces.all()) {
      long sentNanos = packets.space() == space ? packets.outstandingSince(number) : 0;
      if (packets.space() == space && sentNanos != SentPackets.UNKNOWN && sentNanos < since) {
        since = sentNanos;
        found = packets;
      }
    }
    return found != null ? found : in(space, 0);
  }

  /** Each packet number space in which anything was sent or acknowledged, once all is read. */
  List<SpaceSummary> spaces() {
    spaces.all().forEach(SentPackets::finish);
    return spaces.all().stream().map(LossMetric::space).toList();
  }

  private static SpaceSummary space(SentPackets packets) {
    return new SpaceSummary(
        packets.space(),
        packets.pathId(),
        packets.all().packets,
        packets.declaredCount(),
        packets.spuriousCount(),
        packets.inferredLost().packets,
        packets.unresolved().packets);
  }

  /** The log names acknowledgments. */
  void acksSeen() {
    acksSeen = true;
  }

  /** The log names the lengths of packets sent. */
  void lengthsSeen() {
    lengthsSeen = true;
  }

  /** The log names the frames of packets sent. */
  void framesSeen() {
    framesSeen = true;
  }

  /** Packets were declared lost that the log does not name. */
  void declaredLost(long packets) {
    declaredWithoutNumber += packets;
  }

  /** The stack logged its running totals. */
  void metricsUpdated(RecoveryFields recovery) {
    countedPackets = Math.max(countedPackets, recovery.lostPacketsTotal());
    countedBytes = Math.max(countedBytes, recovery.lostBytesTotal());
    countedSpurious = Math.max(countedSpurious, recovery.spuriousPacketsTotal());
  }

  boolean approximate() {
    return spaces.all().stream().anyMatch(SentPackets::approximate);
  }

  LossSummary summary() {
    spaces.all().forEach(SentPackets::finish);
    Sums sums = new Sums();
    spaces.all().forEach(sums::add);
    long declared = sums.declared + declaredWithoutNumber;
    // Packets that no event names cannot be found among the acknowledged ones.
    boolean fatesKnown = acksSeen && declaredWithoutNumber == 0;
    long spurious = fatesKnown ? sums.spurious : Math.min(countedSpurious, declared);

    Optional<Source> source = source(declared, sums.inFlightSent);
    long lostInFlight = ABSENT;
    long lostBytes = ABSENT;
    long ackEliciting = ABSENT;
    Map<LossTrigger, Long> byTrigger = new EnumMap<>(LossTrigger.class);
    if (source.isPresent()) {
      switch (source.get()) {
        case EVENT -> {
          // What was not logged as sent is taken to be in flight, as nothing else is declared lost.
          // A packet that was given up to save memory may be among the spurious ones, too.
          long unlogged = Math.max(0, declared - sums.spurious - sums.lost.packets);
          lostInFlight = sums.lost.inFlight + unlogged;
          lostBytes = unlogged == 0 ? sums.lost.inFlightBytes : ABSENT;
          ackEliciting = unlogged == 0 ? sums.lost.ackEliciting : ABSENT;
          byTrigger.putAll(sums.byTrigger);
          byTrigger.merge(LossTrigger.UNKNOWN, unlogged, Long::sum);
        }
        case COUNTER -> {
          lostInFlight = countedPackets;
          lostBytes = countedBytes;
          byTrigger.put(LossTrigger.UNKNOWN, countedPackets);
        }
        case INFERRED -> {
          lostInFlight = sums.inferred.inFlight;
          lostBytes = sums.inferred.inFlightBytes;
          ackEliciting = sums.inferred.ackEliciting;
          byTrigger.put(LossTrigger.INFERRED, lostInFlight);
        }
      }
    }
    byTrigger.values().removeIf(packets -> packets == 0);
    return new LossSummary(
        source,
        declared,
        optional(fatesKnown || spurious >= 0, spurious),
        optional(fatesKnown || spurious >= 0, declared - spurious),
        // What was declared without a number is among what was never acknowledged.
        optional(acksSeen, Math.max(0, sums.inferred.packets - declaredWithoutNumber)),
        optional(acksSeen, sums.unresolved.packets),
        optional(acksSeen, sums.ackOnlyMissing),
        optional(countedPackets != ABSENT, countedPackets),
        sums.lost.mtuProbes + sums.inferred.mtuProbes,
        optional(framesSeen && ackEliciting != ABSENT, ackEliciting),
        optional(lostInFlight != ABSENT, lostInFlight),
        Collections.unmodifiableMap(byTrigger),
        sums.inFlightSent,
        optional(lengthsSeen && lostBytes != ABSENT, lostBytes),
        optional(lengthsSeen, sums.inFlightBytes));
  }

  private Optional<Source> source(long declared, long inFlightSent) {
    if (declared > 0) {
      return Optional.of(Source.EVENT);
    }
    // A running total counts spurious losses too, so acknowledgments are better evidence.
    if (acksSeen && inFlightSent > 0) {
      return Optional.of(Source.INFERRED);
    }
    return countedPackets != ABSENT ? Optional.of(Source.COUNTER) : Optional.empty();
  }

  /** Sums over the packet number spaces. */
  private static final class Sums {
    private long declared;
    private long spurious;
    private long ackOnlyMissing;
    private long inFlightSent;
    private long inFlightBytes;
    private final SentPackets.Tally lost = new SentPackets.Tally();
    private final SentPackets.Tally inferred = new SentPackets.Tally();
    private final SentPackets.Tally unresolved = new SentPackets.Tally();
    private final Map<LossTrigger, Long> byTrigger = new EnumMap<>(LossTrigger.class);

    void add(SentPackets packets) {
      declared += packets.declaredCount();
      spurious += packets.spuriousCount();
      ackOnlyMissing += packets.ackOnlyMissing();
      inFlightSent += packets.all().inFlight;
      inFlightBytes += packets.all().inFlightBytes;
      lost.add(packets.lostForGood());
      for (LossTrigger trigger : LossTrigger.values()) {
        byTrigger.merge(trigger, packets.lostBy(trigger), Long::sum);
      }
      inferred.add(packets.inferredLost());
      unresolved.add(packets.unresolved());
    }
  }

  private static OptionalLong optional(boolean known, long value) {
    return known ? OptionalLong.of(value) : OptionalLong.empty();
  }
}
