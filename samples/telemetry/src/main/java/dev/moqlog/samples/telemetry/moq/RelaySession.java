package dev.moqlog.samples.telemetry.moq;

import dev.moqlog.samples.telemetry.net.ConnectionEnd;
import dev.moqlog.samples.telemetry.net.Endpoint;
import dev.moqlog.samples.telemetry.net.Path;
import dev.moqlog.samples.telemetry.net.StreamHandler;
import dev.moqlog.vocabulary.ControlMessageType;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A session as the relay has it: the server's end of one connection. */
public final class RelaySession implements StreamHandler {

  static final long CONTROL_STREAM = 0;

  /** The session error of moq-transport. */
  private static final long PROTOCOL_VIOLATION = 0x3;

  private final Relay relay;
  private final byte[] connectionId;
  private final String namespace;
  private final boolean publisher;
  private final Transport transport;
  private final Path path;
  private final List<SessionListener> listeners = new ArrayList<>();
  private final Map<Long, Subscription> subscriptions = new LinkedHashMap<>();
  private final Map<Long, MediaTrack> requested = new LinkedHashMap<>();
  private Endpoint endpoint;
  private long nextRequest = 1;
  private long nextAlias = 1;
  private boolean set;

  RelaySession(
      Relay relay,
      byte[] connectionId,
      String namespace,
      boolean publisher,
      Transport transport,
      Path path) {
    this.relay = relay;
    this.connectionId = connectionId;
    this.namespace = namespace;
    this.publisher = publisher;
    this.transport = transport;
    this.path = path;
  }

  void attach(Endpoint end) {
    endpoint = end;
  }

  /** Those who are told what happens; complete before the handshake begins. */
  List<SessionListener> listeners() {
    return listeners;
  }

  /** The original destination connection id (RFC 9000 section 7.3). */
  public byte[] originalDestinationConnectionId() {
    return connectionId.clone();
  }

  /** The same as text, by which logs, spans and qlog know the connection. */
  public String connectionId() {
    return HexFormat.of().formatHex(connectionId);
  }

  /** The broadcast that the client asked for when it connected. */
  public String namespace() {
    return namespace;
  }

  /** Whether the client publishes; else it watches. */
  public boolean isPublisher() {
    return publisher;
  }

  /** What carries the session. */
  public Transport transport() {
    return transport;
  }

  /** The way to the client, which knows what it lost. */
  public Path path() {
    return path;
  }

  /** This end of the connection; null until the handshake begins. */
  public Endpoint endpoint() {
    return endpoint;
  }

  void tell(Consumer<SessionListener> what) {
    listeners.forEach(what);
  }

  /** The objects that wait to be sent. */
  int queued() {
    return subscriptions.values().stream().mapToInt(Subscription::queued).sum();
  }

  void send(ControlMessage message) {
    if (!endpoint.isEnded()) {
      tell(listener -> listener.controlCreated(CONTROL_STREAM, message));
      endpoint.sendControl(CONTROL_STREAM, message, message.bytes());
    }
  }

  @Override
  public void message(long streamId, Object message) {
    if (message instanceof ControlMessage control) {
      tell(listener -> listener.controlParsed(streamId, control));
      control(control);
    } else if (message instanceof SubgroupHeader header) {
      tell(listener -> listener.headerParsed(streamId, header));
    } else if (message instanceof MediaObject object) {
      tell(listener -> listener.objectParsed(streamId, object));
      relay.publish(this, object);
    }
  }

  private void control(ControlMessage message) {
    switch (message.type()) {
      case SETUP -> setUp();
      case PUBLISH_NAMESPACE -> {
        relay.announce(this);
        send(ControlMessage.of(ControlMessageType.REQUEST_OK, message.requestId()));
      }
      case SUBSCRIBE -> relay.work(() -> subscribe(message));
      case REQUEST_UPDATE -> {
        Subscription subscription = subscriptions.remove(message.existingRequestId());
        if (subscription != null) {
          subscription.end();
        }
        send(ControlMessage.of(ControlMessageType.REQUEST_OK, message.requestId()));
      }
      default -> {
        // An answer to the relay's own request, which needs none.
      }
    }
  }

  private void setUp() {
    if (set) {
      endpoint.close(true, PROTOCOL_VIOLATION, "a second SETUP");
      return;
    }
    set = true;
    send(ControlMessage.of(ControlMessageType.SETUP, -1));
  }

  private void subscribe(ControlMessage message) {
    if (endpoint.isEnded()) {
      return;
    }
    RelayedTrack track = relay.find(message.namespace(), message.trackName());
    if (track == null) {
      String reason = "no such track";
      tell(listener -> listener.refused(message.requestId(), message.trackName(), reason));
      send(ControlMessage.refusal(message.requestId(), reason));
      return;
    }
    Subscription subscription = new Subscription(this, track, message.requestId(), nextAlias++);
    subscriptions.put(message.requestId(), subscription);
    boolean saved = track.isRequested();
    boolean fromCache = track.hasGroup();
    tell(listener -> listener.subscribed(message.requestId(), track.track(), saved, fromCache));
    send(ControlMessage.subscribeOk(message.requestId(), subscription.alias()));
    track.add(subscription);
  }

  /** Asks the publisher for a track. */
  void request(MediaTrack track) {
    long request = nextRequest;
    nextRequest += 2;
    requested.put(request, track);
    send(ControlMessage.subscribe(request, track.namespace(), track.name()));
  }

  /** The broadcast is over for this viewer. */
  void done(Subscription subscription) {
    if (subscriptions.remove(subscription.requestId()) != null) {
      subscription.end();
      send(ControlMessage.done(subscription.requestId()));
    }
  }

  @Override
  public void ended(ConnectionEnd end) {
    subscriptions.values().forEach(Subscription::end);
    subscriptions.clear();
    relay.ended(this);
  }
}
