package dev.moqlog.analyzer.summary;

/**
 * Something worth knowing that happened during a stretch of a connection: the evidence for what a
 * diagnosis says.
 *
 * @param kind what happened
 * @param startNanos when it began, on the time axis of the log
 * @param endNanos when it ended
 * @param firstOffset where in the log the first event of it is, in bytes of the uncompressed
 *     content
 * @param lastOffset where the last event of it is
 * @param count how many of what the kind counts
 * @param rttNanos the RTT during it (of losses: the last sample before it), or {@link #UNKNOWN}
 * @param value what else the kind tells, or {@link #UNKNOWN}
 */
public record Episode(
    Kind kind,
    long startNanos,
    long endNanos,
    long firstOffset,
    long lastOffset,
    long count,
    long rttNanos,
    long value) {

  /** Stands for a number that is not known. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  /** The kinds of episodes. */
  public enum Kind {
    /**
     * Packets lost that were sent at about the same time. count: packets; value: longest run of
     * consecutive packet numbers.
     */
    LOSS("loss"),
    /**
     * Nothing acknowledged although ack-eliciting packets were sent. count: packets sent in it;
     * value: 1 if it lasts to the end of the log, else 0.
     */
    SILENCE("silence"),
    /**
     * The RTT well above the smallest one. count: for how long, in nanoseconds, of which the
     * episode spans the longest stretch; value: the largest mean RTT in nanoseconds.
     */
    RTT_INFLATION("rtt_inflation"),
    /** Kept from sending. count: periods; value: ordinal of {@link BlockedSummary.Reason}. */
    BLOCKED("blocked"),
    /** The peer kept from sending by limits of this endpoint; numbers as for {@link #BLOCKED}. */
    PEER_BLOCKED("peer_blocked");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The name in machine-readable output. */
    public String label() {
      return label;
    }
  }

  /** How long it took. */
  public long durationNanos() {
    return endNanos - startNanos;
  }
}
