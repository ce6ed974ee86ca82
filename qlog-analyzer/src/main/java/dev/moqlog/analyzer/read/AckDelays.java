package dev.moqlog.analyzer.read;

import dev.moqlog.vocabulary.FrameType;
import dev.moqlog.vocabulary.PacketNumberSpace;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Recognises delays of acknowledgments that are the number on the wire ({@link
 * Correction#ACK_DELAY_UNSCALED}) and decodes them (RFC 9000 section 19.3).
 *
 * <p>Only the logs of some stacks are suspected. The proof is in what the log itself acknowledges:
 * the time from receiving a packet to sending its acknowledgment is the true delay.
 */
final class AckDelays {

  private static final Set<Producer> SUSPECTED =
      EnumSet.of(Producer.QUICHE, Producer.TQUIC, Producer.NOQ, Producer.NEQO, Producer.PICOQUIC);

  private static final int SPACES = PacketNumberSpace.values().length;

  /** Acknowledgments come soon after the packet; this many packets back its time is known. */
  private static final int KEPT = 256;

  /** What takes less is lost in the time between deciding and logging. */
  private static final long MIN_HELD_NANOS = 50_000;

  /** An endpoint that is slow to log may make a wrong delay look right, but not by that much. */
  private static final long MIN_DISPROOF_NANOS = 200_000;

  /** How far the logged delay may be from the true one: a sixteenth of it, and this. */
  private static final long TOLERANCE_NANOS = 20_000;

  private static final int PROOFS = 2;

  /** RFC 9000 section 18.2. */
  private static final int DEFAULT_EXPONENT = 3;

  private static final int MAX_EXPONENT = 20;

  private final Supplier<Optional<Producer>> producer;
  private final long[] numbers = new long[SPACES * KEPT];
  private final long[] receivedNanos = new long[SPACES * KEPT];
  private int localExponent = DEFAULT_EXPONENT;
  private int remoteExponent = DEFAULT_EXPONENT;
  private int proofs;
  private long proofsOf;
  private boolean disproven;
  private boolean corrected;

  /** What the number on the wire was divided by: 1 for microseconds, 1000 for milliseconds. */
  private long divisor;

  /**
   * @param producer who wrote the log, as far as is known when it is asked
   */
  AckDelays(Supplier<Optional<Producer>> producer) {
    this.producer = producer;
    Arrays.fill(numbers, -1);
  }

  boolean corrects() {
    return corrected;
  }

  void correct(QlogEvent event) {
    switch (event.type) {
      case PARAMETERS_SET -> exponent(event);
      case PACKET_RECEIVED -> {
        if (divisor != 0) {
          decode(event.frames, remoteExponent);
        } else if (event.packet.hasNumber() && event.packet.pathId() == 0) {
          int slot = slot(event.packet.space(), event.packet.number());
          numbers[slot] = event.packet.number();
          receivedNanos[slot] = event.timeNanos;
        }
      }
      case PACKET_SENT -> {
        if (divisor == 0 && !disproven && event.packet.hasNumber()) {
          for (int i = 0; i < event.frames.count(); i++) {
            if (event.frames.type(i) == FrameType.ACK) {
              prove(event, i);
            }
          }
        }
        if (divisor != 0) {
          decode(event.frames, localExponent);
        }
      }
      default -> {}
    }
  }

  private void exponent(QlogEvent event) {
    long exponent = event.parameters.ackDelayExponent();
    if (exponent < 0 || exponent > MAX_EXPONENT) {
      return;
    }
    if ("remote".equals(event.owner)) {
      remoteExponent = (int) exponent;
    } else {
      localExponent = (int) exponent;
    }
  }

  private static int slot(PacketNumberSpace space, long number) {
    return space.ordinal() * KEPT + (int) (number & (KEPT - 1));
  }

  /** Compares a delay the log gives with the one its times show. */
  private void prove(QlogEvent event, int frame) {
    long logged = event.frames.ackDelayNanos(frame);
    long largest = -1;
    for (int i = event.frames.firstRange(frame); i < event.frames.endRange(frame); i++) {
      largest = Math.max(largest, event.frames.rangeLast(i));
    }
    int slot = slot(event.packet.space(), largest);
    if (logged <= 0 || largest < 0 || numbers[slot] != largest) {
      return;
    }
    long held = event.timeNanos - receivedNanos[slot];
    if (held < MIN_HELD_NANOS || logged > Long.MAX_VALUE >> MAX_EXPONENT) {
      return;
    }
    // Only the first acknowledgment of a packet tells how long it was held.
    numbers[slot] = -1;
    long decoded = logged << localExponent;
    if (near(logged, held)) {
      disproven |= held >= MIN_DISPROOF_NANOS;
    } else if (near(decoded, held)) {
      proof(1);
    } else if (near(decoded / 1000, held)) {
      proof(1000);
    }
  }

  private static boolean near(long nanos, long trueNanos) {
    return Math.abs(nanos - trueNanos) <= trueNanos / 16 + TOLERANCE_NANOS;
  }

  private void proof(long candidate) {
    proofs = candidate == proofsOf ? proofs + 1 : 1;
    proofsOf = candidate;
    if (proofs == PROOFS && producer.get().filter(SUSPECTED::contains).isPresent()) {
      divisor = candidate;
    }
  }

  private void decode(FrameList frames, int exponent) {
    corrected |= frames.scaleAckDelays(1L << exponent, divisor);
  }
}
