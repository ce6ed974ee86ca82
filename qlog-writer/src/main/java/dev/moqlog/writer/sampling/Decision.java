package dev.moqlog.writer.sampling;

import java.util.Locale;
import java.util.Objects;

/**
 * Whether a connection is recorded, and why.
 *
 * @param outcome what is done
 * @param reason what decided
 * @param rate the rate that chance decided with, to weight counts by; null if it was not chance
 */
public record Decision(Outcome outcome, Reason reason, SamplingRate rate) {

  /** What is done with a connection. */
  public enum Outcome {
    RECORD,
    SKIP
  }

  /** What decided about a connection. */
  public enum Reason {
    /** It is on the list of {@link ForcedConnections}. */
    FORCED,
    /** Its span is sampled, or is not. */
    SPAN,
    /** Chance, at the rate of the decision. */
    PROBABILITY,
    /** Too many connections were recorded lately. */
    RATE_LIMITED,
    /** Too many connections are being recorded. */
    TOO_MANY_OPEN,
    /** There is no room on the disk. */
    DISK_FULL,
    /** Nothing is recorded. */
    DISABLED,
    /** It is recorded only because it turned bad. */
    FLIGHT;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The name in a log, such as {@code rate_limited}. */
    public String text() {
      return text;
    }
  }

  /** Checks that there are an outcome and a reason. */
  public Decision {
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(reason, "reason");
  }

  /** To record, not by chance. */
  public static Decision record(Reason reason) {
    return new Decision(Outcome.RECORD, reason, null);
  }

  /** To skip, not by chance. */
  public static Decision skip(Reason reason) {
    return new Decision(Outcome.SKIP, reason, null);
  }

  /** By chance, at a rate. */
  public static Decision byChance(boolean kept, SamplingRate rate) {
    Objects.requireNonNull(rate, "rate");
    return new Decision(kept ? Outcome.RECORD : Outcome.SKIP, Reason.PROBABILITY, rate);
  }

  /** Whether the outcome is {@link Outcome#RECORD}. */
  public boolean isRecord() {
    return outcome == Outcome.RECORD;
  }
}
