package dev.moqlog.samples.telemetry.emit;

import dev.moqlog.samples.telemetry.moq.ControlMessage;
import dev.moqlog.samples.telemetry.moq.MediaObject;
import dev.moqlog.samples.telemetry.moq.RelaySession;
import dev.moqlog.samples.telemetry.moq.SessionListener;
import dev.moqlog.samples.telemetry.moq.SubgroupHeader;
import dev.moqlog.samples.telemetry.net.Congestion;
import dev.moqlog.samples.telemetry.net.ConnectionEnd;
import dev.moqlog.samples.telemetry.net.Endpoint;
import dev.moqlog.samples.telemetry.net.Frame;
import dev.moqlog.samples.telemetry.net.Packet;
import dev.moqlog.samples.telemetry.net.RttEstimate;
import dev.moqlog.samples.telemetry.net.SimulatedTime;
import dev.moqlog.vocabulary.Field;
import dev.moqlog.vocabulary.PacketType;
import dev.moqlog.writer.ControlMessageEvent;
import dev.moqlog.writer.PacketEvent;
import dev.moqlog.writer.QlogTrace;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes what happens in a session into its qlog trace, as a QUIC stack and a MoQ stack would. */
final class QlogSession implements SessionListener {

  private static final int NO_DELTA = 0;

  private final SimulatedTime time;
  private final RelaySession session;
  private final QlogTrace trace;
  private final Set<Long> known = new HashSet<>();
  private boolean started;

  QlogSession(SimulatedTime time, RelaySession session, QlogTrace trace) {
    this.time = time;
    this.session = session;
    this.trace = trace;
  }

  private long now() {
    return time.nanos();
  }

  // The transport.

  @Override
  public void packetSent(Packet packet, String trigger) {
    PacketEvent event = trace.packetSent(now(), packet.type(), packet.number());
    write(event.length(packet.bytes()), packet);
    if (trigger != null) {
      event.trigger(trigger);
    }
    event.commit();
  }

  @Override
  public void packetReceived(Packet packet) {
    if (!started) {
      started = true;
      trace.connection().started(now(), null, null);
    }
    PacketEvent event = trace.packetReceived(now(), packet.type(), packet.number());
    if (packet.type() == PacketType.INITIAL) {
      event.dcid(session.originalDestinationConnectionId());
    }
    write(event.length(packet.bytes()), packet);
    event.commit();
  }

  private static void write(PacketEvent event, Packet packet) {
    for (Frame frame : packet.frames()) {
      if (frame instanceof Frame.StreamData data) {
        event.stream(data.stream().id(), data.offset(), data.length(), data.fin());
      } else if (frame instanceof Frame.Ack ack) {
        event.ack(ack.delayNanos());
        ack.ranges().forEach(range -> event.range(range.smallest(), range.largest()));
      } else if (frame instanceof Frame.Crypto crypto) {
        event.crypto(crypto.offset(), crypto.length());
      } else if (frame instanceof Frame.Reset reset) {
        event.resetStream(reset.stream().id(), reset.errorCode(), reset.finalSize());
      } else if (frame instanceof Frame.Padding padding) {
        event.padding(padding.bytes());
      } else if (frame instanceof Frame.Close close) {
        event.connectionClose(close.byApplication(), close.errorCode(), close.reason());
      } else if (frame instanceof Frame.HandshakeDone) {
        event.handshakeDone();
      } else if (frame instanceof Frame.Ping) {
        event.ping();
      }
    }
  }

  @Override
  public void packetLost(Packet packet, String trigger) {
    trace.packetLost(now(), packet.type(), packet.number()).trigger(trigger).commit();
  }

  @Override
  public void sampled(RttEstimate rtt, Congestion congestion, long bytesInFlight) {
    trace
        .metricsUpdated(now())
        .minRtt(rtt.min())
        .smoothedRtt(rtt.smoothed())
        .latestRtt(rtt.latest())
        .rttVariance(rtt.variation())
        .congestionWindow(congestion.window())
        .bytesInFlight(bytesInFlight)
        .commit();
  }

  @Override
  public void reduced(Congestion congestion, long bytesInFlight) {
    trace
        .metricsUpdated(now())
        .congestionWindow(congestion.window())
        .bytesInFlight(bytesInFlight)
        .ssthresh(congestion.threshold())
        .commit();
  }

