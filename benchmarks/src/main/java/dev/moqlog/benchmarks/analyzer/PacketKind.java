package dev.moqlog.benchmarks.analyzer;

import dev.moqlog.vocabulary.PacketType;

/** Which packet number space a packet is in. */
enum PacketKind {
  NONE,
  INITIAL,
  HANDSHAKE,
  APPLICATION;

  static PacketKind of(PacketType type) {
    return switch (type) {
      case INITIAL -> INITIAL;
      case HANDSHAKE -> HANDSHAKE;
      case ONE_RTT, ZERO_RTT -> APPLICATION;
      default -> NONE;
    };
  }

  /** By the name in a log, {@code initial}, {@code handshake}, {@code 1RTT} or {@code 0RTT}. */
  static PacketKind of(char[] text, int from, int length) {
    return switch (length) {
      case 4 -> text[from + 1] == 'R' || text[from + 1] == 'r' ? APPLICATION : NONE;
      case 7 -> text[from + 1] == 'n' && text[from + 2] == 'i' ? INITIAL : NONE;
      case 9 -> text[from] == 'h' ? HANDSHAKE : NONE;
      default -> NONE;
    };
  }
}
