package dev.moqlog.analyzer.summary;

import dev.moqlog.vocabulary.VantagePoint;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What one log tells about one connection.
 *
 * @param connectionId the original destination connection id where the log tells it, else the best
 *     name there is
 * @param source the file, as it was given, with {@code !/} before an entry of an archive
 * @param traceIndex the ordinal of the trace in its source, from 0
 * @param vantagePoint where the log was recorded
 * @param host the host that recorded it, where the log calls its vantage point by a name that looks
 *     like one
 * @param producer the stack that wrote it, if known
 * @param qlogVersion the version or schema that the log claims to have, if any
 * @param startTime the wall-clock time of the earliest event, approximate, if known
 * @param startNanos the earliest event on the time axis of the log, to which the times of episodes
 *     and of the close relate; absent without events
 * @param durationNanos from the first event to the last, absent without events
 * @param events how many events were read
 * @param flags what to know before trusting the numbers
 * @param corrections known mistakes of the producer that were put right, by name
 * @param skipped what of the trace could not be read
 * @param handshake how the connection began, absent if the log has no packet events
 * @param rtt round-trip times, absent if the log tells none
 * @param packets packet counts, absent if the log has no packet events
 * @param loss packet loss, absent if the log has no packet events
 * @param lossPattern how losses lie in what was sent, absent if none are known
 * @param retransmit data sent again, absent if the log has no frames
 * @param blocked what kept the endpoints from sending, absent if the log cannot tell
 * @param spaces the packets sent, by packet number space
 * @param close how the connection ended
 * @param delivery how much data was moved and how fast, absent if the log has no packet events
 * @param congestion what congestion control did, absent if the log cannot tell
 * @param streams the streams, absent if the log has no frames
 * @param datagrams DATAGRAM frames, absent if there were none
 * @param reorder the order in which packets arrived, absent if none did
 * @param acks acknowledgments of application data, absent if the log has no frames
 * @param series the connection over time, absent unless asked for
 * @param moq Media over QUIC Transport, absent if the log has no events of it
 * @param paths the network paths, absent if the log has no packet events
 * @param mtu how large packets were, absent if the log tells no sizes
 * @param ecn explicit congestion notification, absent if the log tells nothing of it
 * @param probeTimeouts probe timeouts and silences, absent if the log tells nothing of them
 * @param drops packets that could not be used, absent if none were logged
 * @param keyUpdates how often 1-RTT keys were updated (RFC 9001 section 6), absent if the log
 *     cannot tell
 * @param capture how the connection came to be captured
 * @param episodes what happened during some stretches of it, by time; of each kind only the worst
 */
