package dev.moqlog.samples.telemetry.moq;

import dev.moqlog.samples.telemetry.net.Handshake;
import dev.moqlog.samples.telemetry.net.LinkProfile;
import dev.moqlog.samples.telemetry.net.Path;
import dev.moqlog.samples.telemetry.net.SimulatedTime;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Broadcasts, a relay, and players that come at random, watch for a while and go. The same seed
 * gives the same events.
 */
public final class Simulation {

  private static final int CONNECTION_ID_BYTES = 8;
  private static final double MEAN_STAY_SECONDS = 15;
  private static final double MEAN_BROADCAST_SECONDS = 90;
  private static final double SHORTEST_BROADCAST_SECONDS = 30;
  private static final double PAUSE_SECONDS = 3;

  private final SimulatedTime time;
  private final Scenario scenario;
  private final RelayListener listener;
  private final SplittableRandom random;
  private final Relay relay;
  private boolean stopped;

  /**
   * What is simulated.
   *
   * @param connectionsPerSecond how many players come
   * @param namespaces the broadcasts
   * @param websocketShare of the players, who have no QUIC
   */
  public record Scenario(
      long seed, double connectionsPerSecond, List<String> namespaces, double websocketShare) {

    /** The broadcasts there are unless others are asked for. */
    public static final List<String> NAMESPACES = List.of("live/news", "live/sports", "live/radio");
  }

  /** Nothing happens before {@link #start}. */
  public Simulation(SimulatedTime time, Scenario scenario, RelayListener listener) {
    this.time = time;
    this.scenario = scenario;
    this.listener = listener;
    this.random = new SplittableRandom(scenario.seed());
    this.relay = new Relay(time, random.split(), listener);
  }

  /** Publishers connect, and players from then on, as time passes. */
  public void start() {
    scenario.namespaces().forEach(this::publish);
    if (scenario.connectionsPerSecond() > 0) {
      time.after(SimulatedTime.SECOND, this::nextPlayer);
    }
    second();
  }

  /** All connections are closed, and no other begins. */
  public void stop() {
    stopped = true;
    for (RelaySession session : relay.sessions()) {
      session.endpoint().close(true, 0, "the relay is shut down");
    }
  }

  private static long seconds(double seconds) {
    return (long) (seconds * SimulatedTime.SECOND);
  }

  private void second() {
    if (!stopped) {
      listener.queued(relay.queued());
      time.after(SimulatedTime.SECOND, this::second);
    }
  }

  private void publish(String namespace) {
    if (stopped) {
      return;
    }
    SplittableRandom own = random.split();
    Path path = path(LinkProfile.drawForPublisher(own), own);
    RelaySession session = session(own, namespace, true, Transport.QUIC, path);
    Publisher publisher =
        new Publisher(
            time,
            own.split(),
            namespace,
            () -> time.after(seconds(PAUSE_SECONDS), () -> publish(namespace)));
    relay.accept(session);
    Handshake.Ends ends = connect(session, publisher);
    double lasts =
        SHORTEST_BROADCAST_SECONDS
            + own.nextExponential() * (MEAN_BROADCAST_SECONDS - SHORTEST_BROADCAST_SECONDS);
    time.after(seconds(lasts), () -> ends.client().close(true, 0, ""));
  }

  private void nextPlayer() {
    if (stopped) {
      return;
    }
    SplittableRandom own = random.split();
    String namespace =
        scenario.namespaces().get(own.nextInt(own.nextInt(scenario.namespaces().size()) + 1));
    boolean websocket = own.nextDouble() < scenario.websocketShare();
    watch(
        own,
        namespace,
        websocket ? Transport.WEBSOCKET : Transport.WEBTRANSPORT,
        LinkProfile.draw(own),
        visit(own.nextDouble()),
        1 + own.nextExponential() * (MEAN_STAY_SECONDS - 1));
    time.after(seconds(own.nextExponential() / scenario.connectionsPerSecond()), this::nextPlayer);
  }

  private static Player.Visit visit(double drawn) {
    if (drawn < 0.90) {
      return Player.Visit.NORMAL;
    }
    if (drawn < 0.95) {
      return Player.Visit.CUT_OFF;
    }
    return drawn < 0.98 ? Player.Visit.WRONG_TRACK : Player.Visit.MISTAKE;
  }

  private void watch(
      SplittableRandom own,
      String namespace,
      Transport transport,
      LinkProfile link,
      Player.Visit visit,
      double staySeconds) {
    RelaySession session = session(own, namespace, false, transport, path(link, own));
    relay.accept(session);
    connect(
        session,
        new Player(
            time,
            session,
            listener.playerOpened(session),
            own.split(),
            visit,
            seconds(staySeconds)));
  }

  private Path path(LinkProfile link, SplittableRandom own) {
    return new Path(link, own.split());
  }

  private RelaySession session(
      SplittableRandom own, String namespace, boolean publisher, Transport transport, Path path) {
    byte[] connectionId = new byte[CONNECTION_ID_BYTES];
    own.nextBytes(connectionId);
    return new RelaySession(relay, connectionId, namespace, publisher, transport, path);
  }

  private Handshake.Ends connect(RelaySession session, Peer peer) {
    Handshake.Ends ends =
        Handshake.begin(
            time,
            session.path(),
            new Handshake.Side(List.of(), peer),
            new Handshake.Side(session.listeners(), session));
    session.attach(ends.server());
    peer.attach(ends.client());
    return ends;
  }
}
