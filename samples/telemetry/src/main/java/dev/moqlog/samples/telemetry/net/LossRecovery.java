package dev.moqlog.samples.telemetry.net;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The packets in flight, and which of them are taken for lost (RFC 9002 section 6). */
final class LossRecovery {

  private static final int REORDERING_THRESHOLD = 3;

  private final NavigableMap<Long, Sent> inFlight = new TreeMap<>();
  private final RttEstimate rtt = new RttEstimate();
  private long bytesInFlight;
  private long largestAcked = -1;
  private long lastSent;
  private long lossDue = Long.MAX_VALUE;
  private int probes;

  /** A packet and when it was sent. */
  record Sent(Packet packet, long nanos) {}

  /** A packet that is taken for lost, and why, in the word of qlog. */
  record Lost(Sent sent, String trigger) {}

  void sent(Packet packet, long now) {
    inFlight.put(packet.number(), new Sent(packet, now));
    bytesInFlight += packet.bytes();
    lastSent = now;
  }

  /** Takes an acknowledgment; the packets that are acknowledged for the first time. */
  List<Sent> acked(Frame.Ack ack, long now) {
    List<Sent> fresh = new ArrayList<>();
    for (Frame.Ack.Range range : ack.ranges()) {
      NavigableMap<Long, Sent> in = inFlight.subMap(range.smallest(), true, range.largest(), true);
      fresh.addAll(in.values());
      in.clear();
    }
    fresh.forEach(sent -> bytesInFlight -= sent.packet.bytes());
    long largest = ack.ranges().get(0).largest();
    Optional<Sent> sample =
        fresh.stream().filter(sent -> sent.packet.number() == largest).findFirst();
    sample.ifPresent(
        sent ->
            rtt.sample(now - sent.nanos, Math.min(ack.delayNanos(), AckSchedule.MAX_ACK_DELAY)));
    largestAcked = Math.max(largestAcked, largest);
    if (!fresh.isEmpty()) {
      probes = 0;
    }
    return fresh;
  }

  /** Takes packets for lost, and out of flight. */
  List<Lost> detect(long now) {
    List<Lost> lost = new ArrayList<>();
    lossDue = Long.MAX_VALUE;
    Iterator<Map.Entry<Long, Sent>> earlier =
        inFlight.headMap(largestAcked, false).entrySet().iterator();
    while (earlier.hasNext()) {
      Sent sent = earlier.next().getValue();
      boolean reordered = sent.packet.number() <= largestAcked - REORDERING_THRESHOLD;
      if (reordered || sent.nanos + rtt.lossDelay() <= now) {
        lost.add(new Lost(sent, reordered ? "reordering_threshold" : "time_threshold"));
        bytesInFlight -= sent.packet.bytes();
        earlier.remove();
      } else {
        lossDue = Math.min(lossDue, sent.nanos + rtt.lossDelay());
      }
    }
    return lost;
  }

  /** When something has to be done if no acknowledgment comes. */
  long due() {
    if (lossDue != Long.MAX_VALUE) {
      return lossDue;
    }
    return inFlight.isEmpty()
        ? Long.MAX_VALUE
        : lastSent + (rtt.probeTimeout() << Math.min(probes, 10));
  }

  boolean isLossDue() {
    return lossDue != Long.MAX_VALUE;
  }

  /** A probe timeout has expired; the packet to send again. */
  Packet probe() {
    probes++;
    return inFlight.firstEntry().getValue().packet;
  }

  int probes() {
    return probes;
  }

  RttEstimate rtt() {
    return rtt;
  }

  long bytesInFlight() {
    return bytesInFlight;
  }

  int packetsInFlight() {
    return inFlight.size();
  }
}
