package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.summary.ProbeTimeoutSummary;
import dev.moqlog.analyzer.summary.Source;
import dev.moqlog.vocabulary.FrameType;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Probe timeouts (RFC 9002 section 6.2): by the {@code pto_count} that the stack logs, else by its
 * timers, else by the triggers of packets, else by {@link ProbeInference}. Not safe for several
 * threads.
 */
final class ProbeTimeoutMetric {

  /** The probes of one timeout leave within this. */
  private static final long SAME_TIMEOUT_NANOS = 1_000_000;

  private static final long MAX_COUNT = 64;

  /** Path ids are told apart if they have one digit. */
  private static final int MAX_DIGIT = 9;

  private final PtoEstimate estimate = new PtoEstimate();
  private final ProbeInference inference = new ProbeInference(estimate);
  private final PersistentCongestion persistent = new PersistentCongestion(estimate);
  private final Runs timers = new Runs();
  private final Runs probes = new Runs();

  private final long[] counts = new long[MAX_DIGIT + 1];
  private boolean countSeen;
  private long counted;
  private long largestCount;
  private long countedRuns;

  private boolean timerSeen;
  private boolean triggerSeen;
  private long probeNanos = ABSENT;

  /** Timeouts in a row. */
  private static final class Runs {
    private long timeouts;
    private long inRow;
    private long largest;
    private long runs;

    void expired() {
      timeouts++;
      inRow++;
      largest = Math.max(largest, inRow);
      runs += inRow == 2 ? 1 : 0;
    }
  }

  /** Any event begins, before what it acknowledges or declares lost. */
  void time(long nanos) {
    inference.time(nanos);
  }

  /** A packet was sent. */
  void sent(QlogEvent event) {
    inference.sent(event);
    if ("pto_probe".equals(event.detail().trigger())) {
      probe(event.timeNanos());
    }
    ending(event);
  }

  /** A packet was received. */
  void received(QlogEvent event) {
    inference.received(event);
    ending(event);
  }

  /** The stack logged its metrics. */
  void metricsUpdated(QlogEvent event) {
    estimate.metricsUpdated(event.recovery());
    if (event.recovery().ptoCount() != ABSENT) {
      count(event.recovery().ptoCount(), path(event.detail().tupleId()));
    }
  }

  /** One side's transport parameters became known. */
  void parametersSet(QlogEvent event) {
    if ("remote".equals(event.owner())) {
      estimate.peerMaxAckDelay(event.parameters().maxAckDelayNanos());
    }
  }

  /** The congestion state changed. */
  void congestionState(QlogEvent event) {
    persistent.state(event);
  }

  /** The state of the connection changed. */
  void connectionState(String newState) {
    if ("handshake_confirmed".equals(newState)) {
      inference.confirmed();
    }
  }

  /** The stack logged that the connection is closed. */
  void closed() {
    inference.ended();
  }

  private void ending(QlogEvent event) {
    if (event.frames().contains(FrameType.CONNECTION_CLOSE)) {
      inference.ended();
    }
  }

  private void probe(long nanos) {
    triggerSeen = true;
    if (probeNanos == ABSENT || nanos - probeNanos > SAME_TIMEOUT_NANOS) {
      probes.expired();
    }
    probeNanos = nanos;
  }

  private static int path(String id) {
    int digit = id == null || id.length() != 1 ? 0 : id.charAt(0) - '0';
    return digit < 0 || digit > MAX_DIGIT ? 0 : digit;
  }

  private void count(long value, int path) {
    countSeen = true;
    long before = counts[path];
    if (value == before || value < 0 || value > MAX_COUNT) {
      return;
    }
    // Where the return to 0 is not logged, a smaller count begins a new run.
    long added = value > before ? value - before : value;
    counted += added;
    largestCount = Math.max(largestCount, value);
    countedRuns += value >= 2 && (before < 2 || value < before) ? 1 : 0;
    counts[path] = value;
  }

  /** A timer was set, expired or was cancelled. */
  void timerUpdated(QlogEvent event) {
    String type = event.detail().timerType();
    String kind = type == null ? "" : type.toLowerCase(Locale.ROOT);
    boolean pto =
        kind.isEmpty() || kind.contains("pto") || kind.contains("rto") || kind.contains("tlp");
    String what = event.detail().timerEvent();
    String change = what == null ? event.name().toLowerCase(Locale.ROOT) : what;
    if (pto && (!kind.isEmpty() || change.endsWith("expired") || change.endsWith("fired"))) {
      timerSeen = true;
      if (change.endsWith("expired") || change.endsWith("fired")) {
        timers.expired();
      }
    }
  }

  /**
   * An acknowledgment made an RTT sample.
   *
   * @param nanos the RTT
   */
  void sample(long nanos) {
    estimate.sample(nanos);
  }

  /** A packet was acknowledged for the first time. */
  void acked(FateListener.SentPacket packet) {
    inference.acked(packet.space, packet.pathId, packet.number);
    timers.inRow = 0;
    probes.inRow = 0;
    persistent.acked(packet);
  }

  /** A packet was declared lost. */
  void declaredLost(FateListener.SentPacket packet) {
    persistent.declaredLost(packet);
  }

  /**
   * What is known at the end, if anything.
   *
   * @param lossesDeclared whether the stack declares losses, or there are none
   */
  Optional<ProbeTimeoutSummary> summary(boolean lossesDeclared) {
    inference.ended();
    boolean silenceKnown = inference.longestSilenceNanos() != ABSENT;
    OptionalLong congestion =
        persistent.logged()
            ? OptionalLong.of(persistent.loggedCount())
            : inference.acksSeen() && lossesDeclared
                ? OptionalLong.of(persistent.inferredCount())
                : OptionalLong.empty();
    Optional<Source> congestionSource =
        congestion.isEmpty()
            ? Optional.empty()
            : Optional.of(persistent.logged() ? Source.EVENT : Source.INFERRED);
    Optional<Source> source = source();
    if (source.isEmpty() && !silenceKnown && congestion.isEmpty()) {
      return Optional.empty();
    }
    long[] numbers =
        countSeen
            ? new long[] {counted, largestCount, countedRuns}
            : timerSeen
                ? of(timers)
                : triggerSeen
                    ? of(probes)
                    : new long[] {
                      inference.timeouts(), inference.largestBackoff(), inference.runs()
                    };
    return Optional.of(
        new ProbeTimeoutSummary(
            source,
            optional(source.isPresent(), numbers[0]),
            optional(source.isPresent(), numbers[1]),
            optional(source.isPresent(), numbers[2]),
            optional(silenceKnown, inference.longestSilenceNanos()),
            optional(silenceKnown, inference.silenceStartNanos()),
            congestion,
            congestionSource));
  }

  private Optional<Source> source() {
    if (countSeen) {
      return Optional.of(Source.LOGGED);
    }
    if (timerSeen || triggerSeen) {
      return Optional.of(Source.EVENT);
    }
    boolean inferred = inference.longestSilenceNanos() != ABSENT;
    return inferred ? Optional.of(Source.INFERRED) : Optional.empty();
  }

  private static long[] of(Runs runs) {
    return new long[] {runs.timeouts, runs.largest, runs.runs};
  }

  private static OptionalLong optional(boolean known, long value) {
    return known ? OptionalLong.of(value) : OptionalLong.empty();
  }
}
