package dev.moqlog.analyzer.summary;

import java.util.List;

/**
 * What the numbers about the logs of both ends of a connection mean, in the order of the output.
 */
final class JoinDefinitions {

  static final List<MetricDefinition> ALL =
      List.of(
          new MetricDefinition(
              "join.evidence",
              "text",
              "How it is known that two logs are of the two ends of one connection. connection_id:"
                  + " they share an id (group_id, ODCID, original_destination_connection_id, a"
                  + " Destination Connection ID of Initial packets, the file's name or directory)"
                  + " and are of opposite ends; who sends the first Initial packet is the client,"
                  + " also where a log does not tell or claims otherwise. packets: no id is in"
                  + " both, but each received only what the other sent, in packets of the same"
                  + " length, none arrived before it was sent, and neither fits any other log.",
              "header, parameters_set, packet_sent, packet_received",
              "RFC 9000 section 7.2"),
          new MetricDefinition(
              "join.clock",
              "ms",
              "offset: what to add to times of the client's log to have them on the axis of the"
                  + " server's: (min of arrival - sending towards the server, less the same towards"
                  + " the client) / 2. error: how far off that is at most, however different the"
                  + " two paths are: half the sum of both minima, which is min_rtt, and the coarser"
                  + " resolution of the logs. wall_clock_offset: the server's wall clock less the"
                  + " client's, where both logs tell. drift (ppm): how much faster the server's"
                  + " clock runs; only told, and taken out of all delays, where the minima of"
                  + " windows rise in one direction as fast as they fall in the other.",
              "packet_sent, packet_received of both logs",
              "qlog main schema, time"),
          new MetricDefinition(
              "join.sent, join.received",
              "packets",
              "Distinct packets that one end sent, by packet number space, path and number, and"
                  + " those of them that the other end received.",
              "packet_sent; packet_received of the other log",
              "RFC 9000 section 12.3"),
          new MetricDefinition(
              "join.loss.lost, join.loss.ratio, join.loss.lost_datagrams",
              "packets, 1",
              "Packets that the network lost: sent, and neither received nor dropped by a peer that"
                  + " was still there when they were due. A packet is due when one sent later has"
                  + " arrived, or else after the largest delay of its direction, plus the largest"
                  + " lateness by reordering. Packets that a receive buffer could not take are"
                  + " among them. lost_datagrams counts packets of different spaces sent together"
                  + " once. ratio = lost / (lost + received + dropped_by_peer).",
              "packet_sent; packet_received, packet_dropped of the other log",
              "RFC 9000 section 12.3"),
          new MetricDefinition(
              "join.loss.unresolved, join.loss.dropped_by_peer, join.loss.keys_discarded",
              "packets",
              "Not received, but not surely lost by the network. unresolved: perhaps under way when"
                  + " the peer's log ended or it closed the connection; or 0-RTT packets, if the"
                  + " server took none. dropped_by_peer: the peer logged that it dropped them, or"
                  + " answered with Retry or Version Negotiation. keys_discarded: Initial and"
                  + " Handshake packets due when the peer had discarded their keys.",
              "as join.loss; connection_closed, CONNECTION_CLOSE and HANDSHAKE_DONE frames",
              "RFC 9001 section 4.9"),
          new MetricDefinition(
              "join.loss.ack_only, join.loss.with_ack",
              "packets",
              "Of the packets lost, those with nothing but acknowledgments and padding, and those"
                  + " with an ACK frame. Absent if the log names no frames.",
              "as join.loss, with the frames of packet_sent",
              "RFC 9000 section 13.2"),
          new MetricDefinition(
              "join.loss.runs, join.loss.longest_run, join.loss.mean_run, join.loss.worst_runs",
              "packets",
              "Runs of consecutive losses in the order of sending, the longest of them one by one:"
                  + " first_sent since the first event of the sender's log, span, packets, bytes,"
                  + " delay_before and delay_after (delay variation of the nearest packets that"
                  + " arrived), silence (how long nothing arrived between these). Drops at a full"
                  + " queue come after large delays, those of a full receive buffer may come after"
                  + " small ones.",
              "as join.loss",
              "-"),
          new MetricDefinition(
              "join.declared",
              "packets",
              "What the sender declared lost against the truth: declared, of these spurious"
                  + " (received by the peer) and lost (by the network); undeclared is lost and"
                  + " never declared.",
              "packet_lost; as join.loss",
              "RFC 9002 section 6"),
          new MetricDefinition(
              "join.arrival",
              "packets, ms",
              "duplicates: arrived again. reordered: arrived after a larger number of the same"
                  + " space and path; reordered_max_packets is the largest difference of the"
                  + " numbers, reordered_max_ms how late a packet was at most after one sent later."
                  + " never_acknowledged: ack-eliciting, received, and not covered by any"
                  + " acknowledgment that came back although a later packet is. packets_dropped and"
                  + " datagrams_dropped: events of the receiver, whoever sent what."
                  + " not_logged_as_sent: received, but not in the sender's log.",
              "packet_received, packet_dropped, udp_datagram_dropped; ACK frames",
              "RFC 4737, RFC 9000 section 13.2"),
          new MetricDefinition(
              "join.delay_ms, join.delay_variation_ms",
              "ms",
              "One-way delays of all packets that arrived: arrival - sending - offset, which shares"
                  + " the error of join.clock; and their variation, the delay less the smallest of"
                  + " the direction, which needs no offset. min, p50, p95, p99, max by nearest"
                  + " rank, exact to 0.8 %.",
              "packet_sent; packet_received of the other log",
              "RFC 7679, RFC 3393"),
          new MetricDefinition(
              "join.moq",
              "objects, ms",
              "Media over QUIC objects from one end to the other, if both logs, or logs of MoQ"
                  + " beside them on a wall clock, tell of objects. An object is told by track,"
                  + " group and object id, however it was delivered; of one created or parsed"
                  + " several times the first counts. created at one end; matched of them: parsed"
                  + " by the other; never_parsed: the rest, of which unresolved were created so"
                  + " late that the other log may have ended before, by the largest latency seen."
                  + " latency_ms: parsed - created - offset, which shares the error of join.clock,"
                  + " by nearest rank, exact to 0.8 %. not_logged_as_created: parsed, but not in"
                  + " the other log. parsed_before_created: the clocks are off by more than the"
                  + " object took, so that it has no latency. complete: all objects were compared,"
                  + " at most 524,288 of each log and direction. tracks: the 32 with the largest"
                  + " p95, before them those of which no latency is known. A track goes by its"
                  + " name; where the logs do not tell that or hash it, by its alias.",
              "subgroup_object_created, object_datagram_created, fetch_object_created; the same"
                  + " _parsed of the other log; control messages and stream headers of both",
              "moq-transport, object"));

  private JoinDefinitions() {}
}
