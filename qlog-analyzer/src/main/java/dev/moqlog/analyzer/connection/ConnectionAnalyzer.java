package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.connection.moq.MoqMetric;
import dev.moqlog.analyzer.connection.moq.ObjectDelays;
import dev.moqlog.analyzer.read.Correction;
import dev.moqlog.analyzer.read.DamageReport;
import dev.moqlog.analyzer.read.FrameList;
import dev.moqlog.analyzer.read.PacketFields;
import dev.moqlog.analyzer.read.Producer;
import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.read.TraceHeader;
import dev.moqlog.analyzer.summary.CaptureSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary.Flag;
import dev.moqlog.analyzer.summary.Episode;
import dev.moqlog.analyzer.summary.LossTrigger;
import dev.moqlog.analyzer.summary.PacketSummary;
import dev.moqlog.analyzer.summary.Skipped;
import dev.moqlog.vocabulary.FrameType;
import dev.moqlog.vocabulary.PacketNumberSpace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Feeds the events of one connection to its metrics and makes the summary of them. */
final class ConnectionAnalyzer {

  /** More packets than any window holds; what claims more is no count. */
  private static final long MAX_LOST_AT_ONCE = 1 << 24;

  private static final long PAYLOAD = FrameList.bits(FrameType.STREAM, FrameType.DATAGRAM);
  private static final long ACKS = FrameList.bits(FrameType.ACK, FrameType.PATH_ACK);

  private final PacketMetric packets = new PacketMetric();
  private final LossPatternMetric lossPattern = new LossPatternMetric();
  private final SilenceMetric silence = new SilenceMetric();
  private final TransferMetrics transfer;
  private final TransportMetrics transport = new TransportMetrics();
  private final LossMetric loss = new LossMetric(new Fates());
  private final RttMetric rtt = new RttMetric();
  private final RetransmitMetric retransmit = new RetransmitMetric();
  private final ObjectDelays relay;

  /** Made when the first stream ends, or the first event of MoQ comes. */
  private MoqMetric moq;

  private final long ordinal;
  private long events;
  private long previousNanos;
  private long earliestNanos = Long.MAX_VALUE;
  private long latestNanos = Long.MIN_VALUE;
  private boolean clockWentBackwards;
  private boolean repeatedNumbers;
  private boolean eventsDropped;
  private boolean packetsSent;
  private boolean framesSeen;
  private boolean acksSeen;
  private final Identity identity = new Identity();

  /**
   * @param ordinal the place of the connection among those of its log
   * @param seriesBuckets how many buckets its time series may have; 0 for none
   * @param relay pairs the objects of all connections of the log
   */
  ConnectionAnalyzer(long ordinal, int seriesBuckets, ObjectDelays relay) {
    this.ordinal = ordinal;
    this.transfer = new TransferMetrics(seriesBuckets);
    this.relay = relay;
  }

  long ordinal() {
    return ordinal;
  }

  void event(QlogEvent event) {
    clock(event.timeNanos());
    transfer.begin(event);
    transport.begin(event.timeNanos());
    switch (event.type()) {
      case PACKET_SENT -> packetSent(event);
      case PACKET_RECEIVED -> packetReceived(event);
      case RECOVERY_METRICS_UPDATED -> metricsUpdated(event);
      default -> other(event);
    }
    transfer.end();
  }

  private void metricsUpdated(QlogEvent event) {
    transfer.metricsUpdated(event.recovery());
    transport.metricsUpdated(event);
    long sample = rtt.metricsUpdated(event.recovery());
    if (sample > 0 && !acksSeen) {
      lossPattern.rtt(event.timeNanos() - sample, sample, event.offset());
    }
    loss.metricsUpdated(event.recovery());
  }

  private void other(QlogEvent event) {
    transfer.event(event);
    transport.event(event);
    switch (event.type()) {
      case PACKET_DROPPED -> packets.dropped();
      case PACKETS_ACKED -> packetsAcked(event);
      case PACKET_LOST -> packetLost(event.packet(), LossTrigger.of(event.detail().trigger()));
      case SPURIOUS_LOSS -> {
        if (event.packet().hasNumber()) {
          loss.in(event.packet().space(), event.packet().pathId())
              .spuriouslyLost(event.packet().number());
        }
      }
      case RECOVERY_PARAMETERS_SET -> rtt.initialRtt(event.recovery().initialRttNanos());
      case PARAMETERS_SET -> parametersSet(event);
      case EVENTS_DROPPED, TRACE_TRUNCATED -> eventsDropped = true;
      default -> moq(event);
    }
  }

  private void moq(QlogEvent event) {
    if (MoqMetric.takes(event.type())) {
      moq().event(event);
    }
  }

  private MoqMetric moq() {
    if (moq == null) {
      moq = new MoqMetric(relay, null);
    }
    return moq;
  }

  private void clock(long nanos) {
    clockWentBackwards |= events > 0 && nanos < previousNanos;
    events++;
    previousNanos = nanos;
    earliestNanos = Math.min(earliestNanos, nanos);
    latestNanos = Math.max(latestNanos, nanos);
  }

