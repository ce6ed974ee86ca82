package dev.moqlog.observability.dashboards;

/**
 * What viewers are promised. Dashboards draw the limits, and alerts measure by the same. Limits are
 * bounds of buckets, so that the share within can be counted.
 */
public final class Objectives {

  /** The first frame is there within this many seconds, for {@link #STARTUP_SHARE} of starts. */
  public static final double STARTUP_SECONDS = 2;

  /** The share of starts within {@link #STARTUP_SECONDS}. */
  public static final double STARTUP_SHARE = 0.95;

  /**
   * Playback is at most so far behind the live edge, for {@link #LATENCY_SHARE} of measurements.
   */
  public static final double LATENCY_SECONDS = 2;

  /** The share of measurements within {@link #LATENCY_SECONDS}. */
  public static final double LATENCY_SHARE = 0.95;

  /** How often playback may stand still for each playback that starts. */
  public static final double STALLS_PER_START = 0.02;

  private Objectives() {}
}
