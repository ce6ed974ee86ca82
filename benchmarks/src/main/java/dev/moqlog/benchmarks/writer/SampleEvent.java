package dev.moqlog.benchmarks.writer;

import dev.moqlog.vocabulary.PacketType;
import dev.moqlog.writer.QlogTrace;

/**
 * The event that is measured: a packet was sent, with an ACK frame of three ranges and a STREAM
 * frame. About 330 bytes as JSON; its numbers change from one to the next.
 */
final class SampleEvent {

  /** Between two events, where no clock is read: 100 000 of them in a second. */
  static final long INTERVAL_NANOS = 10_000;

  /** The first packet number, so that all have as many digits. */
  static final long FIRST_PACKET = 1_000_000;

  static final long PACKET_BYTES = 1252;
  static final long ACK_DELAY_NANOS = 25_000;
  static final long STREAM_ID = 4;
  static final long DATA_BYTES = 1180;

  private SampleEvent() {}

  static void record(QlogTrace trace, long nanos, long packetNumber) {
    long acked = acked(packetNumber);
    trace
        .packetSent(nanos, PacketType.ONE_RTT, packetNumber)
        .length(PACKET_BYTES)
        .ack(ACK_DELAY_NANOS)
        .range(acked - 149, acked - 80)
        .range(acked - 78, acked - 10)
        .range(acked - 8, acked)
        .stream(STREAM_ID, offset(packetNumber), DATA_BYTES, false)
        .commit();
  }

  /** The largest packet of the peer that is acknowledged. */
  static long acked(long packetNumber) {
    return packetNumber >> 1;
  }

  /** Where the data is in its stream. */
  static long offset(long packetNumber) {
    return packetNumber * DATA_BYTES;
  }
}
