package dev.moqlog.analyzer.diagnose;

import static dev.moqlog.analyzer.diagnose.Findings.count;
import static dev.moqlog.analyzer.diagnose.Findings.millis;
import static dev.moqlog.analyzer.diagnose.Findings.percent;

import dev.moqlog.analyzer.diagnose.Finding.Confidence;
import dev.moqlog.analyzer.diagnose.Finding.Evidence;
import dev.moqlog.analyzer.diagnose.Finding.Severity;
import dev.moqlog.analyzer.summary.BlockedSummary;
import dev.moqlog.analyzer.summary.Episode;
import dev.moqlog.analyzer.summary.MoqStall;
import dev.moqlog.analyzer.summary.MoqSummary;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What viewers noticed of a MoQ session, and what the transport did at that time. */
final class MoqRules {

  private static final int MAX_EVIDENCE = 5;
  private static final double CRITICAL_SHARE = 0.1;

  private MoqRules() {}

  static void examine(Findings findings) {
    findings
        .connection()
        .moq()
        .ifPresent(
            moq -> {
              stalls(findings, moq, MoqStall.Kind.LATE_GROUP, Rule.MOQ_LATE_GROUP);
              stalls(findings, moq, MoqStall.Kind.MISSING_OBJECTS, Rule.MOQ_INCOMPLETE_GROUP);
              stalls(findings, moq, MoqStall.Kind.RESET_STREAM, Rule.MOQ_STREAM_RESET);
              stalls(findings, moq, MoqStall.Kind.SLOW_GROUP, Rule.MOQ_SLOW_GROUP);
              refusals(findings, moq);
            });
  }

  private static void stalls(Findings findings, MoqSummary moq, MoqStall.Kind kind, Rule rule) {
    List<MoqStall> stalls = moq.stalls().stream().filter(stall -> stall.kind() == kind).toList();
    if (stalls.isEmpty()) {
      return;
    }
    long nanos = stalls.stream().mapToLong(MoqStall::durationNanos).sum();
    long tracks = stalls.stream().map(MoqStall::track).distinct().count();
    double share = (double) nanos / Math.max(1, tracks) / findings.durationNanos();
    long explained =
        stalls.stream().filter(stall -> cause(findings, moq, stall).isPresent()).count();
    List<Evidence> evidence =
        stalls.stream()
            .sorted(Comparator.comparingLong(MoqStall::durationNanos).reversed())
            .limit(MAX_EVIDENCE)
            .map(
                stall ->
                    new Evidence(
                        describe(stall)
                            + ": "
                            + cause(findings, moq, stall)
                                .orElse("no trouble of the transport at that time"),
                        OptionalLong.of(stall.startNanos()),
                        moq.source().isPresent()
                            ? OptionalLong.empty()
                            : OptionalLong.of(stall.eventOffset())))
            .toList();
    findings.add(
        rule,
        share >= CRITICAL_SHARE ? Severity.CRITICAL : Severity.WARNING,
        explained == stalls.size() ? Confidence.HIGH : Confidence.MEDIUM,
        Math.max(0.02, share),
        count(stalls.size(), "time")
            + " on "
            + count(tracks, "track")
            + (nanos > 0 ? ", " + millis(nanos) + " in all" : "")
            + "; the transport explains "
            + explained
            + " of "
            + stalls.size(),
        OptionalLong.of(stalls.stream().mapToLong(MoqStall::startNanos).min().getAsLong()),
        OptionalLong.of(stalls.stream().mapToLong(MoqStall::endNanos).max().getAsLong()),
        evidence);
  }

  private static String describe(MoqStall stall) {
    return stall.track()
        + (stall.group().isPresent() ? " group " + stall.group().getAsLong() : "")
        + " "
        + stall.kind().label().replace('_', ' ')
        + (stall.durationNanos() > 0 ? " of " + millis(stall.durationNanos()) : "");
  }

  /** What the transport did during a stall or up to a round trip before it. */
  private static Optional<String> cause(Findings findings, MoqSummary moq, MoqStall stall) {
    if (!moq.aligned()) {
      // Another log, on another clock.
      return Optional.empty();
    }
    long before = findings.connection().rtt().map(rtt -> 2 * rtt.p95Nanos()).orElse(100_000_000L);
    return findings.connection().episodes().stream()
        .filter(episode -> !byApplication(episode))
        .filter(
            episode ->
                episode.startNanos() <= stall.endNanos()
                    && episode.endNanos() >= stall.startNanos() - before)
        .max(Comparator.comparingInt(MoqRules::weight).thenComparingLong(Episode::durationNanos))
        .map(MoqRules::name);
  }

  /** Whether there was just nothing to send: then the publisher was late, not the transport. */
  private static boolean byApplication(Episode episode) {
    return episode.kind() == Episode.Kind.BLOCKED
        && episode.value() == BlockedSummary.Reason.APPLICATION.ordinal();
  }

  /** Of several troubles at once, the one that stops a stream most surely. */
  private static int weight(Episode episode) {
    return switch (episode.kind()) {
      case SILENCE -> 4;
      case BLOCKED, PEER_BLOCKED -> 3;
      case LOSS -> 2;
      case RTT_INFLATION -> 1;
    };
  }

  private static String name(Episode episode) {
    return switch (episode.kind()) {
      case SILENCE -> "nothing was acknowledged for " + millis(episode.durationNanos());
      case BLOCKED, PEER_BLOCKED ->
          Findings.blockedReason(episode) + " for " + millis(episode.durationNanos());
      case LOSS -> count(episode.count(), "packet") + " lost";
      case RTT_INFLATION -> "the RTT rose to " + millis(episode.value());
    };
  }

  private static void refusals(Findings findings, MoqSummary moq) {
    long refused = moq.requests().refused();
    if (refused == 0) {
      return;
    }
    long asked = Math.max(refused, moq.requests().created() + moq.requests().parsed());
    findings.add(
        Rule.MOQ_REQUEST_FAILED,
        Severity.WARNING,
        Confidence.HIGH,
        0.05,
        count(refused, "request") + " refused, " + percent((double) refused / asked) + " of all",
        moq.refusals().stream()
            .limit(MAX_EVIDENCE)
            .map(
                refusal ->
                    Evidence.of(
                        refusal.request()
                            + (refusal.code().isPresent()
                                ? " code 0x" + Long.toHexString(refusal.code().getAsLong())
                                : "")
                            + refusal.reason().map(reason -> " \"" + reason + '"').orElse("")
                            + ", "
                            + count(refusal.count(), "time")))
            .toList());
  }
}
