package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.vocabulary.PacketNumberSpace;

/**
 * The bytes in flight (RFC 9002 section 2): as logged, else from packets sent, acknowledged and
 * declared lost.
 *
 * <p>Some stacks leave a zero out of their logs, so none are in flight either once all that was
 * sent is acknowledged or lost.
 */
final class InFlight {

  /** More than a terabyte stands for a value that is unset. */
  static final long MAX_BYTES = 1L << 40;

  private final long[] bySpace = new long[PacketNumberSpace.values().length];
  private final boolean[] discarded = new boolean[bySpace.length];
  private long logged = ABSENT;
  private boolean lengthsSeen;
  private boolean fatesSeen;

  /** An in-flight packet was sent. */
  void sent(PacketNumberSpace space, long lengthBytes) {
    if (lengthBytes > 0 && !discarded[space.ordinal()]) {
      lengthsSeen = true;
      bySpace[space.ordinal()] += lengthBytes;
    }
  }

  /** A packet was acknowledged, or declared lost before it was. */
  void gone(FateListener.SentPacket packet) {
    fatesSeen = true;
    int space = packet.space.ordinal();
    if (packet.known() && packet.inFlight()) {
      bySpace[space] = Math.max(0, bySpace[space] - packet.lengthBytes);
    }
  }

  /** The keys of a packet number space were discarded (RFC 9001 section 4.9). */
  void discarded(PacketNumberSpace space) {
    discarded[space.ordinal()] = true;
    bySpace[space.ordinal()] = 0;
  }

  /** The stack logged its bytes in flight, or ABSENT. */
  void logged(long bytes) {
    if (bytes >= 0 && bytes <= MAX_BYTES) {
      logged = bytes;
    }
  }

  /** Whether the stack logs it. */
  boolean isLogged() {
    return logged != ABSENT;
  }

  /** The bytes in flight now, or ABSENT. */
  long bytes() {
    boolean modelled = lengthsSeen && fatesSeen;
    long model = bySpace[0] + bySpace[1] + bySpace[2];
    if (logged != ABSENT) {
      return modelled && model == 0 ? 0 : logged;
    }
    return modelled ? model : ABSENT;
  }
}
