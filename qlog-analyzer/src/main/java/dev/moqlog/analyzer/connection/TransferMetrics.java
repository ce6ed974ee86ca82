package dev.moqlog.analyzer.connection;

import dev.moqlog.analyzer.read.FrameList;
import dev.moqlog.analyzer.read.PacketFields;
import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.read.RecoveryFields;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.Episode;
import dev.moqlog.vocabulary.PacketNumberSpace;
import dev.moqlog.vocabulary.PacketType;
import java.util.ArrayList;
import java.util.List;

/**
 * Feeds the metrics of the transfer of data: how much, how fast, in what order, and what held it
 * up.
 */
final class TransferMetrics implements FateListener {

  private final Moment now = new Moment();
  private final RttEstimate rtt = new RttEstimate();
  private final Role role = new Role();
  private final InFlight inFlight = new InFlight();
  private final DeliveryMetric delivery = new DeliveryMetric();
  private final CongestionMetric congestion = new CongestionMetric();
  private final FlowControlMetric flowControl = new FlowControlMetric(role, rtt);
  private final BlockedMetric blocked = new BlockedMetric(flowControl);
  private final StreamMetric streams = new StreamMetric(flowControl);
  private final DatagramMetric datagrams = new DatagramMetric();
  private final OrderMetric order = new OrderMetric();
  private final AckMetric acks = new AckMetric();
  private final SeriesCollector series;

  /** Whether the event may have changed what is in flight, its limits, or what waits. */
  private boolean changed;

  /**
   * @param seriesBuckets how many buckets a time series may have; 0 for none
   */
  TransferMetrics(int seriesBuckets) {
    series = new SeriesCollector(seriesBuckets);
    flowControl.connect(streams, now);
  }

  /** An event begins, before anything else is made of it. */
  void begin(QlogEvent event) {
    long gapNanos = now.next(event.timeNanos(), event.offset());
    if (gapNanos > 0) {
      congestion.elapse(gapNanos);
    }
  }

  /** The stack logged its metrics. */
  void metricsUpdated(RecoveryFields recovery) {
    changed = true;
    rtt.metricsUpdated(recovery);
    congestion.metricsUpdated(recovery, now, rtt);
    inFlight.logged(recovery.bytesInFlight());
    series.loggedRtt(now, recovery.latestRttNanos());
  }

  /** Takes an event that is not about one packet. */
  void event(QlogEvent event) {
    switch (event.type()) {
      case UDP_DATAGRAMS_SENT, UDP_DATAGRAMS_RECEIVED -> delivery.datagrams(event, now);
      case STREAM_DATA_MOVED, DATAGRAM_DATA_MOVED -> delivery.moved(event);
      case PARAMETERS_SET, PARAMETERS_RESTORED -> {
        changed = true;
        flowControl.parametersSet(event);
      }
      case CONNECTION_DATA_BLOCKED_UPDATED,
          STREAM_DATA_BLOCKED_UPDATED,
          DATAGRAM_DATA_BLOCKED_UPDATED ->
          blocked.blockedUpdated(event, now);
      case CONGESTION_STATE_UPDATED -> congestion.stateUpdated(event.detail().newState());
      case KEY_DISCARDED -> keyDiscarded(event.detail().keyType());
      case PACKET_LOST -> {
        if (!event.packet().hasNumber()) {
          congestion.declaredLost(now, rtt);
          series.lost(now, Math.max(1, Math.min(event.packet().lostPackets(), 1 << 24)));
        }
      }
      default -> {}
    }
  }

