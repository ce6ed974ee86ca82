package dev.moqlog.analyzer.read;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import java.util.Objects;

/**
 * Members that several kinds of event have: states and their changes, triggers, timers, moved data.
 * Texts are as the log spells them.
 */
public final class DetailFields {

  /** How many {@link EventNumbers} it has. */
  static final int NUMBERS = 12;

  /** Anything was set since the last time all was cleared. */
  boolean touched = true;

  String trigger;
  String oldState;
  String newState;
  String reason;
  String from;
  String to;
  String timerType;
  String timerEvent;
  String chosenAlpn;
  String offeredAlpn;
  String chosenVersion;
  String keyType;
  long keyPhase;
  String streamSide;
  String localAddress;
  String remoteAddress;
  String tupleId;
  String message;
  long oldValue;
  long newValue;
  long deltaNanos;
  long streamId;
  long dataOffset;
  long dataLengthBytes;
  long datagramCount;
  long datagramBytes;
  long ecnMarks;
  long ect0Marks;
  long ect1Marks;
  boolean resumptionAllowed;

  DetailFields() {
    clear();
  }

  void clear() {
    if (!touched) {
      return;
    }
    touched = false;
    trigger = null;
    oldState = null;
    newState = null;
    reason = null;
    from = null;
    to = null;
    timerType = null;
    timerEvent = null;
    chosenAlpn = null;
    offeredAlpn = null;
    chosenVersion = null;
    keyType = null;
    keyPhase = ABSENT;
    streamSide = null;
    localAddress = null;
    remoteAddress = null;
    tupleId = null;
    message = null;
    oldValue = ABSENT;
    newValue = ABSENT;
    deltaNanos = ABSENT;
    streamId = ABSENT;
    dataOffset = ABSENT;
    dataLengthBytes = ABSENT;
    datagramCount = ABSENT;
    datagramBytes = ABSENT;
    ecnMarks = ABSENT;
    ect0Marks = ABSENT;
    ect1Marks = ABSENT;
    resumptionAllowed = false;
  }

  /**
   * Becomes like another one, but takes its numbers from an array, where they begin at an index.
   */
  void set(DetailFields other, long[] numbers, int at) {
    if (!other.touched) {
      clear();
      return;
    }
    touched = true;
    trigger = other.trigger;
    oldState = other.oldState;
    newState = other.newState;
    reason = other.reason;
    from = other.from;
    to = other.to;
    timerType = other.timerType;
    timerEvent = other.timerEvent;
    chosenAlpn = other.chosenAlpn;
    offeredAlpn = other.offeredAlpn;
    chosenVersion = other.chosenVersion;
    keyType = other.keyType;
    streamSide = other.streamSide;
    localAddress = other.localAddress;
    remoteAddress = other.remoteAddress;
    tupleId = other.tupleId;
    message = other.message;
    resumptionAllowed = other.resumptionAllowed;
    keyPhase = numbers[at];
    oldValue = numbers[at + 1];
    newValue = numbers[at + 2];
    deltaNanos = numbers[at + 3];
    streamId = numbers[at + 4];
    dataOffset = numbers[at + 5];
    dataLengthBytes = numbers[at + 6];
    datagramCount = numbers[at + 7];
    datagramBytes = numbers[at + 8];
    ecnMarks = numbers[at + 9];
    ect0Marks = numbers[at + 10];
    ect1Marks = numbers[at + 11];
  }

  /** Puts its numbers into an array, from an index on. */
  void get(long[] numbers, int at) {
    numbers[at] = keyPhase;
    numbers[at + 1] = oldValue;
    numbers[at + 2] = newValue;
    numbers[at + 3] = deltaNanos;
    numbers[at + 4] = streamId;
    numbers[at + 5] = dataOffset;
    numbers[at + 6] = dataLengthBytes;
    numbers[at + 7] = datagramCount;
    numbers[at + 8] = datagramBytes;
    numbers[at + 9] = ecnMarks;
    numbers[at + 10] = ect0Marks;
    numbers[at + 11] = ect1Marks;
  }

