package dev.moqlog.analyzer.diagnose;

import dev.moqlog.analyzer.diagnose.Finding.Confidence;
import dev.moqlog.analyzer.diagnose.Finding.Evidence;
import dev.moqlog.analyzer.diagnose.Finding.Severity;
import dev.moqlog.analyzer.summary.BlockedSummary.Reason;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.Episode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Collects the findings about one connection; the rules write into it. */
final class Findings {

  private static final int MAX_EVIDENCE = 5;

  private final ConnectionSummary connection;
  private final List<Finding> found = new ArrayList<>();

  Findings(ConnectionSummary connection) {
    this.connection = connection;
  }

  ConnectionSummary connection() {
    return connection;
  }

  /** How long the connection took, at least 1. */
  long durationNanos() {
    return Math.max(1, connection.durationNanos().orElse(1));
  }

  /** The share of the time in which the congestion window was full, 0 if that is not known. */
  double windowLimitedShare() {
    return connection
        .congestion()
        .map(congestion -> congestion.windowLimitedShare().orElse(0))
        .orElse(0.0);
  }

  /** The episodes of a kind, by time. */
  List<Episode> episodes(Episode.Kind kind) {
    return connection.episodes().stream().filter(episode -> episode.kind() == kind).toList();
  }

  boolean has(Rule rule) {
    return found.stream().anyMatch(finding -> finding.rule() == rule);
  }

  /** How severe a finding of that rule is, if there is one. */
  Optional<Severity> severityOf(Rule rule) {
    return found.stream().filter(f -> f.rule() == rule).map(Finding::severity).findFirst();
  }

  /** The findings, the most important first. */
  List<Finding> worstFirst() {
    return found.stream().sorted(Finding.WORST_FIRST).toList();
  }

  /** A finding about the whole connection. */
  void add(
      Rule rule,
      Severity severity,
      Confidence confidence,
      double impact,
      String text,
      List<Evidence> evidence) {
    add(
        rule,
        severity,
        confidence,
        impact,
        text,
        OptionalLong.empty(),
        OptionalLong.empty(),
        evidence);
  }

  /** A finding with a time and evidence of its own. */
  void add(
      Rule rule,
      Severity severity,
      Confidence confidence,
      double impact,
      String text,
      OptionalLong startNanos,
      OptionalLong endNanos,
      List<Evidence> evidence) {
    found.add(
        new Finding(
            rule,
            severity,
            confidence,
            Math.max(0, Math.min(1, impact)),
            text,
            startNanos,
            endNanos,
            evidence));
  }

  /** A finding about stretches of the connection, of which the largest are the evidence. */
  void add(
      Rule rule,
      Severity severity,
      Confidence confidence,
      double impact,
      String text,
      List<Episode> episodes,
      Describer describer) {
    if (episodes.isEmpty()) {
      add(rule, severity, confidence, impact, text, List.of());
      return;
    }
    List<Evidence> evidence =
        episodes.stream()
            .sorted(
                Comparator.comparingLong(Episode::count)
                    .thenComparingLong(Episode::durationNanos)
                    .reversed())
            .limit(MAX_EVIDENCE)
            .map(
                episode ->
                    new Evidence(
                        describer.describe(episode),
                        OptionalLong.of(episode.startNanos()),
                        OptionalLong.of(episode.firstOffset())))
            .toList();
    add(
        rule,
        severity,
        confidence,
        impact,
        text,
        episodes.stream().mapToLong(Episode::startNanos).min(),
        episodes.stream().mapToLong(Episode::endNanos).max(),
        evidence);
  }

  /** Says what an episode shows. */
  @FunctionalInterface
  interface Describer {
    String describe(Episode episode);
  }

  /** What blocked in an episode of blocking, as {@code stream flow control}. */
  static String blockedReason(Episode episode) {
    Reason[] reasons = Reason.values();
    return episode.value() >= 0 && episode.value() < reasons.length
        ? reasons[(int) episode.value()].label().replace('_', ' ')
        : "blocked";
  }

  // Numbers in sentences.

  static String percent(double share) {
    return String.format(
        Locale.ROOT, share > 0 && share < 0.001 ? "%.3f %%" : "%.1f %%", share * 100);
  }

  static String millis(double nanos) {
    double millis = nanos / 1e6;
    return millis >= 10_000
        ? String.format(Locale.ROOT, "%.1f s", millis / 1000)
        : String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
  }

  static String count(long count, String thing) {
    return String.format(Locale.ROOT, "%,d %s%s", count, thing, count == 1 ? "" : "s");
  }
}
