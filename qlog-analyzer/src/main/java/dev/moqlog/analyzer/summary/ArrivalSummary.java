package dev.moqlog.analyzer.summary;

import java.util.OptionalLong;

/**
 * How the packets of one end arrived at the other.
 *
 * @param duplicates packets that arrived again
 * @param reordered packets that arrived after one with a larger number of the same packet number
 *     space and path
 * @param reorderedMaxPackets the largest difference of those numbers
 * @param reorderedMaxNanos how late a packet arrived at most, after a packet sent later
 * @param neverAcknowledged ack-eliciting packets that arrived but that no acknowledgment which came
 *     back covers although it covers later ones; absent if the sender's log has no acknowledgments
 * @param packetsDropped packets that the receiver logged as dropped, whoever sent them
 * @param datagramsDropped datagrams that the receiver logged as dropped
 * @param notLoggedAsSent packets received that the sender's log does not have
 */
public record ArrivalSummary(
    long duplicates,
    long reordered,
    long reorderedMaxPackets,
    long reorderedMaxNanos,
    OptionalLong neverAcknowledged,
    long packetsDropped,
    long datagramsDropped,
    long notLoggedAsSent) {}
