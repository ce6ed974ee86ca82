package dev.moqlog.analyzer.join;

import java.time.Duration;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells by their packets whether two logs can be of the two ends of one connection: what the one
 * received, the other sent, with the same lengths, and no packet arrived before it was sent.
 *
 * <p>Only the first packets of each log are compared.
 */
public final class PacketProof {

  /** So many logs of one end are tried; with more of them, packets prove nothing. */
  public static final int MAX_LOGS = 128;

  private static final int MAX_PACKETS = 8_192;

  /** Fewer packets than that may fit by chance. */
  private static final int MIN_PACKETS = 20;

  /** Wall clocks may be wrong, but hardly by more. */
  private static final Duration MAX_WALL_CLOCK_DIFFERENCE = Duration.ofHours(24);

  /** How far the fastest packets may seem to travel back in time, as clocks and loggers go. */
  private static final long TOLERANCE_NANOS = 1_000_000;

  private final Map<EndIndex, EndPackets> packets = new IdentityHashMap<>();

  /**
   * A proof over some logs, whose packets follow.
   *
   * @param ends the logs
   */
  public PacketProof(List<EndIndex> ends) {
    for (EndIndex end : ends) {
      packets.put(end, new EndPackets(MAX_PACKETS));
    }
  }

  /** Where the events of a log go. */
  public EndPackets packets(EndIndex end) {
    return packets.get(end);
  }

  /** Whether the logs can be of the two ends of one connection, and that not by chance. */
  boolean fits(EndIndex clientEnd, EndIndex serverEnd) {
    EndPackets client = packets.get(clientEnd);
    EndPackets server = packets.get(serverEnd);
    if (farApart(clientEnd.startTime(), serverEnd.startTime())) {
      return false;
    }
    MatchedPackets toServer = new MatchedPackets(client, server);
    MatchedPackets toClient = new MatchedPackets(server, client);
    if (strangers(client, server, toServer)
        || strangers(server, client, toClient)
        || toServer.differentLengths()
        || toClient.differentLengths()
        || toServer.received() + toClient.received() < MIN_PACKETS) {
      return false;
    }
    long resolution = Math.max(client.resolutionNanos(), server.resolutionNanos());
    ClockFit clock = new ClockFit(toServer, toClient, resolution);
    return clock.known() && clock.minRttNanos() >= -TOLERANCE_NANOS - 2 * resolution;
  }

  /** Whether something arrived that was not sent, among the packets that were kept. */
  private static boolean strangers(EndPackets sender, EndPackets receiver, MatchedPackets packets) {
    return !sender.sent().full() && packets.notLoggedAsSent() > 0 || packets.received() == 0;
  }

  private static boolean farApart(Optional<Instant> one, Optional<Instant> other) {
    return one.isPresent()
        && other.isPresent()
        && Duration.between(one.get(), other.get()).abs().compareTo(MAX_WALL_CLOCK_DIFFERENCE) > 0;
  }
}
