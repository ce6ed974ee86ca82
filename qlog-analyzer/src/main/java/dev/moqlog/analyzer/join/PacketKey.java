package dev.moqlog.analyzer.join;

import dev.moqlog.analyzer.read.PacketFields;
import dev.moqlog.vocabulary.PacketNumberSpace;

/**
 * What identifies a packet at both ends, in one number: packet number space, path and packet number
 * (RFC 9000 section 12.3; each path of multipath QUIC numbers its packets by itself).
 */
final class PacketKey {

  /** Stands for a packet without a packet number, or with one that no packet has. */
  static final long NONE = -1;

  private static final int NUMBER_BITS = 56;
  private static final long MAX_NUMBER = (1L << NUMBER_BITS) - 1;
  private static final int SPACES = PacketNumberSpace.values().length;
  private static final int MAX_PATH = 41;

  private PacketKey() {}

  /** The key of a packet, or {@link #NONE}. */
  static long of(PacketFields packet) {
    return packet.hasNumber() ? of(packet.space(), packet.pathId(), packet.number()) : NONE;
  }

  /** The key of another packet of the same space and path, or {@link #NONE}. */
  static long of(PacketFields packet, long number) {
    return packet.space() == null ? NONE : of(packet.space(), packet.pathId(), number);
  }

  /** The key of a packet, or {@link #NONE}. */
  static long of(PacketNumberSpace space, long path, long number) {
    // Only application data has a space for each path.
    long spacePath = space == PacketNumberSpace.APPLICATION_DATA ? path : 0;
    if (number < 0 || number > MAX_NUMBER || spacePath < 0 || spacePath > MAX_PATH) {
      return NONE;
    }
    return (spacePath * SPACES + space.ordinal() << NUMBER_BITS) | number;
  }

  /** Space and path together, as a small number. */
  static int spaceAndPath(long key) {
    return (int) (key >>> NUMBER_BITS);
  }

  /** The packet number space. */
  static PacketNumberSpace space(long key) {
    return PacketNumberSpace.values()[spaceAndPath(key) % SPACES];
  }

  /** The packet number. */
  static long number(long key) {
    return key & MAX_NUMBER;
  }
}
