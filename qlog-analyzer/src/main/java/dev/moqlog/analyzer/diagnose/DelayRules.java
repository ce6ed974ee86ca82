package dev.moqlog.analyzer.diagnose;

import static dev.moqlog.analyzer.diagnose.Findings.count;
import static dev.moqlog.analyzer.diagnose.Findings.millis;
import static dev.moqlog.analyzer.diagnose.Findings.percent;

import dev.moqlog.analyzer.diagnose.Finding.Confidence;
import dev.moqlog.analyzer.diagnose.Finding.Evidence;
import dev.moqlog.analyzer.diagnose.Finding.Severity;
import dev.moqlog.analyzer.summary.AckSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.DistributionSummary;
import dev.moqlog.analyzer.summary.Episode;
import dev.moqlog.analyzer.summary.HandshakeSummary;
import dev.moqlog.analyzer.summary.RttSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Why round trips took long: silence, queues, jitter. */
final class DelayRules {

  private static final long MIN_SILENCE_NANOS = 500_000_000;
  private static final double CRITICAL_SILENCE_SHARE = 0.1;
  private static final double CRITICAL_TIMEOUT_SHARE = 0.2;

  /** From this loss ratio on, silences are probe timeouts of a lossy path, not an outage. */
  private static final double LOSSY = 0.08;

  /** Longer runs of lost packets are those of an outage. */
  private static final double LONG_RUN = 6;

  private static final double BLOAT_FACTOR = 2.5;
  private static final long MIN_BLOAT_NANOS = 25_000_000;
  private static final double MIN_BLOAT_SHARE = 0.3;
  private static final long MIN_BLOAT_TIME_NANOS = 250_000_000;
  private static final double CRITICAL_BLOAT_FACTOR = 10;
  private static final long CRITICAL_BLOAT_NANOS = 200_000_000;

  private static final long MIN_JITTER_NANOS = 3_000_000;
  private static final int MIN_JITTER_SAMPLES = 50;

  private DelayRules() {}

  static void examine(Findings findings) {
    silence(findings);
    findings.connection().rtt().ifPresent(rtt -> queues(findings, rtt));
    findings.connection().rtt().ifPresent(rtt -> jitter(findings, rtt));
  }

  private static void silence(Findings findings) {
    List<Episode> silences = findings.episodes(Episode.Kind.SILENCE);
    List<Episode> lasting =
        silences.stream().filter(episode -> episode.durationNanos() >= MIN_SILENCE_NANOS).toList();
    if (!handshakeDone(findings.connection())) {
      return;
    }
    OptionalLong handshakeEnd = handshakeEnd(findings.connection());
    List<Episode> last = new ArrayList<>();
    List<Episode> early = new ArrayList<>();
    List<Episode> amid = new ArrayList<>();
    for (Episode silence : lasting) {
      if (silence.value() == 1) {
        last.add(silence);
      } else if (silence.startNanos() < handshakeEnd.orElse(Long.MIN_VALUE)) {
        early.add(silence);
      } else {
        amid.add(silence);
      }
    }
    boolean lossy =
        findings.connection().loss().map(loss -> loss.ratio().orElse(0)).orElse(0.0) >= LOSSY
            && findings.connection().lossPattern().map(p -> p.meanRun().orElse(0)).orElse(0.0)
                < LONG_RUN
            && silences.size() > 1;
    silence(findings, Rule.HANDSHAKE_DELAYED, early, 0.5);
    silence(findings, Rule.IDLE_TIMEOUT, last, 0);
    if (lossy) {
      silence(findings, Rule.PROBE_TIMEOUTS, amid, CRITICAL_TIMEOUT_SHARE);
    } else {
      silence(findings, Rule.BLACKOUT, amid, CRITICAL_SILENCE_SHARE);
    }
  }

