package dev.moqlog.analyzer.summary;

import java.util.Optional;
import java.util.Set;

/**
 * What the logs of both ends tell about one connection: what neither log can tell alone.
 *
 * @param connectionId the id that both logs share, else the client's name for the connection
 * @param client the log of the client
 * @param server the log of the server
 * @param evidence what shows that the logs are of one connection
 * @param flags what to know before trusting the numbers
 * @param clock how the clocks of the ends relate; absent if no packet is known to have arrived in
 *     one of the directions
 * @param clientToServer the packets of the client
 * @param serverToClient the packets of the server
 */
public record JoinedSummary(
    String connectionId,
    JoinedEnd client,
    JoinedEnd server,
    Evidence evidence,
    Set<Flag> flags,
    Optional<ClockSummary> clock,
    DirectionSummary clientToServer,
    DirectionSummary serverToClient) {

  /** The version of this data; it grows when a number changes its meaning. */
  public static final int SCHEMA_VERSION = 1;

  /** What shows that two logs are of one connection. */
  public enum Evidence {
    /** Both logs name the same connection id. */
    CONNECTION_ID("connection_id"),
    /**
     * No id is in both logs, but the numbers, sizes and times of their packets fit, and neither log
     * fits any other.
     */
    PACKETS("packets");

    private final String label;

    Evidence(String label) {
      this.label = label;
    }

    /** The name in machine-readable output. */
    public String label() {
      return label;
    }
  }

  /** Something to know before trusting the numbers. */
  public enum Flag {
    /** The client's log is damaged or ends early. */
    CLIENT_LOG_INCOMPLETE("client_log_incomplete"),
    /** The server's log is damaged or ends early. */
    SERVER_LOG_INCOMPLETE("server_log_incomplete"),
    /** One of the logs claims the vantage point of the other end; who began tells who is who. */
    VANTAGE_POINT_CORRECTED("vantage_point_corrected"),
    /** Packets seem to arrive before they were sent, beyond the resolution of the logs. */
    CLOCKS_INCONSISTENT("clocks_inconsistent"),
    /** Some packets arrived that the other end did not log as sent. */
    RECEIVED_BUT_NOT_SENT("received_but_not_sent"),
    /**
     * A packet number was logged as sent more than once; the fates of such packets are mixed up.
     */
    REPEATED_PACKET_NUMBERS("repeated_packet_numbers"),
    /** Only the first packets were compared. */
    PACKET_LIMIT_REACHED("packet_limit_reached");

    private final String label;

    Flag(String label) {
      this.label = label;
    }

    /** The name in machine-readable output. */
    public String label() {
      return label;
    }
  }

  /** A direction of a connection. */
  public enum Direction {
    CLIENT_TO_SERVER("client_to_server"),
    SERVER_TO_CLIENT("server_to_client");

    private final String label;

    Direction(String label) {
      this.label = label;
    }

    /** The name in machine-readable output. */
    public String label() {
      return label;
    }
  }

  /** The packets that went in a direction. */
  public DirectionSummary in(Direction direction) {
    return direction == Direction.CLIENT_TO_SERVER ? clientToServer : serverToClient;
  }

  /** Where the network lost the larger share of packets; absent if it lost none, or the same. */
  public Optional<Direction> worse() {
    double up = clientToServer.loss().ratio().orElse(0);
    double down = serverToClient.loss().ratio().orElse(0);
    if (up == down) {
      return Optional.empty();
    }
    return Optional.of(up > down ? Direction.CLIENT_TO_SERVER : Direction.SERVER_TO_CLIENT);
  }

  /** The same without its distributions, which only merging needs. */
  public JoinedSummary withoutDistributions() {
    return new JoinedSummary(
        connectionId,
        client,
        server,
        evidence,
        flags,
        clock,
        clientToServer.withoutDistributions(),
        serverToClient.withoutDistributions());
  }
}
