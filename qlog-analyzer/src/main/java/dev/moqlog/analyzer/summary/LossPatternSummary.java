package dev.moqlog.analyzer.summary;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How the in-flight packets that were lost for good, MTU probes aside, lie in what was sent: what
 * tells one cause of loss from another.
 *
 * @param packets packets lost, as declared and never acknowledged, or as inferred
 * @param runs stretches of consecutive packet numbers that were lost
 * @param longestRun packets in the longest of them
 * @param clusters groups of losses that lie no more than a round trip apart
 * @param packetsAtHighRtt packets lost while the RTT of packets sent at about the same time was
 *     well above the smallest: at least a quarter, and 4 ms
 * @param highRttShare share of the time in which the RTT was that high
 * @param medianQueueNanos median over lost packets of the RTT around them above the smallest one,
 *     absent if no RTT is known
 * @param tailPackets packets lost behind which this endpoint sent nothing for a round trip, so that
 *     no later packet could show the loss
 * @param latePackets packets lost that were late in a burst: behind a dozen others without a pause
 * @param lateShare share of all packets sent that were late in a burst
 * @param largePackets packets lost that are larger than any that arrived since the first of them
 * @param largestArrivedBytes the largest packet that arrived since then
 * @param deliveredPackets packets acknowledged that were sent in the same clusters, between the
 *     first and the last packet lost
 */
public record LossPatternSummary(
    long packets,
    long runs,
    long longestRun,
    long clusters,
    long packetsAtHighRtt,
    double highRttShare,
    OptionalLong medianQueueNanos,
    long tailPackets,
    long latePackets,
    double lateShare,
    long largePackets,
    OptionalLong largestArrivedBytes,
    long deliveredPackets) {

  /** The mean length of runs in packets. */
  public OptionalDouble meanRun() {
    return Ratio.of(packets, runs);
  }
}
