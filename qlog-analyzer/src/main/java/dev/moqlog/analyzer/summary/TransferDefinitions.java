package dev.moqlog.analyzer.summary;

import java.util.List;

/**
 * What the numbers about how data moved: rates, congestion, blocked time, streams, datagrams and
 * order mean, in the order of the output.
 */
final class TransferDefinitions {

  static final List<MetricDefinition> ALL =
      List.of(
          new MetricDefinition(
              "delivery.sent_bytes, delivery.received_bytes, delivery.sent_bps,"
                  + " delivery.received_bps",
              "bytes, bit/s",
              "UDP payload sent and received. sent_source and received_source say what is summed:"
                  + " datagrams, where the log has them, else packets. The rates divide by"
                  + " active_ms. UDP and IP headers are in neither.",
              "udp_datagrams_sent, udp_datagrams_received; else packet_sent, packet_received",
              "qlog main schema, RawInfo"),
          new MetricDefinition(
              "delivery.active_ms, delivery.idle_ms",
              "ms",
              "Time from the first packet to the last, in either direction. idle is the part of it"
                  + " in gaps between packets that are longer than a second and three probe"
                  + " timeouts, active the rest.",
              "packet_sent, packet_received",
              "RFC 9002 section 6.2.1"),
          new MetricDefinition(
              "delivery.acknowledged_bytes, delivery.unique_bytes_sent, delivery.goodput_out_bps",
              "bytes, bit/s",
              "unique_bytes_sent: data of STREAM and DATAGRAM frames sent, each byte of a stream"
                  + " once. acknowledged_bytes: the data in packets that were acknowledged, and no"
                  + " more than unique_bytes_sent, since data sent again is in two packets."
                  + " goodput_out divides it by active_ms. Absent without frames, or without"
                  + " acknowledgments.",
              "packet_sent with packet_received (ACK frames), packets_acked",
              "RFC 9000 section 13.3"),
          new MetricDefinition(
              "delivery.unique_bytes_received, delivery.duplicate_bytes_received,"
                  + " delivery.goodput_in_bps",
              "bytes, bit/s",
              "unique_bytes_received: data of STREAM and DATAGRAM frames received, each byte of a"
                  + " stream once; duplicate_bytes_received: stream data received again, a lower"
                  + " bound of what the peer sent again. goodput_in divides the first by"
                  + " active_ms.",
              "packet_received (STREAM and DATAGRAM frames)",
              "RFC 9000 section 2.2"),
          new MetricDefinition(
              "delivery.delivered_bytes",
              "bytes",
              "Data that the transport handed to the application, as logged. Absent if the stack"
                  + " does not log it.",
              "stream_data_moved, datagram_data_moved",
              "quic-events"),
          new MetricDefinition(
              "delivery.peak_sent_bps, delivery.peak_received_bps",
              "bit/s",
              "The most UDP payload in any second, to a tenth of a second. Absent if less than a"
                  + " second of packets was logged.",
              "as delivery.sent_bytes",
              "-"),
          new MetricDefinition(
              "congestion.window_bytes, congestion.ssthresh_bytes, congestion.pacing_bps",
              "bytes, bit/s",
              "The congestion window and the pacing rate as logged: min, mean weighted by time"
                  + " (each value holds until the next), max, last. ssthresh is the last slow start"
                  + " threshold, absent as long as there is none.",
              "recovery_metrics_updated",
              "RFC 9002 section 7"),
          new MetricDefinition(
              "congestion.in_flight_bytes, congestion.utilisation, congestion.window_limited_share",
              "bytes, 1, 1",
              "Bytes in flight. in_flight_source logged: as logged, and 0 when all that was sent is"
                  + " acknowledged or lost, since some stacks leave a zero out. inferred: in-flight"
                  + " packets sent less those acknowledged, lost or of discarded keys. utilisation:"
                  + " mean in flight over mean window, while both are known; window_limited_share:"
                  + " the share of that time with at least 0.9 of the window in flight.",
              "recovery_metrics_updated; else packet_sent, packet_received (ACK frames),"
                  + " packet_lost, key_discarded",
              "RFC 9002 sections 2 and 7"),
          new MetricDefinition(
              "congestion.states",
              "ms",
              "The time in each congestion state, and how often it was entered, in one spelling for"
                  + " all stacks (slow_start, congestion_avoidance, recovery, application_limited"
                  + " and others).",
              "congestion_state_updated",
              "RFC 9002 section 7.3"),
          new MetricDefinition(
              "congestion.events, congestion.spurious_events",
              "1",
              "Recovery periods. events_source event: recovery states that were logged. inferred: a"
                  + " period begins when a packet is lost that was sent after the period before"
                  + " began; where the log does not name the packets, a loss more than an RTT after"
                  + " it. spurious_events: periods of which every packet declared lost was"
                  + " acknowledged after all. MTU probes do not count.",
              "congestion_state_updated; else packet_lost, recovery_metrics_updated"
                  + " (cf_lost_packets)",
              "RFC 9002 section 7.3.2"),
          new MetricDefinition(
              "blocked",
              "ms",
              "The time that somebody was kept from sending, by side (local: this endpoint; remote:"
                  + " its peer, as it shows here) and reason; periods may overlap, and those of"
                  + " streams add up. source event: as logged. source inferred:"
                  + " connection_flow_control, stream_flow_control and stream_id from the moment a"
                  + " limit is used up (or a *_BLOCKED frame says so) until the raise arrives (for"
                  + " remote: until more data arrives), if such a frame said so or the raise was"
                  + " used at once (local: within 10 ms; remote: more arrives within one and a half"
                  + " round trips and 10 ms of the raise). congestion_control: at least 0.95 of the"
                  + " window in flight, or less than one packet of room. application: from the last"
                  + " new data to the next, if longer than half a round trip and 5 ms, while no"
                  + " limit was used up and nothing, or less than half of the window, was in"
                  + " flight. amplification_protection: a server that had no room for a datagram of"
                  + " 1200 bytes within three times what it had received, until the next packet"
                  + " arrived, if it then sent more of the handshake. pacing: until send_at_time,"
                  + " if that is 0.1 ms away.",
              "connection_data_blocked_updated, stream_data_blocked_updated,"
                  + " datagram_data_blocked_updated; else packet_sent, packet_received,"
                  + " parameters_set, recovery_metrics_updated",
              "RFC 9000 sections 4 and 8.1, RFC 9002 section 7.8"),
          new MetricDefinition(
              "streams.client_bidirectional, streams.server_bidirectional,"
                  + " streams.client_unidirectional, streams.server_unidirectional,"
                  + " streams.largest_concurrency",
              "streams",
              "Streams that a STREAM, RESET_STREAM or STOP_SENDING frame names, by the last bits of"
                  + " their id; and the most that were open at once: from the first frame until FIN"
                  + " or RESET_STREAM was seen in each direction.",
              "packet_sent, packet_received",
              "RFC 9000 section 2.1"),
          new MetricDefinition(
              "streams.bytes_sent, streams.unique_bytes_sent, streams.bytes_received,"
                  + " streams.unique_bytes_received",
              "bytes",
              "Data of STREAM frames both ways: all of it, and each byte once.",
              "packet_sent, packet_received (STREAM frames)",
              "RFC 9000 section 19.8"),
          new MetricDefinition(
              "streams.fins_sent, streams.fins_received, streams.resets_sent,"
                  + " streams.resets_received, streams.stops_sent, streams.stops_received",
              "streams",
              "Streams whose end was sent or received (FIN), that were reset, or that were to be"
                  + " stopped. A frame that is sent again counts once.",
              "packet_sent, packet_received",
              "RFC 9000 sections 3.1 to 3.5"),
          new MetricDefinition(
              "streams.duration_ms, streams.fin_acked_ms",
              "ms",
              "duration: from the first frame of a stream until both directions, or its only one,"
                  + " had ended. fin_acked: from the first frame to the first acknowledgment of a"
                  + " packet that carried its FIN; data before it may still be missing then.",
              "packet_sent, packet_received",
              "RFC 9000 section 3.1"),
          new MetricDefinition(
              "streams.head_of_line_ms, streams.head_of_line_streams,"
                  + " streams.longest_head_of_line_ms",
              "ms, streams",
              "For how long data of a stream that had arrived could not be handed to the"
                  + " application, since something before it was missing: summed over streams; on"
                  + " how many; and the longest that a range of bytes waited.",
              "packet_received (STREAM frames)",
              "RFC 9000 section 2.2"),
          new MetricDefinition(
              "streams.largest",
              "-",
              "The eight streams with the most data and the eight on which data waited longest"
                  + " behind a gap, one by one. Codes are -1 where the log has none.",
              "packet_sent, packet_received",
              "RFC 9000 section 2"),
          new MetricDefinition(
              "datagrams",
              "frames, bytes, packets",
              "DATAGRAM frames and their data both ways; packets sent that carried any; and of"
                  + " these the lost ones: declared or inferred lost as loss_source says (see"
                  + " loss.lost_in_flight), and not acknowledged after all.",
              "packet_sent, packet_received (DATAGRAM frames), packet_lost",
              "RFC 9221 section 5"),
          new MetricDefinition(
              "reorder.reordered, reorder.ratio, reorder.extent_packets, reorder.extent_ms",
              "packets, 1, packets, ms",
              "Packets that arrived behind one with a larger number in their packet number space,"
                  + " without duplicates and packets that waited here for their keys; over packets"
                  + " received; and by how many numbers, and how long after the largest, they"
                  + " came.",
              "packet_received",
              "RFC 4737"),
          new MetricDefinition(
              "reorder.missing, reorder.longest_gap, reorder.duplicates",
              "packets",
              "missing: packet numbers between the smallest and the largest received, per packet"
                  + " number space, that never came: an upper bound of the packets lost on the way"
                  + " here, since stacks may skip numbers. longest_gap: the most in a row.",
              "packet_received",
              "RFC 9000 section 12.3"),
          new MetricDefinition(
              "acks.delay_ms",
              "ms",
              "How long the peer says that it waited before it acknowledged, over ACK frames"
                  + " received with application data. Absent if the log has none.",
              "packet_received (ACK frames)",
              "RFC 9000 section 13.2.5"),
          new MetricDefinition(
              "acks.received, acks.sent, acks.ack_eliciting_received, acks.packets_per_ack",
              "frames, packets, packets, 1",
              "ACK frames received, packets sent with any, packets received that asked for one, and"
                  + " the latter over acknowledgments sent, all for application data.",
              "packet_sent, packet_received",
              "RFC 9000 section 13.2.2"),
          new MetricDefinition(
              "series",
              "-",
              "The connection over time, on demand: columns with a value for each bucket. Buckets"
                  + " are bucket_ms wide, a millisecond doubled until there are few enough, and"
                  + " begin at multiples of it. acknowledged_bytes counts data of acknowledged"
                  + " packets, data sent again twice; packets_lost packets declared lost, when they"
                  + " were; RTT samples are those of latest_rtt, if it is logged, else inferred;"
                  + " window and in flight the largest value in a bucket.",
              "as the numbers of those names",
              "-"));

  private TransferDefinitions() {}
}
