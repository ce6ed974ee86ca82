package dev.moqlog.samples.telemetry.moq;

import dev.moqlog.samples.telemetry.net.SimulatedTime;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The relay: takes each track from its publisher once, and hands it to all who watch it. */
public final class Relay {

  private final Set<RelaySession> sessions = new LinkedHashSet<>();
  private final Map<String, Channel> channels = new LinkedHashMap<>();
  private final SimulatedTime time;
  private final RandomGenerator random;
  private final RelayListener listener;

  /** A broadcast that is on the air. */
  private record Channel(RelaySession publisher, Map<String, RelayedTrack> tracks) {}

  Relay(SimulatedTime time, RandomGenerator random, RelayListener listener) {
    this.time = time;
    this.random = random;
    this.listener = listener;
  }

  /** Does something that takes a moment to work out. */
  void work(Runnable action) {
    double millis = 0.2 + random.nextExponential() * 0.5;
    time.after((long) (millis * SimulatedTime.MILLISECOND), action);
  }

  void accept(RelaySession session) {
    sessions.add(session);
    session.listeners().addAll(listener.opened(session));
  }

  /** All sessions, the oldest first. */
  List<RelaySession> sessions() {
    return List.copyOf(sessions);
  }

  void announce(RelaySession publisher) {
    Map<String, RelayedTrack> tracks = new LinkedHashMap<>();
    for (MediaTrack track : MediaTrack.of(publisher.namespace())) {
      tracks.put(track.name(), new RelayedTrack(track, publisher));
    }
    channels.put(publisher.namespace(), new Channel(publisher, tracks));
    listener.broadcastBegan(publisher.namespace());
  }

  /** The track, or null if nobody publishes it. */
  RelayedTrack find(String namespace, String trackName) {
    Channel channel = channels.get(namespace);
    return channel == null ? null : channel.tracks.get(trackName);
  }

  void publish(RelaySession publisher, MediaObject object) {
    Channel channel = channels.get(publisher.namespace());
    if (channel != null && channel.publisher == publisher) {
      channel.tracks.get(object.track().name()).publish(object);
    }
  }

  void ended(RelaySession session) {
    sessions.remove(session);
    Channel channel = channels.get(session.namespace());
    if (channel != null && channel.publisher == session) {
      channels.remove(session.namespace());
      channel.tracks.values().forEach(RelayedTrack::end);
      listener.broadcastEnded(session.namespace());
    }
  }

  /** The objects that wait for slow viewers, by namespace. */
  Map<String, Long> queued() {
    Map<String, Long> queued = new LinkedHashMap<>();
    sessions.forEach(
        session -> queued.merge(session.namespace(), (long) session.queued(), Long::sum));
    return queued;
  }
}
