package dev.moqlog.analyzer.read;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.vocabulary.PacketNumberSpace;
import dev.moqlog.vocabulary.PacketType;
import java.util.Arrays;
import java.util.Objects;

/** What an event says about a packet, or about several by their numbers. */
public final class PacketFields {

  /** How many {@link EventNumbers} it has. */
  static final int NUMBERS = 8;

  /** A UDP datagram holds no more; a larger value is no length. */
  static final int MAX_LENGTH_BYTES = 65_535;

  /** RFC 9000 section 12.3. */
  private static final long MAX_NUMBER = (1L << 62) - 1;

  PacketType type;
  PacketNumberSpace namedSpace;
  long number;
  long lengthBytes;
  long headerLengthBytes;
  long sendAtNanos;
  long lostPackets;
  long lostBytes;
  long pathId;
  long keyPhase;
  boolean token;
  boolean mtuProbe;

  /** Whether the header has a {@code length}, as quinn and noq write it. */
  boolean sizeInHeader;

  String destinationConnectionId;
  long[] numbers = new long[4];
  int numberCount;

  PacketFields() {
    clear();
  }

  void clear() {
    type = null;
    namedSpace = null;
    number = ABSENT;
    lengthBytes = ABSENT;
    headerLengthBytes = ABSENT;
    sendAtNanos = ABSENT;
    lostPackets = ABSENT;
    lostBytes = ABSENT;
    pathId = ABSENT;
    keyPhase = ABSENT;
    token = false;
    mtuProbe = false;
    sizeInHeader = false;
    destinationConnectionId = null;
    numberCount = 0;
  }

  /**
   * Becomes like another one, but takes its numbers from an array, where they begin at an index.
   */
  void set(PacketFields other, long[] eventNumbers, int at) {
    type = other.type;
    namedSpace = other.namedSpace;
    token = other.token;
    mtuProbe = other.mtuProbe;
    sizeInHeader = other.sizeInHeader;
    destinationConnectionId = other.destinationConnectionId;
    numberCount = 0;
    for (int i = 0; i < other.numberCount; i++) {
      addNumber(other.numbers[i]);
    }
    number = eventNumbers[at];
    lengthBytes = eventNumbers[at + 1];
    headerLengthBytes = eventNumbers[at + 2];
    sendAtNanos = eventNumbers[at + 3];
    lostPackets = eventNumbers[at + 4];
    lostBytes = eventNumbers[at + 5];
    pathId = eventNumbers[at + 6];
    keyPhase = eventNumbers[at + 7];
  }

  /** Puts its numbers into an array, from an index on. */
  void get(long[] eventNumbers, int at) {
    eventNumbers[at] = number;
    eventNumbers[at + 1] = lengthBytes;
    eventNumbers[at + 2] = headerLengthBytes;
    eventNumbers[at + 3] = sendAtNanos;
    eventNumbers[at + 4] = lostPackets;
    eventNumbers[at + 5] = lostBytes;
    eventNumbers[at + 6] = pathId;
    eventNumbers[at + 7] = keyPhase;
  }

  /** Whether all that is no number of {@link EventNumbers} is as in another one. */
  boolean likeBesideNumbers(PacketFields other) {
    return type == other.type
        && namedSpace == other.namedSpace
        && token == other.token
        && mtuProbe == other.mtuProbe
        && sizeInHeader == other.sizeInHeader
        && Objects.equals(destinationConnectionId, other.destinationConnectionId)
        && Arrays.equals(numbers, 0, numberCount, other.numbers, 0, other.numberCount);
  }

  void addNumber(long value) {
    if (numberCount == numbers.length) {
      numbers = Arrays.copyOf(numbers, numberCount * 2);
    }
    numbers[numberCount++] = value;
  }

  /** The packet type; 1-RTT where the log gives none. */
  public PacketType type() {
    return type == null ? PacketType.ONE_RTT : type;
  }

  /**
   * The packet number space, or null for packets without a packet number. A packet of unknown type
   * whose number could be read was decrypted, and the converter of quic-trace, which knows no types
   * of packets received, logs little else than 1-RTT.
   */
  public PacketNumberSpace space() {
    return namedSpace != null ? namedSpace : spaceOfType();
  }

  private PacketNumberSpace spaceOfType() {
    return type == null || (type == PacketType.UNKNOWN && number >= 0)
        ? PacketNumberSpace.APPLICATION_DATA
        : type.space();
  }

  /** Whether the packet has a packet number and the log gives it. */
  public boolean hasNumber() {
    return number >= 0 && number <= MAX_NUMBER && space() != null;
  }

  /** The packet number, or ABSENT. */
  public long number() {
    return number;
  }

  /** The size of the packet with its header and AEAD tag, in bytes, or ABSENT. */
  public long lengthBytes() {
    long length = lengthBytes != ABSENT ? lengthBytes : headerLengthBytes;
    return length <= MAX_LENGTH_BYTES ? length : ABSENT;
  }

  /** {@code raw.length}, which of moved data may be more than a packet holds, or ABSENT. */
  public long rawLengthBytes() {
    return lengthBytes;
  }

  /** When pacing lets the packet leave, since the start of the log, or ABSENT (quiche). */
  public long sendAtNanos() {
    return sendAtNanos;
  }

  /** The key phase in the header, or its lowest bit, or ABSENT. */
  public long keyPhase() {
    return keyPhase;
  }

  /** Whether the header has a token (RFC 9000 section 8.1). */
  public boolean hasToken() {
    return token;
  }

  /** Whether the packet probes for a larger path MTU (RFC 9000 section 14.4). */
  public boolean mtuProbe() {
    return mtuProbe;
  }

  /** How many packets one loss event stands for, or ABSENT for one (mvfst). */
  public long lostPackets() {
    return lostPackets;
  }

  /** The bytes of those packets, or ABSENT. */
  public long lostBytes() {
    return lostBytes;
  }

  /** The path whose packet number space the packet is in; 0 without multipath. */
  public long pathId() {
    return pathId == ABSENT ? 0 : pathId;
  }

  /** Whether the log names that path. */
  public boolean namesPath() {
    return pathId != ABSENT;
  }

  /** The destination connection id in the packet's header, or null. */
  public String destinationConnectionId() {
    return destinationConnectionId;
  }

  /** How many {@link #number(int) numbers} the event lists ({@code packets_acked}). */
  public int numberCount() {
    return numberCount;
  }

  /** The i-th listed packet number. */
  public long number(int i) {
    return numbers[i];
  }
}
