package dev.moqlog.analyzer.diagnose;

import static dev.moqlog.analyzer.diagnose.Findings.count;
import static dev.moqlog.analyzer.diagnose.Findings.millis;
import static dev.moqlog.analyzer.diagnose.Findings.percent;

import dev.moqlog.analyzer.diagnose.Finding.Confidence;
import dev.moqlog.analyzer.diagnose.Finding.Severity;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.EcnSummary;
import dev.moqlog.analyzer.summary.PathsSummary;
import dev.moqlog.analyzer.summary.ProbeTimeoutSummary;
import dev.moqlog.analyzer.summary.Source;
import java.util.List;

/** What the path did beside losing and delaying: timeouts, congestion marks, changes of address. */
final class PathRules {

  private static final int MIN_RUNS = 3;
  private static final double MIN_MARKS = 0.001;

  private PathRules() {}

  static void examine(Findings findings) {
    ConnectionSummary connection = findings.connection();
    connection.probeTimeouts().ifPresent(timeouts -> timeouts(findings, timeouts));
    connection.ecn().ifPresent(ecn -> marks(findings, ecn));
    connection.paths().ifPresent(paths -> migrations(findings, paths));
  }

  private static void timeouts(Findings findings, ProbeTimeoutSummary timeouts) {
    long persistent = timeouts.persistentCongestion().orElse(0);
    if (persistent > 0) {
      findings.add(
          Rule.PERSISTENT_CONGESTION,
          Severity.WARNING,
          timeouts.persistentSource().filter(Source.INFERRED::equals).isPresent()
              ? Confidence.MEDIUM
              : Confidence.HIGH,
          0.02,
          "established " + count(persistent, "time"),
          List.of());
    }
    long runs = timeouts.runs().orElse(0);
    boolean explained =
        findings.has(Rule.PROBE_TIMEOUTS)
            || findings.has(Rule.BLACKOUT)
            || findings.has(Rule.IDLE_TIMEOUT)
            || findings.has(Rule.HANDSHAKE_DELAYED);
    if (runs >= MIN_RUNS && !explained) {
      findings.add(
          Rule.PROBE_TIMEOUTS,
          Severity.WARNING,
          Confidence.MEDIUM,
          (double) timeouts.longestSilenceNanos().orElse(0) / findings.durationNanos(),
          count(timeouts.timeouts().orElse(0), "probe timeout")
              + ", "
              + count(runs, "time")
              + " twice or more in a row; nothing was acknowledged for up to "
              + millis(timeouts.longestSilenceNanos().orElse(0)),
          List.of());
    }
  }

  private static void marks(Findings findings, EcnSummary ecn) {
    double acked = ecn.ceRatio().orElse(0);
    long receivedCe = ecn.receivedCe().orElse(0);
    long received = receivedCe + ecn.receivedEct0().orElse(0) + ecn.receivedEct1().orElse(0);
    double arrived = received == 0 ? 0 : (double) receivedCe / received;
    double share = Math.max(acked, arrived);
    if (share < MIN_MARKS) {
      return;
    }
    findings.add(
        Rule.ECN_CONGESTION,
        Severity.WARNING,
        Confidence.HIGH,
        share,
        acked >= arrived
            ? percent(acked) + " of the packets that the peer counted were marked on the way there"
            : percent(arrived) + " of the packets that came were marked on the way here",
        List.of());
  }

  private static void migrations(Findings findings, PathsSummary paths) {
    long migrations = paths.migrations().orElse(0);
    if (migrations == 0) {
      return;
    }
    Severity severity =
        findings
            .severityOf(Rule.BURST_LOSS)
            .or(() -> findings.severityOf(Rule.BLACKOUT))
            .orElse(Severity.INFO);
    findings.add(
        Rule.MIGRATION,
        severity,
        paths.source().filter(Source.INFERRED::equals).isPresent()
            ? Confidence.MEDIUM
            : Confidence.HIGH,
        severity == Severity.INFO ? 0.5 : 1,
        count(migrations, "change")
            + " of path"
            + (severity == Severity.INFO ? "" : ", with the losses that go with it"),
        List.of());
  }
}
