package dev.moqlog.analyzer.join;

import dev.moqlog.analyzer.summary.ArrivalSummary;
import dev.moqlog.analyzer.summary.DeclaredLoss;
import dev.moqlog.analyzer.summary.DelaySummary;
import dev.moqlog.analyzer.summary.DirectionSummary;
import dev.moqlog.analyzer.summary.DistributionSummary;
import dev.moqlog.analyzer.summary.JoinedMoq;
import dev.moqlog.analyzer.summary.NetworkLoss;
import dev.moqlog.analyzer.summary.QuantileSketch;
import dev.moqlog.vocabulary.PacketNumberSpace;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Sums up what became of the packets of one direction. */
final class DirectionJoin {

  /** Packets of one datagram are logged within this time. */
  private static final long SAME_DATAGRAM_NANOS = 1_000_000;

  /** What every path carries (RFC 9000 section 14.1). */
  private static final int MIN_DATAGRAM_BYTES = 1_200;

  private final EndPackets sender;
  private final EndPackets receiver;
  private final MatchedPackets packets;
  private final Fates fates;

  DirectionJoin(EndPackets sender, EndPackets receiver, MatchedPackets packets, Fates fates) {
    this.sender = sender;
    this.receiver = receiver;
    this.packets = packets;
    this.fates = fates;
  }

  /**
   * The summary.
   *
   * @param clock how the clocks relate
   * @param toServer whether the client sent the packets
   * @param moq what became of the objects in them
   */
  DirectionSummary summary(ClockFit clock, boolean toServer, Optional<JoinedMoq> moq) {
    long bytes = 0;
    for (int i = 0; i < packets.count; i++) {
      bytes += packets.lengths[i];
    }
    return new DirectionSummary(
        packets.count,
        known(sender.lengthsSeen(), bytes),
        packets.received(),
        loss(),
        declared(),
        arrival(),
        delay(clock, toServer),
        moq);
  }

  private NetworkLoss loss() {
    long[] counts = new long[5];
    long[] bytes = new long[5];
    long ackOnly = 0;
    long withAck = 0;
    long datagrams = 0;
    int previous = -1;
    long coalescedBytes = 0;
    long datagramBytes = datagramBytes();
    for (int i = 0; i < packets.count; i++) {
      byte fate = fates.of(i);
      counts[fate]++;
      bytes[fate] += packets.lengths[i];
      if (fate != Fates.LOST) {
        continue;
      }
      int flags = packets.flags[i];
      withAck += (flags & PacketColumns.HAS_ACK) != 0 ? 1 : 0;
      ackOnly +=
          (flags & PacketColumns.HAS_ACK) != 0 && (flags & PacketColumns.ACK_ELICITING) == 0
              ? 1
              : 0;
      coalescedBytes += packets.lengths[i];
      if (previous != i - 1 || !coalesced(previous, i, coalescedBytes, datagramBytes)) {
        datagrams++;
        coalescedBytes = packets.lengths[i];
      }
      previous = i;
    }
    LossRuns runs = new LossRuns(packets, fates);
    return new NetworkLoss(
        counts[Fates.LOST],
        known(sender.lengthsSeen(), bytes[Fates.LOST]),
        datagrams,
        counts[Fates.UNRESOLVED],
        known(sender.lengthsSeen(), bytes[Fates.UNRESOLVED]),
        counts[Fates.DROPPED],
        counts[Fates.KEYS_DISCARDED],
        known(sender.framesSeen(), ackOnly),
        known(sender.framesSeen(), withAck),
        runs.count(),
        runs.longest(),
        runs.worst(),
        counts[Fates.RECEIVED]);
  }

  /** How long datagrams are during the handshake, when packets share them. */
  private long datagramBytes() {
    long largest = MIN_DATAGRAM_BYTES;
    for (int i = 0; i < packets.count; i++) {
      if (PacketKey.space(packets.keys[i]) != PacketNumberSpace.APPLICATION_DATA) {
        largest = Math.max(largest, packets.lengths[i]);
      }
    }
    return largest;
  }

  /** Whether two packets sent one after the other were in one datagram (RFC 9000 section 12.2). */
  private boolean coalesced(int first, int second, long bytes, long maxBytes) {
    return first >= 0
        && PacketKey.space(packets.keys[first]).compareTo(PacketKey.space(packets.keys[second])) < 0
        && packets.sentNanos[second] - packets.sentNanos[first] <= SAME_DATAGRAM_NANOS
        && bytes <= maxBytes;
  }

  private DeclaredLoss declared() {
    PacketColumns table = sender.declaredLost();
    long[] keys = new long[table.count()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = table.key(i);
    }
    Arrays.sort(keys);
    long declared = 0;
    long spurious = 0;
    long lost = 0;
    long undeclared = 0;
    for (int i = 0; i < packets.count; i++) {
      boolean isLost = fates.of(i) == Fates.LOST;
      if (Arrays.binarySearch(keys, packets.keys[i]) >= 0) {
        declared++;
        spurious += fates.of(i) == Fates.RECEIVED ? 1 : 0;
        lost += isLost ? 1 : 0;
      } else {
        undeclared += isLost ? 1 : 0;
      }
    }
    return new DeclaredLoss(declared, spurious, lost, undeclared);
  }

