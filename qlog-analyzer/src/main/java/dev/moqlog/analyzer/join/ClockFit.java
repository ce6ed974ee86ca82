package dev.moqlog.analyzer.join;

import java.util.Arrays;

/**
 * How the clock of a server relates to that of a client, by the fastest packets of each direction.
 *
 * <p>The smallest raw delay (arrival less sending, each by its own clock) is the smallest delay
 * plus the offset in one direction, less the offset in the other. A drift shows as a smallest raw
 * delay that grows in one direction as fast as it shrinks in the other; what grows in one direction
 * only is a queue.
 */
final class ClockFit {

  private static final long MIN_SPAN_NANOS = 5_000_000_000L;
  private static final int MAX_WINDOWS = 64;
  private static final int MIN_WINDOWS = 5;
  private static final long MIN_WINDOW_NANOS = 500_000_000L;

  /** Quartz is better than this. */
  private static final double MAX_DRIFT = 1e-3;

  /** How much of the change may be in one direction only. */
  private static final double MAX_ASYMMETRY = 0.25;

  /** A drift must move the clocks by this many times what the fit leaves unexplained. */
  private static final double SIGNIFICANCE = 4;

  private static final double MIN_MOVED_NANOS = 20_000;

  /** What stands for no packet. */
  private static final long NONE = Long.MAX_VALUE;

  private final boolean known;
  private double drift;
  private long middleNanos;
  private long offsetNanos;
  private long minRttNanos;
  private long errorNanos;

  /**
   * @param toServer packets of the client
   * @param toClient packets of the server
   * @param resolutionNanos the coarser unit of both logs' times
   */
  ClockFit(MatchedPackets toServer, MatchedPackets toClient, long resolutionNanos) {
    known = toServer.received() > 0 && toClient.received() > 0;
    if (!known) {
      return;
    }
    fitDrift(toServer, toClient, resolutionNanos);
    long up = NONE;
    for (int i = 0; i < toServer.count; i++) {
      if (toServer.isReceived(i)) {
        up = Math.min(up, toServer.rawDelayNanos(i) - drifted(toServer.sentNanos[i]));
      }
    }
    long down = NONE;
    for (int i = 0; i < toClient.count; i++) {
      if (toClient.isReceived(i)) {
        down = Math.min(down, toClient.rawDelayNanos(i) + drifted(toClient.arrivedNanos[i]));
      }
    }
    minRttNanos = up + down;
    // Halves first: the sum of both is small, their difference may be as large as a time.
    offsetNanos = up - Math.floorDiv(minRttNanos, 2);
    errorNanos = Math.max(0, Math.floorDiv(minRttNanos + 1, 2)) + resolutionNanos;
  }

  /** Whether packets arrived in both directions, without which nothing is known. */
  boolean known() {
    return known;
  }

  /** What to add to the client's times at the middle of the connection. */
  long offsetNanos() {
    return offsetNanos;
  }

  long errorNanos() {
    return errorNanos;
  }

  /** The sum of both smallest delays, which is negative if the clocks make no sense. */
  long minRttNanos() {
    return minRttNanos;
  }

  /** How much faster the server's clock runs, as a share; 0 if that does not show. */
  double drift() {
    return drift;
  }

  /** What to add to a time of the client's to have it by the server's clock. */
  long offsetAt(long clientNanos) {
    return offsetNanos + drifted(clientNanos);
  }

  private long drifted(long clientNanos) {
    return drift == 0 ? 0 : Math.round(drift * (clientNanos - middleNanos));
  }

  private void fitDrift(MatchedPackets toServer, MatchedPackets toClient, long resolutionNanos) {
    long first = NONE;
    long last = -NONE;
    for (int i = 0; i < toServer.count; i++) {
      if (toServer.isReceived(i)) {
        first = Math.min(first, toServer.sentNanos[i]);
        last = Math.max(last, toServer.sentNanos[i]);
      }
    }
    long span = last - first;
    if (span < MIN_SPAN_NANOS) {
      return;
    }
    int windows = (int) Math.min(MAX_WINDOWS, span / MIN_WINDOW_NANOS);
    long width = span / windows + 1;
    long[] up = new long[windows];
    long[] down = new long[windows];
    Arrays.fill(up, NONE);
    Arrays.fill(down, NONE);
    for (int i = 0; i < toServer.count; i++) {
      if (toServer.isReceived(i)) {
        int window = (int) ((toServer.sentNanos[i] - first) / width);
        up[window] = Math.min(up[window], toServer.rawDelayNanos(i));
      }
    }
    for (int i = 0; i < toClient.count; i++) {
      long at = toClient.arrivedNanos[i];
      if (toClient.isReceived(i) && at >= first && at <= last) {
        int window = (int) ((at - first) / width);
        down[window] = Math.min(down[window], toClient.rawDelayNanos(i));
      }
    }
    Slope upSlope = Slope.of(up);
    Slope downSlope = Slope.of(down);
    if (upSlope == null || downSlope == null) {
      return;
    }
    double perWindow = (upSlope.perWindow - downSlope.perWindow) / 2;
    double sameInBoth = (upSlope.perWindow + downSlope.perWindow) / 2;
    double moved = Math.abs(perWindow) * windows;
    double unexplained = Math.max(upSlope.residual, downSlope.residual);
    double share = perWindow / width;
    if (Math.abs(sameInBoth) <= MAX_ASYMMETRY * Math.abs(perWindow)
        && moved >= Math.max(SIGNIFICANCE * unexplained, MIN_MOVED_NANOS)
        && moved >= 2.0 * (resolutionNanos == 1 ? 0 : resolutionNanos)
        && Math.abs(share) <= MAX_DRIFT) {
      drift = share;
      middleNanos = first + span / 2;
    }
  }

  /** A line through the smallest raw delays of windows, by the median of slopes (Theil-Sen). */
  private record Slope(double perWindow, double residual) {

    static Slope of(long[] values) {
      int count = 0;
      long base = 0;
      for (long value : values) {
        if (value != NONE) {
          base = count++ == 0 ? value : base;
        }
      }
      if (count < MIN_WINDOWS || count < values.length / 2) {
        return null;
      }
      double[] slopes = new double[count * (count - 1) / 2];
      int n = 0;
      for (int i = 0; i < values.length; i++) {
        for (int j = i + 1; j < values.length; j++) {
          if (values[i] != NONE && values[j] != NONE) {
            slopes[n++] = (double) (values[j] - values[i]) / (j - i);
          }
        }
      }
      double slope = median(slopes);
      double[] levels = new double[count];
      int k = 0;
      for (int i = 0; i < values.length; i++) {
        if (values[i] != NONE) {
          levels[k++] = values[i] - base - slope * i;
        }
      }
      double level = median(levels);
      for (int i = 0; i < count; i++) {
        levels[i] = Math.abs(levels[i] - level);
      }
      return new Slope(slope, median(levels));
    }

    private static double median(double[] values) {
      Arrays.sort(values);
      return values[values.length / 2];
    }
  }
}
