package dev.moqlog.benchmarks.generate;

import java.util.List;

/**
 * A real log, complete and in one piece, with the places that vary.
 *
 * @param name the file it came from
 * @param bytes its content, uncompressed
 * @param form how its events are packed
 * @param slots the places that vary
 * @param ids the connection ids and tokens in it
 * @param fileHeader what its JSON begins with: of a contained log, up to {@code traces}
 * @param traces the traces in it
 * @param startTime the time of its first event, in {@link FixedPoint}
 * @param leastTimeDecimals how many digits behind the point the time of an event has at least
 * @param mostTimeDecimals how many it has at most: how exact the log's clock is
 * @param absoluteTimes whether its events are dated by the time of day
 */
record OriginalLog(
    String name,
    byte[] bytes,
    LogForm form,
    Slots slots,
    List<String> ids,
    LogHeader fileHeader,
    List<Trace> traces,
    long startTime,
    int leastTimeDecimals,
    int mostTimeDecimals,
    boolean absoluteTimes) {

  /**
   * A trace.
   *
   * @param header all of it but its events
   * @param from where each event begins
   * @param to where each event ends
   * @param times when each event was, in {@link FixedPoint}
   * @param named whether the events name their connection themselves
   */
  record Trace(LogHeader header, int[] from, int[] to, long[] times, boolean named) {

    int events() {
      return from.length;
    }
  }
}
