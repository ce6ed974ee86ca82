package dev.moqlog.analyzer.summary;

import java.util.List;

/**
 * For how long something kept this endpoint from sending, by reason. Reasons overlap: a stream can
 * be blocked by flow control while the connection is limited by congestion.
 *
 * @param reasons one entry for each reason that occurred, in the order of {@link Reason}
 */
public record BlockedSummary(List<BlockedTime> reasons) {

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

  /** How the time is known. */
  public enum Source {
    /** The stack logged when it was blocked and when no longer. */
    EVENT("event"),
    /** It follows from frames, windows and gaps. */
    INFERRED("inferred");

    private final String label;

    Source(String label) {
      this.label = label;
    }

    /** The name in machine-readable output. */
    public String label() {
      return label;
    }
  }

  /**
   * The time that one reason took.
   *
   * @param reason what blocked
   * @param source how it is known
   * @param periods how often
   * @param nanos for how long altogether; of streams blocked at once each counts
   * @param longestNanos the longest period
   * @param streams how many streams were concerned, 0 if it was the connection
   */
  public record BlockedTime(
      Reason reason, Source source, long periods, long nanos, long longestNanos, long streams) {}
}
