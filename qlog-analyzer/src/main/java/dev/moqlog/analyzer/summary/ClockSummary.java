package dev.moqlog.analyzer.summary;

import java.util.OptionalLong;

/**
 * How the clocks of both ends relate, from the fastest packets in each direction.
 *
 * <p>No packet arrives before it is sent; so the difference of the clocks lies between what the
 * fastest packet of the one and the fastest of the other direction allow. In the middle is {@code
 * offsetNanos}, true if both paths have the same smallest delay; {@code errorNanos} is how far off
 * it is at most, whatever the paths.
 *
 * @param offsetNanos what to add to a time of the client's log to have it on the time axis of the
 *     server's log, at the middle of the connection if the clocks drift
 * @param errorNanos half the smallest round trip, and the coarser resolution of both logs
 * @param wallClockOffsetNanos the server's wall clock less the client's; absent unless both logs
 *     tell wall-clock times. As the start of a log is only known approximately, it may be off by
 *     more than {@code errorNanos}
 * @param driftPartsPerBillion how much faster the server's clock runs; absent unless both
 *     directions show it
 * @param minRttNanos the sum of the smallest delays of both directions: the network's round trip
 *     without any wait for an acknowledgment
 */
public record ClockSummary(
    long offsetNanos,
    long errorNanos,
    OptionalLong wallClockOffsetNanos,
    OptionalLong driftPartsPerBillion,
    long minRttNanos) {}
