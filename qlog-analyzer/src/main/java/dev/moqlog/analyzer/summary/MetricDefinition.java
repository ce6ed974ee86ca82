package dev.moqlog.analyzer.summary;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * What each number of a {@link ConnectionSummary} or a {@link JoinedSummary} means, for help texts
 * and documentation.
 */
public enum MetricDefinition {
  CONNECTION_ID(
      "connection_id",
      "text",
      "What the connection is called: the group_id of its events; else the ODCID common field; else"
          + " original_destination_connection_id of the transport parameters; else the Destination"
          + " Connection ID of the first Initial packet; else the directory of a trace.json, or the"
          + " file's name.",
      "header, parameters_set, packet_sent, packet_received",
      "RFC 9000 section 7.2"),
  DURATION_MS(
      "duration_ms",
      "ms",
      "Time from the earliest to the latest event.",
      "all events",
      "qlog main schema, time"),
  SKIPPED(
      "skipped",
      "records, bytes",
      "What of the trace could not be read: how many stretches, each of which held at least one"
          + " record, their bytes, and the offset of the first one in the uncompressed content.",
      "-",
      "-"),
  RTT_MS(
      "rtt_ms",
      "ms",
      "Distribution of RTT samples: min, mean, p50, p90, p95, p99, max (nearest rank; quantiles are"
          + " exact to 0.8 %). source logged: each latest_rtt that the stack logged, without the"
          + " initial RTT logged before the first acknowledgment, and without repeats of a value"
          + " that no new acknowledgment explains. source inferred (only if nothing was logged):"
          + " arrival of an ACK frame minus sending of the largest packet it acknowledges, if that"
          + " is newly acknowledged and something newly acknowledged was ack-eliciting. A sample of"
          + " 0 is no round trip but one below the log's resolution: it is counted in"
          + " below_resolution and in nothing else.",
      "recovery_metrics_updated; else packet_sent, packet_received, packets_acked",
      "RFC 9002 section 5"),
  RTT_JITTER(
      "rtt_ms.jitter",
      "ms",
      "Mean absolute difference between one RTT sample and the next.",
      "as rtt_ms",
      "-"),
  RTT_SMOOTHED_LAST(
      "rtt_ms.smoothed_last",
      "ms",
      "The last smoothed RTT: as logged, else by the estimator of RFC 9002 over the inferred"
          + " samples.",
      "as rtt_ms",
      "RFC 9002 section 5.3"),
  PACKETS_SENT(
      "packets.sent",
      "packets",
      "Distinct packet numbers sent, per packet number space, summed. Retry, Version Negotiation"
          + " and stateless reset have no packet number and are not counted.",
      "packet_sent",
      "RFC 9000 section 12.3"),
  PACKETS_RECEIVED(
      "packets.received, packets.received_duplicate, packets.dropped",
      "packets",
      "Distinct packet numbers received, per packet number space, summed. received_duplicate counts"
          + " packets received again with a number received before; dropped counts packet_dropped"
          + " events.",
      "packet_received, packet_dropped",
      "RFC 9000 section 12.3"),
  PACKETS_BYTES(
      "packets.sent_bytes, packets.received_bytes",
      "bytes",
      "Sum of packet lengths with header and AEAD tag, without UDP and IP headers, as far as"
          + " lengths were logged.",
      "packet_sent, packet_received",
      "qlog main schema, RawInfo"),
  LOSS_DECLARED(
      "loss.declared",
      "packets",
      "Distinct packets that the stack declared lost.",
      "packet_lost",
      "RFC 9002 section 6.1"),
  LOSS_SPURIOUS(
      "loss.spurious",
      "packets",
      "Declared packets that the peer acknowledged after all: they were late, not lost. Absent if"
          + " the log has no acknowledgments.",
      "packet_lost with packet_received (ACK frames), packets_acked or spurious_loss",
      "RFC 9002 section 6.1"),
  LOSS_NET("loss.net", "packets", "declared - spurious.", "as loss.spurious", "RFC 9002 section 6"),
  LOSS_INFERRED(
      "loss.inferred",
      "packets",
      "In-flight packets neither declared lost nor acknowledged although a packet sent at least"
          + " three later in the same packet number space was. Absent if the log has no"
          + " acknowledgments.",
      "packet_sent, packet_received (ACK frames), packets_acked",
      "RFC 9002 section 6.1.1"),
  LOSS_UNRESOLVED(
      "loss.unresolved, loss.ack_only_missing",
      "packets",
      "unresolved: packets whose fate the log does not tell: neither acknowledged nor declared nor"
          + " inferred lost, mostly those in flight when the log ends, and the last acknowledgments"
          + " of a downloader.",
      "as loss.inferred",
      "-"),
  LOSS_COUNTED(
      "loss.counted",
      "packets",
      "The stack's own running total of packets declared lost, spurious ones included. Absent if it"
          + " logs none.",
      "recovery_metrics_updated (cf_lost_packets)",
      "-"),
  LOSS_MTU_PROBES(
      "loss.mtu_probes",
      "packets",
      "Packets declared or inferred lost that probed for a larger MTU: no sign of congestion.",
      "as loss.net, with is_mtu_probe_packet of packet_sent",
      "RFC 9000 section 14.4"),
  LOSS_LOST_IN_FLIGHT(
      "loss.lost_in_flight",
      "packets",
      "Best estimate of in-flight packets lost. source event: those of net (of declared, if the log"
          + " has no acknowledgments). source counter: the stack's own running total. source"
          + " inferred: those of inferred. Probes for a larger MTU are left out; mtu_probes counts"
          + " them.",
      "as loss.net; as loss.inferred; recovery_metrics_updated (cf_lost_packets)",
      "RFC 9002 section 2"),
  LOSS_SENT_IN_FLIGHT(
      "loss.sent_in_flight",
      "packets",
      "Packets sent that count toward bytes in flight: ack-eliciting or with PADDING. All packets"
          + " sent where the log names no frames. Without MTU probes.",
      "packet_sent",
      "RFC 9002 section 2"),
  LOSS_RATIO(
      "loss.ratio",
      "1",
      "lost_in_flight / sent_in_flight. Absent if no in-flight packet was sent or the log has no"
          + " evidence of loss. ACK-only packets are in neither number, since congestion control"
          + " does not count them.",
      "as loss.lost_in_flight and loss.sent_in_flight",
      "RFC 9002 section 2"),
  LOSS_NET_RATIO(
      "loss.net_ratio",
      "1",
      "loss.ratio where it rests on net (source event with acknowledgments in the log), else"
          + " absent.",
      "as loss.net",
      "RFC 9002 section 6"),
  LOSS_BYTES(
      "loss.bytes, loss.byte_ratio",
      "bytes, 1",
      "Bytes of lost_in_flight; byte_ratio divides them by the bytes of sent_in_flight.",
      "as loss.lost_in_flight",
      "RFC 9002 section 2"),
  LOSS_ACK_ELICITING(
      "loss.ack_eliciting",
      "packets",
      "Lost packets that asked for an acknowledgment, by the same evidence as lost_in_flight but"
          + " with MTU probes. Absent if the log names no frames.",
      "as loss.lost_in_flight",
      "RFC 9002 section 2"),
  RETRANSMIT_STREAM(
      "retransmit.stream_bytes_sent, retransmit.stream_bytes_retransmitted",
      "bytes",
      "Bytes in STREAM frames sent, and those of them whose offset was sent before on the same"
          + " stream. Only the overlapping bytes of a frame count.",
      "packet_sent (STREAM frames)",
      "RFC 9000 section 13.3"),
  RETRANSMIT_CRYPTO(
      "retransmit.crypto_bytes_sent, retransmit.crypto_bytes_retransmitted",
      "bytes",
      "The same for CRYPTO frames, per packet number space.",
      "packet_sent (CRYPTO frames)",
      "RFC 9000 section 13.3"),
  RETRANSMIT_RATIO(
      "retransmit.ratio",
      "1",
      "(stream_bytes_retransmitted + crypto_bytes_retransmitted) / (stream_bytes_sent +"
          + " crypto_bytes_sent). Absent if nothing was sent.",
      "packet_sent (STREAM and CRYPTO frames)",
      "RFC 9000 section 13.3"),
  JOIN_PAIR(
      "join.evidence",
      "text",
      "How it is known that two logs are of the two ends of one connection. connection_id: they"
          + " share an id (group_id, ODCID, original_destination_connection_id, a Destination"
          + " Connection ID of Initial packets, the file's name or directory) and are of opposite"
          + " ends; who sends the first Initial packet is the client, also where a log does not"
          + " tell or claims otherwise. packets: no id is in both, but each received only what the"
          + " other sent, in packets of the same length, none arrived before it was sent, and"
          + " neither fits any other log.",
      "header, parameters_set, packet_sent, packet_received",
      "RFC 9000 section 7.2"),
  JOIN_CLOCK(
      "join.clock",
      "ms",
      "offset: what to add to times of the client's log to have them on the axis of the server's:"
          + " (min of arrival - sending towards the server, less the same towards the client) / 2."
          + " error: how far off that is at most, however different the two paths are: half the sum"
          + " of both minima, which is min_rtt, and the coarser resolution of the logs."
          + " wall_clock_offset: the server's wall clock less the client's, where both logs tell."
          + " drift (ppm): how much faster the server's clock runs; only told, and taken out of all"
          + " delays, where the minima of windows rise in one direction as fast as they fall in the"
          + " other.",
      "packet_sent, packet_received of both logs",
      "qlog main schema, time"),
  JOIN_SENT(
      "join.sent, join.received",
      "packets",
      "Distinct packets that one end sent, by packet number space, path and number, and those of"
          + " them that the other end received.",
      "packet_sent; packet_received of the other log",
      "RFC 9000 section 12.3"),
  JOIN_LOSS(
      "join.loss.lost, join.loss.ratio, join.loss.lost_datagrams",
      "packets, 1",
      "Packets that the network lost: sent, and neither received nor dropped by a peer that was"
          + " still there when they were due. A packet is due when one sent later has arrived, or"
          + " else after the largest delay of its direction, plus the largest lateness by"
          + " reordering. Packets that a receive buffer could not take are among them."
          + " lost_datagrams counts packets of different spaces sent together once. ratio = lost /"
          + " (lost + received + dropped_by_peer).",
      "packet_sent; packet_received, packet_dropped of the other log",
      "RFC 9000 section 12.3"),
  JOIN_UNRESOLVED(
      "join.loss.unresolved, join.loss.dropped_by_peer, join.loss.keys_discarded",
      "packets",
      "Not received, but not surely lost by the network. unresolved: perhaps under way when the"
          + " peer's log ended or it closed the connection; or 0-RTT packets, if the server took"
          + " none. dropped_by_peer: the peer logged that it dropped them, or answered with Retry"
          + " or Version Negotiation. keys_discarded: Initial and Handshake packets due when the"
          + " peer had discarded their keys.",
      "as join.loss; connection_closed, CONNECTION_CLOSE and HANDSHAKE_DONE frames",
      "RFC 9001 section 4.9"),
  JOIN_ACK_LOSS(
      "join.loss.ack_only, join.loss.with_ack",
      "packets",
      "Of the packets lost, those with nothing but acknowledgments and padding, and those with an"
          + " ACK frame. Absent if the log names no frames.",
      "as join.loss, with the frames of packet_sent",
      "RFC 9000 section 13.2"),
  JOIN_RUNS(
      "join.loss.runs, join.loss.longest_run, join.loss.mean_run, join.loss.worst_runs",
      "packets",
      "Runs of consecutive losses in the order of sending, the longest of them one by one:"
          + " first_sent by the sender's clock, span, packets, bytes, delay_before and delay_after"
          + " (delay variation of the nearest packets that arrived), silence (how long nothing"
          + " arrived between these). Drops at a full queue come after large delays, those of a"
          + " full receive buffer may come after small ones.",
      "as join.loss",
      "-"),
  JOIN_DECLARED(
      "join.declared",
      "packets",
      "What the sender declared lost against the truth: declared, of these spurious (received by"
          + " the peer) and lost (by the network); undeclared is lost and never declared.",
      "packet_lost; as join.loss",
      "RFC 9002 section 6"),
  JOIN_ARRIVAL(
      "join.arrival",
      "packets, ms",
      "duplicates: arrived again. reordered: arrived after a larger number of the same space and"
          + " path; reordered_max_packets is the largest difference of the numbers,"
          + " reordered_max_ms how late a packet was at most after one sent later."
          + " never_acknowledged: ack-eliciting, received, and not covered by any acknowledgment"
          + " that came back although a later packet is. packets_dropped and datagrams_dropped:"
          + " events of the receiver, whoever sent what. not_logged_as_sent: received, but not in"
          + " the sender's log.",
      "packet_received, packet_dropped, udp_datagram_dropped; ACK frames",
      "RFC 4737, RFC 9000 section 13.2"),
  JOIN_DELAY(
      "join.delay_ms, join.delay_variation_ms",
      "ms",
      "One-way delays of all packets that arrived: arrival - sending - offset, which shares the"
          + " error of join.clock; and their variation, the delay less the smallest of the"
          + " direction, which needs no offset. min, p50, p95, p99, max by nearest rank, exact to"
          + " 0.8 %.",
      "packet_sent; packet_received of the other log",
      "RFC 7679, RFC 3393");

