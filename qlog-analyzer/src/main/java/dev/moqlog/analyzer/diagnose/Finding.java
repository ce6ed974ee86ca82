package dev.moqlog.analyzer.diagnose;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * Something that slowed a connection down or ended it, with the evidence for it.
 *
 * @param rule the rule that found it
 * @param severity how much it matters
 * @param confidence how certain the cause is
 * @param impact how much of the connection it concerns, from 0 to 1: of findings of the same
 *     severity the one with more comes first
 * @param text what happened, in one sentence with its numbers
 * @param startNanos when it began, on the time axis of the log, if it has a time
 * @param endNanos when it ended
 * @param evidence what in the log shows it, the strongest first
 */
public record Finding(
    Rule rule,
    Severity severity,
    Confidence confidence,
    double impact,
    String text,
    OptionalLong startNanos,
    OptionalLong endNanos,
    List<Evidence> evidence) {

  /** The most important first: by severity, then impact, then confidence, then the rule. */
  public static final Comparator<Finding> WORST_FIRST =
      Comparator.comparing(Finding::severity)
          .reversed()
          .thenComparing(Comparator.comparingDouble(Finding::impact).reversed())
          .thenComparing(Comparator.comparing(Finding::confidence).reversed())
          .thenComparing(Finding::rule);

  /** How much a finding matters. */
  public enum Severity {
    /** Good to know; nothing is wrong. */
    INFO("info"),
    /** It costs time or data. */
    WARNING("warning"),
    /** It dominates the connection, or ended it. */
    CRITICAL("critical");

    private final String label;

    Severity(String label) {
      this.label = label;
    }

    /** The name in machine-readable output. */
    public String label() {
      return label;
    }
  }

  /** How certain a cause is. */
  public enum Confidence {
    /** It fits, but other causes would look the same. */
    LOW("low"),
    /** Inferred from several signs. */
    MEDIUM("medium"),
    /** The log says so, or nothing else can look like it. */
    HIGH("high");

    private final String label;

    Confidence(String label) {
      this.label = label;
    }

    /** The name in machine-readable output. */
    public String label() {
      return label;
    }
  }

  /**
   * A piece of evidence.
   *
   * @param text what it says, with its numbers
   * @param timeNanos when, on the time axis of the log, if it has a time
   * @param offset the event of it, in bytes of the uncompressed content, if it is one event
   */
  public record Evidence(String text, OptionalLong timeNanos, OptionalLong offset) {

    /** Evidence without a place, such as a number over the whole connection. */
    public static Evidence of(String text) {
      return new Evidence(text, OptionalLong.empty(), OptionalLong.empty());
    }
  }
}
