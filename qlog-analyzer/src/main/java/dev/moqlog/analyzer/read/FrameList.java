package dev.moqlog.analyzer.read;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.vocabulary.FrameType;
import java.util.Arrays;

/** The frames of one packet, as columns so that a packet costs no objects. */
public final class FrameList {

  /** A packet holds at most 65,527 bytes, and no frame is smaller than one. */
  private static final int MAX_FRAMES = 65_536;

  /** The longest record holds no more. */
  private static final int MAX_RANGES = 4 << 20;

  private static final long ACK_ELICITING =
      Arrays.stream(FrameType.values())
          .filter(FrameType::ackEliciting)
          .mapToLong(FrameList::bits)
          .reduce(0, (a, b) -> a | b);
  private static final long IN_FLIGHT = ACK_ELICITING | bits(FrameType.PADDING);
  private static final long UNKNOWN = -1;

  boolean logged;

  /** The types of the frames as bits; UNKNOWN as long as nobody asked. */
  private long typeBits = UNKNOWN;

  private int count;
  private FrameType[] types = new FrameType[4];
  private long[] streamIds = new long[4];
  private long[] offsets = new long[4];
  private long[] lengths = new long[4];
  private long[] ackDelays = new long[4];
  private long[] values = new long[4];
  private long[] pathIds = new long[4];
  private boolean[] fins = new boolean[4];
  private boolean[] unidirectional = new boolean[4];
  private int[] rangesEnd = new int[4];
  private long[] ranges = new long[16];
  private int rangeCount;
  private long ect0;
  private long ect1;
  private long ce;

  FrameList() {}

  /** Types as bits, for {@link #containsAny}. */
  public static long bits(FrameType... types) {
    long bits = 0;
    for (FrameType type : types) {
      bits |= 1L << type.ordinal();
    }
    return bits;
  }

  void clear() {
    typeBits = UNKNOWN;
    logged = false;
    count = 0;
    rangeCount = 0;
    ect0 = ABSENT;
    ect1 = ABSENT;
    ce = ABSENT;
  }

  /** For how many frames there is room. */
  int capacity() {
    return types.length;
  }

  /** For how many acknowledged ranges there is room. */
  int rangeCapacity() {
    return ranges.length / 2;
  }

  /**
   * Becomes like another one, but takes its numbers from an array, where they begin at an index;
   * acknowledged ranges are left to {@link #setRanges}.
   */
  void set(FrameList other, long[] numbers, int at) {
    typeBits = other.typeBits;
    logged = other.logged;
    count = other.count;
    while (count > types.length) {
      grow();
    }
    ect0 = numbers[at];
    ect1 = numbers[at + 1];
    ce = numbers[at + 2];
    int next = at + 3;
    for (int i = 0; i < count; i++) {
      types[i] = other.types[i];
      fins[i] = other.fins[i];
      unidirectional[i] = other.unidirectional[i];
      streamIds[i] = numbers[next];
      offsets[i] = numbers[next + 1];
      lengths[i] = numbers[next + 2];
      ackDelays[i] = numbers[next + 3];
      values[i] = numbers[next + 4];
      pathIds[i] = numbers[next + 5];
      rangesEnd[i] = (int) numbers[next + 6];
      next += 7;
    }
  }

  /** How many {@link EventNumbers} it has. */
  int numbers() {
    return 3 + 7 * count;
  }

  /** Puts its numbers into an array, from an index on; where the ranges of a frame end is one. */
  void get(long[] numbers, int at) {
    numbers[at] = ect0;
    numbers[at + 1] = ect1;
    numbers[at + 2] = ce;
    int next = at + 3;
    for (int i = 0; i < count; i++) {
      numbers[next] = streamIds[i];
      numbers[next + 1] = offsets[i];
      numbers[next + 2] = lengths[i];
      numbers[next + 3] = ackDelays[i];
      numbers[next + 4] = values[i];
      numbers[next + 5] = pathIds[i];
      numbers[next + 6] = rangesEnd[i];
      next += 7;
    }
  }

  /** Whether all but numbers and acknowledged ranges is as in another one. */
  boolean likeBesideNumbers(FrameList other) {
    return logged == other.logged
        && count == other.count
        && Arrays.equals(types, 0, count, other.types, 0, count)
        && Arrays.equals(fins, 0, count, other.fins, 0, count)
        && Arrays.equals(unidirectional, 0, count, other.unidirectional, 0, count);
  }

