package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.PacketFields;
import dev.moqlog.analyzer.summary.PacketSummary;
import dev.moqlog.vocabulary.PacketNumberSpace;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Packets and their bytes, both ways. */
final class PacketMetric {

  /** By packet number space and, with multipath, path. */
  private final Map<Long, LongRanges> receivedNumbers = new HashMap<>();

  private boolean any;
  private long sent;
  private long received;
  private long receivedDuplicate;
  private long dropped;
  private long sentBytes = ABSENT;
  private long receivedBytes = ABSENT;
  private boolean missingLengths;

  /** A packet was sent; whether its number is new is known to who keeps the packets sent. */
  void sent(PacketFields packet, boolean newNumber) {
    any = true;
    if (newNumber) {
      sent++;
    }
    sentBytes = plus(sentBytes, packet.lengthBytes());
  }

  /** A packet was received; false if one with its number was received before. */
  boolean received(PacketFields packet) {
    any = true;
    boolean fresh = true;
    if (packet.hasNumber()) {
      LongRanges numbers =
          receivedNumbers.computeIfAbsent(spaceKey(packet), space -> new LongRanges());
      if (numbers.add(packet.number())) {
        received++;
      } else {
        receivedDuplicate++;
        fresh = false;
      }
    }
    receivedBytes = plus(receivedBytes, packet.lengthBytes());
    return fresh;
  }

  /** The packet numbers received, a set for each packet number space. */
  Collection<LongRanges> receivedNumbers() {
    return receivedNumbers.values();
  }

  /** Tells packet number spaces apart; those of application data by path, too. */
  static long spaceKey(PacketFields packet) {
    long path =
        packet.space() == PacketNumberSpace.APPLICATION_DATA
            ? Math.min(packet.pathId(), LossMetric.MAX_PATHS - 1)
            : 0;
    return path * PacketNumberSpace.values().length + packet.space().ordinal();
  }

  /** A packet arrived but could not be used. */
  void dropped() {
    dropped++;
  }

  private long plus(long sum, long bytes) {
    if (bytes == ABSENT) {
      missingLengths = true;
      return sum;
    }
    return sum == ABSENT ? bytes : sum + bytes;
  }

  /** Whether a packet was logged without its length. */
  boolean missingLengths() {
    return missingLengths;
  }

  boolean approximate() {
    return receivedNumbers.values().stream().anyMatch(LongRanges::approximate);
  }

  /** The counts, if any packet was logged as sent or received. */
  Optional<PacketSummary> summary() {
    return any
        ? Optional.of(
            new PacketSummary(
                sent,
                received,
                receivedDuplicate,
                dropped,
                optional(sentBytes),
                optional(receivedBytes)))
        : Optional.empty();
  }

  private static OptionalLong optional(long value) {
    return value == ABSENT ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
