package dev.moqlog.analyzer.connection;

/**
 * Packets sent of which it is not known yet what became of them, by ascending packet number.
 *
 * <p>They are kept in one array that grows at either end, and what is put between two others moves
 * the fewer of the rest. Places of packets hold until one is put in or taken out. Not safe for
 * several threads.
 */
final class OpenPackets {

  /** A larger packet is kept with this size; it is more than any holds. */
  static final int MAX_LENGTH_BYTES = (1 << 24) - 1;

  // The cells of a packet.
  private static final int NUMBER = 0;
  private static final int SENT_NANOS = 1;
  private static final int OFFSET = 2;
  private static final int STATE = 3;
  private static final int WIDTH = 4;

  // The parts of its state: flags, size, and what it carries.
  private static final int LENGTH_SHIFT = 8;
  private static final int PAYLOAD_SHIFT = 32;
  private static final int FLAGS = (1 << LENGTH_SHIFT) - 1;

  private static final int FIRST_CAPACITY = 4;

  private long[] cells = {};
  private int from;
  private int to;

  /** The place of the first packet. */
  int first() {
    return from;
  }

  /** The place behind the last packet. */
  int end() {
    return to;
  }

  int size() {
    return to - from;
  }

  long number(int i) {
    return cells[i * WIDTH + NUMBER];
  }

  long sentNanos(int i) {
    return cells[i * WIDTH + SENT_NANOS];
  }

  long offset(int i) {
    return cells[i * WIDTH + OFFSET];
  }

  int lengthBytes(int i) {
    return (int) (cells[i * WIDTH + STATE] >>> LENGTH_SHIFT) & MAX_LENGTH_BYTES;
  }

  int payloadBytes(int i) {
    return (int) (cells[i * WIDTH + STATE] >>> PAYLOAD_SHIFT);
  }

  int flags(int i) {
    return (int) cells[i * WIDTH + STATE] & FLAGS;
  }

  /** Sets a flag of a packet. */
  void set(int i, int flag) {
    cells[i * WIDTH + STATE] |= flag;
  }

  /** The place of a packet, or of the next one that is there. */
  int indexOf(long number) {
    if (from == to || number(to - 1) < number) {
      return to;
    }
    int low = from;
    int high = to - 1;
    while (low < high && number(low) < number) {
      int middle = low + high >>> 1;
      if (number(middle) < number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Puts in a packet that is not there. */
  void insert(
      long number, long sentNanos, long offset, int lengthBytes, int payloadBytes, int flags) {
    int at = indexOf(number);
    boolean front = at < to && at - from < to - at;
    if (front ? from == 0 : to * WIDTH == cells.length) {
      makeRoom(front);
      at = indexOf(number);
    }
    if (front) {
      move(from, from - 1, at - from);
      from--;
      at--;
    } else {
      move(at, at + 1, to - at);
      to++;
    }
    int cell = at * WIDTH;
    cells[cell + NUMBER] = number;
    cells[cell + SENT_NANOS] = sentNanos;
    cells[cell + OFFSET] = offset;
    cells[cell + STATE] =
        (long) payloadBytes << PAYLOAD_SHIFT
            | (long) Math.min(lengthBytes, MAX_LENGTH_BYTES) << LENGTH_SHIFT
            | flags;
  }

  /** Takes out the first ones. */
  void dropFirst(int packets) {
    from += packets;
  }

  /** Takes out all that have a flag. */
  void dropAll(int flag) {
    int kept = from;
    for (int i = from; i < to; i++) {
      if ((flags(i) & flag) == 0) {
        if (kept < i) {
          move(i, kept, 1);
        }
        kept++;
      }
    }
    to = kept;
  }

  private void move(int source, int target, int packets) {
    System.arraycopy(cells, source * WIDTH, cells, target * WIDTH, packets * WIDTH);
  }

  /** Makes room at one end, so much that this stays rare. */
  private void makeRoom(boolean front) {
    int size = to - from;
    int capacity = cells.length / WIDTH;
    long[] target = cells;
    if (size >= capacity / 4 * 3) {
      capacity = Math.max(FIRST_CAPACITY, capacity * 2);
      target = new long[capacity * WIDTH];
    }
    int start = front ? (capacity - size + 1) / 2 : 0;
    System.arraycopy(cells, from * WIDTH, target, start * WIDTH, size * WIDTH);
    cells = target;
    from = start;
    to = start + size;
  }
}
