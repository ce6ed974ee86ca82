package dev.moqlog.analyzer.summary;

import java.util.OptionalDouble;

/**
 * Data that this side of one connection sent again (RFC 9000 section 13.3): bytes of STREAM and
 * CRYPTO frames that overlap bytes sent before on the same stream or packet number space.
 *
 * @param streamBytesSent bytes in STREAM frames, those sent again included
 * @param streamBytesRetransmitted of those, bytes sent before
 * @param cryptoBytesSent bytes in CRYPTO frames, those sent again included
 * @param cryptoBytesRetransmitted of those, bytes sent before
 */
public record RetransmitSummary(
    long streamBytesSent,
    long streamBytesRetransmitted,
    long cryptoBytesSent,
    long cryptoBytesRetransmitted) {

  /** Where these numbers come from: the frames in {@code packet_sent} events. */
  public static final String SOURCE = "event";

  /** The share of all STREAM and CRYPTO bytes that were sent again; absent if none were sent. */
  public OptionalDouble ratio() {
    return Ratio.of(
        streamBytesRetransmitted + cryptoBytesRetransmitted, streamBytesSent + cryptoBytesSent);
  }
}
