package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.RecoveryFields;
import dev.moqlog.analyzer.summary.CongestionSummary;
import dev.moqlog.analyzer.summary.CongestionSummary.StateTime;
import dev.moqlog.analyzer.summary.LossSummary;
import dev.moqlog.analyzer.summary.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The congestion window, what is in flight, states, and recovery periods. */
final class CongestionMetric {

  /** The window counts as full from this share of it on. */
  static final double FULL_SHARE = 0.9;

  private static final int MAX_STATES = 16;
  private static final int MAX_SPELLINGS = 32;
  private static final String OTHER_STATES = "other";

  /** The time in one state. */
  private static final class Stay {
    private long periods;
    private long nanos;
  }

  private final TimeWeighted window = new TimeWeighted();
  private final TimeWeighted inFlight = new TimeWeighted();
  private final TimeWeighted pacing = new TimeWeighted();
  private final RecoveryPeriods periods = new RecoveryPeriods();
  private final Map<String, Stay> states = new LinkedHashMap<>();

  /** The spellings met so far, as a stack may change its state with every packet. */
  private final Map<String, String> normalisedBefore = new HashMap<>();

  private Stay state;
  private String previousState;
  private long slowStartThreshold = ABSENT;
  private long lostTotal = ABSENT;
  private boolean recoveryLogged;
  private long recoveries;

  // While both window and bytes in flight are known.
  private double bothNanos;
  private double limitedNanos;
  private double windowIntegral;
  private double inFlightIntegral;

  /** So much time went by since the event before. */
  void elapse(long gapNanos) {
    window.elapse(gapNanos);
    inFlight.elapse(gapNanos);
    pacing.elapse(gapNanos);
    if (state != null) {
      state.nanos += gapNanos;
    }
    if (window.value() > 0 && inFlight.value() != ABSENT) {
      bothNanos += gapNanos;
      windowIntegral += (double) window.value() * gapNanos;
      inFlightIntegral += (double) inFlight.value() * gapNanos;
      limitedNanos += inFlight.value() >= FULL_SHARE * window.value() ? gapNanos : 0;
    }
  }

  /** The bytes in flight are so from now on, or ABSENT. */
  void inFlight(long bytes) {
    inFlight.set(bytes);
  }

  /** The stack logged its metrics. */
  void metricsUpdated(RecoveryFields recovery, Moment now, RttEstimate rtt) {
    window.set(sane(recovery.congestionWindowBytes()));
    pacing.set(
        recovery.pacingRateBitsPerSecond() < 0 ? ABSENT : sane(recovery.pacingRateBitsPerSecond()));
    long threshold = sane(recovery.slowStartThresholdBytes());
    slowStartThreshold = threshold == ABSENT ? slowStartThreshold : threshold;
    if (recovery.lostPacketsTotal() > lostTotal) {
      periods.lostUnnamed(now.nanos(), rtt.nanos());
      lostTotal = recovery.lostPacketsTotal();
    }
  }

  private static long sane(long value) {
    // An unset threshold is logged as the largest number there is.
    return value < 0 || value > InFlight.MAX_BYTES ? ABSENT : value;
  }

  /** The congestion window, or ABSENT. */
  long windowBytes() {
    return window.value();
  }

  /** The congestion state changed. */
  void stateUpdated(String newState) {
    if (newState == null || newState.isEmpty() || newState.equals(previousState)) {
      return;
    }
    previousState = newState;
    String name = normalisedBefore.get(newState);
    if (name == null) {
      name = normalised(newState);
      if (normalisedBefore.size() < MAX_SPELLINGS) {
        normalisedBefore.put(newState, name);
      }
    }
    if (!states.containsKey(name) && states.size() >= MAX_STATES) {
      name = OTHER_STATES;
    }
    Stay next = states.computeIfAbsent(name, any -> new Stay());
    if (next == state) {
      return;
    }
    next.periods++;
    state = next;
    if (name.equals("recovery")) {
      recoveryLogged = true;
      recoveries++;
    }
  }

  /** One spelling for all stacks: {@code SlowStart}, {@code slow-start} are slow_start. */
  static String normalised(String state) {
    String words =
        state.strip().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").replaceAll("[^A-Za-z0-9]+", "_");
    String name = words.toLowerCase(Locale.ROOT);
    return switch (name) {
      case "app_limited", "applicationlimited" -> "application_limited";
      case "slowstart" -> "slow_start";
      case "congestionavoidance" -> "congestion_avoidance";
      case "fast_recovery", "in_recovery" -> "recovery";
      default -> name;
    };
  }

  /** A packet was declared lost. */
  void declaredLost(FateListener.SentPacket packet, Moment now, RttEstimate rtt) {
    if (packet.mtuProbe()) {
      return;
    }
    if (packet.known()) {
      periods.lost(packet.sentNanos, now.nanos());
    } else {
      periods.lostUnnamed(now.nanos(), rtt.nanos());
    }
  }

  /** Packets were declared lost that the log does not name. */
  void declaredLost(Moment now, RttEstimate rtt) {
    periods.lostUnnamed(now.nanos(), rtt.nanos());
  }

  /** A packet that had been declared lost was acknowledged. */
  void spuriouslyLost(FateListener.SentPacket packet) {
    if (packet.known() && !packet.mtuProbe()) {
      periods.acked(packet.sentNanos);
    }
  }

  /**
   * What is known at the end, if anything.
   *
   * @param inFlightLogged whether the stack logged its bytes in flight
   * @param loss the losses of the connection
   */
  Optional<CongestionSummary> summary(boolean inFlightLogged, Optional<LossSummary> loss) {
    boolean lossKnown = loss.isPresent() && loss.get().net().isPresent();
    boolean lossless =
        lossKnown
            && periods.count() == 0
            && loss.get().declared() == 0
            && loss.get().inferred().orElse(1) == 0;
    Optional<Source> source =
        recoveryLogged
            ? Optional.of(Source.EVENT)
            : periods.count() > 0 || lossless ? Optional.of(Source.INFERRED) : Optional.empty();
    if (window.level().isEmpty()
        && inFlight.level().isEmpty()
        && states.isEmpty()
        && source.isEmpty()) {
      return Optional.empty();
    }
    boolean spuriousKnown = lossless || (lossKnown && periods.count() > 0 && periods.named());
    // A stack may count fewer periods than RFC 9002 does.
    long spurious = recoveryLogged ? Math.min(recoveries, periods.spurious()) : periods.spurious();
    return Optional.of(
        new CongestionSummary(
            window.level(),
            inFlight.level(),
            inFlight.level().map(any -> inFlightLogged ? Source.LOGGED : Source.INFERRED),
            ratio(inFlightIntegral, windowIntegral),
            ratio(limitedNanos, bothNanos),
            slowStartThreshold == ABSENT
                ? OptionalLong.empty()
                : OptionalLong.of(slowStartThreshold),
            stateTimes(),
            source,
            source.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(recoveryLogged ? recoveries : periods.count()),
            spuriousKnown ? OptionalLong.of(spurious) : OptionalLong.empty(),
            pacing.level()));
  }

  private List<StateTime> stateTimes() {
    List<StateTime> times = new ArrayList<>();
    states.forEach((name, stay) -> times.add(new StateTime(name, stay.periods, stay.nanos)));
    return List.copyOf(times);
  }

  private static OptionalDouble ratio(double part, double whole) {
    return whole > 0 ? OptionalDouble.of(part / whole) : OptionalDouble.empty();
  }
}
