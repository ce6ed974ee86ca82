package dev.moqlog.analyzer.read;

import dev.moqlog.vocabulary.VantagePoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a log says about one trace outside its events.
 *
 * @param index the ordinal of the trace in its file, from 0
 * @param qlogVersion {@code qlog_version}, or the file schema where there is none; empty if unknown
 * @param vantagePoint where the trace was recorded
 * @param flow whose packets are the sent ones, of a trace recorded in the network
 * @param vantageName what the log calls that place, empty if it does not
 * @param groupId the group id that all events share, empty if none
 * @param originalDestinationConnectionId the ODCID common field, empty if none
 * @param producer the stack that wrote the log, if its header tells
 * @param timeline what the {@code time} of events means
 * @param eventFields the columns of events that are arrays (draft-00 and -01), else empty
 * @param traceParent the span that the trace belongs to, as in the W3C traceparent header, empty if
 *     none
 * @param samplingProbability the share of connections that were to be captured
 * @param missing whether the file had no header for these events
 */
public record TraceHeader(
    int index,
    String qlogVersion,
    VantagePoint vantagePoint,
    VantagePoint flow,
    String vantageName,
    String groupId,
    String originalDestinationConnectionId,
    Optional<Producer> producer,
    Timeline timeline,
    List<String> eventFields,
    String traceParent,
    OptionalDouble samplingProbability,
    boolean missing) {

  TraceHeader withVantagePoint(VantagePoint corrected) {
    return new TraceHeader(
        index,
        qlogVersion,
        corrected,
        flow,
        vantageName,
        groupId,
        originalDestinationConnectionId,
        producer,
        timeline,
        eventFields,
        traceParent,
        samplingProbability,
        missing);
  }

  /** The wall-clock time of an event, if the log tells. */
  public Optional<Instant> wallClock(long timeNanos) {
    return timeline.wallClock(timeNanos);
  }
}
