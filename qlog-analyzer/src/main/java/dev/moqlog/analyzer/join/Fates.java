package dev.moqlog.analyzer.join;

import dev.moqlog.vocabulary.PacketNumberSpace;
import java.util.Arrays;

/**
 * What became of every packet that one end sent.
 *
 * <p>A packet that left no trace at the receiver is lost if it would have left one: if the receiver
 * was still there when it was due. It was due once a packet sent later had arrived and as much time
 * had passed as packets of this direction were late at most; or, if none did, when the slowest
 * packet would have come.
 */
final class Fates {

  static final byte RECEIVED = 0;
  static final byte LOST = 1;
  static final byte UNRESOLVED = 2;
  static final byte DROPPED = 3;
  static final byte KEYS_DISCARDED = 4;

  /** How long a packet may be under way where none has arrived that would tell. */
  private static final long ASSUMED_DELAY_NANOS = 2_000_000_000L;

  /** An hour; no network keeps a packet longer. */
  private static final long MAX_LATE_NANOS = 3_600_000_000_000L;

  private static final int MAX_TRIES = 256;

  private final MatchedPackets packets;
  private final EndPackets sender;
  private final EndPackets receiver;
  private final boolean receiverIsClient;
  private final byte[] fates;

  /** The earliest arrival of any packet sent later. */
  private final long[] overtakenNanos;

  private long minRaw = Long.MAX_VALUE;
  private long maxRaw = -EndPackets.MAX_NANOS * 2;
  private long maxLateNanos;

  /**
   * @param packets the packets sent
   * @param sender what the sender logged
   * @param back the packets that the receiver sent, which tell how the clocks relate if nothing
   *     arrived
   * @param receiver what the receiver logged
   */
  Fates(
      MatchedPackets packets,
      MatchedPackets back,
      EndPackets sender,
      EndPackets receiver,
      boolean receiverIsClient) {
    this.packets = packets;
    this.sender = sender;
    this.receiver = receiver;
    this.receiverIsClient = receiverIsClient;
    fates = new byte[packets.count];
    overtakenNanos = new long[packets.count];
    measure(back);
    long gone = receiver.goneNanos();
    for (int i = 0; i < packets.count; i++) {
      if (!packets.isReceived(i)) {
        fates[i] = dueNanos(i) <= gone ? LOST : UNRESOLVED;
      }
    }
    withoutState();
    discardedKeys();
    dropped();
    droppedWithoutNumber();
  }

  private void measure(MatchedPackets back) {
    long earliest = EndPackets.NEVER;
    for (int i = packets.count - 1; i >= 0; i--) {
      overtakenNanos[i] = earliest;
      if (packets.isReceived(i)) {
        long arrived = packets.arrivedNanos[i];
        minRaw = Math.min(minRaw, packets.rawDelayNanos(i));
        maxRaw = Math.max(maxRaw, packets.rawDelayNanos(i));
        if (earliest != EndPackets.NEVER) {
          maxLateNanos = Math.min(MAX_LATE_NANOS, Math.max(maxLateNanos, arrived - earliest));
        }
        earliest = Math.min(earliest, arrived);
      }
    }
    if (packets.received() == 0) {
      long least = EndPackets.NEVER;
      for (int i = 0; i < back.count; i++) {
        if (back.isReceived(i)) {
          least = Math.min(least, back.rawDelayNanos(i));
        }
      }
      // Without any packet between the two, their clocks cannot be compared: nothing is due.
      minRaw = least == EndPackets.NEVER ? EndPackets.MAX_NANOS : -least;
      maxRaw = minRaw + ASSUMED_DELAY_NANOS;
    }
  }

  /** When the receiver must have got the packet at the latest, by its own clock. */
  private long dueNanos(int i) {
    long slowest = packets.sentNanos[i] + maxRaw;
    return Math.min(slowest, overtakenNanos[i] == EndPackets.NEVER ? slowest : overtakenNanos[i])
        + maxLateNanos;
  }

  /**
   * What a server answered without keeping state, it dropped; and 0-RTT packets it may have
   * rejected without a word, if it took none.
   */
  private void withoutState() {
    for (int i = 0; i < packets.count; i++) {
      if (fates[i] == LOST
          && PacketKey.space(packets.keys[i]) == PacketNumberSpace.INITIAL
          && packets.sentNanos[i] < sender.answeredNanos()) {
        fates[i] = DROPPED;
      } else if (fates[i] == LOST
          && (packets.flags[i] & PacketColumns.ZERO_RTT) != 0
          && !receiver.zeroRttReceived()) {
        fates[i] = UNRESOLVED;
      }
    }
  }

  /** Initial and Handshake packets whose keys the receiver no longer had when they were due. */
  private void discardedKeys() {
    long nearestRaw = minRaw;
    for (int i = 0; i < packets.count; i++) {
      if (fates[i] == RECEIVED) {
        nearestRaw = packets.rawDelayNanos(i);
      } else if (fates[i] != DROPPED) {
        PacketNumberSpace space = PacketKey.space(packets.keys[i]);
        long discarded = receiver.keysDiscardedNanos(space, receiverIsClient);
        if (packets.sentNanos[i] + nearestRaw >= discarded) {
          fates[i] = KEYS_DISCARDED;
        }
      }
    }
  }

  /** Packets that the receiver names as dropped; those dropped as duplicates are received. */
  private void dropped() {
    PacketColumns dropped = receiver.dropped();
    if (dropped.count() == 0) {
      return;
    }
    long[] keys = new long[dropped.count()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = dropped.key(i);
    }
    Arrays.sort(keys);
    for (int i = 0; i < packets.count; i++) {
      if (fates[i] != RECEIVED && Arrays.binarySearch(keys, packets.keys[i]) >= 0) {
        fates[i] = DROPPED;
      }
    }
  }

  /** Handshake packets dropped without a number: told by type, size and time. */
  private void droppedWithoutNumber() {
    PacketColumns dropped = receiver.droppedWithoutNumber();
    for (int d = 0; d < dropped.count(); d++) {
      long earliestSent = dropped.nanos(d) - maxRaw - maxLateNanos;
      int at = firstSentAt(earliestSent);
      long latestSent = dropped.nanos(d) - minRaw;
      for (int tries = 0;
          tries < MAX_TRIES && at < packets.count && packets.sentNanos[at] <= latestSent;
          tries++, at++) {
        boolean open = fates[at] != RECEIVED && fates[at] != DROPPED;
        boolean sameSpace =
            PacketKey.spaceAndPath(packets.keys[at]) == PacketKey.spaceAndPath(dropped.key(d));
        boolean sameLength =
            packets.lengths[at] == dropped.lengthBytes(d)
                || packets.lengths[at] == 0
                || dropped.lengthBytes(d) == 0;
        if (open && sameSpace && sameLength) {
          fates[at] = DROPPED;
          break;
        }
      }
    }
  }

  private int firstSentAt(long nanos) {
    int low = 0;
    int high = packets.count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (packets.sentNanos[middle] < nanos) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  byte of(int i) {
    return fates[i];
  }

  /** The smallest raw delay. */
  long minRawNanos() {
    return minRaw;
  }

  /** How late a packet arrived at most, after a packet sent later. */
  long maxLateNanos() {
    return maxLateNanos;
  }
}