  /** Whether the acknowledged ranges of all frames are as in another one. */
  boolean likeRanges(FrameList other) {
    return hasRanges(other.ranges, other.rangeCount);
  }

  /** Whether these are the acknowledged ranges of all frames, each by its smallest and largest. */
  boolean hasRanges(long[] bounds, int boundsCount) {
    return Arrays.equals(ranges, 0, 2 * rangeCount, bounds, 0, 2 * boundsCount);
  }

  /** Replaces the acknowledged ranges of all frames; where each frame's end is not changed. */
  void setRanges(long[] bounds, int boundsCount) {
    rangeCount = boundsCount;
    if (boundsCount == 0) {
      return;
    }
    while (2 * rangeCount > ranges.length) {
      ranges = new long[ranges.length * 2];
    }
    System.arraycopy(bounds, 0, ranges, 0, 2 * rangeCount);
  }

  /** Takes the acknowledged ranges of all frames from another one. */
  void setRanges(FrameList other) {
    setRanges(other.ranges, other.rangeCount);
  }

  // Filling, one frame at a time.

  /** Begins a frame; false if no more fit. */
  boolean add() {
    if (count == MAX_FRAMES) {
      return false;
    }
    if (count == types.length) {
      grow();
    }
    typeBits = UNKNOWN;
    types[count] = FrameType.OTHER;
    streamIds[count] = ABSENT;
    offsets[count] = ABSENT;
    lengths[count] = ABSENT;
    ackDelays[count] = ABSENT;
    values[count] = ABSENT;
    pathIds[count] = ABSENT;
    fins[count] = false;
    unidirectional[count] = false;
    rangesEnd[count] = rangeCount;
    count++;
    return true;
  }

  private void grow() {
    int capacity = types.length * 2;
    types = Arrays.copyOf(types, capacity);
    streamIds = Arrays.copyOf(streamIds, capacity);
    offsets = Arrays.copyOf(offsets, capacity);
    lengths = Arrays.copyOf(lengths, capacity);
    ackDelays = Arrays.copyOf(ackDelays, capacity);
    values = Arrays.copyOf(values, capacity);
    pathIds = Arrays.copyOf(pathIds, capacity);
    fins = Arrays.copyOf(fins, capacity);
    unidirectional = Arrays.copyOf(unidirectional, capacity);
    rangesEnd = Arrays.copyOf(rangesEnd, capacity);
  }

  void setType(FrameType type) {
    typeBits = UNKNOWN;
    types[count - 1] = type;
  }

  void setStreamId(long streamId) {
    streamIds[count - 1] = streamId;
  }

  void setOffset(long offset) {
    offsets[count - 1] = offset;
  }

  void setLength(long length) {
    lengths[count - 1] = length;
  }

  void setAckDelayNanos(long ackDelayNanos) {
    ackDelays[count - 1] = ackDelayNanos;
  }

  void setValue(long value) {
    values[count - 1] = value;
  }

  void setPathId(long pathId) {
    pathIds[count - 1] = pathId;
  }

  void setFin(boolean fin) {
    fins[count - 1] = fin;
  }

  void setUnidirectional(boolean value) {
    unidirectional[count - 1] = value;
  }

  /** The cumulative ECN counts of an ACK frame; a packet has hardly ever more than one. */
  void setEcnCounts(long ect0Count, long ect1Count, long ceCount) {
    ect0 = ect0Count;
    ect1 = ect1Count;
    ce = ceCount;
  }

  /** Multiplies the ack delays; what becomes too large is none. Returns whether there were any. */
  boolean scaleAckDelays(long numerator, long denominator) {
    boolean any = false;
    for (int i = 0; i < count; i++) {
      if (ackDelays[i] > 0) {
        long scaled =
            Math.multiplyHigh(ackDelays[i], numerator) == 0 ? ackDelays[i] * numerator : 0;
        ackDelays[i] = scaled > 0 ? scaled / denominator : ABSENT;
        any = true;
      }
    }
    return any;
  }

  void addRange(long first, long last) {
    if (rangeCount == MAX_RANGES) {
      return;
    }
    if (2 * rangeCount == ranges.length) {
      ranges = Arrays.copyOf(ranges, ranges.length * 2);
    }
    ranges[2 * rangeCount] = Math.min(first, last);
    ranges[2 * rangeCount + 1] = Math.max(first, last);
    rangesEnd[count - 1] = ++rangeCount;
  }

