package dev.moqlog.analyzer.summary;

import java.util.List;

/**
 * What the numbers about packets, round-trip times, losses and retransmission mean, in the order of
 * the output.
 */
final class PacketDefinitions {

  static final List<MetricDefinition> ALL =
      List.of(
          new MetricDefinition(
              "connection_id",
              "text",
              "What the connection is called: the group_id of its events; else the ODCID common"
                  + " field; else original_destination_connection_id of the transport parameters;"
                  + " else the Destination Connection ID of the first Initial packet; else the"
                  + " directory of a trace.json, or the file's name.",
              "header, parameters_set, packet_sent, packet_received",
              "RFC 9000 section 7.2"),
          new MetricDefinition(
              "duration_ms",
              "ms",
              "Time from the earliest to the latest event.",
              "all events",
              "qlog main schema, time"),
          new MetricDefinition(
              "skipped",
              "records, bytes",
              "What of the trace could not be read: how many stretches, each of which held at least"
                  + " one record, their bytes, and the offset of the first one in the uncompressed"
                  + " content.",
              "-",
              "-"),
          new MetricDefinition(
              "rtt_ms",
              "ms",
              "Distribution of RTT samples: min, mean, p50, p90, p95, p99, max (nearest rank;"
                  + " quantiles are exact to 0.8 %). source logged: each latest_rtt that the stack"
                  + " logged, without the initial RTT logged before the first acknowledgment, and"
                  + " without repeats of a value that no new acknowledgment explains. source"
                  + " inferred (only if nothing was logged): arrival of an ACK frame minus sending"
                  + " of the largest packet it acknowledges, if that is newly acknowledged and"
                  + " something newly acknowledged was ack-eliciting. A sample of 0 is no round"
                  + " trip but one below the log's resolution: it is counted in below_resolution"
                  + " and in nothing else.",
              "recovery_metrics_updated; else packet_sent, packet_received, packets_acked",
              "RFC 9002 section 5"),
          new MetricDefinition(
              "rtt_ms.jitter",
              "ms",
              "Mean absolute difference between one RTT sample and the next.",
              "as rtt_ms",
              "-"),
          new MetricDefinition(
              "rtt_ms.smoothed_last",
              "ms",
              "The last smoothed RTT: as logged, else by the estimator of RFC 9002 over the"
                  + " inferred samples.",
              "as rtt_ms",
              "RFC 9002 section 5.3"),
          new MetricDefinition(
              "packets.sent",
              "packets",
              "Distinct packet numbers sent, per packet number space, summed. Retry, Version"
                  + " Negotiation and stateless reset have no packet number and are not counted.",
              "packet_sent",
              "RFC 9000 section 12.3"),
          new MetricDefinition(
              "packets.received, packets.received_duplicate, packets.dropped",
              "packets",
              "Distinct packet numbers received, per packet number space, summed."
                  + " received_duplicate counts packets received again with a number received"
                  + " before; dropped counts packet_dropped events.",
              "packet_received, packet_dropped",
              "RFC 9000 section 12.3"),
          new MetricDefinition(
              "packets.sent_bytes, packets.received_bytes",
              "bytes",
              "Sum of packet lengths with header and AEAD tag, without UDP and IP headers, as far"
                  + " as lengths were logged.",
              "packet_sent, packet_received",
              "qlog main schema, RawInfo"),
          new MetricDefinition(
              "loss.declared",
              "packets",
              "Distinct packets that the stack declared lost.",
              "packet_lost",
              "RFC 9002 section 6.1"),
          new MetricDefinition(
              "loss.spurious",
              "packets",
              "Declared packets that the peer acknowledged after all: they were late, not lost."
                  + " Absent if the log has no acknowledgments.",
              "packet_lost with packet_received (ACK frames), packets_acked or spurious_loss",
              "RFC 9002 section 6.1"),
          new MetricDefinition(
              "loss.net",
              "packets",
              "declared - spurious.",
              "as loss.spurious",
              "RFC 9002 section 6"),
          new MetricDefinition(
              "loss.inferred",
              "packets",
              "In-flight packets neither declared lost nor acknowledged although a packet sent at"
                  + " least three later in the same packet number space was. Absent if the log has"
                  + " no acknowledgments.",
              "packet_sent, packet_received (ACK frames), packets_acked",
              "RFC 9002 section 6.1.1"),
          new MetricDefinition(
              "loss.unresolved, loss.ack_only_missing",
              "packets",
              "unresolved: packets whose fate the log does not tell: neither acknowledged nor"
                  + " declared nor inferred lost, mostly those in flight when the log ends, and the"
                  + " last acknowledgments of a downloader.",
              "as loss.inferred",
              "-"),
          new MetricDefinition(
              "loss.counted",
              "packets",
              "The stack's own running total of packets declared lost, spurious ones included."
                  + " Absent if it logs none.",
              "recovery_metrics_updated (cf_lost_packets)",
              "-"),
          new MetricDefinition(
              "loss.mtu_probes",
              "packets",
              "Packets declared or inferred lost that probed for a larger MTU: no sign of"
                  + " congestion.",
              "as loss.net, with is_mtu_probe_packet of packet_sent",
              "RFC 9000 section 14.4"),
          new MetricDefinition(
              "loss.lost_in_flight",
              "packets",
              "Best estimate of in-flight packets lost. source event: those of net (of declared, if"
                  + " the log has no acknowledgments). source counter: the stack's own running"
                  + " total. source inferred: those of inferred. Probes for a larger MTU are left"
                  + " out; mtu_probes counts them.",
              "as loss.net; as loss.inferred; recovery_metrics_updated (cf_lost_packets)",
              "RFC 9002 section 2"),
          new MetricDefinition(
              "loss.sent_in_flight",
              "packets",
              "Packets sent that count toward bytes in flight: ack-eliciting or with PADDING. All"
                  + " packets sent where the log names no frames. Without MTU probes.",
              "packet_sent",
              "RFC 9002 section 2"),
          new MetricDefinition(
              "loss.by_trigger",
              "packets",
              "lost_in_flight by what the packets were known to be lost by: the trigger that the"
                  + " stack gives (reordering_threshold, time_threshold, pto_expired), unknown if"
                  + " it gives none or only counts, inferred if the stack declared nothing.",
              "packet_lost; as loss.inferred",
              "RFC 9002 section 6"),
          new MetricDefinition(
              "loss.ratio",
              "1",
              "lost_in_flight / sent_in_flight. Absent if no in-flight packet was sent or the log"
                  + " has no evidence of loss. ACK-only packets are in neither number, since"
                  + " congestion control does not count them.",
              "as loss.lost_in_flight and loss.sent_in_flight",
              "RFC 9002 section 2"),
          new MetricDefinition(
              "loss.net_ratio",
              "1",
              "loss.ratio where it rests on net (source event with acknowledgments in the log),"
                  + " else absent.",
              "as loss.net",
              "RFC 9002 section 6"),
          new MetricDefinition(
              "loss.bytes, loss.byte_ratio",
              "bytes, 1",
              "Bytes of lost_in_flight; byte_ratio divides them by the bytes of sent_in_flight.",
              "as loss.lost_in_flight",
              "RFC 9002 section 2"),
          new MetricDefinition(
              "loss.ack_eliciting",
              "packets",
              "Lost packets that asked for an acknowledgment, by the same evidence as"
                  + " lost_in_flight but with MTU probes. Absent if the log names no frames.",
              "as loss.lost_in_flight",
              "RFC 9002 section 2"),
          new MetricDefinition(
              "retransmit.stream_bytes_sent, retransmit.stream_bytes_retransmitted",
              "bytes",
              "Bytes in STREAM frames sent, and those of them whose offset was sent before on the"
                  + " same stream. Only the overlapping bytes of a frame count.",
              "packet_sent (STREAM frames)",
              "RFC 9000 section 13.3"),
          new MetricDefinition(
              "retransmit.crypto_bytes_sent, retransmit.crypto_bytes_retransmitted",
              "bytes",
              "The same for CRYPTO frames, per packet number space.",
              "packet_sent (CRYPTO frames)",
              "RFC 9000 section 13.3"),
          new MetricDefinition(
              "retransmit.ratio",
              "1",
              "(stream_bytes_retransmitted + crypto_bytes_retransmitted) / (stream_bytes_sent +"
                  + " crypto_bytes_sent). Absent if nothing was sent.",
              "packet_sent (STREAM and CRYPTO frames)",
              "RFC 9000 section 13.3"));

  private PacketDefinitions() {}
}
