package dev.moqlog.analyzer.connection;

import dev.moqlog.analyzer.summary.LossTrigger;
import dev.moqlog.vocabulary.PacketNumberSpace;

/**
 * The fate of every packet sent in one packet number space.
 *
 * <p>Only packets that are neither acknowledged nor given up are kept one by one, at most {@value
 * #MAX_TRACKED}; of all others remain counts and ranges of packet numbers.
 */
final class SentPackets {

  static final int MAX_TRACKED = 65_536;

  private static final int FIRST_SLOTS = 16;

  /** RFC 9002 section 6.1.1. */
  static final int PACKET_THRESHOLD = 3;

  static final long UNKNOWN = Long.MIN_VALUE;

  // What is known of a packet sent.
  static final int ACK_ELICITING = 1;
  static final int IN_FLIGHT = 2;
  static final int MTU_PROBE = 4;
  static final int DATAGRAM = 8;
  private static final int DECLARED_LOST = 16;
  private static final int DONE = 32;

  /** By what it was declared lost: the ordinal of a trigger that stacks have, in two bits. */
  private static final int TRIGGER_SHIFT = 6;

  private static final int TRIGGER_MASK = 3;

  /** A group of packets of like fate. */
  static final class Tally {
    long packets;
    long ackEliciting;
    long mtuProbes;

    /** In flight, and no MTU probe. */
    long inFlight;

    long inFlightBytes;

    /** Adds another group. */
    void add(Tally other) {
      packets += other.packets;
      ackEliciting += other.ackEliciting;
      mtuProbes += other.mtuProbes;
      inFlight += other.inFlight;
      inFlightBytes += other.inFlightBytes;
    }

    private void add(int flags, int lengthBytes) {
      packets++;
      ackEliciting += flags & ACK_ELICITING;
      if ((flags & MTU_PROBE) != 0) {
        mtuProbes++;
      } else if ((flags & IN_FLIGHT) != 0) {
        inFlight++;
        inFlightBytes += lengthBytes;
      }
    }
  }

  private final LongRanges sent = new LongRanges();
  private final LongRanges acked = new LongRanges();
  private final LongRanges declared = new LongRanges();
  private final LongRanges.Added newlyAcked = this::newlyAcked;

  private final OpenPackets open = new OpenPackets();

  /** How many packets may be put among the open ones before those that are done are taken out. */
  private int slots = FIRST_SLOTS;

  private int slotsUsed;

  private final FateListener listener;
  private final FateListener.SentPacket packet = new FateListener.SentPacket();
  private final Tally all = new Tally();
  private final Tally lostForGood = new Tally();
  private final Tally inferredLost = new Tally();
  private final Tally unresolved = new Tally();
  private final long[] lostByTrigger = new long[TRIGGER_MASK + 1];
  private long declaredCount;
  private long spuriousCount;
  private long ackOnlyMissing;
  private long largestSent = -1;
  private long largestAcked = -1;
  private boolean evicted;
  private boolean finished;

  // What the last acknowledgment brought, for an RTT sample.
  private boolean ackedEliciting;
  private long largestInAck = -1;
  private long largestNewlyAcked = -1;
  private long largestNewlyAckedSentNanos;

  /**
   * @param space the packet number space
   * @param pathId its path, 0 without multipath
   * @param listener learns what becomes of packets
   */
  SentPackets(PacketNumberSpace space, long pathId, FateListener listener) {
    this.listener = listener;
    packet.space = space;
    packet.pathId = pathId;
  }

  PacketNumberSpace space() {
    return packet.space;
  }

  long pathId() {
    return packet.pathId;
  }

