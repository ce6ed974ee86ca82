package dev.moqlog.samples.telemetry.net;

import dev.moqlog.vocabulary.PacketType;
import java.util.List;

/**
 * A packet on its way.
 *
 * @param bytes its size with header and tag
 * @param ackEliciting whether the receiver has to acknowledge it (RFC 9002 section 2)
 */
public record Packet(
    PacketType type, long number, int bytes, List<Frame> frames, boolean ackEliciting) {

  /** The most that the simulation sends in a packet. */
  static final int MOST_BYTES = 1252;

  /** Header and tag. */
  static final int OVERHEAD_BYTES = 28;

  static Packet of(PacketType type, long number, List<Frame> frames) {
    int bytes = OVERHEAD_BYTES;
    boolean eliciting = false;
    for (Frame frame : frames) {
      bytes += frame.bytes();
      eliciting |=
          !(frame instanceof Frame.Ack
              || frame instanceof Frame.Padding
              || frame instanceof Frame.Close);
    }
    return new Packet(type, number, bytes, List.copyOf(frames), eliciting);
  }

  /** Whether it counts toward bytes in flight: as {@link #ackEliciting}, or padded. */
  public boolean inFlight() {
    return ackEliciting || frames.stream().anyMatch(Frame.Padding.class::isInstance);
  }
}
