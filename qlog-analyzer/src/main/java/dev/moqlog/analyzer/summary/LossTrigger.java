package dev.moqlog.analyzer.summary;

import java.util.Optional;

/** By what a packet was known to be lost. */
public enum LossTrigger {
  /** The stack: a packet sent enough later was acknowledged (RFC 9002 section 6.1.1). */
  REORDERING_THRESHOLD("reordering_threshold"),
  /** The stack: one sent enough earlier than one that was acknowledged (section 6.1.2). */
  TIME_THRESHOLD("time_threshold"),
  /** The stack: by a probe timeout, as old drafts had it. */
  PTO_EXPIRED("pto_expired"),
  /** The stack, which does not say by what. */
  UNKNOWN("unknown"),
  /** The acknowledgments in the log; the stack did not declare it lost. */
  INFERRED("inferred");

  private final String label;

  LossTrigger(String label) {
    this.label = label;
  }

  /** The name in machine-readable output; of those that stacks have, the one in qlog. */
  public String label() {
    return label;
  }

  /**
   * What the trigger of a {@code packet_lost} event means.
   *
   * @param trigger null if the event has none
   */
  public static LossTrigger of(String trigger) {
    return Optional.ofNullable(trigger).map(LossTrigger::known).orElse(UNKNOWN);
  }

  private static LossTrigger known(String trigger) {
    return switch (trigger) {
      case "reordering_threshold" -> REORDERING_THRESHOLD;
      case "time_threshold" -> TIME_THRESHOLD;
      case "pto_expired" -> PTO_EXPIRED;
      default -> UNKNOWN;
    };
  }
}
