package dev.moqlog.analyzer.read;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import java.util.Objects;

/** The transport parameters of one endpoint (RFC 9000 section 18.2), as far as they are logged. */
public final class ParameterFields {

  /** How many {@link EventNumbers} it has. */
  static final int NUMBERS = 11;

  /** Anything was set since the last time all was cleared. */
  boolean touched = true;

  String originalDestinationConnectionId;
  boolean retried;
  long maxAckDelayNanos;
  long ackDelayExponent;
  long maxIdleTimeoutNanos;
  long maxUdpPayloadBytes;
  long maxDatagramFrameBytes;
  long initialMaxDataBytes;
  long initialMaxStreamDataBidiLocalBytes;
  long initialMaxStreamDataBidiRemoteBytes;
  long initialMaxStreamDataUniBytes;
  long initialMaxStreamsBidi;
  long initialMaxStreamsUni;

  ParameterFields() {
    clear();
  }

  void clear() {
    if (!touched) {
      return;
    }
    touched = false;
    originalDestinationConnectionId = null;
    retried = false;
    maxAckDelayNanos = ABSENT;
    ackDelayExponent = ABSENT;
    maxIdleTimeoutNanos = ABSENT;
    maxUdpPayloadBytes = ABSENT;
    maxDatagramFrameBytes = ABSENT;
    initialMaxDataBytes = ABSENT;
    initialMaxStreamDataBidiLocalBytes = ABSENT;
    initialMaxStreamDataBidiRemoteBytes = ABSENT;
    initialMaxStreamDataUniBytes = ABSENT;
    initialMaxStreamsBidi = ABSENT;
    initialMaxStreamsUni = ABSENT;
  }

  /**
   * Becomes like another one, but takes its numbers from an array, where they begin at an index.
   */
  void set(ParameterFields other, long[] numbers, int at) {
    if (!other.touched) {
      clear();
      return;
    }
    touched = true;
    originalDestinationConnectionId = other.originalDestinationConnectionId;
    retried = other.retried;
    maxAckDelayNanos = numbers[at];
    ackDelayExponent = numbers[at + 1];
    maxIdleTimeoutNanos = numbers[at + 2];
    maxUdpPayloadBytes = numbers[at + 3];
    maxDatagramFrameBytes = numbers[at + 4];
    initialMaxDataBytes = numbers[at + 5];
    initialMaxStreamDataBidiLocalBytes = numbers[at + 6];
    initialMaxStreamDataBidiRemoteBytes = numbers[at + 7];
    initialMaxStreamDataUniBytes = numbers[at + 8];
    initialMaxStreamsBidi = numbers[at + 9];
    initialMaxStreamsUni = numbers[at + 10];
  }

  /** Puts its numbers into an array, from an index on. */
  void get(long[] numbers, int at) {
    numbers[at] = maxAckDelayNanos;
    numbers[at + 1] = ackDelayExponent;
    numbers[at + 2] = maxIdleTimeoutNanos;
    numbers[at + 3] = maxUdpPayloadBytes;
    numbers[at + 4] = maxDatagramFrameBytes;
    numbers[at + 5] = initialMaxDataBytes;
    numbers[at + 6] = initialMaxStreamDataBidiLocalBytes;
    numbers[at + 7] = initialMaxStreamDataBidiRemoteBytes;
    numbers[at + 8] = initialMaxStreamDataUniBytes;
    numbers[at + 9] = initialMaxStreamsBidi;
    numbers[at + 10] = initialMaxStreamsUni;
  }

  /** Whether all that is no number of {@link EventNumbers} is as in another one. */
  boolean likeBesideNumbers(ParameterFields other) {
    return Objects.equals(originalDestinationConnectionId, other.originalDestinationConnectionId)
        && retried == other.retried;
  }

  /** {@code original_destination_connection_id}, or null. */
  public String originalDestinationConnectionId() {
    return originalDestinationConnectionId;
  }

  /** Whether there is a {@code retry_source_connection_id}: the server sent a Retry packet. */
  public boolean retried() {
    return retried;
  }

  /** {@code max_ack_delay}, or ABSENT. */
  public long maxAckDelayNanos() {
    return maxAckDelayNanos;
  }

  /** {@code ack_delay_exponent}, or ABSENT. */
  public long ackDelayExponent() {
    return ackDelayExponent;
  }

  /** {@code max_idle_timeout}; 0 for none, or ABSENT. */
  public long maxIdleTimeoutNanos() {
    return maxIdleTimeoutNanos;
  }

  /** {@code max_udp_payload_size}, or ABSENT. */
  public long maxUdpPayloadBytes() {
    return maxUdpPayloadBytes;
  }

  /** {@code max_datagram_frame_size} (RFC 9221), or ABSENT. */
  public long maxDatagramFrameBytes() {
    return maxDatagramFrameBytes;
  }

  /** {@code initial_max_data}, or ABSENT. */
  public long initialMaxDataBytes() {
    return initialMaxDataBytes;
  }

  /** {@code initial_max_stream_data_bidi_local}, or ABSENT. */
  public long initialMaxStreamDataBidiLocalBytes() {
    return initialMaxStreamDataBidiLocalBytes;
  }

  /** {@code initial_max_stream_data_bidi_remote}, or ABSENT. */
  public long initialMaxStreamDataBidiRemoteBytes() {
    return initialMaxStreamDataBidiRemoteBytes;
  }

  /** {@code initial_max_stream_data_uni}, or ABSENT. */
  public long initialMaxStreamDataUniBytes() {
    return initialMaxStreamDataUniBytes;
  }

  /** {@code initial_max_streams_bidi}, or ABSENT. */
  public long initialMaxStreamsBidi() {
    return initialMaxStreamsBidi;
  }

  /** {@code initial_max_streams_uni}, or ABSENT. */
  public long initialMaxStreamsUni() {
    return initialMaxStreamsUni;
  }
}
