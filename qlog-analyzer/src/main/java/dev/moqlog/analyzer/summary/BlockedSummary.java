package dev.moqlog.analyzer.summary;

import java.util.List;
import java.util.Optional;

/**
 * For how long something kept an endpoint from sending, by reason. Reasons overlap: a stream can be
 * blocked by flow control while the connection is limited by congestion.
 *
 * @param reasons one entry for each reason that occurred, those of this endpoint first, in the
 *     order of {@link Reason}
 */
public record BlockedSummary(List<BlockedTime> reasons) {

  /** Who was blocked. */
  public enum Side {
    /** The endpoint that the log is of. */
    LOCAL("local"),
    /** Its peer, by the limits that this endpoint sets and as it shows here. */
    REMOTE("remote");

    private final String label;

    Side(String label) {
      this.label = label;
    }

    /** The name in machine-readable output. */
    public String label() {
      return label;
    }
  }

  /** The time that this endpoint was blocked for a reason, if it was. */
  public Optional<BlockedTime> local(Reason reason) {
    return reasons.stream()
        .filter(time -> time.side() == Side.LOCAL && time.reason() == reason)
        .findFirst();
  }

  /** The time that the peer was blocked for a reason, if it was. */
  public Optional<BlockedTime> remote(Reason reason) {
    return reasons.stream()
        .filter(time -> time.side() == Side.REMOTE && time.reason() == reason)
        .findFirst();
  }

  /** What blocked (the reasons of {@code *_data_blocked_updated}, quic-events). */
  public enum Reason {
    /** The application had nothing to send. */
    APPLICATION("application"),
    /** The congestion window was full. */
    CONGESTION_CONTROL("congestion_control"),
    /** The pacer held packets back. */
    PACING("pacing"),
    /** The peer's limit for the connection (RFC 9000 section 4.1). */
    CONNECTION_FLOW_CONTROL("connection_flow_control"),
    /** The peer's limit for a stream (RFC 9000 section 4.1). */
    STREAM_FLOW_CONTROL("stream_flow_control"),
    /** The peer's limit for the number of streams (RFC 9000 section 4.6). */
    STREAM_ID("stream_id"),
    /** The limit before the client's address is validated (RFC 9000 section 8.1). */
    AMPLIFICATION_PROTECTION("amplification_protection"),
    /** Others of the same process went first. */
    SCHEDULING("scheduling");

    private final String label;

    Reason(String label) {
      this.label = label;
    }

    /** The name in machine-readable output, and in qlog. */
    public String label() {
      return label;
    }
  }

  /**
   * The time that one reason took.
   *
   * @param side who was blocked
   * @param reason what blocked
   * @param source how it is known
   * @param periods how often
   * @param nanos for how long altogether; of streams blocked at once each counts
   * @param longestNanos the longest period
   * @param streams how many streams were concerned, 0 if it was the connection
   */
  public record BlockedTime(
      Side side,
      Reason reason,
      Source source,
      long periods,
      long nanos,
      long longestNanos,
      long streams) {}
}