  /** A packet was sent; whether its number is new is known to who keeps the packets sent. */
  void sent(QlogEvent event, boolean newNumber) {
    changed = true;
    PacketFields packet = event.packet();
    FrameList frames = event.frames();
    role.packet(event);
    delivery.packet(event, now, rtt);
    long newBefore = streams.uniqueBytesSent() + datagrams.bytesSent();
    long againBefore = streams.bytesSentAgain();
    streams.sent(packet, frames, now);
    datagrams.sent(frames);
    flowControl.sent(frames);
    acks.sent(packet, frames);
    boolean newData = streams.uniqueBytesSent() + datagrams.bytesSent() > newBefore;
    blocked.sent(packet, newData, rtt, now);
    if (role.server()) {
      blocked.stall().sent(event, now);
    }
    if (packet.type() == PacketType.HANDSHAKE && !role.server()) {
      // RFC 9001 section 4.9.1; a server waits for one of the client's.
      inFlight.discarded(PacketNumberSpace.INITIAL);
    }
    if (newNumber && (!frames.logged() || frames.inFlight())) {
      inFlight.sent(packet.space(), packet.lengthBytes());
    }
    series.sent(now, packet.lengthBytes(), streams.bytesSentAgain() - againBefore);
  }

  /** A packet was received; fresh if none with its number was received before. */
  void received(QlogEvent event, boolean fresh) {
    changed = true;
    PacketFields packet = event.packet();
    FrameList frames = event.frames();
    role.packet(event);
    delivery.packet(event, now, rtt);
    order.received(event, fresh, now);
    long newBefore = streams.uniqueBytesReceived() + datagrams.bytesReceived();
    streams.received(frames, now);
    flowControl.received(frames);
    if (fresh) {
      datagrams.received(frames);
      acks.received(packet, frames);
    }
    if (role.server()) {
      blocked.stall().received(event, now);
      if (packet.type() == PacketType.HANDSHAKE) {
        inFlight.discarded(PacketNumberSpace.INITIAL);
      }
    }
    series.received(
        now,
        packet.lengthBytes(),
        streams.uniqueBytesReceived() + datagrams.bytesReceived() - newBefore);
  }

  /** An acknowledgment made an RTT sample. */
  void rttSample(long nanos) {
    rtt.sample(nanos);
    series.inferredRtt(now, nanos);
  }

  @Override
  public void acked(SentPacket packet, boolean declaredLost) {
    changed = true;
    delivery.acked(packet);
    streams.acked(packet, now);
    series.acked(now, packet.payloadBytes);
    if (declaredLost) {
      congestion.spuriouslyLost(packet);
    } else {
      inFlight.gone(packet);
    }
  }

  @Override
  public void declaredLost(SentPacket packet) {
    changed = true;
    inFlight.gone(packet);
    congestion.declaredLost(packet, now, rtt);
    series.lost(now, 1);
  }

  @Override
  public void lostForGood(SentPacket packet) {
    if (packet.carriesDatagram()) {
      datagrams.lost();
    }
  }

  /** An event is over, after everything else was made of it. */
  void end() {
    if (changed) {
      changed = false;
      long bytes = inFlight.bytes();
      congestion.inFlight(bytes);
      blocked.update(bytes, congestion.windowBytes(), now);
    }
    series.levels(now, congestion.windowBytes(), inFlight);
  }

  private void keyDiscarded(String keyType) {
    if (keyType == null) {
      return;
    }
    changed = true;
    if (keyType.contains("initial")) {
      inFlight.discarded(PacketNumberSpace.INITIAL);
    } else if (keyType.contains("handshake")) {
      inFlight.discarded(PacketNumberSpace.HANDSHAKE);
    }
  }

  boolean approximate() {
    return streams.approximate();
  }

  /**
   * Adds what is known at the end to a summary that has its losses and episodes.
   *
   * @param packets the packets received
   */
  void addTo(ConnectionSummary.Builder summary, PacketMetric packets) {
    streams.finish();
    blocked.finish(now);
    summary.delivery = delivery.summary(streams, datagrams);
    summary.congestion = congestion.summary(inFlight.isLogged(), summary.loss);
    summary.blocked = blocked.summary();
    summary.streams = streams.summary();
    summary.datagrams = datagrams.summary(summary.loss);
    summary.reorder = order.summary(packets.receivedNumbers());
    summary.acks = acks.summary();
    summary.series = series.series();
    List<Episode> episodes = new ArrayList<>(summary.episodes);
    episodes.addAll(blocked.episodes());
    summary.episodes = Episodes.inOrder(episodes);
  }
}
