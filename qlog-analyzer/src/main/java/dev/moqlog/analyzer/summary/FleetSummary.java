package dev.moqlog.analyzer.summary;

import dev.moqlog.analyzer.summary.ConnectionSummary.Flag;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * All connections together: totals, and how connections are distributed.
 *
 * <p>Adding connections and merging summaries is exactly associative and commutative, with a new
 * instance as identity, so that any split of the work gives the same result. Not safe for use by
 * several threads.
 */
public final class FleetSummary {

  /** Ratios are kept as integers, in billionths. */
  private static final double RATIO_SCALE = 1e9;

  // Sources.
  private long sources;
  private long sourcesSkipped;
  private long sourcesDamaged;
  private long skippedRecords;
  private long skippedBytes;

  // Connections.
  private long connections;
  private long truncated;
  private long events;

  // Packets.
  private long packetsSent;
  private long packetsReceived;
  private long packetsReceivedDuplicate;
  private long sentBytes;
  private long receivedBytes;

  // Loss.
  private long declared;
  private long spurious;
  private long inferred;
  private long unresolved;
  private long lostInFlight;
  private long sentInFlight;

  // Retransmission.
  private long streamBytesSent;
  private long streamBytesRetransmitted;
  private long cryptoBytesSent;
  private long cryptoBytesRetransmitted;

  private final FleetTransfer transfer = new FleetTransfer();
  private final MoqFleet moq = new MoqFleet();

  private final QuantileSketch rttSamples = new QuantileSketch();
  private final QuantileSketch rttMin = new QuantileSketch();
  private final QuantileSketch rttMedian = new QuantileSketch();
  private final QuantileSketch rtt95 = new QuantileSketch();
  private final QuantileSketch lossRatio = new QuantileSketch();
  private final QuantileSketch retransmitRatio = new QuantileSketch();
  private final QuantileSketch duration = new QuantileSketch();
  private final TransportTotals transport = new TransportTotals();

  /** No connections: the identity of {@link #merge}. */
  public FleetSummary() {}

  /** Adds a source; its connections are added one by one. */
  public void add(SourceSummary source) {
    sources++;
    if (source.status() != SourceSummary.Status.READ) {
      sourcesSkipped++;
    } else if (!source.intact()) {
      sourcesDamaged++;
    }
    skippedRecords += source.skipped().records();
    skippedBytes += source.skipped().bytes();
  }

  /** Adds a connection whose distribution is still there. */
  public void add(ConnectionSummary connection) {
    connections++;
    truncated += connection.flags().contains(Flag.TRUNCATED) ? 1 : 0;
    events += connection.events();
    connection.durationNanos().ifPresent(duration::add);
    transfer.add(connection);
    transport.add(connection);
    moq.add(connection);
    connection
        .packets()
        .ifPresent(
            packets -> {
              packetsSent += packets.sent();
              packetsReceived += packets.received();
              packetsReceivedDuplicate += packets.receivedDuplicate();
              sentBytes += packets.sentBytes().orElse(0);
              receivedBytes += packets.receivedBytes().orElse(0);
            });
    connection
        .rtt()
        .ifPresent(
            rtt -> {
              rtt.distribution().ifPresent(rttSamples::merge);
              rttMin.add(rtt.minNanos());
              rttMedian.add(rtt.p50Nanos());
              rtt95.add(rtt.p95Nanos());
            });
    connection
        .loss()
        .ifPresent(
            loss -> {
              declared += loss.declared();
              spurious += loss.spurious().orElse(0);
              inferred += loss.inferred().orElse(0);
              unresolved += loss.unresolved().orElse(0);
              if (loss.ratio().isPresent()) {
                lostInFlight += loss.lostInFlight().orElse(0);
                sentInFlight += loss.sentInFlight();
              }
              addRatio(lossRatio, loss.ratio());
            });
    connection
        .retransmit()
        .ifPresent(
            retransmit -> {
              streamBytesSent += retransmit.streamBytesSent();
              streamBytesRetransmitted += retransmit.streamBytesRetransmitted();
              cryptoBytesSent += retransmit.cryptoBytesSent();
              cryptoBytesRetransmitted += retransmit.cryptoBytesRetransmitted();
              addRatio(retransmitRatio, retransmit.ratio());
            });
  }

