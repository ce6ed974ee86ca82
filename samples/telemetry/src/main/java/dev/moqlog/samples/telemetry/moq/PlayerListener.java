package dev.moqlog.samples.telemetry.moq;

/** Is told what a player goes through, as it happens. Does nothing unless overridden. */
public interface PlayerListener {

  /** The session has begun. */
  default void connected() {}

  /** The first frame is shown, that long after the player began to connect. */
  default void started(MediaTrack track, long nanos) {}

  /** A frame was decoded, which took that long. */
  default void decoded(MediaTrack track, long nanos) {}

  /** So many frames never came. */
  default void missed(MediaTrack track, long frames) {}

  /** A key frame came, that long after the one before. */
  default void keyFrame(MediaTrack track, long nanos) {}

  /**
   * How playing goes, once a second.
   *
   * @param bufferNanos what there is to play without further objects
   * @param latencyNanos behind the camera
   */
  default void playing(MediaTrack track, long bufferNanos, long latencyNanos) {}

  /** How much data of a track came within the last second. */
  default void received(MediaTrack track, long bitsPerSecond) {}

  /** How far audio and video are apart. */
  default void drifted(long nanos) {}

  /** There was nothing left to play. */
  default void rebuffered(MediaTrack track) {}

  /** The player goes on with another quality. */
  default void switched(MediaTrack to) {}

  /** The player has left; {@code error} if it did not want to. */
  default void ended(boolean error) {}
}