  private ArrivalSummary arrival() {
    PacketColumns arrived = receiver.received();
    Map<Integer, Long> largest = new HashMap<>();
    long reordered = 0;
    long extent = 0;
    for (int i = 0; i < arrived.count(); i++) {
      long number = PacketKey.number(arrived.key(i));
      int space = PacketKey.spaceAndPath(arrived.key(i));
      long before = largest.getOrDefault(space, -1L);
      if (number > before) {
        largest.put(space, number);
      } else if (number < before && !seenBefore(arrived, i)) {
        reordered++;
        extent = Math.max(extent, before - number);
      }
    }
    return new ArrivalSummary(
        packets.duplicates() + droppedDuplicates(),
        reordered,
        extent,
        fates.maxLateNanos(),
        neverAcknowledged(),
        receiver.packetsDropped(),
        receiver.datagramsDropped(),
        sender.sent().full() ? 0 : packets.notLoggedAsSent());
  }

  private int[] arrivedByKey;
  private int[] firstPlace;

  /** Whether the i-th arrival is not the first of its packet. */
  private boolean seenBefore(PacketColumns arrived, int i) {
    if (arrivedByKey == null) {
      arrivedByKey = arrived.byKey();
      firstPlace = new int[arrived.count()];
      for (int k = 0; k < arrivedByKey.length; k++) {
        boolean same = k > 0 && arrived.key(arrivedByKey[k]) == arrived.key(arrivedByKey[k - 1]);
        firstPlace[arrivedByKey[k]] = same ? firstPlace[arrivedByKey[k - 1]] : arrivedByKey[k];
      }
    }
    return firstPlace[i] != i;
  }

  /** Packets that the receiver dropped because it had them. */
  private long droppedDuplicates() {
    PacketColumns dropped = receiver.dropped();
    if (dropped.count() == 0) {
      return 0;
    }
    long[] receivedKeys = new long[packets.received()];
    int n = 0;
    for (int i = 0; i < packets.count; i++) {
      if (packets.isReceived(i)) {
        receivedKeys[n++] = packets.keys[i];
      }
    }
    Arrays.sort(receivedKeys);
    long duplicates = 0;
    for (int i = 0; i < dropped.count(); i++) {
      duplicates += Arrays.binarySearch(receivedKeys, dropped.key(i)) >= 0 ? 1 : 0;
    }
    return duplicates;
  }

  /** Behind the largest acknowledged packet, acknowledgments may just not have come yet. */
  private OptionalLong neverAcknowledged() {
    if (!sender.acksSeen() || !sender.framesSeen()) {
      return OptionalLong.empty();
    }
    Map<Integer, Long> largestAcked = new HashMap<>();
    for (int i = 0; i < packets.count; i++) {
      if (sender.isAcked(packets.keys[i])) {
        largestAcked.merge(
            PacketKey.spaceAndPath(packets.keys[i]), PacketKey.number(packets.keys[i]), Math::max);
      }
    }
    long never = 0;
    for (int i = 0; i < packets.count; i++) {
      long key = packets.keys[i];
      boolean asks = (packets.flags[i] & PacketColumns.ACK_ELICITING) != 0;
      if (asks && packets.isReceived(i) && !sender.isAcked(key)) {
        long largest = largestAcked.getOrDefault(PacketKey.spaceAndPath(key), -1L);
        never += PacketKey.number(key) < largest ? 1 : 0;
      }
    }
    return OptionalLong.of(never);
  }

  private Optional<DelaySummary> delay(ClockFit clock, boolean toServer) {
    if (packets.received() == 0) {
      return Optional.empty();
    }
    long[] delays = new long[packets.received()];
    int n = 0;
    for (int i = 0; i < packets.count; i++) {
      if (packets.isReceived(i)) {
        long offset =
            !clock.known()
                ? 0
                : toServer
                    ? clock.offsetAt(packets.sentNanos[i])
                    : -clock.offsetAt(packets.arrivedNanos[i]);
        delays[n++] = packets.rawDelayNanos(i) - offset;
      }
    }
    long smallest = Arrays.stream(delays).min().orElseThrow();
    QuantileSketch absolute = new QuantileSketch();
    QuantileSketch variation = new QuantileSketch();
    for (long delay : delays) {
      absolute.add(Math.max(0, delay));
      variation.add(Math.max(0, delay - smallest));
    }
    return Optional.of(
        new DelaySummary(
            clock.known() ? DistributionSummary.mergeable(absolute) : Optional.empty(),
            DistributionSummary.mergeable(variation).orElseThrow()));
  }

  private static OptionalLong known(boolean known, long value) {
    return known ? OptionalLong.of(value) : OptionalLong.empty();
  }
}