  private final String label;
  private final String unit;
  private final String definition;
  private final String events;
  private final String reference;

  MetricDefinition(String label, String unit, String definition, String events, String reference) {
    this.label = label;
    this.unit = unit;
    this.definition = definition;
    this.events = events;
    this.reference = reference;
  }

  /** The field of machine-readable output that it defines, or several. */
  public String label() {
    return label;
  }

  /** The unit; 1 for a ratio. */
  public String unit() {
    return unit;
  }

  /** What it is and how it is computed, with its denominator. */
  public String definition() {
    return definition;
  }

  /** The qlog events it is computed from. */
  public String events() {
    return events;
  }

  /** Where the terms are defined. */
  public String reference() {
    return reference;
  }

  /**
   * The definitions that a field or a group of fields has: of {@code loss.ratio} one, of {@code
   * loss} those of all its fields, of {@code rtt_ms.p95} that of {@code rtt_ms}.
   *
   * @param field in any letter case
   * @return in the order of the output, empty if the field is unknown
   */
  public static List<MetricDefinition> of(String field) {
    String name = field.strip().toLowerCase(Locale.ROOT);
    List<MetricDefinition> exact = matching(label -> label.equals(name));
    if (!exact.isEmpty() || name.isEmpty()) {
      return exact;
    }
    List<MetricDefinition> group =
        matching(label -> label.startsWith(name + ".") || label.startsWith(name + "_"));
    return group.isEmpty() ? matching(label -> name.startsWith(label + ".")) : group;
  }

  private static List<MetricDefinition> matching(Predicate<String> condition) {
    return Arrays.stream(values())
        .filter(metric -> Arrays.stream(metric.label.split(", ")).anyMatch(condition))
        .toList();
  }
}