  private void packetSent(QlogEvent event) {
    PacketFields packet = event.packet();
    FrameList frames = event.frames();
    if (frames.containsAny(MoqMetric.STREAM_FRAMES)) {
      moq().packet(event, true);
    }
    transport.sent(event);
    packetsSent = true;
    identity.packet(event);
    boolean newNumber = false;
    if (packet.hasNumber()) {
      // quiche logs a packet when it is made; it leaves when pacing lets it.
      long leftNanos = Math.max(event.timeNanos(), packet.sendAtNanos());
      int length = (int) Math.min(Math.max(packet.lengthBytes(), 0), Integer.MAX_VALUE);
      newNumber =
          loss.in(packet.space(), packet.pathId())
              .sent(
                  packet.number(),
                  leftNanos,
                  length,
                  payloadBytes(frames),
                  event.offset(),
                  flags(packet, frames));
      if (newNumber && (!frames.logged() || frames.ackEliciting())) {
        silence.sent(leftNanos, event.offset());
        if (packet.space() == PacketNumberSpace.APPLICATION_DATA) {
          lossPattern.sent(packet.number(), leftNanos);
        }
      }
      repeatedNumbers |= !newNumber;
    }
    if (packet.lengthBytes() != ABSENT) {
      loss.lengthsSeen();
    }
    packets.sent(packet, newNumber);
    transfer.sent(event, newNumber);
    if (frames.logged()) {
      framesSeen = true;
      loss.framesSeen();
      retransmit.sent(frames, packet.space());
    }
  }

  /** Without frames, every packet is taken to be in flight and to ask for an acknowledgment. */
  private static int flags(PacketFields packet, FrameList frames) {
    boolean unknown = !frames.logged();
    return (unknown || frames.ackEliciting() ? SentPackets.ACK_ELICITING : 0)
        | (unknown || frames.inFlight() ? SentPackets.IN_FLIGHT : 0)
        | (packet.mtuProbe() ? SentPackets.MTU_PROBE : 0)
        | (frames.contains(FrameType.DATAGRAM) ? SentPackets.DATAGRAM : 0);
  }

  private static int payloadBytes(FrameList frames) {
    if (!frames.containsAny(PAYLOAD)) {
      return 0;
    }
    long bytes = 0;
    for (int i = 0; i < frames.count(); i++) {
      FrameType type = frames.type(i);
      if (type == FrameType.STREAM || type == FrameType.DATAGRAM) {
        bytes += Math.max(0, frames.lengthBytes(i));
      }
    }
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }

  private void packetReceived(QlogEvent event) {
    PacketFields packet = event.packet();
    FrameList frames = event.frames();
    if (frames.containsAny(MoqMetric.STREAM_FRAMES)) {
      moq().packet(event, false);
    }
    transport.received(event);
    identity.packet(event);
    transfer.received(event, packets.received(packet));
    framesSeen |= frames.logged();
    if (!frames.logged()) {
      // Whatever comes may acknowledge something.
      silence.progress(event.timeNanos());
    }
    PacketNumberSpace space = packet.space();
    if (space == null || !frames.containsAny(ACKS)) {
      return;
    }
    for (int i = 0; i < frames.count(); i++) {
      if (frames.isAck(i)) {
        // A plain ACK is about the first path, on whichever it comes (multipath QUIC).
        SentPackets sent = loss.in(space, Math.max(0, frames.pathId(i)));
        sent.beginAck();
        for (int range = frames.firstRange(i); range < frames.endRange(i); range++) {
          sent.acked(frames.rangeFirst(range), frames.rangeLast(range));
        }
        acknowledged(sent.endAck(), event, frames.ackDelayNanos(i), space);
      }
    }
  }

  /** Hands what becomes of packets to the metrics that ask for it. */
  private final class Fates implements FateListener {

    @Override
    public void acked(SentPacket packet, boolean declaredLost) {
      silence.progress(previousNanos);
      lossPattern.acked(packet);
      transfer.acked(packet, declaredLost);
      transport.acked(packet);
    }

    @Override
    public void declaredLost(SentPacket packet) {
      transfer.declaredLost(packet);
      transport.declaredLost(packet);
    }

    @Override
    public void lostForGood(SentPacket packet) {
      lossPattern.lostForGood(packet);
      transfer.lostForGood(packet);
      transport.lostForGood(packet);
    }
  }

  private void packetsAcked(QlogEvent event) {
    PacketFields packet = event.packet();
    PacketNumberSpace space = packet.space();
    if (space == null) {
      return;
    }
    SentPackets sent = loss.in(space, packet.pathId());
    sent.beginAck();
    for (int i = 0; i < packet.numberCount(); i++) {
      sent.acked(packet.number(i), packet.number(i));
    }
    if (packet.hasNumber()) {
      sent.acked(packet.number(), packet.number());
    }
    acknowledged(sent.endListOfAcked(), event, ABSENT, space);
  }

