package dev.moqlog.samples.telemetry.emit;

import dev.moqlog.samples.telemetry.moq.ControlMessage;
import dev.moqlog.samples.telemetry.moq.MediaObject;
import dev.moqlog.samples.telemetry.moq.MediaTrack;
import dev.moqlog.samples.telemetry.moq.PlayerListener;
import dev.moqlog.samples.telemetry.moq.RelaySession;
import dev.moqlog.samples.telemetry.moq.SessionListener;
import dev.moqlog.samples.telemetry.moq.Transport;
import dev.moqlog.samples.telemetry.net.ConnectionEnd;
import dev.moqlog.vocabulary.ControlMessageType;
import dev.moqlog.writer.telemetry.QlogSpans;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.Map;

/**
 * Spans of sessions. A player's session is a trace; the relay's span of the connection is a child
 * of the player's, and has one child for each subscription and one until its first object.
 */
final class Spans {

  private static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("moq.namespace");
  private static final AttributeKey<String> TRACK = AttributeKey.stringKey("moq.track");
  private static final AttributeKey<String> TRANSPORT = AttributeKey.stringKey("moq.transport");
  private static final AttributeKey<String> ROLE = AttributeKey.stringKey("moq.peer_role");

  private final WallTime clock;

  Spans(WallTime clock) {
    this.clock = clock;
  }

  /** The player's own span. */
  Span player(Tracer tracer, RelaySession session) {
    Span span = begin(tracer, "moq.player.session", SpanKind.CLIENT, Context.root(), session);
    return span.setAttribute(TRANSPORT, session.transport().label());
  }

  /** The relay's span of a connection. */
  Span connection(Tracer tracer, RelaySession session, Context parent) {
    Span span = begin(tracer, "moq.relay.connection", SpanKind.SERVER, parent, session);
    span.setAttribute(TRANSPORT, session.transport().label());
    span.setAttribute(ROLE, session.isPublisher() ? "publisher" : "subscriber");
    if (session.transport() != Transport.WEBSOCKET) {
      span.setAttribute("network.transport", "udp");
      span.setAttribute("network.protocol.name", "quic");
    }
    return span;
  }

  private Span begin(
      Tracer tracer, String name, SpanKind kind, Context parent, RelaySession session) {
    return tracer
        .spanBuilder(name)
        .setSpanKind(kind)
        .setParent(parent)
        .setStartTimestamp(clock.now())
        .setAttribute(QlogSpans.CONNECTION_ID, session.connectionId())
        .setAttribute(NAMESPACE, session.namespace())
        .startSpan();
  }

  SessionListener session(Tracer tracer, RelaySession session, Span span) {
    return new Session(tracer, session, span);
  }

  PlayerListener player(Tracer tracer, RelaySession session, Span span) {
    Span startup =
        begin(tracer, "moq.player.startup", SpanKind.INTERNAL, Context.root().with(span), session);
    return new Player(span, startup);
  }

  private final class Session implements SessionListener {

    private final Tracer tracer;
    private final RelaySession session;
    private final Span span;
    private final Map<Long, Span> requests = new HashMap<>();
    private final Map<String, Span> firstObjects = new HashMap<>();

    private Session(Tracer tracer, RelaySession session, Span span) {
      this.tracer = tracer;
      this.session = session;
      this.span = span;
    }

    private Span child(String name, String track, SpanKind kind) {
      return begin(tracer, name, kind, Context.root().with(span), session)
          .setAttribute(TRACK, track);
    }

    @Override
    public void controlParsed(long streamId, ControlMessage message) {
      control(message, SpanKind.SERVER);
    }

    @Override
    public void controlCreated(long streamId, ControlMessage message) {
      control(message, SpanKind.CLIENT);
    }

    private void control(ControlMessage message, SpanKind kind) {
      if (message.type() == ControlMessageType.SUBSCRIBE) {
        String track = message.trackName();
        requests.put(message.requestId(), child("moq.relay.subscribe", track, kind));
        end(firstObjects.put(track, child("moq.relay.first_object", track, SpanKind.INTERNAL)));
      } else if (message.type() == ControlMessageType.SUBSCRIBE_OK) {
        end(requests.remove(message.requestId()));
      }
    }

    @Override
    public void refused(long requestId, String trackName, String reason) {
      Span request = requests.remove(requestId);
      if (request != null) {
        request.setStatus(StatusCode.ERROR, reason).end(clock.now());
      }
      end(firstObjects.remove(trackName));
    }

    @Override
    public void objectCreated(long streamId, MediaObject object) {
      end(firstObjects.remove(object.track().name()));
    }

    @Override
    public void objectParsed(long streamId, MediaObject object) {
      end(firstObjects.remove(object.track().name()));
    }

    @Override
    public void dropped(MediaTrack track, int objects) {
      span.addEvent("moq.objects_dropped", clock.now());
    }

    @Override
    public void closed(ConnectionEnd end) {
      requests.values().forEach(this::end);
      firstObjects.values().forEach(this::end);
      if (end.isError()) {
        span.setStatus(StatusCode.ERROR, end.reason());
      } else if (end.isSilent()) {
        span.setStatus(StatusCode.ERROR, end.trigger());
      }
      end(span);
    }

    private void end(Span one) {
      if (one != null) {
        one.end(clock.now());
      }
    }
  }

  private final class Player implements PlayerListener {

    private final Span span;
    private final Span startup;

    private Player(Span span, Span startup) {
      this.span = span;
      this.startup = startup;
    }

    @Override
    public void started(MediaTrack track, long nanos) {
      startup.end(clock.now());
    }

    @Override
    public void rebuffered(MediaTrack track) {
      span.addEvent("moq.rebuffered", clock.now());
    }

    @Override
    public void switched(MediaTrack to) {
      span.addEvent("moq.quality_switched", clock.now());
    }

    @Override
    public void ended(boolean error) {
      startup.end(clock.now());
      if (error) {
        span.setStatus(StatusCode.ERROR);
      }
      span.end(clock.now());
    }
  }
}
