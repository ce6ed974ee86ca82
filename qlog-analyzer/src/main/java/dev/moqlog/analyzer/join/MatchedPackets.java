package dev.moqlog.analyzer.join;

/**
 * The packets that one end sent, in the order it sent them, each with its arrival at the other end.
 */
final class MatchedPackets {

  /** The arrival of a packet that did not arrive. */
  static final long NOT_RECEIVED = Long.MIN_VALUE;

  final int count;
  final long[] keys;
  final long[] sentNanos;
  final long[] arrivedNanos;
  final int[] lengths;
  final byte[] flags;

  private int received;
  private long duplicates;
  private long notLoggedAsSent;
  private boolean repeatedNumbers;
  private boolean differentLengths;
  private long equalLengths;

  /** Compares what one end sent with what the other received. */
  MatchedPackets(EndPackets sender, EndPackets receiver) {
    PacketColumns sent = sender.sent();
    PacketColumns arrived = receiver.received();
    int[] sentOrder = sent.byKey();
    int[] arrivedOrder = arrived.byKey();
    int[] distinct = new int[sentOrder.length];
    long[] arrivals = new long[sentOrder.length];
    int size = 0;
    int a = 0;
    for (int s = 0; s < sentOrder.length; s++) {
      long key = sent.key(sentOrder[s]);
      if (size > 0 && sent.key(distinct[size - 1]) == key) {
        repeatedNumbers = true;
        continue;
      }
      while (a < arrivedOrder.length && arrived.key(arrivedOrder[a]) < key) {
        notLoggedAsSent++;
        a++;
      }
      long arrival = NOT_RECEIVED;
      if (a < arrivedOrder.length && arrived.key(arrivedOrder[a]) == key) {
        arrival = arrived.nanos(arrivedOrder[a]);
        compareLengths(sent.lengthBytes(sentOrder[s]), arrived.lengthBytes(arrivedOrder[a]));
        received++;
        a++;
      }
      while (a < arrivedOrder.length && arrived.key(arrivedOrder[a]) == key) {
        arrival = Math.min(arrival, arrived.nanos(arrivedOrder[a]));
        duplicates++;
        a++;
      }
      arrivals[size] = arrival;
      distinct[size++] = sentOrder[s];
    }
    notLoggedAsSent += arrivedOrder.length - a;

    count = size;
    keys = new long[size];
    sentNanos = new long[size];
    arrivedNanos = new long[size];
    lengths = new int[size];
    flags = new byte[size];
    int[] bySending = inOrderOfSending(sent, distinct, size);
    for (int i = 0; i < size; i++) {
      int at = distinct[bySending[i]];
      keys[i] = sent.key(at);
      sentNanos[i] = sent.nanos(at);
      arrivedNanos[i] = arrivals[bySending[i]];
      lengths[i] = sent.lengthBytes(at);
      flags[i] = sent.flags(at);
    }
  }

  /** By time; packets of one time in the order of the log. */
  private static int[] inOrderOfSending(PacketColumns sent, int[] distinct, int size) {
    long[] places = new long[sent.count()];
    int[] byTime = sent.byTime();
    for (int i = 0; i < byTime.length; i++) {
      places[byTime[i]] = i;
    }
    long[] placeOf = new long[size];
    for (int i = 0; i < size; i++) {
      placeOf[i] = places[distinct[i]];
    }
    return StableOrder.of(placeOf, size);
  }

  private void compareLengths(int sentBytes, int receivedBytes) {
    if (sentBytes > 0 && receivedBytes > 0) {
      differentLengths |= sentBytes != receivedBytes;
      equalLengths += sentBytes == receivedBytes ? 1 : 0;
    }
  }

  boolean isReceived(int i) {
    return arrivedNanos[i] != NOT_RECEIVED;
  }

  /** Arrival less sending, each by its own clock. */
  long rawDelayNanos(int i) {
    return arrivedNanos[i] - sentNanos[i];
  }

  /** How many distinct packets arrived. */
  int received() {
    return received;
  }

  /** How many packets arrived again. */
  long duplicates() {
    return duplicates;
  }

  /** How many packets arrived that were not logged as sent. */
  long notLoggedAsSent() {
    return notLoggedAsSent;
  }

  /** Whether one packet number was sent twice. */
  boolean repeatedNumbers() {
    return repeatedNumbers;
  }

  /** Whether a packet had another length when it arrived. */
  boolean differentLengths() {
    return differentLengths;
  }

  /** How many packets had the same length when they arrived. */
  long equalLengths() {
    return equalLengths;
  }
}
