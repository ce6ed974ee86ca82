package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.summary.TimeSeries;
import dev.moqlog.analyzer.summary.TimeSeries.Bucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A connection over time, in buckets that double their width whenever there would be too many.
 *
 * <p>Buckets begin at multiples of their width, so that two of them make one of twice the width
 * exactly, whenever that happens.
 */
final class SeriesCollector {

  static final long FIRST_WIDTH_NANOS = 1_000_000;

  /** What happens in one bucket. */
  private static final class Cell {
    private long packetsSent;
    private long bytesSent;
    private long packetsReceived;
    private long bytesReceived;
    private long acknowledgedBytes;
    private long newBytesReceived;
    private long packetsLost;
    private long bytesRetransmitted;
    private final Samples logged = new Samples();
    private final Samples inferred = new Samples();
    private long windowBytes = ABSENT;
    private long inFlightBytes = ABSENT;

    void add(Cell later) {
      packetsSent += later.packetsSent;
      bytesSent += later.bytesSent;
      packetsReceived += later.packetsReceived;
      bytesReceived += later.bytesReceived;
      acknowledgedBytes += later.acknowledgedBytes;
      newBytesReceived += later.newBytesReceived;
      packetsLost += later.packetsLost;
      bytesRetransmitted += later.bytesRetransmitted;
      logged.add(later.logged);
      inferred.add(later.inferred);
      windowBytes = Math.max(windowBytes, later.windowBytes);
      inFlightBytes = Math.max(inFlightBytes, later.inFlightBytes);
    }

    Bucket bucket(boolean rttLogged) {
      Samples rtt = rttLogged ? logged : inferred;
      return new Bucket(
          packetsSent,
          bytesSent,
          packetsReceived,
          bytesReceived,
          acknowledgedBytes,
          newBytesReceived,
          packetsLost,
          bytesRetransmitted,
          rtt.count,
          rtt.sum,
          optional(rtt.min),
          optional(rtt.max),
          optional(windowBytes),
          optional(inFlightBytes));
    }

    private static OptionalLong optional(long value) {
      return value == ABSENT ? OptionalLong.empty() : OptionalLong.of(value);
    }
  }

  /** RTT samples of one bucket. */
  private static final class Samples {
    private long count;
    private long sum;
    private long min = ABSENT;
    private long max = ABSENT;

    void add(long nanos) {
      count++;
      sum += nanos;
      min = min == ABSENT ? nanos : Math.min(min, nanos);
      max = Math.max(max, nanos);
    }

    void add(Samples other) {
      if (other.count > 0) {
        count += other.count;
        sum += other.sum;
        min = min == ABSENT ? other.min : Math.min(min, other.min);
        max = Math.max(max, other.max);
      }
    }
  }

  private static final long MAX_RTT_NANOS = 3_600_000_000_000L;

  /** Times further from the origin are taken to be here, lest the width of buckets overflow. */
  private static final long MAX_NANOS = 1L << 62;

  private final int maxBuckets;
  private final List<Cell> cells = new ArrayList<>();
  private long widthNanos = FIRST_WIDTH_NANOS;
  private long first;
  private boolean rttLogged;

  /**
   * @param maxBuckets how many buckets there may be, at least 2, since no bucket has times on both
   *     sides of the origin; 0 to collect nothing
   */
  SeriesCollector(int maxBuckets) {
    this.maxBuckets = maxBuckets;
  }

  private boolean off() {
    return maxBuckets == 0;
  }

  /** The bucket of a time, which makes room for itself. */
  private Cell at(long eventNanos) {
    long nanos = Math.max(-MAX_NANOS, Math.min(MAX_NANOS, eventNanos));
    long index = Math.floorDiv(nanos, widthNanos);
    if (cells.isEmpty()) {
      first = index;
      cells.add(new Cell());
    }
    while (Math.max(index, last()) - Math.min(index, first) >= maxBuckets) {
      widen();
      index = Math.floorDiv(nanos, widthNanos);
    }
    while (index < first) {
      cells.add(0, new Cell());
      first--;
    }
    while (index > last()) {
      cells.add(new Cell());
    }
    return cells.get((int) (index - first));
  }

  private long last() {
    return first + cells.size() - 1;
  }

  private void widen() {
    widthNanos *= 2;
    List<Cell> wide = new ArrayList<>();
    long wideFirst = Math.floorDiv(first, 2L);
    for (int i = 0; i < cells.size(); i++) {
      int target = (int) (Math.floorDiv(first + i, 2L) - wideFirst);
      if (target == wide.size()) {
        wide.add(cells.get(i));
      } else {
        wide.get(target).add(cells.get(i));
      }
    }
    cells.clear();
    cells.addAll(wide);
    first = wideFirst;
  }

  /** A packet was sent, of whose data so many bytes had been sent before. */
  void sent(Moment now, long lengthBytes, long retransmittedBytes) {
    if (off()) {
      return;
    }
    Cell cell = at(now.nanos());
    cell.packetsSent++;
    cell.bytesSent += Math.max(0, lengthBytes);
    cell.bytesRetransmitted += retransmittedBytes;
  }

  /** A packet was received, of whose data so many bytes were new. */
  void received(Moment now, long lengthBytes, long newBytes) {
    if (off()) {
      return;
    }
    Cell cell = at(now.nanos());
    cell.packetsReceived++;
    cell.bytesReceived += Math.max(0, lengthBytes);
    cell.newBytesReceived += newBytes;
  }

  /** A packet with so much data was acknowledged. */
  void acked(Moment now, long payloadBytes) {
    if (!off()) {
      at(now.nanos()).acknowledgedBytes += payloadBytes;
    }
  }

  /** Packets were declared lost. */
  void lost(Moment now, long packets) {
    if (!off()) {
      at(now.nanos()).packetsLost += packets;
    }
  }

  /** The stack logged an RTT. */
  void loggedRtt(Moment now, long nanos) {
    if (!off() && nanos > 0 && nanos <= MAX_RTT_NANOS) {
      rttLogged = true;
      at(now.nanos()).logged.add(nanos);
    }
  }

  /** An acknowledgment made an RTT sample. */
  void inferredRtt(Moment now, long nanos) {
    if (!off() && nanos > 0 && nanos <= MAX_RTT_NANOS) {
      at(now.nanos()).inferred.add(nanos);
    }
  }

  /** The congestion window, or ABSENT, and what is in flight now. */
  void levels(Moment now, long windowBytes, InFlight inFlight) {
    if (off()) {
      return;
    }
    long inFlightBytes = inFlight.bytes();
    if (windowBytes != ABSENT || inFlightBytes != ABSENT) {
      Cell cell = at(now.nanos());
      cell.windowBytes = Math.max(cell.windowBytes, windowBytes);
      cell.inFlightBytes = Math.max(cell.inFlightBytes, inFlightBytes);
    }
  }

  /** What was collected, absent if nothing was. */
  Optional<TimeSeries> series() {
    if (cells.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new TimeSeries(
            widthNanos, first, cells.stream().map(cell -> cell.bucket(rttLogged)).toList()));
  }
}