  @Override
  public void probeTimeouts(int inARow) {
    trace.metricsUpdated(now()).ptoCount(inARow).commit();
  }

  @Override
  public void congestionState(Congestion.State before, Congestion.State state) {
    trace.congestionStateUpdated(now(), before.qlogName(), state.qlogName(), null);
  }

  @Override
  public void handshakeComplete() {
    trace.connection().alpnChosen(now(), session.transport().alpn());
    parameters(false);
    parameters(true);
    trace.metricsUpdated(now()).ptoCount(0).commit();
    trace.connection().stateUpdated(now(), "handshake_complete");
  }

  private void parameters(boolean remote) {
    trace
        .connection()
        .parametersSet(now(), remote)
        .put(Field.MAX_IDLE_TIMEOUT, Endpoint.IDLE_TIMEOUT)
        .put(Field.INITIAL_MAX_DATA, 1L << 30)
        .put(Field.INITIAL_MAX_STREAM_DATA_BIDI_LOCAL, 1L << 24)
        .put(Field.INITIAL_MAX_STREAM_DATA_BIDI_REMOTE, 1L << 24)
        .put(Field.INITIAL_MAX_STREAM_DATA_UNI, 1L << 24)
        .put(Field.INITIAL_MAX_STREAMS_BIDI, 100)
        .put(Field.INITIAL_MAX_STREAMS_UNI, 1L << 20)
        .commit();
  }

  @Override
  public void closed(ConnectionEnd end) {
    trace
        .connection()
        .closed(
            now(),
            end.byRemote(),
            end.byApplication(),
            end.errorCode(),
            end.reason().isEmpty() ? null : end.reason(),
            end.trigger());
    trace.close();
  }

  // Media over QUIC.

  @Override
  public void controlCreated(long streamId, ControlMessage message) {
    know(streamId, true, "control");
    write(trace.moq().controlMessageCreated(now(), streamId, message.type()), message);
  }

  @Override
  public void controlParsed(long streamId, ControlMessage message) {
    know(streamId, true, "control");
    write(trace.moq().controlMessageParsed(now(), streamId, message.type()), message);
  }

  private static void write(ControlMessageEvent event, ControlMessage message) {
    event.length(message.bytes());
    if (message.requestId() >= 0) {
      event.requestId(message.requestId());
    }
    if (message.existingRequestId() >= 0) {
      event.existingRequestId(message.existingRequestId());
    }
    if (!message.namespace().isEmpty()) {
      event.trackNamespace(List.of(message.namespace().split("/")));
    }
    if (!message.trackName().isEmpty()) {
      event.trackName(message.trackName());
    }
    switch (message.type()) {
      case SUBSCRIBE_OK -> event.trackAlias(message.alias());
      case REQUEST_ERROR -> event.error(message.code(), 0, message.reason());
      case PUBLISH_DONE -> event.done(message.code(), 0, message.reason());
      case REQUEST_UPDATE -> event.parameter("forward", 0);
      default -> {
        // Nothing else in it.
      }
    }
    event.commit();
  }

  private void know(long streamId, boolean byRemote, String type) {
    if (known.add(streamId)) {
      trace.moq().streamTypeSet(now(), streamId, byRemote, type);
    }
  }

  @Override
  public void headerCreated(long streamId, SubgroupHeader header) {
    know(streamId, false, "subgroup_header");
    trace
        .moq()
        .subgroupHeaderCreated(
            now(), streamId, header.alias(), header.group(), 0, header.priority(), true, false);
  }

  @Override
  public void headerParsed(long streamId, SubgroupHeader header) {
    know(streamId, true, "subgroup_header");
    trace
        .moq()
        .subgroupHeaderParsed(
            now(), streamId, header.alias(), header.group(), 0, header.priority(), true, false);
  }

  /** Objects of a group follow one another, from 0 on. */
  @Override
  public void objectCreated(long streamId, MediaObject object) {
    trace.moq().subgroupObjectCreated(now(), streamId, NO_DELTA, object.bytes(), 0);
  }

  @Override
  public void objectParsed(long streamId, MediaObject object) {
    trace.moq().subgroupObjectParsed(now(), streamId, NO_DELTA, object.bytes(), 0);
  }
}