  /**
   * A packet was sent.
   *
   * @param lengthBytes its size, 0 if unknown
   * @param payloadBytes the stream and datagram data in it
   * @param offset where its event is in the log
   * @param packetFlags what is known of it
   * @return whether its number is new
   */
  boolean sent(
      long number,
      long timeNanos,
      int lengthBytes,
      int payloadBytes,
      long offset,
      int packetFlags) {
    if (!sent.add(number)) {
      return false;
    }
    largestSent = Math.max(largestSent, number);
    all.add(packetFlags, lengthBytes);
    if (acked.contains(number)) {
      return true;
    }
    int state =
        packetFlags
            | (declared.contains(number)
                ? DECLARED_LOST | LossTrigger.UNKNOWN.ordinal() << TRIGGER_SHIFT
                : 0);
    if (slotsUsed == slots) {
      makeRoom();
    }
    slotsUsed++;
    open.insert(number, timeNanos, offset, lengthBytes, payloadBytes, state);
    return true;
  }

  /** Begins an acknowledgment, whose ranges follow. */
  void beginAck() {
    ackedEliciting = false;
    largestInAck = -1;
    largestNewlyAcked = -1;
    largestNewlyAckedSentNanos = UNKNOWN;
  }

  /** The packets first to last were received by the peer. */
  void acked(long first, long last) {
    // A peer cannot have received what was not sent, but some stacks log a bound too many.
    long end = Math.min(last, largestSent);
    largestInAck = Math.max(largestInAck, end);
    if (first <= end) {
      acked.add(first, end, newlyAcked);
    }
  }

  /**
   * Ends an acknowledgment.
   *
   * @return when the largest acknowledged packet was sent if it makes an RTT sample (RFC 9002
   *     section 5.1: it is newly acknowledged, and something newly acknowledged was ack-eliciting),
   *     else {@link #UNKNOWN}
   */
  long endAck() {
    return ackedEliciting && largestNewlyAcked == largestInAck
        ? largestNewlyAckedSentNanos
        : UNKNOWN;
  }

  /**
   * Ends an acknowledgment of which the log gives only what is newly acknowledged, so that nothing
   * but the largest packet of all tells whether it was the largest acknowledged one.
   *
   * @return as {@link #endAck()}
   */
  long endListOfAcked() {
    return largestNewlyAcked == largestAcked ? endAck() : UNKNOWN;
  }

  private void newlyAcked(long first, long last) {
    // Ranges that were joined to save memory may overlap more than was declared.
    spuriousCount = Math.min(declaredCount, spuriousCount + declared.overlap(first, last));
    if (last > largestNewlyAcked) {
      largestNewlyAcked = last;
      largestNewlyAckedSentNanos = UNKNOWN;
    }
    largestAcked = Math.max(largestAcked, last);
    for (int i = open.indexOf(first); i < open.end() && open.number(i) <= last; i++) {
      int flags = open.flags(i);
      if ((flags & DONE) == 0) {
        open.set(i, DONE);
        ackedEliciting |= (flags & ACK_ELICITING) != 0;
        if (open.number(i) == largestNewlyAcked) {
          largestNewlyAckedSentNanos = open.sentNanos(i);
        }
        listener.acked(at(i), (flags & DECLARED_LOST) != 0);
      }
    }
    while (open.size() > 0 && (open.flags(open.first()) & DONE) != 0) {
      open.dropFirst(1);
    }
  }

  /**
   * The packet was declared lost.
   *
   * @param trigger one that stacks have
   */
  void declaredLost(long number, LossTrigger trigger) {
    if (!declared.add(number)) {
      return;
    }
    declaredCount++;
    if (acked.contains(number)) {
      spuriousCount++;
      return;
    }
    int i = open.indexOf(number);
    if (i < open.end() && open.number(i) == number) {
      open.set(i, DECLARED_LOST | trigger.ordinal() << TRIGGER_SHIFT);
      listener.declaredLost(at(i));
    } else {
      packet.set(number, UNKNOWN, 0, 0, 0, ACK_ELICITING | IN_FLIGHT);
      listener.declaredLost(packet);
    }
  }

