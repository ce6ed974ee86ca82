package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.summary.DeliverySummary;
import dev.moqlog.analyzer.summary.DeliverySummary.WireSource;
import dev.moqlog.vocabulary.EventType;
import java.util.Optional;
import java.util.OptionalLong;

/** Bytes moved and the time it took. */
final class DeliveryMetric {

  private static final long IDLE_NANOS = 1_000_000_000;
  private static final int IDLE_PROBE_TIMEOUTS = 3;

  /** Bytes one way, by packets and, where they were logged, by UDP datagrams. */
  private static final class Way {
    private long packetBytes = ABSENT;
    private long datagramBytes = ABSENT;
    private boolean frames;
    private final PeakRate packetPeak = new PeakRate();
    private final PeakRate datagramPeak = new PeakRate();

    void packet(QlogEvent event, long nanos) {
      frames |= event.frames().logged();
      long bytes = event.packet().lengthBytes();
      if (bytes != ABSENT) {
        packetBytes = (packetBytes == ABSENT ? 0 : packetBytes) + bytes;
        packetPeak.add(nanos, bytes);
      }
    }

    void datagrams(QlogEvent event, long nanos) {
      long bytes = datagramBytes(event);
      if (bytes != ABSENT) {
        datagramBytes = (datagramBytes == ABSENT ? 0 : datagramBytes) + bytes;
        datagramPeak.add(nanos, bytes);
      }
    }

    boolean byDatagrams() {
      // A log may tell some datagrams only, such as those that came before the connection.
      return datagramBytes != ABSENT && datagramBytes >= packetBytes;
    }

    Optional<WireSource> source() {
      return byDatagrams()
          ? Optional.of(WireSource.DATAGRAMS)
          : packetBytes == ABSENT ? Optional.empty() : Optional.of(WireSource.PACKETS);
    }

    long bytes() {
      return byDatagrams() ? datagramBytes : packetBytes;
    }

    OptionalLong peak() {
      return (byDatagrams() ? datagramPeak : packetPeak).bitsPerSecond();
    }
  }

  private final Way out = new Way();
  private final Way in = new Way();
  private long previousPacketNanos = ABSENT;
  private long activeNanos = ABSENT;
  private long idleNanos;
  private long acknowledgedBytes = ABSENT;
  private long deliveredBytes = ABSENT;

  /** The UDP payload that an event about datagrams tells, or ABSENT. */
  private static long datagramBytes(QlogEvent event) {
    return event.detail().datagramBytes() != ABSENT
        ? event.detail().datagramBytes()
        : event.packet().lengthBytes();
  }

  /** A packet was sent or received. */
  void packet(QlogEvent event, Moment now, RttEstimate rtt) {
    if (previousPacketNanos == ABSENT) {
      activeNanos = 0;
    } else {
      long gap = now.nanos() - previousPacketNanos;
      if (gap > Math.max(IDLE_NANOS, IDLE_PROBE_TIMEOUTS * rtt.probeTimeoutNanos())) {
        idleNanos += gap;
      } else if (gap > 0) {
        activeNanos += gap;
      }
    }
    previousPacketNanos = now.nanos();
    (event.type() == EventType.PACKET_SENT ? out : in).packet(event, now.nanos());
  }

  /** UDP datagrams were sent or received. */
  void datagrams(QlogEvent event, Moment now) {
    (event.type() == EventType.UDP_DATAGRAMS_SENT ? out : in).datagrams(event, now.nanos());
  }

  /** A packet with so much data was acknowledged, for the first time. */
  void acked(FateListener.SentPacket packet) {
    acknowledgedBytes = Math.max(0, acknowledgedBytes) + packet.payloadBytes;
  }

  /** Data moved between application and transport. */
  void moved(QlogEvent event) {
    String to = event.detail().to();
    if (to == null || !(to.equals("application") || to.equals("user"))) {
      return;
    }
    long length = event.packet().rawLengthBytes();
    if (length == ABSENT) {
      length = event.detail().dataLengthBytes();
    }
    // No event moves more than a few buffers.
    if (length >= 0 && length <= Integer.MAX_VALUE) {
      deliveredBytes = Math.max(0, deliveredBytes) + length;
    }
  }

  /**
   * What is known at the end, absent without packets and datagrams.
   *
   * @param streams the bytes of streams
   * @param datagrams the bytes of DATAGRAM frames
   */
  Optional<DeliverySummary> summary(StreamMetric streams, DatagramMetric datagrams) {
    if (activeNanos == ABSENT && out.bytes() == ABSENT && in.bytes() == ABSENT) {
      return Optional.empty();
    }
    long sent = streams.uniqueBytesSent() + datagrams.bytesSent();
    long received = streams.uniqueBytesReceived() + datagrams.bytesReceived();
    return Optional.of(
        new DeliverySummary(
            out.source(),
            optional(out.bytes()),
            in.source(),
            optional(in.bytes()),
            optional(activeNanos),
            idleNanos,
            optional(out.frames ? sent : ABSENT),
            optional(
                out.frames && acknowledgedBytes != ABSENT
                    ? Math.min(sent, acknowledgedBytes)
                    : ABSENT),
            optional(in.frames ? received : ABSENT),
            optional(in.frames ? streams.duplicateBytesReceived() : ABSENT),
            optional(deliveredBytes),
            out.peak(),
            in.peak()));
  }

  private static OptionalLong optional(long value) {
    return value == ABSENT ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