  private static void silence(
      Findings findings, Rule rule, List<Episode> silences, double criticalShare) {
    if (silences.isEmpty()) {
      return;
    }
    long nanos = silences.stream().mapToLong(Episode::durationNanos).sum();
    long longest = silences.stream().mapToLong(Episode::durationNanos).max().orElse(0);
    double share = (double) nanos / findings.durationNanos();
    findings.add(
        rule,
        share >= criticalShare ? Severity.CRITICAL : Severity.WARNING,
        rule == Rule.PROBE_TIMEOUTS ? Confidence.MEDIUM : Confidence.HIGH,
        share,
        "nothing was acknowledged for "
            + millis(longest)
            + (silences.size() == 1
                ? ""
                : " and "
                    + count(silences.size() - 1, "other time")
                    + ", "
                    + millis(nanos)
                    + " in all")
            + ", "
            + percent(Math.min(1, share))
            + " of the connection",
        silences,
        episode ->
            count(episode.count(), "packet")
                + " sent and none acknowledged for "
                + millis(episode.durationNanos()));
  }

  /** When the handshake was complete on the time axis of the log, if it is known. */
  private static OptionalLong handshakeEnd(ConnectionSummary connection) {
    OptionalLong took =
        connection.handshake().map(HandshakeSummary::completeNanos).orElse(OptionalLong.empty());
    return took.isPresent() && connection.startNanos().isPresent()
        ? OptionalLong.of(connection.startNanos().getAsLong() + took.getAsLong())
        : OptionalLong.empty();
  }

  /** A handshake that nobody answers is silent too, but has a rule of its own. */
  private static boolean handshakeDone(ConnectionSummary connection) {
    return connection.rtt().isPresent();
  }

  private static void queues(Findings findings, RttSummary rtt) {
    long above = rtt.p95Nanos() - rtt.minNanos();
    List<Episode> inflated = findings.episodes(Episode.Kind.RTT_INFLATION);
    long time = inflated.stream().mapToLong(Episode::count).sum();
    double share = (double) time / findings.durationNanos();
    if (rtt.p50Nanos() >= rtt.minNanos() + rtt.minNanos() / 2) {
      // It was high whenever anything was sent.
      share = Math.max(share, 0.5);
    }
    if (rtt.p95Nanos() < BLOAT_FACTOR * rtt.minNanos()
        || above < MIN_BLOAT_NANOS
        || share < MIN_BLOAT_SHARE
        || time < MIN_BLOAT_TIME_NANOS) {
      return;
    }
    if (findings
            .connection()
            .acks()
            .flatMap(AckSummary::delayNanos)
            .map(DistributionSummary::p95)
            .orElse(0L)
        >= above / 2) {
      // The peer held acknowledgments back for that long, which is a finding of its own.
      return;
    }
    double factor = (double) rtt.p95Nanos() / Math.max(1, rtt.minNanos());
    boolean critical =
        rtt.p95Nanos() >= CRITICAL_BLOAT_FACTOR * rtt.minNanos() && above >= CRITICAL_BLOAT_NANOS;
    findings.add(
        Rule.BUFFERBLOAT,
        critical ? Severity.CRITICAL : Severity.WARNING,
        Confidence.HIGH,
        Math.min(0.5, factor / 20) * share,
        "the RTT was "
            + millis(rtt.minNanos())
            + " at best, "
            + millis(rtt.p50Nanos())
            + " in the median and "
            + millis(rtt.p95Nanos())
            + " at p95; high in "
            + percent(Math.min(1, share))
            + " of the time",
        inflated,
        episode ->
            "RTT up to " + millis(episode.value()) + " for " + millis(episode.durationNanos()));
  }

  private static void jitter(Findings findings, RttSummary rtt) {
    long jitter = rtt.jitterNanos().orElse(0);
    long spread = rtt.p95Nanos() - rtt.minNanos();
    if (rtt.samples() < MIN_JITTER_SAMPLES
        || jitter < MIN_JITTER_NANOS
        || jitter < rtt.minNanos() / 10
        || jitter < spread / 4) {
      return;
    }
    findings.add(
        Rule.RTT_JITTER,
        Severity.INFO,
        Confidence.MEDIUM,
        (double) jitter / Math.max(1, rtt.p50Nanos()),
        "consecutive round trips differ by "
            + millis(jitter)
            + " on average, at a median RTT of "
            + millis(rtt.p50Nanos()),
        List.of(Evidence.of(count(rtt.samples(), "sample"))));
  }
}