public record ConnectionSummary(
    String connectionId,
    String source,
    int traceIndex,
    VantagePoint vantagePoint,
    Optional<String> host,
    Optional<String> producer,
    Optional<String> qlogVersion,
    Optional<Instant> startTime,
    OptionalLong startNanos,
    OptionalLong durationNanos,
    long events,
    Set<Flag> flags,
    List<String> corrections,
    Skipped skipped,
    Optional<HandshakeSummary> handshake,
    Optional<RttSummary> rtt,
    Optional<PacketSummary> packets,
    Optional<LossSummary> loss,
    Optional<LossPatternSummary> lossPattern,
    Optional<RetransmitSummary> retransmit,
    Optional<BlockedSummary> blocked,
    List<SpaceSummary> spaces,
    Optional<CloseSummary> close,
    Optional<DeliverySummary> delivery,
    Optional<CongestionSummary> congestion,
    Optional<StreamsSummary> streams,
    Optional<DatagramSummary> datagrams,
    Optional<ReorderSummary> reorder,
    Optional<AckSummary> acks,
    Optional<TimeSeries> series,
    Optional<MoqSummary> moq,
    Optional<PathsSummary> paths,
    Optional<MtuSummary> mtu,
    Optional<EcnSummary> ecn,
    Optional<ProbeTimeoutSummary> probeTimeouts,
    Optional<DropSummary> drops,
    OptionalLong keyUpdates,
    CaptureSummary capture,
    List<Episode> episodes) {

  /** The version of this data; it grows when a number changes its meaning. */
  public static final int SCHEMA_VERSION = 1;

  /** Something to know before trusting the numbers. */
  public enum Flag {
    /** The log ends before the connection does. */
    TRUNCATED("truncated"),
    /** Something in the middle of the log could not be read. */
    CORRUPT_RECORDS("corrupt_records"),
    /** The trace has no header that says where and by whom it was recorded. */
    MISSING_HEADER("missing_header"),
    /** The trace has no events. */
    NO_EVENTS("no_events"),
    /** An event was logged with an earlier time than the one before it. */
    CLOCK_WENT_BACKWARDS("clock_went_backwards"),
    /** Some packets or frames were logged without their length; sums of bytes are too small. */
    MISSING_LENGTHS("missing_lengths"),
    /** The log says that its writer left events out; counts are too small. */
    EVENTS_DROPPED("events_dropped"),
    /** The log names no frames, so nothing is known of acknowledgments and data. */
    NO_FRAMES("no_frames"),
    /** Some round trips were shorter than the log can tell and are left out. */
    RTT_BELOW_RESOLUTION("rtt_below_resolution"),
    /** A packet number was logged as sent more than once. */
    REPEATED_PACKET_NUMBERS("repeated_packet_numbers"),
    /** More was open at once than is kept; counts of rare late events may be too small. */
    STATE_LIMIT_REACHED("state_limit_reached");

    private final String label;

    Flag(String label) {
      this.label = label;
    }

    /** The name in machine-readable output. */
    public String label() {
      return label;
    }
  }

  /** Whether the log tells of Media over QUIC and nothing of QUIC itself. */
  public boolean moqOnly() {
    return moq.isPresent() && packets.isEmpty() && rtt.isEmpty();
  }

  /**
   * This connection with what a separate log of its MoQ events tells.
   *
   * @param moqLog what is {@link #moqOnly()}
   */
  public ConnectionSummary with(ConnectionSummary moqLog) {
    EnumSet<Flag> allFlags = EnumSet.noneOf(Flag.class);
    allFlags.addAll(moqLog.flags);
    // Stacks write such logs without a header.
    allFlags.remove(Flag.MISSING_HEADER);
    allFlags.addAll(flags);
    Set<String> allCorrections = new LinkedHashSet<>(corrections);
    allCorrections.addAll(moqLog.corrections);
    Builder joined = toBuilder();
    joined.flags = Collections.unmodifiableSet(allFlags);
    joined.corrections = List.copyOf(allCorrections);
    joined.moq = moqLog.moq.map(numbers -> MoqLogs.moved(numbers, moqLog, this));
    return joined.build();
  }

  /** DATAGRAM frames and how many were lost, if objects of MoQ were sent in them. */
  public Optional<DatagramSummary> moqDatagrams() {
    return moq.filter(MoqSummary::sentDatagrams)
        .flatMap(any -> datagrams)
        .filter(frames -> frames.packetsLost().isPresent());
  }

  /** The same without its distributions, which only merging needs. */
  public ConnectionSummary withoutDistributions() {
    Builder copy = toBuilder();
    copy.rtt = rtt.map(RttSummary::withoutDistribution);
    copy.moq = moq.map(MoqSummary::withoutDistributions);
    return copy.build();
  }

  /**
   * How long after the earliest event something happened.
   *
   * @param timeNanos on the time axis of the log
   */
  public long sinceStartNanos(long timeNanos) {
    return Saturated.difference(timeNanos, startNanos.orElse(0));
  }

  /** A builder that has all that this summary has. */
  public Builder toBuilder() {
    Builder builder = new Builder(connectionId, source, traceIndex);
    builder.vantagePoint = vantagePoint;
    builder.host = host;
    builder.producer = producer;
    builder.qlogVersion = qlogVersion;
    builder.startTime = startTime;
    builder.startNanos = startNanos;
    builder.durationNanos = durationNanos;
    builder.events = events;
    builder.flags = flags;
    builder.corrections = corrections;
    builder.skipped = skipped;
    builder.handshake = handshake;
    builder.rtt = rtt;
    builder.packets = packets;
    builder.loss = loss;
    builder.lossPattern = lossPattern;
    builder.retransmit = retransmit;
    builder.blocked = blocked;
    builder.spaces = spaces;
    builder.close = close;
    builder.delivery = delivery;
    builder.congestion = congestion;
    builder.streams = streams;
    builder.datagrams = datagrams;
    builder.reorder = reorder;
    builder.acks = acks;
    builder.series = series;
    builder.paths = paths;
    builder.mtu = mtu;
    builder.ecn = ecn;
    builder.probeTimeouts = probeTimeouts;
    builder.drops = drops;
    builder.keyUpdates = keyUpdates;
    builder.capture = capture;
    builder.episodes = episodes;
    builder.moq = moq;
    return builder;
  }

  /**
   * Collects a summary, whose parts are absent until they are set. Not safe for several threads.
   */
  public static final class Builder {

    private final String connectionId;
    private final String source;
    private final int traceIndex;
    public VantagePoint vantagePoint = VantagePoint.UNKNOWN;
    public Optional<String> host = Optional.empty();
    public Optional<String> producer = Optional.empty();
    public Optional<String> qlogVersion = Optional.empty();
    public Optional<Instant> startTime = Optional.empty();
    public OptionalLong startNanos = OptionalLong.empty();
    public OptionalLong durationNanos = OptionalLong.empty();
    public long events;
    public Set<Flag> flags = Set.of();
    public List<String> corrections = List.of();
    public Skipped skipped = Skipped.NONE;
    public Optional<HandshakeSummary> handshake = Optional.empty();
    public Optional<RttSummary> rtt = Optional.empty();
    public Optional<PacketSummary> packets = Optional.empty();
    public Optional<LossSummary> loss = Optional.empty();
    public Optional<LossPatternSummary> lossPattern = Optional.empty();
    public Optional<RetransmitSummary> retransmit = Optional.empty();
    public Optional<BlockedSummary> blocked = Optional.empty();
    public List<SpaceSummary> spaces = List.of();
    public Optional<CloseSummary> close = Optional.empty();
    public Optional<DeliverySummary> delivery = Optional.empty();
    public Optional<CongestionSummary> congestion = Optional.empty();
    public Optional<StreamsSummary> streams = Optional.empty();
    public Optional<DatagramSummary> datagrams = Optional.empty();
    public Optional<ReorderSummary> reorder = Optional.empty();
    public Optional<AckSummary> acks = Optional.empty();
    public Optional<TimeSeries> series = Optional.empty();
    public Optional<PathsSummary> paths = Optional.empty();
    public Optional<MtuSummary> mtu = Optional.empty();
    public Optional<EcnSummary> ecn = Optional.empty();
    public Optional<ProbeTimeoutSummary> probeTimeouts = Optional.empty();
    public Optional<DropSummary> drops = Optional.empty();
    public OptionalLong keyUpdates = OptionalLong.empty();
    public CaptureSummary capture = CaptureSummary.UNKNOWN;
    public List<Episode> episodes = List.of();
    public Optional<MoqSummary> moq = Optional.empty();

    /** A summary of nothing yet. */
    public Builder(String connectionId, String source, int traceIndex) {
      this.connectionId = connectionId;
      this.source = source;
      this.traceIndex = traceIndex;
    }

    /** The summary. */
    public ConnectionSummary build() {
      return new ConnectionSummary(
          connectionId,
          source,
          traceIndex,
          vantagePoint,
          host,
          producer,
          qlogVersion,
          startTime,
          startNanos,
          durationNanos,
          events,
          flags,
          corrections,
          skipped,
          handshake,
          rtt,
          packets,
          loss,
          lossPattern,
          retransmit,
          blocked,
          spaces,
          close,
          delivery,
          congestion,
          streams,
          datagrams,
          reorder,
          acks,
          series,
          moq,
          paths,
          mtu,
          ecn,
          probeTimeouts,
          drops,
          keyUpdates,
          capture,
          episodes);
    }
  }
}
