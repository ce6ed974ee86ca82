package dev.moqlog.analyzer.diagnose;

import static dev.moqlog.analyzer.diagnose.Findings.count;
import static dev.moqlog.analyzer.diagnose.Findings.millis;
import static dev.moqlog.analyzer.diagnose.Findings.percent;

import dev.moqlog.analyzer.diagnose.Finding.Confidence;
import dev.moqlog.analyzer.diagnose.Finding.Severity;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.Episode;
import dev.moqlog.analyzer.summary.LossPatternSummary;
import dev.moqlog.analyzer.summary.LossSummary;
import dev.moqlog.analyzer.summary.RttSummary;
import dev.moqlog.analyzer.summary.Source;
import java.util.List;

/** Why packets were lost, by how the losses lie in what was sent. */
final class LossRules {

  private static final double MIN_LOSS_RATIO = 0.001;
  private static final double CRITICAL_LOSS_RATIO = 0.05;
  private static final int MIN_PACKETS = 3;

  /** From this mean run on, losses are bursts; a full queue lets every other packet in. */
  private static final double BURST_RUN = 6;

  /** Runs longer by this factor than those of independent losses are no chance. */
  private static final double CHANCE = 1.15;

  private static final double HEAVY_LOSS_RATIO = 0.35;
  private static final double MOSTLY = 0.8;
  private static final double FULL_QUEUE = 0.75;
  private static final int MIN_SPURIOUS = 5;
  private static final int FEW_PACKETS = 10;
  private static final double QUEUED_SHARE = 0.6;

  /** Fewer lost packets in a cluster are a receiver that is late for a moment, not a limiter. */
  private static final double SMALL_CLUSTER = 5;

  /** No bottleneck queues on a path this short: a host or a local network. */
  private static final long LOCAL_RTT_NANOS = 3_000_000;

  private LossRules() {}

  static void examine(Findings findings) {
    ConnectionSummary connection = findings.connection();
    if (handshakeFailed(connection)) {
      // Everything is lost then, which the rules about the end say better.
      return;
    }
    if (connection.loss().isPresent() && connection.lossPattern().isPresent()) {
      lost(findings, connection.loss().get(), connection.lossPattern().get());
    }
    connection.loss().ifPresent(loss -> spurious(findings, loss));
  }

  private static boolean handshakeFailed(ConnectionSummary connection) {
    return connection.rtt().isEmpty()
        && connection.handshake().isPresent()
        && connection.handshake().get().completeNanos().isEmpty();
  }

  private static void lost(Findings findings, LossSummary loss, LossPatternSummary pattern) {
    double ratio = loss.ratio().orElse(0);
    if (pattern.largePackets() >= MIN_PACKETS) {
      findings.add(
          Rule.PMTU_BLACK_HOLE,
          Severity.CRITICAL,
          Confidence.HIGH,
          (double) pattern.largePackets() / pattern.packets(),
          count(pattern.largePackets(), "packet")
              + " larger than "
              + pattern.largestArrivedBytes().orElse(0)
              + " bytes were lost; none of that size arrived any more",
          findings.episodes(Episode.Kind.LOSS),
          LossRules::describe);
      if (2 * pattern.largePackets() > pattern.packets()) {
        return;
      }
    }
    if (pattern.packets() < MIN_PACKETS || ratio < MIN_LOSS_RATIO) {
      return;
    }
    Cause cause = cause(findings, pattern, ratio);
    if (cause == null) {
      return;
    }
    findings.add(
        cause.rule,
        ratio >= CRITICAL_LOSS_RATIO ? Severity.CRITICAL : Severity.WARNING,
        cause.confidence,
        impact(findings, ratio),
        count(pattern.packets(), "packet")
            + " ("
            + percent(ratio)
            + ") lost in "
            + count(pattern.clusters(), "place")
            + ", at most "
            + pattern.longestRun()
            + " in a row; "
            + rttAround(pattern)
            + (loss.source().filter(Source.INFERRED::equals).isPresent()
                ? " (inferred: the stack logs no losses)"
                : ""),
        findings.episodes(Episode.Kind.LOSS),
        LossRules::describe);
  }

  /** Losses keep the congestion window small, and so matter more where it is what limits. */
  private static double impact(Findings findings, double ratio) {
    return 5 * ratio + (ratio < CRITICAL_LOSS_RATIO ? 0.1 * findings.windowLimitedShare() : 0);
  }

  private record Cause(Rule rule, Confidence confidence) {}

