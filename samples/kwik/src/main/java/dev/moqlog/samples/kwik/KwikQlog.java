package dev.moqlog.samples.kwik;

import dev.moqlog.writer.ConnectionInfo;
import dev.moqlog.writer.MetricsEvent;
import dev.moqlog.writer.QlogTrace;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tech.kwik.core.common.PnSpace;
import tech.kwik.core.frame.AckFrame;
import tech.kwik.core.frame.ConnectionCloseFrame;
import tech.kwik.core.frame.HandshakeDoneFrame;
import tech.kwik.core.frame.QuicFrame;
import tech.kwik.core.log.QLog;
import tech.kwik.core.packet.QuicPacket;

/**
 * Records what Kwik tells of one connection into a trace. Not final only because Kwik wants a class
 * of its own for servers. Safe for all threads: Kwik calls from several at once. No method throws,
 * as Kwik would take that for a failure of the connection.
 */
public class KwikQlog implements QLog {
  private static final System.Logger LOG = System.getLogger(KwikQlog.class.getName());

  private final KwikCapture capture;
  private final InetSocketAddress local;
  private final InetSocketAddress remote;
  private final Object lock = new Object();

  // All below is guarded by the lock.
  private QlogTrace trace;
  private boolean ended;
  private boolean failed;
  private boolean closeRecorded;
  private boolean confirmed;
  private String unsentCloseReason;
  private long unsentCloseCode = -1;
  private final Map<PnSpace, RttSamples> samples = new EnumMap<>(PnSpace.class);
  private long lastNanos;
  private boolean hasNewSample;
  private boolean hasCongestion;
  private long congestionWindow;
  private long bytesInFlight;
  private long writtenWindow = -1;
  private long writtenInFlight = -1;

  /** The qlog of a connection that a server has accepted; records nothing if none is serving. */
  protected KwikQlog(byte[] originalDestinationConnectionId) {
    this(
        KwikCapture.serving().orElse(null),
        KwikCapture.serving().map(KwikCapture::serverAddress).orElse(null),
        null);
    guarded(
        () -> {
          if (capture == null) {
            ended = true;
            return;
          }
          trace = open(ConnectionInfo.server(originalDestinationConnectionId), System.nanoTime());
        });
  }

  private KwikQlog(KwikCapture capture, InetSocketAddress local, InetSocketAddress remote) {
    this.capture = capture;
    this.local = local;
    this.remote = remote;
    for (PnSpace space : PnSpace.values()) {
      samples.put(space, new RttSamples());
    }
  }

  /** The qlog of a new connection of a client. Its id, and so its trace, comes with a packet. */
  static KwikQlog ofClient(KwikCapture capture, InetSocketAddress server) {
    return new KwikQlog(capture, null, server);
  }

  // Kwik's events.

  /** Servers only: a client's connection begins with its first packet. */
  @Override
  public final void emitConnectionCreatedEvent(Instant created) {
    recorded(() -> started(capture.nanos(created)));
  }

  @Override
  public final void emitPacketSentEvent(QuicPacket packet, Instant sent) {
    emitPacketSentEvent(List.of(packet), sent);
  }

  @Override
  public final void emitPacketSentEvent(List<QuicPacket> packets, Instant sent) {
    guarded(
        () -> {
          long nanos = capture.nanos(sent);
          if (trace == null) {
            byte[] originalId = packets.get(0).getDestinationConnectionId();
            trace = open(ConnectionInfo.client(originalId), nanos);
            started(nanos);
          }
          for (QuicPacket packet : packets) {
            KwikPackets.addAll(
                    trace.packetSent(nanos, KwikPackets.type(packet), KwikPackets.number(packet)),
                    packet)
                .commit();
            packet.getFrames().forEach(frame -> look(frame, nanos, false));
            if (packet.isAckEliciting()) {
              samples.get(packet.getPnSpace()).sent(packet.getPacketNumber());
            }
          }
          congestion(nanos);
        });
  }

  @Override
  public final void emitPacketReceivedEvent(QuicPacket packet, Instant received) {
    recorded(
        () -> {
          long nanos = capture.nanos(received);
          KwikPackets.addAll(
                  trace.packetReceived(nanos, KwikPackets.type(packet), KwikPackets.number(packet)),
                  packet)
              .commit();
          for (QuicFrame frame : packet.getFrames()) {
            look(frame, nanos, true);
            if (frame instanceof AckFrame ack) {
              hasNewSample |= samples.get(packet.getPnSpace()).acknowledged(ack);
            }
          }
          congestion(nanos);
        });
  }

  @Override
  public final void emitPacketLostEvent(QuicPacket packet, Instant detected) {
    recorded(
        () -> {
          long nanos = capture.nanos(detected);
          KwikPackets.addSize(
                  trace.packetLost(nanos, KwikPackets.type(packet), KwikPackets.number(packet)),
                  packet)
              .commit();
          samples.get(packet.getPnSpace()).lost(packet.getPacketNumber());
          congestion(nanos);
        });
  }

  /**
   * Kept until the packet event that it goes with: Kwik tells a change before its cause, and
   * without a time.
   */
  @Override
  public final void emitCongestionControlMetrics(long window, long inFlight) {
    guarded(() -> keep(window, inFlight));
  }

  @Override
  public final void emitRttMetrics(int smoothedRtt, int rttVar, int latestRtt) {
    recorded(() -> metrics(smoothedRtt, rttVar, latestRtt));
  }

