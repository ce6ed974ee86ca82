package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.PacketFields;
import dev.moqlog.analyzer.summary.PacketSummary;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Packets and their bytes, both ways. */
final class PacketMetric {

  /** By packet number space and, with multipath, path. */
  private final BySpace<LongRanges> receivedNumbers =
      new BySpace<>((space, path) -> new LongRanges());

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
      if (receivedNumbers.of(packet).add(packet.number())) {
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
  List<LongRanges> receivedNumbers() {
    return receivedNumbers.all();
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
    return receivedNumbers.all().stream().anyMatch(LongRanges::approximate);
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
