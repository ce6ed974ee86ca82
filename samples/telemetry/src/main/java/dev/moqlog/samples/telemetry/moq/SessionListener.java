package dev.moqlog.samples.telemetry.moq;

import dev.moqlog.samples.telemetry.net.TransportListener;

/**
 * Is told what the relay does in one session, as it happens: created is what the relay sends,
 * parsed what it receives. Does nothing unless overridden.
 */
public interface SessionListener extends TransportListener {

  /** A control message was sent. */
  default void controlCreated(long streamId, ControlMessage message) {}

  /** A control message has arrived. */
  default void controlParsed(long streamId, ControlMessage message) {}

  /**
   * A request for a track was granted.
   *
   * @param upstreamSaved whether the relay had the track already, for somebody else
   * @param fromCache whether the viewer gets the current group from its start at once
   */
  default void subscribed(
      long requestId, MediaTrack track, boolean upstreamSaved, boolean fromCache) {}

  /** A request for a track was refused. */
  default void refused(long requestId, String trackName, String reason) {}

  /** The header of a group's stream was sent. */
  default void headerCreated(long streamId, SubgroupHeader header) {}

  /** The header of a group's stream has arrived. */
  default void headerParsed(long streamId, SubgroupHeader header) {}

  /** An object was put into its stream. */
  default void objectCreated(long streamId, MediaObject object) {}

  /** An object has arrived. */
  default void objectParsed(long streamId, MediaObject object) {}

  /** A group of this publisher goes to that many viewers. */
  default void fannedOut(MediaTrack track, int viewers) {}

  /** The viewer is too slow: that many objects are not sent, as newer ones wait. */
  default void dropped(MediaTrack track, int objects) {}
}