  /** The likely cause, or null if a silence of the path explains the losses. */
  private static Cause cause(Findings findings, LossPatternSummary pattern, double ratio) {
    double meanRun = pattern.meanRun().orElse(1);
    boolean silent =
        findings.has(Rule.BLACKOUT)
            || findings.has(Rule.PROBE_TIMEOUTS)
            || findings.has(Rule.HANDSHAKE_DELAYED);
    if (silent && 2 * pattern.tailPackets() > pattern.packets()) {
      return null;
    }
    if (meanRun >= BURST_RUN && !silent) {
      return pattern.clusters() <= 3 && 2 * pattern.tailPackets() >= pattern.packets()
          ? new Cause(Rule.TAIL_LOSS, Confidence.MEDIUM)
          : new Cause(Rule.BURST_LOSS, Confidence.MEDIUM);
    }
    boolean local =
        findings.connection().rtt().map(RttSummary::minNanos).orElse(Long.MAX_VALUE)
            < LOCAL_RTT_NANOS;
    boolean chance = chance(meanRun, ratio);
    boolean queued = pattern.packetsAtHighRtt() >= QUEUED_SHARE * pattern.packets();
    if (silent && localRatio(pattern) >= HEAVY_LOSS_RATIO && meanRun < BURST_RUN && !queued) {
      return new Cause(Rule.RANDOM_LOSS, Confidence.MEDIUM);
    }
    if (chance && pattern.highRttShare() >= MOSTLY && !atFullQueue(findings, pattern)) {
      // The RTT was always high: that it was so around the losses tells nothing.
      return new Cause(Rule.RANDOM_LOSS, Confidence.LOW);
    }
    if (queued) {
      return local
          ? new Cause(Rule.RECEIVE_BUFFER_OVERFLOW, Confidence.LOW)
          : new Cause(
              Rule.QUEUE_OVERFLOW,
              pattern.highRttShare() < 0.9 || !chance ? Confidence.HIGH : Confidence.MEDIUM);
    }
    if (pattern.clusters() <= 3 && 2 * pattern.tailPackets() >= pattern.packets()) {
      return new Cause(Rule.TAIL_LOSS, Confidence.HIGH);
    }
    if (pattern.packets() < FEW_PACKETS && !local) {
      // Too few for a pattern.
      return new Cause(
          pattern.clusters() == 1 && !chance ? Rule.TAIL_LOSS : Rule.RANDOM_LOSS, Confidence.LOW);
    }
    if (chance) {
      return new Cause(
          Rule.RANDOM_LOSS, pattern.packets() >= 10 ? Confidence.HIGH : Confidence.LOW);
    }
    double perCluster = (double) pattern.packets() / pattern.clusters();
    if (perCluster < SMALL_CLUSTER || local) {
      return new Cause(Rule.RECEIVE_BUFFER_OVERFLOW, Confidence.MEDIUM);
    }
    return new Cause(
        Rule.RATE_POLICING, pattern.packets() >= 20 ? Confidence.MEDIUM : Confidence.LOW);
  }

  /** Whether runs are no longer than those of losses that do not depend on each other. */
  private static boolean chance(double meanRun, double ratio) {
    return meanRun < CHANCE / (1 - Math.min(0.5, ratio));
  }

  /** Whether the RTT around losses is as high as it ever was. */
  private static boolean atFullQueue(Findings findings, LossPatternSummary pattern) {
    long highest =
        findings.connection().rtt().map(rtt -> rtt.p95Nanos() - rtt.minNanos()).orElse(0L);
    return pattern.medianQueueNanos().orElse(0) >= FULL_QUEUE * highest;
  }

  /** The share of packets lost where packets were lost at all. */
  private static double localRatio(LossPatternSummary pattern) {
    return (double) pattern.packets() / (pattern.packets() + pattern.deliveredPackets());
  }

  private static String rttAround(LossPatternSummary pattern) {
    if (pattern.medianQueueNanos().isEmpty()) {
      return "the RTT around them is unknown";
    }
    return "the RTT around them was "
        + millis(pattern.medianQueueNanos().getAsLong())
        + " above the smallest (median)";
  }

  private static String describe(Episode episode) {
    return count(episode.count(), "packet")
        + " lost within "
        + millis(episode.durationNanos())
        + (episode.rttNanos() == Episode.UNKNOWN
            ? ""
            : ", RTT " + millis(episode.rttNanos()) + " around");
  }

  private static void spurious(Findings findings, LossSummary loss) {
    long spurious = loss.spurious().orElse(0);
    long sent = Math.max(1, loss.sentInFlight());
    if (loss.declared() == 0 && loss.counted().isPresent()) {
      // The stack counts what it declares lost but does not name it.
      spurious =
          Math.max(
              0,
              loss.counted().getAsLong() - loss.inferred().orElse(0) - loss.unresolved().orElse(0));
    }
    if (spurious < MIN_SPURIOUS || spurious < MIN_LOSS_RATIO * sent) {
      return;
    }
    long declared = Math.max(loss.declared(), loss.counted().orElse(0));
    boolean most = 2 * spurious >= declared;
    findings.add(
        Rule.SPURIOUS_LOSS,
        most ? Severity.WARNING : Severity.INFO,
        Confidence.HIGH,
        5.0 * spurious / sent,
        count(spurious, "packet")
            + " of "
            + declared
            + " declared lost arrived after all: "
            + percent((double) spurious / sent)
            + " of what was sent",
        List.of());
  }
}
