package dev.moqlog.analyzer.summary;

import dev.moqlog.vocabulary.VantagePoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What one log tells about one connection.
 *
 * @param connectionId the original destination connection id where the log tells it, else the best
 *     name there is
 * @param source the file, as it was given, with {@code !/} before an entry of an archive
 * @param traceIndex the ordinal of the trace in its source, from 0
 * @param vantagePoint where the log was recorded
 * @param producer the stack that wrote it, if known
 * @param qlogVersion the version or schema that the log claims to have, if any
 * @param startTime the wall-clock time of the first event, approximate, if known
 * @param durationNanos from the first event to the last, absent without events
 * @param events how many events were read
 * @param flags what to know before trusting the numbers
 * @param corrections known mistakes of the producer that were put right, by name
 * @param skipped what of the trace could not be read
 * @param rtt round-trip times, absent if the log tells none
 * @param packets packet counts, absent if the log has no packet events
 * @param loss packet loss, absent if the log has no packet events
 * @param retransmit data sent again, absent if the log has no frames
 */
public record ConnectionSummary(
    String connectionId,
    String source,
    int traceIndex,
    VantagePoint vantagePoint,
    Optional<String> producer,
    Optional<String> qlogVersion,
    Optional<Instant> startTime,
    OptionalLong durationNanos,
    long events,
    Set<Flag> flags,
    List<String> corrections,
    Skipped skipped,
    Optional<RttSummary> rtt,
    Optional<PacketSummary> packets,
    Optional<LossSummary> loss,
    Optional<RetransmitSummary> retransmit) {

  /** The version of this data; it grows when a number changes its meaning. */
  public static final int SCHEMA_VERSION = 1;

  /** Something to know before trusting the numbers. */
  public enum Flag {
    /** The log ends before the connection does. */
    TRUNCATED("truncated"),
    /** Something in the middle of the log could not be read. */
    CORRUPT_RECORDS("corrupt_records"),
    /** The trace has no header that says where and by whom it was recorded. */
    MISSING_HEADER("missing_header"),
    /** The trace has no events. */
    NO_EVENTS("no_events"),
    /** An event was logged with an earlier time than the one before it. */
    CLOCK_WENT_BACKWARDS("clock_went_backwards"),
    /** Some packets or frames were logged without their length; sums of bytes are too small. */
    MISSING_LENGTHS("missing_lengths"),
    /** The log says that its writer left events out; counts are too small. */
    EVENTS_DROPPED("events_dropped"),
    /** The log names no frames, so nothing is known of acknowledgments and data. */
    NO_FRAMES("no_frames"),
    /** Some round trips were shorter than the log can tell and are left out. */
    RTT_BELOW_RESOLUTION("rtt_below_resolution"),
    /** A packet number was logged as sent more than once. */
    REPEATED_PACKET_NUMBERS("repeated_packet_numbers"),
    /** More was open at once than is kept; counts of rare late events may be too small. */
    STATE_LIMIT_REACHED("state_limit_reached");

    private final String label;

    Flag(String label) {
      this.label = label;
    }

    /** The name in machine-readable output. */
    public String label() {
      return label;
    }
  }

  /** The same without its distributions, which only merging needs. */
  public ConnectionSummary withoutDistributions() {
    return new ConnectionSummary(
        connectionId,
        source,
        traceIndex,
        vantagePoint,
        producer,
        qlogVersion,
        startTime,
        durationNanos,
        events,
        flags,
        corrections,
        skipped,
        rtt.map(RttSummary::withoutDistribution),
        packets,
        loss,
        retransmit);
  }
}
