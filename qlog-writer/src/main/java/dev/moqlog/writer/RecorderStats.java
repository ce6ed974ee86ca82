package dev.moqlog.writer;

import dev.moqlog.writer.sampling.Decision;
import dev.moqlog.writer.sampling.SamplingRate;
import java.util.Map;

/**
 * What a recorder has done since it was made, and how it stands now. A snapshot: the numbers are
 * each exact, but not all of the same instant.
 *
 * @param sampleRate the share of connections to be recorded; NaN if a sampler of the application's
 *     decides
 * @param recorded connections that are recorded, by what decided so
 * @param skipped connections that are not, by what decided so
 * @param openTraces traces that are open now, flight recorders included
 * @param closedTraces traces that were closed
 * @param eventsWritten events in files
 * @param eventsDropped events that were recorded but are in no file, by the reason
 * @param bytesWritten bytes that files have grown by
 * @param writes how often a file was written to
 * @param writeNanos the time that took
 * @param writeErrors how often it failed
 * @param otherErrors failures of listeners, of compression, of looking after the disk
 * @param memoryUsedBytes memory in use for events on their way
 * @param memoryBytes the memory there may be
 * @param flightMemoryUsedBytes memory in use by flight recorders
 * @param diskUsedBytes the size of all traces in the directory
 * @param diskFull whether there is no room for new traces, even after old ones were deleted
 * @param tracesDeleted traces deleted for lack of room, or for their age
 * @param tracesCompressed traces compressed after they were closed
 * @param tracesRepaired traces of an earlier process that were completed at the start
 * @param tracesTruncated traces that reached their size limit
 * @param flightsOpened connections that were only remembered at first
 * @param flightsPromoted those of them that turned bad and were written out
 * @param promotionsRefused those that turned bad when too many others did
 * @param flightEventsForgotten events that were remembered and are in no file, as is intended
 */
public record RecorderStats(
    double sampleRate,
    Map<Decision.Reason, Long> recorded,
    Map<Decision.Reason, Long> skipped,
    int openTraces,
    long closedTraces,
    long eventsWritten,
    Map<DropReason, Long> eventsDropped,
    long bytesWritten,
    long writes,
    long writeNanos,
    long writeErrors,
    long otherErrors,
    long memoryUsedBytes,
    long memoryBytes,
    long flightMemoryUsedBytes,
    long diskUsedBytes,
    boolean diskFull,
    long tracesDeleted,
    long tracesCompressed,
    long tracesRepaired,
    long tracesTruncated,
    long flightsOpened,
    long flightsPromoted,
    long promotionsRefused,
    long flightEventsForgotten) {

  /** Events that are in no file, for whatever reason. */
  public long allEventsDropped() {
    return eventsDropped.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What a recorder that records nothing has to say. */
  static RecorderStats nothing() {
    return new RecorderStats(
        0, Map.of(), Map.of(), 0, 0, 0, Map.of(), 0, 0, 0, 0, 0, 0, 0, 0, 0, false, 0, 0, 0, 0, 0,
        0, 0, 0);
  }

  static RecorderStats of(RecorderContext context) {
    RecorderCounters counters = context.counters;
    SamplingRate rate = context.settings.sampleRate();
    return new RecorderStats(
        rate == null ? Double.NaN : rate.probability().doubleValue(),
        counters.recorded(),
        counters.skipped(),
        context.open.size(),
        counters.tracesClosed.sum(),
        counters.eventsWritten.sum(),
        counters.dropped(),
        counters.bytesWritten.sum(),
        counters.writes.sum(),
        counters.writeNanos.sum(),
        counters.writeErrors.sum(),
        counters.otherErrors.sum(),
        (long) context.pool.used() * context.pool.chunkBytes(),
        (long) context.pool.capacity() * context.pool.chunkBytes(),
        context.flightPool == null
            ? 0
            : (long) context.flightPool.used() * context.flightPool.chunkBytes(),
        context.inventory.usedBytes(),
        context.inventory.isOver(),
        counters.tracesDeleted.sum(),
        counters.tracesCompressed.sum(),
        counters.tracesRepaired.sum(),
        counters.tracesTruncated.sum(),
        counters.flightsOpened.sum(),
        counters.flightsPromoted.sum(),
        counters.promotionsRefused.sum(),
        counters.flightEventsForgotten.sum());
  }
}
