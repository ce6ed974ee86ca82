package dev.moqlog.samples.telemetry.net;

import dev.moqlog.vocabulary.PacketType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One end of a QUIC connection, made in a pair by {@link Handshake}. */
public final class Endpoint {

  /** After which time without a packet the connection is over. */
  public static final long IDLE_TIMEOUT = 5 * SimulatedTime.SECOND;

  /** With which priority streams of control messages go first. */
  public static final int FIRST = 0;

  private final SimulatedTime time;
  private final boolean client;
  private final Path path;
  private final List<? extends TransportListener> listeners;
  private final StreamHandler handler;
  private final TransportTotals totals = new TransportTotals();
  private final AckSchedule acks = new AckSchedule();
  private final Sender sender;
  private final Map<Long, SendStream> control = new HashMap<>();
  private final Inbox inbox;
  private final Timer timer;
  private Endpoint peer;
  private long nextPacket;
  private long nextStream;
  private long lastReceived;
  private Frame.Close closeWhenReady;
  private boolean ready;
  private boolean ended;

  Endpoint(
      SimulatedTime time,
      boolean client,
      Path path,
      List<? extends TransportListener> listeners,
      StreamHandler handler) {
    this.time = time;
    this.client = client;
    this.path = path;
    this.listeners = listeners;
    this.handler = handler;
    this.sender = new Sender(totals, listeners);
    this.inbox = new Inbox(totals, handler);
    this.timer = new Timer(time, this::expired);
    this.nextStream = client ? 2 : 3;
  }

  void setPeer(Endpoint other) {
    peer = other;
  }

  /** What it has sent and received. */
  public TransportTotals totals() {
    return totals;
  }

  /** The round-trip time as this end knows it. */
  public RttEstimate rtt() {
    return sender.recovery().rtt();
  }

  /** Packets sent whose fate is not known. */
  public int packetsInFlight() {
    return sender.recovery().packetsInFlight();
  }

  /** Whether the connection is over for this end. */
  public boolean isEnded() {
    return ended;
  }

  /** Opens a stream in one direction; the lower the priority's number, the sooner it is sent. */
  public SendStream open(int priority) {
    SendStream stream = new SendStream(nextStream, priority);
    nextStream += 4;
    return stream;
  }

  /** Sends a message on the stream for both directions that has that id. */
  public void sendControl(long streamId, Object message, int bytes) {
    send(control.computeIfAbsent(streamId, id -> new SendStream(id, FIRST)), message, bytes);
  }

  /** Sends a message on a stream. */
  public void send(SendStream stream, Object message, int bytes) {
    if (!ended) {
      stream.append(message, bytes);
      sender.queue().add(stream);
      flush();
    }
  }

  /** Ends a stream after what was sent. */
  public void finish(SendStream stream) {
    if (!ended && !stream.isReset()) {
      stream.finish();
      sender.queue().add(stream);
      flush();
    }
  }

  /** Gives up a stream; what is left of it is not sent any more. */
  public void reset(SendStream stream, long errorCode) {
    if (!ended && !stream.isReset()) {
      stream.reset();
      sender.queue().drop(stream);
      sender.queue().add(new Frame.Reset(stream, errorCode, stream.sentBytes()));
      flush();
    }
  }

  /** Asks the peer for a sign of life. */
  public void ping() {
    if (!ended) {
      sender.queue().add(new Frame.Ping());
      flush();
    }
  }

  /** Closes the connection at once, or when the handshake is complete. */
  public void close(boolean byApplication, long errorCode, String reason) {
    Frame.Close close = new Frame.Close(byApplication, errorCode, reason);
    if (!ready) {
      closeWhenReady = close;
    } else if (!ended) {
      transmit(Packet.of(PacketType.ONE_RTT, nextPacket++, List.of(close)), null);
      end(ConnectionEnd.of(false, close));
    }
  }

  private void end(ConnectionEnd end) {
    ended = true;
    tell(listener -> listener.closed(end));
    handler.ended(end);
  }

  private void tell(Consumer<TransportListener> what) {
    listeners.forEach(what);
  }

  // The handshake, which is played from outside.

  void exchanged(Packet packet, boolean sent) {
    if (sent) {
      totals.sent(packet);
      tell(listener -> listener.packetSent(packet, null));
    } else {
      totals.received(packet);
      lastReceived = time.nanos();
      tell(listener -> listener.packetReceived(packet));
    }
  }

  void established(long rttNanos) {
    ready = true;
    sender.sample(rttNanos);
    tell(listener -> listener.handshakeComplete());
    if (!client) {
      sender.queue().add(new Frame.HandshakeDone());
    }
    lastReceived = time.nanos();
    handler.connected();
    if (closeWhenReady != null) {
      close(closeWhenReady.byApplication(), closeWhenReady.errorCode(), closeWhenReady.reason());
    }
    flush();
  }

  // Packets.

  private void receive(Packet packet) {
    if (ended) {
      return;
    }
    lastReceived = time.nanos();
    totals.received(packet);
    tell(listener -> listener.packetReceived(packet));
    acks.received(packet, time.nanos());
    for (Frame frame : packet.frames()) {
      process(frame);
      if (ended) {
        return;
      }
    }
    flush();
  }

  private void process(Frame frame) {
    if (frame instanceof Frame.Ack ack) {
      sender.acked(ack, time.nanos());
    } else if (frame instanceof Frame.StreamData data) {
      inbox.take(data);
    } else if (frame instanceof Frame.Reset reset) {
      inbox.take(reset);
    } else if (frame instanceof Frame.Close close) {
      end(ConnectionEnd.of(true, close));
    }
  }

  /** Sends all that may be sent now. */
  private void flush() {
    while (!ended) {
      boolean mayData = sender.hasSomethingToSendNow();
      if (!mayData && acks.due() > time.nanos()) {
        break;
      }
      List<Frame> frames = new ArrayList<>();
      acks.take(time.nanos()).ifPresent(frames::add);
      if (mayData) {
        int room = Packet.MOST_BYTES - Packet.OVERHEAD_BYTES;
        frames.addAll(sender.queue().take(room - frames.stream().mapToInt(Frame::bytes).sum()));
      }
      transmit(Packet.of(PacketType.ONE_RTT, nextPacket++, frames), null);
    }
    setTimer();
  }

  private void transmit(Packet packet, String trigger) {
    totals.sent(packet);
    tell(listener -> listener.packetSent(packet, trigger));
    if (packet.ackEliciting()) {
      sender.recovery().sent(packet, time.nanos());
    }
    long arrival = path.send(client ? path.toServer() : path.toClient(), time.nanos(), packet);
    if (arrival != Path.LOST) {
      time.at(arrival, () -> peer.receive(packet));
    }
  }

  private void setTimer() {
    if (!ended) {
      timer.setBy(
          Math.min(sender.recovery().due(), Math.min(acks.due(), lastReceived + IDLE_TIMEOUT)));
    }
  }

  private void expired() {
    if (ended) {
      return;
    }
    long now = time.nanos();
    if (now >= lastReceived + IDLE_TIMEOUT) {
      end(ConnectionEnd.idle());
      return;
    }
    if (now >= sender.recovery().due()) {
      if (sender.recovery().isLossDue()) {
        sender.detectLosses(now);
      } else {
        probe();
      }
    }
    flush();
  }

  private void probe() {
    transmit(Packet.of(PacketType.ONE_RTT, nextPacket++, sender.probe()), "pto_probe");
  }
}
