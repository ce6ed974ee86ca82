package dev.moqlog.samples.telemetry.net;

/** Is told what the transport of one end does, as it happens. Does nothing unless overridden. */
public interface TransportListener {

  /**
   * A packet was sent.
   *
   * @param trigger why, in the word of qlog, or null if there is nothing special about it
   */
  default void packetSent(Packet packet, String trigger) {}

  /** A packet was received. */
  default void packetReceived(Packet packet) {}

  /** A packet was taken for lost, by that trigger of qlog. */
  default void packetLost(Packet packet, String trigger) {}

  /** There was a sample of the round-trip time, and the congestion window may have changed. */
  default void sampled(RttEstimate rtt, Congestion congestion, long bytesInFlight) {}

  /** Packets were taken for lost; the congestion window may have changed. */
  default void reduced(Congestion congestion, long bytesInFlight) {}

  /** That many probe timeouts have expired in a row; 0 if an acknowledgment ended them. */
  default void probeTimeouts(int inARow) {}

  /** Congestion control has entered another state. */
  default void congestionState(Congestion.State before, Congestion.State now) {}

  /** The handshake is complete. */
  default void handshakeComplete() {}

  /** The connection has ended. */
  default void closed(ConnectionEnd end) {}
}
