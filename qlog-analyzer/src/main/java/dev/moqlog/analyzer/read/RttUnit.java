package dev.moqlog.analyzer.read;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

/**
 * Recognises RTTs in seconds ({@link Correction#RTT_IN_SECONDS}) and brings them to nanoseconds.
 */
final class RttUnit {

  // What 0.333 and 0.1665 become when they are taken for milliseconds.
  private static final long INITIAL_RTT = 333_000;
  private static final long INITIAL_VARIANCE = 166_500;

  private final boolean enabled;
  private boolean seconds;
  private boolean framesSeen;

  /**
   * @param enabled whether to correct what is recognised
   */
  RttUnit(boolean enabled) {
    this.enabled = enabled;
  }

  /** Whether the log proved its RTTs to be in seconds. */
  boolean proven() {
    return seconds;
  }

  boolean corrects() {
    return seconds && enabled;
  }

  void correct(QlogEvent event) {
    // quinn logs no frames; where there are frames, 0.333 ms is an RTT like any other.
    framesSeen |= event.frames.logged;
    RecoveryFields recovery = event.recovery;
    if (!framesSeen
        && recovery.smoothedRttNanos == INITIAL_RTT
        && recovery.rttVarianceNanos == INITIAL_VARIANCE) {
      seconds = true;
    }
    if (corrects()) {
      recovery.latestRttNanos = times1000(recovery.latestRttNanos);
      recovery.smoothedRttNanos = times1000(recovery.smoothedRttNanos);
      recovery.minRttNanos = times1000(recovery.minRttNanos);
      recovery.rttVarianceNanos = times1000(recovery.rttVarianceNanos);
    }
  }

  private static long times1000(long nanos) {
    return nanos == ABSENT || nanos > Long.MAX_VALUE / 1000 ? nanos : nanos * 1000;
  }
}
