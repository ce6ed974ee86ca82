package dev.moqlog.analyzer.summary;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Probe timeouts (RFC 9002 section 6.2) and what comes of them.
 *
 * @param source how the timeouts are known, absent if the log cannot tell
 * @param timeouts how often the probe timeout expired
 * @param largestBackoff how often it expired in a row at most, without an acknowledgment between
 * @param runs how often it expired at least twice in a row
 * @param longestSilenceNanos the longest time without a new acknowledgment while ack-eliciting
 *     packets were waiting for one; absent if the log has no acknowledgments and nothing waited
 * @param silenceStartNanos when that began, on the time axis of the log
 * @param persistentCongestion how often persistent congestion was established (RFC 9002 section
 *     7.6), absent if the log cannot tell
 * @param persistentSource how persistent congestion is known
 */
public record ProbeTimeoutSummary(
    Optional<Source> source,
    OptionalLong timeouts,
    OptionalLong largestBackoff,
    OptionalLong runs,
    OptionalLong longestSilenceNanos,
    OptionalLong silenceStartNanos,
    OptionalLong persistentCongestion,
    Optional<Source> persistentSource) {}
