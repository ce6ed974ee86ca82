package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.RecoveryFields;
import dev.moqlog.analyzer.summary.QuantileSketch;
import dev.moqlog.analyzer.summary.RttSummary;
import dev.moqlog.analyzer.summary.Source;
import dev.moqlog.vocabulary.PacketNumberSpace;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Round-trip times: as the stack logged them, else from acknowledgments (RFC 9002 section 5).
 *
 * <p>A logged {@code latest_rtt} is a sample unless it is a placeholder from before the first
 * acknowledgment (0, or the initial RTT), or the same value logged again because another field of
 * the event changed: an unchanged value counts only if an acknowledgment made a new sample since.
 */
final class RttMetric {

  /** kInitialRtt of RFC 9002 section 6.2.2. */
  private static final long INITIAL_RTT_NANOS = 333_000_000;

  /** Some stacks log an RTT that is unset as the largest number there is. */
  private static final long MAX_RTT_NANOS = 3_600_000_000_000L;

  private static final long DEFAULT_MAX_ACK_DELAY_NANOS = 25_000_000;

  /** Samples of one source with what is made of them. */
  private static final class Samples {
    private final QuantileSketch distribution = new QuantileSketch();
    private long previousNanos = ABSENT;
    private long differencesNanos;
    private long belowResolution;

    boolean isEmpty() {
      return distribution.count() == 0 && belowResolution == 0;
    }

    void add(long nanos) {
      if (nanos == 0) {
        belowResolution++;
        return;
      }
      distribution.add(nanos);
      if (previousNanos != ABSENT) {
        differencesNanos += Math.abs(nanos - previousNanos);
      }
      previousNanos = nanos;
    }

    RttSummary summary(Source source, long smoothedNanos) {
      long differences = distribution.count() - 1;
      return RttSummary.of(
          source,
          distribution,
          differences == 0 ? OptionalLong.empty() : OptionalLong.of(differencesNanos / differences),
          smoothedNanos == ABSENT ? OptionalLong.empty() : OptionalLong.of(smoothedNanos),
          belowResolution);
    }
  }

  private final Samples logged = new Samples();
  private final Samples inferred = new Samples();
  private long initialRttNanos = INITIAL_RTT_NANOS;
  private long maxAckDelayNanos = DEFAULT_MAX_ACK_DELAY_NANOS;
  private long loggedSmoothedNanos = ABSENT;
  private boolean ackSeen;
  private boolean sampleDue;
  private long previousLatestNanos = ABSENT;

  // The estimator of RFC 9002 section 5, for logs that leave it out.
  private long minNanos = Long.MAX_VALUE;
  private long smoothedNanos = ABSENT;

  /** The parameters of loss recovery name the RTT that is assumed before any sample. */
  void initialRtt(long nanos) {
    if (nanos > 0) {
      initialRttNanos = nanos;
    }
  }

  /** The peer's transport parameters bound its ack delay. */
  void peerMaxAckDelay(long nanos) {
    if (nanos >= 0) {
      maxAckDelayNanos = nanos;
    }
  }

  /**
   * The stack logged its metrics.
   *
   * @return the sample that it logged, or ABSENT
   */
  long metricsUpdated(RecoveryFields recovery) {
    long sample = ABSENT;
    long latest = recovery.latestRttNanos();
    boolean changed = latest != previousLatestNanos;
    if (latest >= 0 && latest <= MAX_RTT_NANOS && (changed || sampleDue) && !placeholder(latest)) {
      logged.add(latest);
      sampleDue = false;
      sample = latest;
    }
    if (latest >= 0) {
      previousLatestNanos = latest;
    }
    long smoothed = recovery.smoothedRttNanos();
    if (smoothed >= 0 && smoothed <= MAX_RTT_NANOS && (ackSeen || !logged.isEmpty())) {
      loggedSmoothedNanos = smoothed;
    }
    return sample;
  }

  private boolean placeholder(long nanos) {
    return !ackSeen && logged.isEmpty() && (nanos == 0 || isInitialRtt(nanos));
  }

  private boolean isInitialRtt(long nanos) {
    // Logs in whole milliseconds cut the fraction off.
    return nanos / 1_000_000 == initialRttNanos / 1_000_000;
  }

  /** An acknowledgment arrived that may or may not make a sample. */
  void acknowledged() {
    ackSeen = true;
  }

  /**
   * An acknowledgment made a sample.
   *
   * @param ackDelayNanos how long the peer says it waited, or ABSENT
   * @param space the packet number space, which decides about the delay (section 5.3)
   * @return the sample without the ack delay (section 5.3), or ABSENT if it cannot be an RTT
   */
  long sample(long nanos, long ackDelayNanos, PacketNumberSpace space) {
    sampleDue = true;
    if (nanos < 0 || nanos > MAX_RTT_NANOS) {
      // The clock was set in between.
      return ABSENT;
    }
    inferred.add(nanos);
    minNanos = Math.min(minNanos, nanos);
    if (smoothedNanos == ABSENT) {
      smoothedNanos = nanos;
      return nanos;
    }
    long delay =
        switch (space) {
          case INITIAL -> 0;
          case HANDSHAKE -> Math.max(0, ackDelayNanos);
          case APPLICATION_DATA -> Math.min(Math.max(0, ackDelayNanos), maxAckDelayNanos);
        };
    long adjusted = nanos - delay >= minNanos ? nanos - delay : nanos;
    smoothedNanos = (7 * smoothedNanos + adjusted) / 8;
    return adjusted;
  }

  /** Whether round trips were too short for the resolution of the log. */
  boolean belowResolution() {
    return (logged.isEmpty() ? inferred : logged).belowResolution > 0;
  }

  /** What is known at the end, if anything. */
  Optional<RttSummary> summary() {
    if (logged.distribution.count() > 0) {
      return Optional.of(logged.summary(Source.LOGGED, loggedSmoothedNanos));
    }
    if (inferred.distribution.count() > 0) {
      return Optional.of(inferred.summary(Source.INFERRED, smoothedNanos));
    }
    return Optional.empty();
  }
}
