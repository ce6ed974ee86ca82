package dev.moqlog.samples.telemetry.net;

import java.util.random.RandomGenerator;

/**
 * The way between two ends, in both directions: it delays packets, keeps them in order and loses
 * some of them. It alone knows the truth about what was lost.
 */
public final class Path {

  /** The time of arrival of what does not arrive. */
  public static final long LOST = -1;

  private final LinkProfile profile;
  private final RandomGenerator random;
  private final OneWay toServer = new OneWay();
  private final OneWay toClient = new OneWay();
  private long outageStart;
  private long outageEnd;
  private boolean dead;

  /** One direction: what it has done so far. */
  public static final class OneWay {
    private long lastArrival;
    private long busyUntil;
    private boolean inBurst;
    private long lostInFlight;
    private long lostAckOnly;

    private OneWay() {}

    /** Packets lost that asked for an acknowledgment. */
    public long lostInFlight() {
      return lostInFlight;
    }

    /** Packets lost that did not. */
    public long lostAckOnly() {
      return lostAckOnly;
    }
  }

  /** Draws what happens on it from that source. */
  public Path(LinkProfile profile, RandomGenerator random) {
    this.profile = profile;
    this.random = random;
    drawOutage(0);
  }

  /** What it is like. */
  public LinkProfile profile() {
    return profile;
  }

  /** From the client to the server. */
  public OneWay toServer() {
    return toServer;
  }

  /** From the server to the client. */
  public OneWay toClient() {
    return toClient;
  }

  /** From now on nothing passes. */
  public void cut() {
    dead = true;
  }

  /** When a packet that is sent now arrives, or {@link #LOST}. */
  long send(OneWay way, long now, Packet packet) {
    boolean lost = isOut(now) || losesNext(way);
    long departure = Math.max(now, way.busyUntil);
    if (!lost && departure - now > profile.queueNanos()) {
      lost = true;
    }
    if (lost) {
      if (packet.ackEliciting()) {
        way.lostInFlight++;
      } else {
        way.lostAckOnly++;
      }
      return LOST;
    }
    way.busyUntil =
        departure + packet.bytes() * 8L * SimulatedTime.SECOND / profile.bitsPerSecond();
    long jitter = (long) (profile.jitterNanos() * random.nextExponential());
    way.lastArrival = Math.max(way.lastArrival + 1, way.busyUntil + profile.delayNanos() + jitter);
    return way.lastArrival;
  }

  private boolean isOut(long now) {
    if (now >= outageEnd) {
      drawOutage(now);
    }
    return dead || now >= outageStart && now < outageEnd;
  }

  private void drawOutage(long now) {
    if (profile.outagesPerSecond() == 0) {
      outageStart = Long.MAX_VALUE;
      outageEnd = Long.MAX_VALUE;
      return;
    }
    outageStart =
        now + (long) (random.nextExponential() / profile.outagesPerSecond() * SimulatedTime.SECOND);
    outageEnd = outageStart + (long) (random.nextExponential() * profile.meanOutageNanos());
  }

  /** Two states, as losses come in bursts; the share of packets lost is that of the profile. */
  private boolean losesNext(OneWay way) {
    if (profile.lossRatio() == 0) {
      return false;
    }
    double leaves = 1 / profile.meanBurst();
    double enters = profile.lossRatio() * leaves / (1 - profile.lossRatio());
    way.inBurst = random.nextDouble() < (way.inBurst ? 1 - leaves : enters);
    return way.inBurst;
  }
}