  private static void addRatio(QuantileSketch sketch, OptionalDouble ratio) {
    ratio.ifPresent(value -> sketch.add(Math.round(Math.max(0, value) * RATIO_SCALE)));
  }

  /** Adds all that another summary has, which stays as it is. */
  public void merge(FleetSummary other) {
    sources += other.sources;
    sourcesSkipped += other.sourcesSkipped;
    sourcesDamaged += other.sourcesDamaged;
    skippedRecords += other.skippedRecords;
    skippedBytes += other.skippedBytes;
    connections += other.connections;
    truncated += other.truncated;
    events += other.events;
    packetsSent += other.packetsSent;
    packetsReceived += other.packetsReceived;
    packetsReceivedDuplicate += other.packetsReceivedDuplicate;
    sentBytes += other.sentBytes;
    receivedBytes += other.receivedBytes;
    declared += other.declared;
    spurious += other.spurious;
    inferred += other.inferred;
    unresolved += other.unresolved;
    lostInFlight += other.lostInFlight;
    sentInFlight += other.sentInFlight;
    streamBytesSent += other.streamBytesSent;
    streamBytesRetransmitted += other.streamBytesRetransmitted;
    cryptoBytesSent += other.cryptoBytesSent;
    cryptoBytesRetransmitted += other.cryptoBytesRetransmitted;
    rttSamples.merge(other.rttSamples);
    rttMin.merge(other.rttMin);
    rttMedian.merge(other.rttMedian);
    rtt95.merge(other.rtt95);
    lossRatio.merge(other.lossRatio);
    retransmitRatio.merge(other.retransmitRatio);
    duration.merge(other.duration);
    transfer.merge(other.transfer);
    transport.merge(other.transport);
    moq.merge(other.moq);
  }

  /** A distribution over connections, or over RTT samples. */
  public enum Distribution {
    /** All RTT samples of all connections, in nanoseconds. */
    RTT_SAMPLES,
    /** The smallest RTT of each connection, in nanoseconds. */
    RTT_MIN,
    /** The median RTT of each connection, in nanoseconds. */
    RTT_MEDIAN,
    /** The 95th percentile of the RTT of each connection, in nanoseconds. */
    RTT_P95,
    /** The duration of each connection, in nanoseconds. */
    DURATION,
    /** How long the handshake of each connection took, in nanoseconds. */
    HANDSHAKE,
    /** How long each connection waited for the first byte of an answer, in nanoseconds. */
    FIRST_BYTE,
    /** The loss ratio of each connection. */
    LOSS_RATIO,
    /** The retransmission ratio of each connection. */
    RETRANSMIT_RATIO,
    /** Data acknowledged by the peer of each connection, in bits a second. */
    GOODPUT_OUT,
    /** New data received on each connection, in bits a second. */
    GOODPUT_IN,
    /** The share of the packets received on each connection that were reordered. */
    REORDER_RATIO
  }

  private QuantileSketch sketch(Distribution distribution) {
    return switch (distribution) {
      case RTT_SAMPLES -> rttSamples;
      case RTT_MIN -> rttMin;
      case RTT_MEDIAN -> rttMedian;
      case RTT_P95 -> rtt95;
      case DURATION -> duration;
      case HANDSHAKE -> transport.handshake();
      case FIRST_BYTE -> transport.firstByte();
      case LOSS_RATIO -> lossRatio;
      case RETRANSMIT_RATIO -> retransmitRatio;
      case GOODPUT_OUT -> transfer.goodputOut;
      case GOODPUT_IN -> transfer.goodputIn;
      case REORDER_RATIO -> transfer.reorderRatio;
    };
  }

  /** How many connections, or samples, a distribution has. */
  public long count(Distribution distribution) {
    return sketch(distribution).count();
  }

