package dev.moqlog.analyzer.summary;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How much data one connection moved, and how fast. Bytes on the wire are UDP payload, without UDP
 * and IP headers; goodput is data of streams and datagrams, each byte once.
 *
 * @param sentSource what the bytes sent are summed over, absent with them
 * @param sentBytes bytes sent
 * @param receivedSource what the bytes received are summed over, absent with them
 * @param receivedBytes bytes received
 * @param activeNanos from the first packet to the last without idle gaps, absent without packets
 * @param idleNanos gaps between packets longer than a second and three probe timeouts
 * @param uniqueBytesSent data sent, each byte once, absent if the log has no frames of packets sent
 * @param acknowledgedBytes of those, what the peer acknowledged, absent if the log has no
 *     acknowledgments: the goodput out
 * @param uniqueBytesReceived data received, each byte once, absent if the log has no frames of
 *     packets received: the goodput in
 * @param duplicateBytesReceived stream data received again
 * @param deliveredBytes data that the transport handed to the application, absent if not logged
 * @param peakSentBitsPerSecond the most sent in any second, absent below a second of packets
 * @param peakReceivedBitsPerSecond the most received in any second
 */
public record DeliverySummary(
    Optional<WireSource> sentSource,
    OptionalLong sentBytes,
    Optional<WireSource> receivedSource,
    OptionalLong receivedBytes,
    OptionalLong activeNanos,
    long idleNanos,
    OptionalLong uniqueBytesSent,
    OptionalLong acknowledgedBytes,
    OptionalLong uniqueBytesReceived,
    OptionalLong duplicateBytesReceived,
    OptionalLong deliveredBytes,
    OptionalLong peakSentBitsPerSecond,
    OptionalLong peakReceivedBitsPerSecond) {

  /** What tells the bytes on the wire. */
  public enum WireSource {
    /** {@code udp_datagrams_sent} and {@code udp_datagrams_received}. */
    DATAGRAMS("datagrams"),
    /** The lengths of {@code packet_sent} and {@code packet_received}. */
    PACKETS("packets");

    private final String label;

    WireSource(String label) {
      this.label = label;
    }

    /** The name in machine-readable output. */
    public String label() {
      return label;
    }
  }

  private static final double NANOS_PER_SECOND = 1e9;

  /** Bytes sent over the active time, in bits a second. */
  public OptionalLong sentBitsPerSecond() {
    return rate(sentBytes);
  }

  /** Bytes received over the active time, in bits a second. */
  public OptionalLong receivedBitsPerSecond() {
    return rate(receivedBytes);
  }

  /** Acknowledged data over the active time, in bits a second. */
  public OptionalLong goodputOutBitsPerSecond() {
    return rate(acknowledgedBytes);
  }

  /** New data received over the active time, in bits a second. */
  public OptionalLong goodputInBitsPerSecond() {
    return rate(uniqueBytesReceived);
  }

  private OptionalLong rate(OptionalLong bytes) {
    return bytes.isEmpty() || activeNanos.orElse(0) <= 0
        ? OptionalLong.empty()
        : OptionalLong.of(
            Math.round(8 * NANOS_PER_SECOND * bytes.getAsLong() / activeNanos.getAsLong()));
  }
}