  private void acknowledged(
      long sentNanos, QlogEvent event, long ackDelayNanos, PacketNumberSpace space) {
    acksSeen = true;
    loss.acksSeen();
    rtt.acknowledged();
    if (sentNanos != SentPackets.UNKNOWN) {
      long roundTripNanos = event.timeNanos() - sentNanos;
      long sample = rtt.sample(roundTripNanos, ackDelayNanos, space);
      lossPattern.rtt(sentNanos, sample, event.offset());
      silence.rtt(sample);
      transport.sample(roundTripNanos);
      transfer.rttSample(roundTripNanos);
    }
  }

  private void packetLost(PacketFields packet, LossTrigger trigger) {
    if (packet.hasNumber()) {
      SentPackets sent =
          packet.namesPath()
              ? loss.in(packet.space(), packet.pathId())
              : loss.holding(packet.space(), packet.number());
      sent.declaredLost(packet.number(), trigger);
    } else {
      loss.declaredLost(
          packet.lostPackets() == ABSENT ? 1 : Math.min(packet.lostPackets(), MAX_LOST_AT_ONCE));
    }
  }

  private void parametersSet(QlogEvent event) {
    identity.parametersSet(event);
    if ("remote".equals(event.owner())) {
      rtt.peerMaxAckDelay(event.parameters().maxAckDelayNanos());
    }
  }

  /** Whether any packet was logged as sent or received. */
  boolean hasPackets() {
    return packets.summary().isPresent();
  }

  /**
   * The summary of all events so far.
   *
   * @param groupId the group id of the events, empty if they have none
   * @param complete whether all events of the connection were seen
   */
  ConnectionSummary summary(
      String source,
      String groupId,
      TraceHeader header,
      Set<Correction> corrections,
      DamageReport damage,
      boolean complete) {
    Optional<PacketSummary> packetSummary = packets.summary();
    ConnectionSummary.Builder summary =
        new ConnectionSummary.Builder(
            identity.connectionId(source, groupId, header), source, header.index());
    summary.vantagePoint = identity.vantagePoint(header);
    summary.producer = header.producer().map(Producer::label);
    summary.qlogVersion = Optional.of(header.qlogVersion()).filter(version -> !version.isEmpty());
    summary.startTime = events == 0 ? Optional.empty() : header.wallClock(earliestNanos);
    summary.startNanos = events == 0 ? OptionalLong.empty() : OptionalLong.of(earliestNanos);
    summary.durationNanos = events == 0 ? OptionalLong.empty() : OptionalLong.of(durationNanos());
    summary.events = events;
    summary.flags = flags(header, damage, complete);
    summary.corrections = corrections.stream().map(Correction::label).toList();
    summary.skipped = new Skipped(damage.records(), damage.bytes(), damage.firstOffset());
    summary.rtt = rtt.summary();
    summary.packets = packetSummary;
    summary.loss = packetSummary.map(any -> loss.summary());
    summary.retransmit = framesSeen ? Optional.of(retransmit.summary()) : Optional.empty();
    summary.moq = moq == null ? Optional.empty() : moq.summary();
    summary.spaces = loss.spaces();
    summary.host = HostNames.of(header);
    summary.capture =
        new CaptureSummary(
            Optional.of(header.traceParent()).filter(parent -> !parent.isEmpty()),
            header.samplingProbability());
    transport.addTo(summary, repeatedNumbers, latestNanos);
    summary.lossPattern = lossPattern.summary();
    silence.finish();
    List<Episode> episodes = new ArrayList<>(lossPattern.episodes(Episodes.MAX_PER_KIND));
    episodes.addAll(silence.episodes());
    lossPattern.rttInflation().ifPresent(episodes::add);
    summary.episodes = Episodes.inOrder(episodes);
    transfer.addTo(summary, packets);
    return summary.build();
  }

  private long durationNanos() {
    long nanos = latestNanos - earliestNanos;
    return nanos < 0 ? Long.MAX_VALUE : nanos;
  }

  private Set<Flag> flags(TraceHeader header, DamageReport damage, boolean complete) {
    EnumSet<Flag> flags = EnumSet.noneOf(Flag.class);
    add(flags, damage.truncated(), Flag.TRUNCATED);
    add(flags, damage.corrupt(), Flag.CORRUPT_RECORDS);
    add(flags, header.missing(), Flag.MISSING_HEADER);
    add(flags, events == 0, Flag.NO_EVENTS);
    add(flags, clockWentBackwards, Flag.CLOCK_WENT_BACKWARDS);
    add(flags, packets.missingLengths() || retransmit.missingLengths(), Flag.MISSING_LENGTHS);
    add(flags, eventsDropped, Flag.EVENTS_DROPPED);
    add(flags, packetsSent && !framesSeen, Flag.NO_FRAMES);
    add(flags, rtt.belowResolution(), Flag.RTT_BELOW_RESOLUTION);
    add(flags, repeatedNumbers, Flag.REPEATED_PACKET_NUMBERS);
    add(
        flags,
        !complete
            || packets.approximate()
            || loss.approximate()
            || retransmit.approximate()
            || transfer.approximate(),
        Flag.STATE_LIMIT_REACHED);
    return Collections.unmodifiableSet(flags);
  }

  private static void add(Set<Flag> flags, boolean applies, Flag flag) {
    if (applies) {
      flags.add(flag);
    }
  }
}
