package dev.moqlog.analyzer.join;

import dev.moqlog.analyzer.summary.ClockSummary;
import dev.moqlog.analyzer.summary.JoinedMoq;
import dev.moqlog.analyzer.summary.JoinedSummary;
import dev.moqlog.analyzer.summary.JoinedSummary.Flag;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Compares the packets of both ends of one connection. */
public final class PairJoin {

  private static final double BILLION = 1e9;

  private PairJoin() {}

  /**
   * What the logs of both ends tell together.
   *
   * @param pair the logs
   * @param client the client's packets
   * @param server the server's packets
   * @param clientObjects the client's MoQ objects
   * @param serverObjects the server's MoQ objects
   */
  public static JoinedSummary summary(
      Pair pair,
      EndPackets client,
      EndPackets server,
      Optional<EndObjects> clientObjects,
      Optional<EndObjects> serverObjects) {
    MatchedPackets toServer = new MatchedPackets(client, server);
    MatchedPackets toClient = new MatchedPackets(server, client);
    long resolution = Math.max(client.resolutionNanos(), server.resolutionNanos());
    ClockFit clock = new ClockFit(toServer, toClient, resolution);
    return new JoinedSummary(
        pair.connectionId(),
        pair.client().joinedEnd(),
        pair.server().joinedEnd(),
        pair.evidence(),
        flags(pair, client, server, toServer, toClient, clock, resolution),
        clock.known() ? Optional.of(clock(pair, clock)) : Optional.empty(),
        new DirectionJoin(
                client, server, toServer, new Fates(toServer, toClient, client, server, false))
            .summary(clock, true, moq(clientObjects, serverObjects, clock, true, server)),
        new DirectionJoin(
                server, client, toClient, new Fates(toClient, toServer, server, client, true))
            .summary(clock, false, moq(serverObjects, clientObjects, clock, false, client)));
  }

  private static Optional<JoinedMoq> moq(
      Optional<EndObjects> sender,
      Optional<EndObjects> receiver,
      ClockFit clock,
      boolean toServer,
      EndPackets receiverPackets) {
    if (sender.isEmpty() || receiver.isEmpty()) {
      return Optional.empty();
    }
    return new ObjectJoin(sender.get().created(), receiver.get().parsed(), clock, toServer)
        .summary(receiverPackets.goneNanos());
  }

  private static ClockSummary clock(Pair pair, ClockFit fit) {
    OptionalLong wallClock = OptionalLong.empty();
    Optional<Long> client = pair.client().wallClockLessAxisNanos();
    Optional<Long> server = pair.server().wallClockLessAxisNanos();
    if (client.isPresent() && server.isPresent()) {
      try {
        wallClock =
            OptionalLong.of(
                Math.addExact(Math.subtractExact(server.get(), client.get()), fit.offsetNanos()));
      } catch (ArithmeticException e) {
        // Clocks that far apart tell nothing.
      }
    }
    return new ClockSummary(
        fit.offsetNanos(),
        fit.errorNanos(),
        wallClock,
        fit.drift() == 0
            ? OptionalLong.empty()
            : OptionalLong.of(Math.round(fit.drift() * BILLION)),
        Math.max(0, fit.minRttNanos()));
  }

  private static Set<Flag> flags(
      Pair pair,
      EndPackets client,
      EndPackets server,
      MatchedPackets toServer,
      MatchedPackets toClient,
      ClockFit clock,
      long resolutionNanos) {
    EnumSet<Flag> flags = EnumSet.noneOf(Flag.class);
    add(flags, pair.client().incomplete(), Flag.CLIENT_LOG_INCOMPLETE);
    add(flags, pair.server().incomplete(), Flag.SERVER_LOG_INCOMPLETE);
    add(flags, pair.client().corrected(), Flag.VANTAGE_POINT_CORRECTED);
    add(
        flags,
        clock.known() && clock.minRttNanos() < -2 * resolutionNanos,
        Flag.CLOCKS_INCONSISTENT);
    boolean full = client.full() || server.full();
    add(
        flags,
        !full && toServer.notLoggedAsSent() + toClient.notLoggedAsSent() > 0,
        Flag.RECEIVED_BUT_NOT_SENT);
    add(
        flags,
        toServer.repeatedNumbers() || toClient.repeatedNumbers(),
        Flag.REPEATED_PACKET_NUMBERS);
    add(flags, full, Flag.PACKET_LIMIT_REACHED);
    return Collections.unmodifiableSet(flags);
  }

  private static void add(Set<Flag> flags, boolean applies, Flag flag) {
    if (applies) {
      flags.add(flag);
    }
  }
}
