package dev.moqlog.analyzer.diagnose;

import static dev.moqlog.analyzer.diagnose.Findings.count;
import static dev.moqlog.analyzer.diagnose.Findings.millis;
import static dev.moqlog.analyzer.diagnose.Findings.percent;

import dev.moqlog.analyzer.diagnose.Finding.Confidence;
import dev.moqlog.analyzer.diagnose.Finding.Evidence;
import dev.moqlog.analyzer.diagnose.Finding.Severity;
import dev.moqlog.analyzer.summary.AckSummary;
import dev.moqlog.analyzer.summary.BlockedSummary.BlockedTime;
import dev.moqlog.analyzer.summary.BlockedSummary.Side;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.Episode;
import dev.moqlog.analyzer.summary.RttSummary;
import dev.moqlog.analyzer.summary.Source;
import java.util.List;

/** What kept an endpoint from sending, apart from loss and delay. */
final class FlowRules {

  private static final long MIN_BLOCKED_NANOS = 20_000_000;
  private static final double MIN_FLOW_CONTROL_SHARE = 0.05;
  private static final double MIN_STREAM_LIMIT_SHARE = 0.02;
  private static final double CRITICAL_SHARE = 1.0 / 3;
  private static final double MIN_APP_LIMITED_SHARE = 1.0 / 3;
  private static final double MIN_CONGESTION_LIMITED_SHARE = 0.5;

  private static final long MAX_ACK_DELAY_NANOS = 25_000_000;
  private static final long ACK_DELAY_TOLERANCE_NANOS = 15_000_000;
  private static final int MIN_ACK_DELAYS = 20;
  private static final int FEW_ACK_DELAYS = 5;

  private FlowRules() {}

  static void examine(Findings findings) {
    ConnectionSummary connection = findings.connection();
    connection
        .blocked()
        .ifPresent(
            blocked -> {
              for (BlockedTime time : blocked.reasons()) {
                blocked(findings, time);
              }
            });
    connection.acks().ifPresent(acks -> ackDelay(findings, acks));
    congestionLimited(findings);
  }

  private static void blocked(Findings findings, BlockedTime time) {
    switch (time.reason()) {
      case CONNECTION_FLOW_CONTROL ->
          limit(findings, Rule.CONNECTION_FLOW_CONTROL, time, MIN_FLOW_CONTROL_SHARE);
      case STREAM_FLOW_CONTROL ->
          limit(findings, Rule.STREAM_FLOW_CONTROL, time, MIN_FLOW_CONTROL_SHARE);
      case STREAM_ID -> limit(findings, Rule.STREAM_LIMIT, time, MIN_STREAM_LIMIT_SHARE);
      case AMPLIFICATION_PROTECTION -> {
        long rtt = findings.connection().rtt().map(RttSummary::minNanos).orElse(0L);
        if (time.nanos() >= 2 * rtt) {
          // A round trip is what the validation takes anyway.
          limit(findings, Rule.AMPLIFICATION_BLOCKED, time, MIN_STREAM_LIMIT_SHARE);
        }
      }
      case APPLICATION -> {
        double share = share(findings, time);
        if (time.side() == Side.LOCAL && share >= MIN_APP_LIMITED_SHARE) {
          add(findings, Rule.APP_LIMITED, Severity.INFO, time, share, share);
        }
      }
      case CONGESTION_CONTROL, PACING, SCHEDULING -> {}
    }
  }

  private static void limit(Findings findings, Rule rule, BlockedTime time, double minShare) {
    // While the congestion window is full, more credit would not help.
    double share = share(findings, time);
    double impact = share * (1 - findings.windowLimitedShare());
    if (impact < minShare || time.nanos() < MIN_BLOCKED_NANOS) {
      return;
    }
    add(
        findings,
        rule,
        impact >= CRITICAL_SHARE ? Severity.CRITICAL : Severity.WARNING,
        time,
        share,
        impact);
  }

  private static double share(Findings findings, BlockedTime time) {
    // Streams are blocked side by side.
    long nanos = time.nanos() / Math.max(1, time.streams());
    return (double) Math.max(nanos, time.longestNanos()) / findings.durationNanos();
  }

  private static void add(
      Findings findings,
      Rule rule,
      Severity severity,
      BlockedTime time,
      double share,
      double impact) {
    List<Episode> episodes =
        findings
            .episodes(time.side() == Side.LOCAL ? Episode.Kind.BLOCKED : Episode.Kind.PEER_BLOCKED)
            .stream()
            .filter(episode -> episode.value() == time.reason().ordinal())
            .toList();
    findings.add(
        rule,
        severity,
        time.source() == Source.EVENT ? Confidence.HIGH : Confidence.MEDIUM,
        impact,
        (time.side() == Side.LOCAL ? "" : "the peer was ")
            + "blocked "
            + count(time.periods(), "time")
            + ", "
            + millis(time.nanos())
            + " in all"
            + (time.streams() > 0 ? " on " + count(time.streams(), "stream") : "")
            + ", "
            + percent(Math.min(1, share))
            + " of the connection",
        episodes,
        episode -> "blocked for " + millis(episode.durationNanos()));
  }

  private static void congestionLimited(Findings findings) {
    findings
        .connection()
        .congestion()
        .filter(
            congestion -> congestion.windowLimitedShare().orElse(0) >= MIN_CONGESTION_LIMITED_SHARE)
        .ifPresent(
            congestion ->
                findings.add(
                    Rule.CONGESTION_LIMITED,
                    Severity.INFO,
                    Confidence.HIGH,
                    0.01,
                    "the congestion window was full in "
                        + percent(congestion.windowLimitedShare().getAsDouble())
                        + " of the time",
                    List.of()));
  }

  private static void ackDelay(Findings findings, AckSummary acks) {
    acks.delayNanos()
        .filter(
            delays ->
                delays.samples() >= MIN_ACK_DELAYS
                    || (delays.samples() >= FEW_ACK_DELAYS
                        && delays.p50() > MAX_ACK_DELAY_NANOS + ACK_DELAY_TOLERANCE_NANOS))
        .filter(delays -> delays.p95() > MAX_ACK_DELAY_NANOS + ACK_DELAY_TOLERANCE_NANOS)
        .ifPresent(
            delays ->
                findings.add(
                    Rule.ACK_DELAY,
                    Severity.WARNING,
                    Confidence.MEDIUM,
                    0.05,
                    "the peer held acknowledgments back for "
                        + millis(delays.p50())
                        + " in the median and "
                        + millis(delays.p95())
                        + " at p95",
                    List.of(Evidence.of(count(delays.samples(), "acknowledgment")))));
  }
}
