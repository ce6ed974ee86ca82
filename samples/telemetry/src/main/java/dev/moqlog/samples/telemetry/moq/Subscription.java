package dev.moqlog.samples.telemetry.moq;

import dev.moqlog.samples.telemetry.net.Endpoint;
import dev.moqlog.samples.telemetry.net.SendStream;

/** A viewer's subscription to a track: each group goes out on a stream of its own. */
final class Subscription {

  /** More objects of an older group than that are not worth waiting for. */
  private static final int MOST_WAITING = 8;

  /** What a stream is reset with (moq-transport, DELIVERY_TIMEOUT). */
  private static final long DELIVERY_TIMEOUT = 0x2;

  private final RelaySession session;
  private final RelayedTrack source;
  private final long requestId;
  private final long alias;
  private SendStream stream;
  private long group = -1;

  Subscription(RelaySession session, RelayedTrack source, long requestId, long alias) {
    this.session = session;
    this.source = source;
    this.requestId = requestId;
    this.alias = alias;
  }

  RelaySession session() {
    return session;
  }

  long requestId() {
    return requestId;
  }

  long alias() {
    return alias;
  }

  int queued() {
    return stream == null ? 0 : stream.pending();
  }

  void send(MediaObject object) {
    Endpoint endpoint = session.endpoint();
    if (endpoint.isEnded()) {
      return;
    }
    if (object.group() != group) {
      begin(object);
    }
    if (!stream.isReset()) {
      SendStream to = stream;
      session.tell(listener -> listener.objectCreated(to.id(), object));
      endpoint.send(to, object, object.wireBytes());
      if (object.last()) {
        endpoint.finish(to);
      }
    }
  }

  private void begin(MediaObject object) {
    giveUp(MOST_WAITING);
    group = object.group();
    int priority = object.track().isVideo() ? 2 : 1;
    stream = session.endpoint().open(priority);
    SubgroupHeader header = new SubgroupHeader(object.track(), alias, group, priority);
    session.tell(listener -> listener.headerCreated(stream.id(), header));
    session.endpoint().send(stream, header, SubgroupHeader.WIRE_BYTES);
  }

  /** Gives up the stream if more objects than that wait in it. */
  private void giveUp(int objects) {
    int waiting = queued();
    if (waiting > objects) {
      session.endpoint().reset(stream, session.transport().streamError(DELIVERY_TIMEOUT));
      session.tell(listener -> listener.dropped(source.track(), waiting));
    }
  }

  /** Sends nothing any more. */
  void end() {
    source.remove(this);
    if (stream != null && !session.endpoint().isEnded()) {
      session.endpoint().finish(stream);
    }
  }
}
