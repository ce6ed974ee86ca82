package dev.moqlog.analyzer.connection;

import dev.moqlog.vocabulary.PacketNumberSpace;

/** Learns what becomes of the packets that were sent, as the log tells it. */
interface FateListener {

  /** Hears nothing. */
  FateListener NONE =
      new FateListener() {
        @Override
        public void acked(SentPacket packet, boolean declaredLost) {}

        @Override
        public void declaredLost(SentPacket packet) {}

        @Override
        public void lostForGood(SentPacket packet) {}
      };

  /**
   * The first acknowledgment of a packet; valid only during the call.
   *
   * @param declaredLost whether it had been declared lost, so that the loss was spurious
   */
  void acked(SentPacket packet, boolean declaredLost);

  /** A packet was declared lost for the first time; valid only during the call. */
  void declaredLost(SentPacket packet);

  /**
   * A packet was declared or inferred to be lost and never acknowledged. Told when the log ends, by
   * ascending packet number within its packet number space; valid only during the call.
   */
  void lostForGood(SentPacket packet);

  /** A packet whose fate became known. One instance is used again and again. */
  final class SentPacket {
    PacketNumberSpace space;
    long pathId;
    long number;

    /** When it left, or {@link SentPackets#UNKNOWN} if it was not logged or is forgotten. */
    long sentNanos;

    /** Where its event is in the log, in bytes. */
    long offset;

    /** Its size, 0 if unknown. */
    int lengthBytes;

    /** Bytes of stream and datagram data in it. */
    int payloadBytes;

    private int flags;

    void set(
        long number, long sentNanos, long offset, int lengthBytes, int payloadBytes, int flags) {
      this.number = number;
      this.sentNanos = sentNanos;
      this.offset = offset;
      this.lengthBytes = lengthBytes;
      this.payloadBytes = payloadBytes;
      this.flags = flags;
    }

    /** Whether it was logged as sent and is still remembered. */
    boolean known() {
      return sentNanos != SentPackets.UNKNOWN;
    }

    boolean ackEliciting() {
      return (flags & SentPackets.ACK_ELICITING) != 0;
    }

    boolean inFlight() {
      return (flags & SentPackets.IN_FLIGHT) != 0;
    }

    boolean mtuProbe() {
      return (flags & SentPackets.MTU_PROBE) != 0;
    }

    boolean carriesDatagram() {
      return (flags & SentPackets.DATAGRAM) != 0;
    }
  }
}
