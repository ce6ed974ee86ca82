package dev.moqlog.analyzer.summary;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What congestion control did on one connection (RFC 9002 section 7). Means are weighted by time,
 * each value holding until the next.
 *
 * @param window the congestion window, absent if it was not logged
 * @param inFlight the bytes in flight
 * @param inFlightSource where they come from, absent with them
 * @param utilisation mean bytes in flight over mean window, while both are known
 * @param windowLimitedShare the share of that time with at least 0.9 of the window in flight
 * @param slowStartThresholdBytes the last slow start threshold; absent as long as there is none
 * @param states the time in each congestion state that was logged
 * @param eventSource where congestion events come from, absent if the log cannot tell
 * @param events how often losses began a recovery period (RFC 9002 section 7.3.2)
 * @param spuriousEvents of those, periods begun by packets that were all acknowledged after all;
 *     absent if the log does not name the packets lost
 * @param pacing the pacing rate in bits a second, absent if it was not logged
 */
public record CongestionSummary(
    Optional<Level> window,
    Optional<Level> inFlight,
    Optional<Source> inFlightSource,
    OptionalDouble utilisation,
    OptionalDouble windowLimitedShare,
    OptionalLong slowStartThresholdBytes,
    List<StateTime> states,
    Optional<Source> eventSource,
    OptionalLong events,
    OptionalLong spuriousEvents,
    Optional<Level> pacing) {

  /**
   * A value that changes with time.
   *
   * @param min the smallest
   * @param mean the mean by time, the last value if it never held for any time
   * @param max the largest
   * @param last the last
   */
  public record Level(long min, long mean, long max, long last) {}

  /**
   * The time in one congestion state.
   *
   * @param state its name in lower case, as {@code slow_start}
   * @param periods how often it was entered
   * @param nanos for how long altogether
   */
  public record StateTime(String state, long periods, long nanos) {}
}