  @Override
  public final void emitRecoveryMetrics(
      long window, long inFlight, int smoothedRtt, int rttVar, int latestRtt) {
    recorded(
        () -> {
          keep(window, inFlight);
          metrics(smoothedRtt, rttVar, latestRtt);
        });
  }

  /** The connection was idle for too long. */
  @Override
  public final void emitConnectionClosedEvent(Instant time) {
    recorded(() -> closed(capture.nanos(time), false, false, 0, null, "idle_timeout"));
  }

  /** Kept for the case that no packet tells it, with the kind of the error that is missing here. */
  @Override
  public final void emitConnectionClosedEvent(Instant time, long errorCode, String errorReason) {
    guarded(
        () -> {
          unsentCloseCode = errorCode;
          unsentCloseReason = errorReason;
        });
  }

  /** Servers only: a client has to call {@link #end}. */
  @Override
  public final void emitConnectionTerminatedEvent() {
    end();
  }

  // What Kwik does not tell.

  /** A client's handshake is complete, with that application protocol. */
  final void handshakeComplete(String protocol) {
    recorded(() -> handshakeComplete(trace.nanoTime(), protocol));
  }

  /** Ends the trace. Calls that come later do nothing. */
  final void end() {
    recorded(
        () -> {
          ended = true;
          long nanos = trace.nanoTime();
          if (unsentCloseCode >= 0) {
            closed(nanos, false, false, unsentCloseCode, unsentCloseReason, null);
          }
          trace.connection().stateUpdated(nanos, "closed");
          trace.close();
        });
  }

  private QlogTrace open(ConnectionInfo connection, long nanos) {
    return capture.traces().open(connection.withTitle("transfer with Kwik"), nanos);
  }

  private void started(long nanos) {
    trace.connection().started(nanos, local, remote);
    trace.connection().stateUpdated(nanos, "attempted");
  }

  private void handshakeComplete(long nanos, String protocol) {
    trace.connection().alpnChosen(nanos, protocol);
    trace.connection().stateUpdated(nanos, "handshake_complete");
  }

  private void look(QuicFrame frame, long nanos, boolean received) {
    if (frame instanceof HandshakeDoneFrame && !confirmed) {
      confirmed = true;
      if (!received) {
        // To a server, complete and confirmed are the same (RFC 9001 section 4.1.2).
        handshakeComplete(nanos, capture.protocol());
      }
      trace.connection().stateUpdated(nanos, "handshake_confirmed");
    } else if (frame instanceof ConnectionCloseFrame close && !closeRecorded) {
      boolean byApplication = KwikPackets.isByApplication(close);
      long code = close.getErrorCode();
      String trigger = byApplication ? "application" : code == 0 ? null : "error";
      trace.connection().stateUpdated(nanos, received ? "draining" : "closing");
      closed(nanos, received, byApplication, code, close.getReasonPhrase(), trigger);
    }
  }

  private void closed(
      long nanos,
      boolean byRemote,
      boolean byApplication,
      long code,
      String reason,
      String trigger) {
    if (!closeRecorded) {
      closeRecorded = true;
      String words = reason == null || reason.isEmpty() ? null : reason;
      trace.connection().closed(nanos, byRemote, byApplication, code, words, trigger);
    }
  }

  private void keep(long window, long inFlight) {
    hasCongestion = true;
    congestionWindow = window;
    bytesInFlight = inFlight;
  }

  private void congestion(long nanos) {
    lastNanos = nanos;
    if (hasCongestion && (congestionWindow != writtenWindow || bytesInFlight != writtenInFlight)) {
      addCongestion(trace.metricsUpdated(nanos)).commit();
    }
    hasCongestion = false;
  }

  /**
   * Writes what is new, as of the packet before: Kwik gives no time, and tells for each
   * acknowledgment what it told before.
   */
  private void metrics(int smoothedMillis, int variationMillis, int latestMillis) {
    // Before the first sample, Kwik has 0 here, and guesses in the place of the others.
    if (latestMillis <= 0 || !hasNewSample) {
      congestion(lastNanos);
      return;
    }
    hasNewSample = false;
    MetricsEvent event =
        trace
            .metricsUpdated(lastNanos)
            .latestRtt(TimeUnit.MILLISECONDS.toNanos(latestMillis))
            .smoothedRtt(TimeUnit.MILLISECONDS.toNanos(smoothedMillis))
            .rttVariance(TimeUnit.MILLISECONDS.toNanos(variationMillis));
    if (hasCongestion) {
      addCongestion(event);
    }
    hasCongestion = false;
    event.commit();
  }

  private MetricsEvent addCongestion(MetricsEvent event) {
    if (congestionWindow != writtenWindow) {
      event.congestionWindow(congestionWindow);
      writtenWindow = congestionWindow;
    }
    if (bytesInFlight != writtenInFlight) {
      event.bytesInFlight(bytesInFlight);
      writtenInFlight = bytesInFlight;
    }
    return event;
  }

  private void recorded(Runnable action) {
    guarded(
        () -> {
          if (trace != null) {
            action.run();
          }
        });
  }

  private void guarded(Runnable action) {
    synchronized (lock) {
      if (ended) {
        return;
      }
      try {
        action.run();
      } catch (RuntimeException | LinkageError e) {
        if (!failed) {
          LOG.log(System.Logger.Level.WARNING, "cannot record all of a connection", e);
        }
        failed = true;
      }
    }
  }
}