  /** A quantile of a distribution, in its unit, absent if it is empty. */
  public OptionalDouble quantile(Distribution distribution, double share) {
    return scaled(distribution, sketch(distribution).quantile(share));
  }

  /** The mean of a distribution, in its unit, absent if it is empty. */
  public OptionalDouble mean(Distribution distribution) {
    return scaled(distribution, sketch(distribution).mean());
  }

  private static OptionalDouble scaled(Distribution distribution, OptionalLong value) {
    boolean ratio =
        distribution == Distribution.LOSS_RATIO
            || distribution == Distribution.RETRANSMIT_RATIO
            || distribution == Distribution.REORDER_RATIO;
    return value.isPresent()
        ? OptionalDouble.of(ratio ? value.getAsLong() / RATIO_SCALE : value.getAsLong())
        : OptionalDouble.empty();
  }

  /** What the connections transferred, and what held them up. */
  public TransferTotals transfer() {
    return transfer.totals();
  }

  /** How connections began, moved, stalled and ended. */
  public TransportTotals transport() {
    return transport;
  }

  /** Media over QUIC. */
  public MoqFleet moq() {
    return moq;
  }

  /** Files, entries of archives and streams. */
  public long sources() {
    return sources;
  }

  /** Sources of which nothing was read: empty, no qlog, or not to be opened. */
  public long sourcesSkipped() {
    return sourcesSkipped;
  }

  /** Sources that were read but not whole. */
  public long sourcesDamaged() {
    return sourcesDamaged;
  }

  /** Stretches of logs that were skipped. */
  public long skippedRecords() {
    return skippedRecords;
  }

  /** Bytes of logs that were skipped, uncompressed. */
  public long skippedBytes() {
    return skippedBytes;
  }

  /** Connections. */
  public long connections() {
    return connections;
  }

  /** Connections whose log ends early. */
  public long truncated() {
    return truncated;
  }

  /** Events. */
  public long events() {
    return events;
  }

  /** Distinct packet numbers sent. */
  public long packetsSent() {
    return packetsSent;
  }

  /** Distinct packet numbers received. */
  public long packetsReceived() {
    return packetsReceived;
  }

  /** Packets received with a number received before. */
  public long packetsReceivedDuplicate() {
    return packetsReceivedDuplicate;
  }

  /** Bytes of packets sent, as far as lengths were logged. */
  public long sentBytes() {
    return sentBytes;
  }

  /** Bytes of packets received, as far as lengths were logged. */
  public long receivedBytes() {
    return receivedBytes;
  }

  /** Packets declared lost. */
  public long declared() {
    return declared;
  }

  /** Packets declared lost that were acknowledged after all. */
  public long spurious() {
    return spurious;
  }

  /** Packets lost by inference only. */
  public long inferred() {
    return inferred;
  }

  /** Packets whose fate the logs do not tell. */
  public long unresolved() {
    return unresolved;
  }

  /** Best estimate of in-flight packets lost, over connections that tell. */
  public long lostInFlight() {
    return lostInFlight;
  }

  /** In-flight packets sent by the connections that {@link #lostInFlight()} is over. */
  public long sentInFlight() {
    return sentInFlight;
  }

  /** Lost over sent in-flight packets of all connections together. */
  public OptionalDouble lossRatio() {
    return Ratio.of(lostInFlight, sentInFlight);
  }

  /** Bytes in STREAM frames sent. */
  public long streamBytesSent() {
    return streamBytesSent;
  }

  /** Of those, bytes sent before. */
  public long streamBytesRetransmitted() {
    return streamBytesRetransmitted;
  }

  /** Bytes in CRYPTO frames sent. */
  public long cryptoBytesSent() {
    return cryptoBytesSent;
  }

  /** Of those, bytes sent before. */
  public long cryptoBytesRetransmitted() {
    return cryptoBytesRetransmitted;
  }

  /** Bytes sent again over bytes sent, of all connections together. */
  public OptionalDouble retransmitRatio() {
    return Ratio.of(
        streamBytesRetransmitted + cryptoBytesRetransmitted, streamBytesSent + cryptoBytesSent);
  }
}