  /** Whether all that is no number of {@link EventNumbers} is as in another one. */
  boolean likeBesideNumbers(DetailFields other) {
    return Objects.equals(trigger, other.trigger)
        && Objects.equals(oldState, other.oldState)
        && Objects.equals(newState, other.newState)
        && Objects.equals(reason, other.reason)
        && Objects.equals(from, other.from)
        && Objects.equals(to, other.to)
        && Objects.equals(timerType, other.timerType)
        && Objects.equals(timerEvent, other.timerEvent)
        && Objects.equals(chosenAlpn, other.chosenAlpn)
        && Objects.equals(offeredAlpn, other.offeredAlpn)
        && Objects.equals(chosenVersion, other.chosenVersion)
        && Objects.equals(keyType, other.keyType)
        && Objects.equals(streamSide, other.streamSide)
        && Objects.equals(localAddress, other.localAddress)
        && Objects.equals(remoteAddress, other.remoteAddress)
        && Objects.equals(tupleId, other.tupleId)
        && Objects.equals(message, other.message)
        && resumptionAllowed == other.resumptionAllowed;
  }

  /** Why it happened, or null. */
  public String trigger() {
    return trigger;
  }

  /** The state before, or null. */
  public String oldState() {
    return oldState;
  }

  /** The state from now on, or null. */
  public String newState() {
    return newState;
  }

  /** {@link #oldState()} as a number, or ABSENT. */
  public long oldValue() {
    return oldValue;
  }

  /** {@link #newState()} as a number, such as an MTU, or ABSENT. */
  public long newValue() {
    return newValue;
  }

  /** What blocks, or a reason phrase, or null. */
  public String reason() {
    return reason;
  }

  /** Where moved data comes from: application, transport or network; or null. */
  public String from() {
    return from;
  }

  /** Where moved data goes to, or null. */
  public String to() {
    return to;
  }

  /** The kind of timer, or null. */
  public String timerType() {
    return timerType;
  }

  /** What became of the timer: set, expired or cancelled; or null. */
  public String timerEvent() {
    return timerEvent;
  }

  /** For how long a timer is set, or ABSENT. */
  public long deltaNanos() {
    return deltaNanos;
  }

  /** The application protocol that was chosen (RFC 7301), or null. */
  public String chosenAlpn() {
    return chosenAlpn;
  }

  /** The only application protocol that one side offers, or null if there are none or several. */
  public String offeredAlpn() {
    return offeredAlpn;
  }

  /** The kind of key that is updated or discarded, such as {@code client_1rtt_secret}, or null. */
  public String keyType() {
    return keyType;
  }

  /** The key phase of that key, counted from 0, or ABSENT. */
  public long keyPhase() {
    return keyPhase;
  }

  /** The QUIC version that was chosen, or that a packet header names, in hexadecimal, or null. */
  public String chosenVersion() {
    return chosenVersion;
  }

  /** {@code sending} or {@code receiving}, or null. */
  public String streamSide() {
    return streamSide;
  }

  /** The stream that the event is about, or ABSENT. */
  public long streamId() {
    return streamId;
  }

  /** The offset of moved data, or ABSENT. */
  public long dataOffset() {
    return dataOffset;
  }

  /** The length of moved data in bytes, or ABSENT. */
  public long dataLengthBytes() {
    return dataLengthBytes;
  }

  /** How many UDP datagrams the event is about, or ABSENT. */
  public long datagramCount() {
    return datagramCount;
  }

  /** The bytes of the UDP payload of all those datagrams, or ABSENT. */
  public long datagramBytes() {
    return datagramBytes;
  }

  /** How many of the listed ECN marks are CE, or ABSENT if none are listed. */
  public long ecnMarks() {
    return ecnMarks;
  }

  /** How many of the listed ECN marks are ECT(0), or ABSENT if none are listed. */
  public long ect0Marks() {
    return ect0Marks;
  }

  /** How many of the listed ECN marks are ECT(1), or ABSENT if none are listed. */
  public long ect1Marks() {
    return ect1Marks;
  }

  /** The local address and port as text, or null. */
  public String localAddress() {
    return localAddress;
  }

  /** The remote address and port as text, or null. */
  public String remoteAddress() {
    return remoteAddress;
  }

  /** The network path that {@code tuple_assigned} is about, or null. */
  public String tupleId() {
    return tupleId;
  }

  /** The message of a log level event, or null. */
  public String message() {
    return message;
  }

  /** Whether the handshake may resume an earlier session. */
  public boolean resumptionAllowed() {
    return resumptionAllowed;
  }
}
