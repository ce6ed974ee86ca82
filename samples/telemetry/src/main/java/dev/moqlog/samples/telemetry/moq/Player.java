package dev.moqlog.samples.telemetry.moq;

import dev.moqlog.samples.telemetry.net.ConnectionEnd;
import dev.moqlog.samples.telemetry.net.Endpoint;
import dev.moqlog.samples.telemetry.net.Path;
import dev.moqlog.samples.telemetry.net.SimulatedTime;
import dev.moqlog.vocabulary.ControlMessageType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Watches a broadcast for a while, in the quality that its line can carry. */
final class Player implements Peer {

  /** How a visit goes. */
  enum Visit {
    /** The viewer watches and leaves. */
    NORMAL,
    /** The player asks for a track that there is none of, and goes on without. */
    WRONG_TRACK,
    /** The line is cut. */
    CUT_OFF,
    /** The player breaks a rule, and the relay closes the connection. */
    MISTAKE
  }

  private static final String HIGH = "video-hd";
  private static final String LOW = "video-sd";
  private static final long AUDIO_REQUEST = 0;
  private static final long CALM = 10 * SimulatedTime.SECOND;

  private final SimulatedTime time;
  private final RelaySession session;
  private final List<PlayerListener> listeners;
  private final Playback playback;
  private final Visit visit;
  private final long stayNanos;
  private final Map<Long, MediaTrack> streams = new HashMap<>();
  private final Map<Long, Integer> arrived = new HashMap<>();
  private Endpoint endpoint;
  private long nextRequest = 2;
  private long videoRequest;
  private String quality = HIGH;
  private long lastTrouble;

  Player(
      SimulatedTime time,
      RelaySession session,
      List<PlayerListener> listeners,
      RandomGenerator random,
      Visit visit,
      long stayNanos) {
    this.time = time;
    this.session = session;
    this.listeners = listeners;
    this.playback = new Playback(listeners, random, time.nanos());
    this.visit = visit;
    this.stayNanos = stayNanos;
  }

  @Override
  public void attach(Endpoint end) {
    endpoint = end;
  }

  @Override
  public void connected() {
    listeners.forEach(PlayerListener::connected);
    send(ControlMessage.of(ControlMessageType.SETUP, -1));
    send(ControlMessage.subscribe(AUDIO_REQUEST, session.namespace(), "audio"));
    subscribe(HIGH);
    if (visit == Visit.WRONG_TRACK) {
      send(ControlMessage.subscribe(request(), session.namespace(), "subtitles"));
    }
    lastTrouble = time.nanos();
    time.after(SimulatedTime.SECOND, this::second);
    time.after(stayNanos, this::leave);
  }

  private void send(ControlMessage message) {
    endpoint.sendControl(RelaySession.CONTROL_STREAM, message, message.bytes());
  }

  private long request() {
    long request = nextRequest;
    nextRequest += 2;
    return request;
  }

  private void subscribe(String trackName) {
    quality = trackName;
    videoRequest = request();
    send(ControlMessage.subscribe(videoRequest, session.namespace(), trackName));
  }

  private void switchTo(String trackName) {
    send(ControlMessage.pause(request(), videoRequest));
    subscribe(trackName);
    MediaTrack track =
        MediaTrack.of(session.namespace()).stream()
            .filter(one -> one.name().equals(trackName))
            .findFirst()
            .orElseThrow();
    listeners.forEach(listener -> listener.switched(track));
  }

  @Override
  public void message(long streamId, Object message) {
    if (message instanceof ControlMessage control) {
      boolean over =
          control.type() == ControlMessageType.PUBLISH_DONE
              || control.type() == ControlMessageType.REQUEST_ERROR
                  && control.requestId() <= videoRequest;
      if (over) {
        close();
      }
    } else if (message instanceof SubgroupHeader header) {
      streams.put(streamId, header.track());
    } else if (message instanceof MediaObject object) {
      arrived.merge(streamId, 1, Integer::sum);
      if (playback.take(object, time.nanos())) {
        lastTrouble = time.nanos();
        if (quality.equals(HIGH)) {
          switchTo(LOW);
        }
      }
      if (object.last()) {
        streams.remove(streamId);
        arrived.remove(streamId);
      }
    }
  }

  @Override
  public void reset(long streamId) {
    MediaTrack track = streams.remove(streamId);
    Integer came = arrived.remove(streamId);
    if (track != null) {
      long missed = track.framesPerGroup() - (came == null ? 0 : came);
      listeners.forEach(listener -> listener.missed(track, missed));
    }
  }

  private void second() {
    if (endpoint.isEnded()) {
      return;
    }
    playback.second(time.nanos());
    if (quality.equals(LOW) && time.nanos() - lastTrouble > CALM) {
      lastTrouble = time.nanos();
      switchTo(HIGH);
    }
    time.after(SimulatedTime.SECOND, this::second);
  }

  private void leave() {
    switch (visit) {
      case CUT_OFF -> {
        Path path = session.path();
        path.cut();
      }
      case MISTAKE -> send(ControlMessage.of(ControlMessageType.SETUP, -1));
      default -> close();
    }
  }

  private void close() {
    endpoint.close(true, 0, "");
  }

  @Override
  public void ended(ConnectionEnd end) {
    listeners.forEach(listener -> listener.ended(end.isError() || end.isSilent()));
  }
}
