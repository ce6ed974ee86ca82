package dev.moqlog.samples.telemetry.moq;

import dev.moqlog.samples.telemetry.net.ConnectionEnd;
import dev.moqlog.samples.telemetry.net.Endpoint;
import dev.moqlog.samples.telemetry.net.SendStream;
import dev.moqlog.samples.telemetry.net.SimulatedTime;
import dev.moqlog.vocabulary.ControlMessageType;
import java.util.random.RandomGenerator;

/** Publishes a broadcast to the relay: of each track it is asked for, an object now and then. */
final class Publisher implements Peer {

  private static final long KEEP_ALIVE = 2 * SimulatedTime.SECOND;

  private final SimulatedTime time;
  private final RandomGenerator random;
  private final String namespace;
  private final Runnable gone;
  private Endpoint endpoint;
  private long nextAlias = 1;

  Publisher(SimulatedTime time, RandomGenerator random, String namespace, Runnable gone) {
    this.time = time;
    this.random = random;
    this.namespace = namespace;
    this.gone = gone;
  }

  @Override
  public void attach(Endpoint end) {
    endpoint = end;
  }

  @Override
  public void connected() {
    send(ControlMessage.of(ControlMessageType.SETUP, -1));
    send(ControlMessage.publishNamespace(0, namespace));
    keepAlive();
  }

  private void send(ControlMessage message) {
    endpoint.sendControl(RelaySession.CONTROL_STREAM, message, message.bytes());
  }

  private void keepAlive() {
    if (!endpoint.isEnded()) {
      endpoint.ping();
      time.after(KEEP_ALIVE, this::keepAlive);
    }
  }

  @Override
  public void message(long streamId, Object message) {
    if (message instanceof ControlMessage control
        && control.type() == ControlMessageType.SUBSCRIBE) {
      MediaTrack track =
          MediaTrack.of(namespace).stream()
              .filter(one -> one.name().equals(control.trackName()))
              .findFirst()
              .orElseThrow();
      long alias = nextAlias++;
      send(ControlMessage.subscribeOk(control.requestId(), alias));
      produce(track, alias, 0, null);
    }
  }

  private void produce(MediaTrack track, long alias, long number, SendStream before) {
    if (endpoint.isEnded()) {
      return;
    }
    double noise = Math.max(0.3, 1 + random.nextGaussian() * 0.2);
    MediaObject object = track.object(number, noise, time.nanos());
    SendStream stream = before;
    if (object.id() == 0) {
      int priority = track.isVideo() ? 2 : 1;
      stream = endpoint.open(priority);
      SubgroupHeader header = new SubgroupHeader(track, alias, object.group(), priority);
      endpoint.send(stream, header, SubgroupHeader.WIRE_BYTES);
    }
    endpoint.send(stream, object, object.wireBytes());
    if (object.last()) {
      endpoint.finish(stream);
    }
    SendStream next = stream;
    time.after(track.frameNanos(), () -> produce(track, alias, number + 1, next));
  }

  @Override
  public void ended(ConnectionEnd end) {
    gone.run();
  }
}
