package dev.moqlog.analyzer.summary;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The order in which packets arrived (after RFC 4737): all that one endpoint can tell of the path
 * towards it.
 *
 * @param received distinct packets received
 * @param duplicates packets received again
 * @param reordered packets that arrived behind one with a larger number
 * @param extentPackets by how many numbers they were late
 * @param extentNanos by how much time they were late
 * @param missing packet numbers between the smallest and the largest received that never came: an
 *     upper bound of the packets lost on the way here, since numbers may be skipped
 * @param longestGap the most of them in a row
 */
public record ReorderSummary(
    long received,
    long duplicates,
    long reordered,
    Optional<DistributionSummary> extentPackets,
    Optional<DistributionSummary> extentNanos,
    long missing,
    long longestGap) {

  /** Where these numbers come from: {@code packet_received} events. */
  public static final String SOURCE = "event";

  /** Reordered packets over packets received. */
  public OptionalDouble ratio() {
    return Ratio.of(reordered, received);
  }
}