  /**
   * When a packet was sent that is neither acknowledged nor declared lost.
   *
   * @return {@link #UNKNOWN} if it is not one of these
   */
  long outstandingSince(long number) {
    int i = open.indexOf(number);
    boolean outstanding =
        i < open.end() && open.number(i) == number && (open.flags(i) & (DONE | DECLARED_LOST)) == 0;
    return outstanding ? open.sentNanos(i) : UNKNOWN;
  }

  private FateListener.SentPacket at(int i) {
    packet.set(
        open.number(i),
        open.sentNanos(i),
        open.offset(i),
        open.lengthBytes(i),
        open.payloadBytes(i),
        open.flags(i));
    return packet;
  }

  /** The stack found the packet not to be lost after all. */
  void spuriouslyLost(long number) {
    declaredLost(number, LossTrigger.UNKNOWN);
    acked(number, number);
  }

  /** The log has ended: what is still open becomes lost or unresolved. */
  void finish() {
    if (!finished) {
      finished = true;
      giveUpFirst(open.size());
    }
  }

  private void giveUpFirst(int packets) {
    for (int i = open.first(); i < open.first() + packets; i++) {
      if ((open.flags(i) & DONE) == 0) {
        giveUp(i);
      }
    }
    open.dropFirst(packets);
  }

  private void giveUp(int i) {
    int flags = open.flags(i);
    boolean overtaken = open.number(i) <= largestAcked - PACKET_THRESHOLD;
    boolean inFlight = (flags & IN_FLIGHT) != 0;
    if ((flags & DECLARED_LOST) != 0) {
      lostForGood.add(flags, open.lengthBytes(i));
      if (inFlight && (flags & MTU_PROBE) == 0) {
        lostByTrigger[flags >>> TRIGGER_SHIFT & TRIGGER_MASK]++;
      }
      listener.lostForGood(at(i));
    } else if (overtaken && inFlight) {
      inferredLost.add(flags, open.lengthBytes(i));
      listener.lostForGood(at(i));
    } else {
      unresolved.add(flags, open.lengthBytes(i));
      ackOnlyMissing += overtaken ? 1 : 0;
    }
  }

  /** All packets sent. */
  Tally all() {
    return all;
  }

  /** Packets declared lost and never acknowledged, as far as they were logged as sent. */
  Tally lostForGood() {
    return lostForGood;
  }

  /** Of those, packets in flight that are no MTU probes, declared lost by a trigger. */
  long lostBy(LossTrigger trigger) {
    return trigger.ordinal() <= TRIGGER_MASK ? lostByTrigger[trigger.ordinal()] : 0;
  }

  /** In-flight packets not declared lost but lost by RFC 9002's packet threshold. */
  Tally inferredLost() {
    return inferredLost;
  }

  /** Packets whose fate the log does not tell. */
  Tally unresolved() {
    return unresolved;
  }

  /**
   * Of the unresolved, packets not in flight that the packet threshold would call lost. A peer need
   * not acknowledge them (RFC 9000 section 13.2.1), and forgets about late ones.
   */
  long ackOnlyMissing() {
    return ackOnlyMissing;
  }

  /** Distinct packets declared lost. */
  long declaredCount() {
    return declaredCount;
  }

  /** Packets declared lost that were acknowledged. */
  long spuriousCount() {
    return spuriousCount;
  }

  /** Whether bounds of memory made counts approximate. */
  boolean approximate() {
    return (evicted && largestAcked >= 0)
        || sent.approximate()
        || acked.approximate()
        || declared.approximate();
  }

  /** Takes out what is done; if that is not enough, allows more, or gives up the oldest quarter. */
  private void makeRoom() {
    open.dropAll(DONE);
    slotsUsed = open.size();
    if (slotsUsed > MAX_TRACKED / 4 * 3) {
      evicted = true;
      int oldest = slotsUsed / 4;
      giveUpFirst(oldest);
      slotsUsed -= oldest;
    } else if (slotsUsed > slots / 2) {
      slots = Math.min(MAX_TRACKED, slots * 2);
    }
  }
}
