package dev.moqlog.samples.telemetry.net;

/** Congestion control as in RFC 9002 section 7. */
public final class Congestion {

  /** Where it stands, by the words of qlog. */
  public enum State {
    SLOW_START("slow_start"),
    RECOVERY("recovery"),
    CONGESTION_AVOIDANCE("congestion_avoidance");

    private final String qlogName;

    State(String qlogName) {
      this.qlogName = qlogName;
    }

    /** The name as qlog writes it. */
    public String qlogName() {
      return qlogName;
    }
  }

  private static final long MINIMUM = 2L * Packet.MOST_BYTES;

  private long window = 10L * Packet.MOST_BYTES;
  private long threshold = Long.MAX_VALUE;
  private long recoveryStart = -1;
  private State state = State.SLOW_START;

  Congestion() {}

  /** The congestion window in bytes. */
  public long window() {
    return window;
  }

  /** The slow start threshold in bytes; {@link Long#MAX_VALUE} as long as there is none. */
  public long threshold() {
    return threshold;
  }

  /** The state. */
  public State state() {
    return state;
  }

  void acked(Packet packet, long sentNanos, boolean windowWasUsed) {
    if (sentNanos <= recoveryStart) {
      return;
    }
    if (state == State.RECOVERY) {
      state = State.CONGESTION_AVOIDANCE;
    }
    if (!windowWasUsed) {
      return;
    }
    window +=
        window < threshold ? packet.bytes() : (long) Packet.MOST_BYTES * packet.bytes() / window;
  }

  void lost(long sentNanos, long now) {
    if (sentNanos <= recoveryStart) {
      return;
    }
    recoveryStart = now;
    window = Math.max(MINIMUM, window / 2);
    threshold = window;
    state = State.RECOVERY;
  }
}
