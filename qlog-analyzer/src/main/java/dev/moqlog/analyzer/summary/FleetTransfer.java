package dev.moqlog.analyzer.summary;

import dev.moqlog.analyzer.summary.BlockedSummary.BlockedTime;
import dev.moqlog.analyzer.summary.BlockedSummary.Reason;
import dev.moqlog.analyzer.summary.BlockedSummary.Side;
import java.util.Arrays;
import java.util.List;

/** What a fleet transferred: sums and distributions that merge exactly. */
final class FleetTransfer {

  private static final double RATIO_SCALE = 1e9;

  final QuantileSketch goodputOut = new QuantileSketch();
  final QuantileSketch goodputIn = new QuantileSketch();
  final QuantileSketch reorderRatio = new QuantileSketch();

  private final long[] blockedNanos = new long[Reason.values().length];
  private final long[] peerBlockedNanos = new long[Reason.values().length];
  private long acknowledgedBytes;
  private long uniqueBytesReceived;
  private long duplicateBytesReceived;
  private long streams;
  private long headOfLineNanos;
  private long datagramFramesSent;
  private long datagramFramesReceived;
  private long datagramPacketsSent;
  private long datagramPacketsLost;
  private long packetsReceived;
  private long packetsReordered;

  void add(ConnectionSummary connection) {
    connection.delivery().ifPresent(this::add);
    connection.blocked().ifPresent(blocked -> blocked.reasons().forEach(this::add));
    connection
        .streams()
        .ifPresent(
            all -> {
              streams += all.count();
              headOfLineNanos += all.headOfLineNanos();
            });
    connection
        .datagrams()
        .ifPresent(
            datagrams -> {
              datagramFramesSent += datagrams.framesSent();
              datagramFramesReceived += datagrams.framesReceived();
              if (datagrams.packetsLost().isPresent()) {
                datagramPacketsSent += datagrams.packetsSent();
                datagramPacketsLost += datagrams.packetsLost().getAsLong();
              }
            });
    connection
        .reorder()
        .ifPresent(
            reorder -> {
              packetsReceived += reorder.received();
              packetsReordered += reorder.reordered();
              reorder.ratio().ifPresent(ratio -> reorderRatio.add(Math.round(ratio * RATIO_SCALE)));
            });
  }

  private void add(DeliverySummary delivery) {
    acknowledgedBytes += delivery.acknowledgedBytes().orElse(0);
    uniqueBytesReceived += delivery.uniqueBytesReceived().orElse(0);
    duplicateBytesReceived += delivery.duplicateBytesReceived().orElse(0);
    delivery.goodputOutBitsPerSecond().ifPresent(rate -> goodputOut.add(Math.max(0, rate)));
    delivery.goodputInBitsPerSecond().ifPresent(rate -> goodputIn.add(Math.max(0, rate)));
  }

  private void add(BlockedTime time) {
    long[] sums = time.side() == Side.LOCAL ? blockedNanos : peerBlockedNanos;
    sums[time.reason().ordinal()] += time.nanos();
  }

  void merge(FleetTransfer other) {
    goodputOut.merge(other.goodputOut);
    goodputIn.merge(other.goodputIn);
    reorderRatio.merge(other.reorderRatio);
    for (int i = 0; i < blockedNanos.length; i++) {
      blockedNanos[i] += other.blockedNanos[i];
      peerBlockedNanos[i] += other.peerBlockedNanos[i];
    }
    acknowledgedBytes += other.acknowledgedBytes;
    uniqueBytesReceived += other.uniqueBytesReceived;
    duplicateBytesReceived += other.duplicateBytesReceived;
    streams += other.streams;
    headOfLineNanos += other.headOfLineNanos;
    datagramFramesSent += other.datagramFramesSent;
    datagramFramesReceived += other.datagramFramesReceived;
    datagramPacketsSent += other.datagramPacketsSent;
    datagramPacketsLost += other.datagramPacketsLost;
    packetsReceived += other.packetsReceived;
    packetsReordered += other.packetsReordered;
  }

  TransferTotals totals() {
    return new TransferTotals(
        acknowledgedBytes,
        uniqueBytesReceived,
        duplicateBytesReceived,
        list(blockedNanos),
        list(peerBlockedNanos),
        streams,
        headOfLineNanos,
        datagramFramesSent,
        datagramFramesReceived,
        datagramPacketsSent,
        datagramPacketsLost,
        packetsReceived,
        packetsReordered);
  }

  private static List<Long> list(long[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