  /** Forgets all frames but the first ones. */
  void truncate(int kept) {
    typeBits = UNKNOWN;
    count = kept;
    rangeCount = kept == 0 ? 0 : rangesEnd[kept - 1];
  }

  /** Takes one number off the end of each range that has more than one. */
  void shortenRanges(int first, int end) {
    for (int range = first; range < end; range++) {
      if (ranges[2 * range + 1] > ranges[2 * range]) {
        ranges[2 * range + 1]--;
      }
    }
  }

  // Reading.

  /** Whether the log gives the frames of the packet at all. */
  public boolean logged() {
    return logged;
  }

  /** How many frames there are. */
  public int count() {
    return count;
  }

  /** The type of the i-th frame. */
  public FrameType type(int i) {
    return types[i];
  }

  /** The stream id, or ABSENT. */
  public long streamId(int i) {
    return streamIds[i];
  }

  /**
   * The offset of stream or crypto data in bytes, or the final size that a reset gives; 0 where the
   * log gives none.
   */
  public long offset(int i) {
    return offsets[i] == ABSENT ? 0 : offsets[i];
  }

  /** The length of stream, crypto or datagram data in bytes, or ABSENT. */
  public long lengthBytes(int i) {
    return lengths[i] <= PacketFields.MAX_LENGTH_BYTES ? lengths[i] : ABSENT;
  }

  /** The decoded ack delay, or ABSENT. */
  public long ackDelayNanos(int i) {
    return ackDelays[i];
  }

  /**
   * The number that a frame of that type carries, or ABSENT: the error code of reset_stream,
   * stop_sending and connection_close; the limit of max_* and *_blocked; of path_challenge and
   * path_response the first eight bytes of their data; of connection ids the sequence number.
   */
  public long value(int i) {
    return values[i];
  }

  /** Whether a STREAM frame ends its stream. */
  public boolean fin(int i) {
    return fins[i];
  }

  /** Whether a frame about limits of streams means unidirectional ones. */
  public boolean unidirectional(int i) {
    return unidirectional[i];
  }

  /** The path that a PATH_ACK or another frame of multipath QUIC is about, or ABSENT. */
  public long pathId(int i) {
    return pathIds[i];
  }

  /** The cumulative count of ECT(0) marks in the packet's ACK frame, or ABSENT. */
  public long ect0() {
    return ect0;
  }

  /** The cumulative count of ECT(1) marks in the packet's ACK frame, or ABSENT. */
  public long ect1() {
    return ect1;
  }

  /** The cumulative count of congestion marks in the packet's ACK frame, or ABSENT. */
  public long ce() {
    return ce;
  }

  /** Whether the frame acknowledges packets: of its own space, or of the path it names. */
  public boolean isAck(int i) {
    return types[i] == FrameType.ACK || types[i] == FrameType.PATH_ACK;
  }

  /** The index of the first acknowledged range of the i-th frame. */
  public int firstRange(int i) {
    return i == 0 ? 0 : rangesEnd[i - 1];
  }

  /** The index behind the last acknowledged range of the i-th frame. */
  public int endRange(int i) {
    return rangesEnd[i];
  }

  /** The smallest packet number of a range. */
  public long rangeFirst(int range) {
    return ranges[2 * range];
  }

  /** The largest packet number of a range. */
  public long rangeLast(int range) {
    return ranges[2 * range + 1];
  }

  /** Whether the packet has a frame of that type. */
  public boolean contains(FrameType type) {
    return containsAny(1L << type.ordinal());
  }

  /** Whether the packet has a frame of any of the types of {@link #bits}. */
  public boolean containsAny(long bits) {
    if (typeBits == UNKNOWN) {
      findTypes();
    }
    return (typeBits & bits) != 0;
  }

  private void findTypes() {
    typeBits = 0;
    for (int i = 0; i < count; i++) {
      typeBits |= 1L << types[i].ordinal();
    }
  }

  /** Whether the packet asks for an acknowledgment (RFC 9002 section 2). */
  public boolean ackEliciting() {
    return containsAny(ACK_ELICITING);
  }

  /** Whether the packet counts toward bytes in flight (RFC 9002 section 2). */
  public boolean inFlight() {
    return containsAny(IN_FLIGHT);
  }
}
