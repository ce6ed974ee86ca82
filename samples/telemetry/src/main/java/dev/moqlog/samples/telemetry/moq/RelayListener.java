package dev.moqlog.samples.telemetry.moq;

import java.util.List;
import java.util.Map;

/** Is told what happens in the simulation, and says who is told what happens in each session. */
public interface RelayListener {

  /** A client has begun to connect; who listens to its session. */
  List<SessionListener> opened(RelaySession session);

  /** The same of a player's own view, which has the same connection. */
  List<PlayerListener> playerOpened(RelaySession session);

  /** A broadcast is on the air. */
  void broadcastBegan(String namespace);

  /** A broadcast is over. */
  void broadcastEnded(String namespace);

  /** How many objects wait for slow viewers, by namespace; once a second. */
  void queued(Map<String, Long> objects);
}
