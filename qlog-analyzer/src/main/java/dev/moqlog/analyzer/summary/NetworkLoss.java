package dev.moqlog.analyzer.summary;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What became of the packets of one end that the other end did not receive.
 *
 * @param lost packets that the network lost: sent, and neither received nor dropped by the peer,
 *     which was there when they should have arrived. A receive buffer of the peer's system that
 *     overflows is part of the network here
 * @param lostBytes their bytes, absent if the log gives no lengths
 * @param lostDatagrams the datagrams they were in: packets of different packet number spaces sent
 *     together count once
 * @param unresolved packets that may have been under way when the peer's log ended or the peer
 *     closed the connection
 * @param unresolvedBytes their bytes, absent if the log gives no lengths
 * @param droppedByPeer packets that the peer logged as dropped: without keys for them, or damaged
 * @param keysDiscarded Initial and Handshake packets that were due when the peer had discarded the
 *     keys (RFC 9001 section 4.9) and could no longer read them, whether they arrived or not
 * @param ackOnly of {@code lost}, packets with nothing but acknowledgments and padding, absent if
 *     the log names no frames
 * @param withAck of {@code lost}, packets with an ACK frame, absent if the log names no frames
 * @param runs how many runs of consecutive losses there are
 * @param longestRun the packets of the longest run
 * @param worstRuns the longest runs, at most {@value #MAX_RUNS}, in the order they were sent
 * @param received packets received, which the ratio is taken over too
 */
public record NetworkLoss(
    long lost,
    OptionalLong lostBytes,
    long lostDatagrams,
    long unresolved,
    OptionalLong unresolvedBytes,
    long droppedByPeer,
    long keysDiscarded,
    OptionalLong ackOnly,
    OptionalLong withAck,
    long runs,
    long longestRun,
    List<Run> worstRuns,
    long received) {

  /** How many runs are told one by one. */
  public static final int MAX_RUNS = 16;

  /**
   * Consecutive packets that the network lost.
   *
   * <p>Delay variations are over the smallest delay of the direction. Where a queue overflows, the
   * delay before a run is large; where the receive buffer of an endpoint does, it need not be.
   *
   * @param firstSentNanos when the first was sent, on the time axis of the sender's log
   * @param spanNanos from the first to the last
   * @param packets how many
   * @param bytes their bytes, as far as known
   * @param delayBeforeNanos the delay variation of the last packet sent before that arrived
   * @param delayAfterNanos the delay variation of the first packet sent afterwards that arrived
   * @param silenceNanos how long the receiver got nothing between those two
   */
  public record Run(
      long firstSentNanos,
      long spanNanos,
      long packets,
      long bytes,
      OptionalLong delayBeforeNanos,
      OptionalLong delayAfterNanos,
      OptionalLong silenceNanos) {}

  /** The share of packets that the network lost, among those whose fate is known. */
  public OptionalDouble ratio() {
    return Ratio.of(lost, lost + received + droppedByPeer);
  }

  /** Packets to a run, on average. */
  public OptionalDouble meanRun() {
    return Ratio.of(lost, runs);
  }
}
