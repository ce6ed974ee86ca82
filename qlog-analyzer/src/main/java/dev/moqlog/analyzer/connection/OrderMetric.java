package dev.moqlog.analyzer.connection;

import dev.moqlog.analyzer.read.PacketFields;
import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.summary.DistributionSummary;
import dev.moqlog.analyzer.summary.QuantileSketch;
import dev.moqlog.analyzer.summary.ReorderSummary;
import java.util.List;
import java.util.Optional;

/** The order in which packets arrive, by their numbers. */
final class OrderMetric {

  /** The largest packet number received in a space, and when. */
  private static final class Largest {
    private long number = -1;
    private long nanos;
  }

  private final BySpace<Largest> bySpace = new BySpace<>((space, path) -> new Largest());
  private final QuantileSketch extentPackets = new QuantileSketch();
  private final QuantileSketch extentNanos = new QuantileSketch();
  private long received;
  private long duplicates;
  private long reordered;

  /**
   * A packet was received.
   *
   * @param fresh whether none with its number was received before
   */
  void received(QlogEvent event, boolean fresh, Moment now) {
    PacketFields packet = event.packet();
    if (!packet.hasNumber()) {
      return;
    }
    if (!fresh) {
      duplicates++;
      return;
    }
    received++;
    Largest largest = bySpace.of(packet);
    if (packet.number() > largest.number) {
      largest.number = packet.number();
      largest.nanos = now.nanos();
    } else if (!"keys_available".equals(event.detail().trigger())) {
      // One that waited here for its keys came in order, for all that is known.
      reordered++;
      extentPackets.add(largest.number - packet.number());
      extentNanos.add(Math.max(0, now.nanos() - largest.nanos));
    }
  }

  /**
   * What was seen, absent if no packet number was received.
   *
   * @param numbers all numbers received, by space
   */
  Optional<ReorderSummary> summary(List<LongRanges> numbers) {
    if (received == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new ReorderSummary(
            received,
            duplicates,
            reordered,
            DistributionSummary.of(extentPackets),
            DistributionSummary.of(extentNanos),
            numbers.stream().mapToLong(LongRanges::missing).reduce(0, Saturated::sum),
            numbers.stream().mapToLong(LongRanges::longestGap).max().orElse(0)));
  }
}
