package dev.moqlog.samples.telemetry.moq;

import dev.moqlog.samples.telemetry.net.SimulatedTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What a player makes of the objects that arrive: it buffers, plays, and waits when it runs dry.
 */
final class Playback {

  /** How much video there has to be before playing begins. */
  private static final long ENOUGH = 240 * SimulatedTime.MILLISECOND;

  private final List<PlayerListener> listeners;
  private final RandomGenerator random;
  private final long beganNanos;
  private final Map<MediaTrack, Long> bytes = new LinkedHashMap<>();
  private final Map<MediaTrack, Long> keyFrames = new LinkedHashMap<>();
  private MediaTrack video;
  private boolean started;
  private boolean playing;
  private long bufferedFrom = -1;
  private long newest;
  private long latency;
  private long audioDelay = -1;
  private long videoDelay = -1;

  Playback(List<PlayerListener> listeners, RandomGenerator random, long beganNanos) {
    this.listeners = listeners;
    this.random = random;
    this.beganNanos = beganNanos;
  }

  private void tell(Consumer<PlayerListener> what) {
    listeners.forEach(what);
  }

  /** Takes an object; whether the player had run dry before it came. */
  boolean take(MediaObject object, long now) {
    MediaTrack track = object.track();
    bytes.merge(track, (long) object.bytes(), Long::sum);
    decode(track);
    if (!track.isVideo()) {
      audioDelay = now - object.capturedNanos();
      return false;
    }
    video = track;
    videoDelay = now - object.capturedNanos();
    if (object.id() == 0) {
      Long before = keyFrames.put(track, now);
      if (before != null) {
        tell(listener -> listener.keyFrame(track, now - before));
      }
    }
    return play(object, now);
  }

  private void decode(MediaTrack track) {
    double millis = (track.isVideo() ? 3 : 0.3) * Math.exp(0.5 * random.nextGaussian());
    tell(listener -> listener.decoded(track, (long) (millis * SimulatedTime.MILLISECOND)));
  }

  private boolean play(MediaObject object, long now) {
    MediaTrack track = object.track();
    boolean dry = playing && now - latency > newest + track.frameNanos();
    if (dry) {
      playing = false;
      bufferedFrom = -1;
      tell(listener -> listener.rebuffered(track));
    }
    newest = Math.max(newest, object.capturedNanos());
    if (!playing) {
      bufferedFrom = bufferedFrom < 0 ? object.capturedNanos() : bufferedFrom;
      if (newest - bufferedFrom >= ENOUGH) {
        playing = true;
        latency = now - bufferedFrom;
        if (!started) {
          started = true;
          tell(listener -> listener.started(track, now - beganNanos));
        }
      }
    }
    return dry;
  }

  /** A second has passed. */
  void second(long now) {
    bytes.forEach((track, count) -> tell(listener -> listener.received(track, count * 8)));
    bytes.clear();
    if (playing) {
      long buffered = Math.max(0, newest - (now - latency));
      tell(listener -> listener.playing(video, buffered, latency));
      if (audioDelay >= 0 && videoDelay >= 0) {
        long drift = Math.abs(audioDelay - videoDelay);
        tell(listener -> listener.drifted(drift));
      }
    }
  }
}
