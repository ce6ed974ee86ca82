package dev.moqlog.samples.telemetry.net;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What an end has to send, what of it is in flight, and how it learns what became of that. */
final class Sender {

  private final LossRecovery recovery = new LossRecovery();
  private final Congestion congestion = new Congestion();
  private final SendQueue queue = new SendQueue();
  private final TransportTotals totals;
  private final List<? extends TransportListener> listeners;

  Sender(TransportTotals totals, List<? extends TransportListener> listeners) {
    this.totals = totals;
    this.listeners = listeners;
  }

  LossRecovery recovery() {
    return recovery;
  }

  SendQueue queue() {
    return queue;
  }

  boolean hasSomethingToSendNow() {
    return recovery.bytesInFlight() + Packet.MOST_BYTES <= congestion.window() && !queue.isEmpty();
  }

  private void tell(Consumer<TransportListener> what) {
    listeners.forEach(what);
  }

  /** Takes the round-trip time of the handshake. */
  void sample(long rttNanos) {
    recovery.rtt().sample(rttNanos, 0);
    tellSample();
  }

  private void tellSample() {
    tell(listener -> listener.sampled(recovery.rtt(), congestion, recovery.bytesInFlight()));
  }

  void acked(Frame.Ack ack, long now) {
    long samples = recovery.rtt().samples();
    boolean windowWasUsed = 2 * recovery.bytesInFlight() >= congestion.window();
    boolean probing = recovery.probes() > 0;
    Congestion.State before = congestion.state();
    for (LossRecovery.Sent sent : recovery.acked(ack, now)) {
      congestion.acked(sent.packet(), sent.nanos(), windowWasUsed);
      for (Frame frame : sent.packet().frames()) {
        if (frame instanceof Frame.StreamData data) {
          data.stream().acked(data);
        }
      }
    }
    if (recovery.rtt().samples() > samples) {
      tellSample();
    }
    if (probing && recovery.probes() == 0) {
      tell(listener -> listener.probeTimeouts(0));
    }
    tellState(before);
    detectLosses(now);
  }

  void detectLosses(long now) {
    List<LossRecovery.Lost> lost = recovery.detect(now);
    if (lost.isEmpty()) {
      return;
    }
    Congestion.State before = congestion.state();
    for (LossRecovery.Lost one : lost) {
      totals.declaredLost();
      tell(listener -> listener.packetLost(one.sent().packet(), one.trigger()));
      queue.addAgain(one.sent().packet());
      congestion.lost(one.sent().nanos(), now);
    }
    tell(listener -> listener.reduced(congestion, recovery.bytesInFlight()));
    tellState(before);
  }

  private void tellState(Congestion.State before) {
    if (congestion.state() != before) {
      tell(listener -> listener.congestionState(before, congestion.state()));
    }
  }

  /**
   * What to send as a probe timeout has expired: the oldest data again, or a wish for an answer.
   */
  List<Frame> probe() {
    List<Frame> frames = new ArrayList<>(SendQueue.again(recovery.probe()));
    totals.probeTimeout();
    tell(listener -> listener.probeTimeouts(recovery.probes()));
    if (frames.isEmpty()) {
      frames.add(new Frame.Ping());
    }
    return frames;
  }
}
