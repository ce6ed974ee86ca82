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
  MOQ_DRAFT(
      "moq.alpn, moq.draft, moq.setup_ms",
      "text, number, ms",
      "alpn: the application protocol that was negotiated. draft: the draft of"
          + " moq-transport that it names, else the version that the server setup selects."
          + " setup_ms: between the first setup message created and the first parsed. With"
          + " source, all of moq was read from that log beside the connection's own; aligned:"
          + " both logs tell the time of day, and the times of stalls are since the first event"
          + " of the connection; if not, since the first event of source.",
      "alpn_information, control_message_created, control_message_parsed",
      "moq-transport, version negotiation"),
  MOQ_OBJECTS(
      "moq.objects_created, moq.objects_parsed, moq.payload_bytes_created,"
          + " moq.payload_bytes_parsed",
      "objects, bytes",
      "Sums of delivery.objects and delivery.payload_bytes over the tracks of each"
          + " direction: out (created by this end) and in (parsed by it).",
      "as moq.tracks.delivery",
      "-"),
  MOQ_DATAGRAM_LOSS(
      "moq.datagram_loss",
      "packets, 1",
      "Where objects were sent in datagrams: packets with DATAGRAM frames sent, those of"
          + " them that were lost, as in datagrams, and their ratio. QUIC sends no"
          + " such frame again, so what is lost is missing at the receiver.",
      "as datagrams",
      "RFC 9221 section 5.2"),
  MOQ_REQUESTS(
      "moq.requests, moq.refusals, moq.messages",
      "requests, ms",
      "Requests created by this end and parsed from the peer: SUBSCRIBE, PUBLISH,"
          + " FETCH, TRACK_STATUS, REQUEST_UPDATE and those about namespaces, under the names"
          + " of any draft. accepted and refused: answered with an OK or an error."
          + " unanswered: the rest. latency_ms: from request to answer. refusals: by request"
          + " and error code; by local or remote. messages: control messages by type.",
      "control_message_created, control_message_parsed",
      "moq-transport, control messages"),
  MOQ_TRACK(
      "moq.tracks",
      "-",
      "One entry for each track and direction. track: the elements of the namespace and"
          + " the name, joined by slashes; slashes, colons, percent signs and spaces inside"
          + " them are percent-encoded. An alias stands for the track of the SUBSCRIBE that"
          + " SUBSCRIBE_OK answers with it, or of the PUBLISH that gives it (in drafts before"
          + " -12, of the SUBSCRIBE that gives it); objects that come before that count for"
          + " the track as well. alias:N: never told.",
      "all moqt events",
      "moq-transport, track alias"),
  MOQ_DELIVERY(
      "moq.tracks.delivery",
      "objects, streams, bytes",
      "Objects by subgroup stream, datagram and fetch, those with a status included;"
          + " duplicates were there before, with the same group and object id. Object ids are"
          + " absolute: as logged, else the sum of the deltas on the stream, each plus one"
          + " but for the first. payload_bytes and object_bytes: as far as lengths were"
          + " logged; objects_without_length counts the others.",
      "subgroup_header, subgroup_object, object_datagram, fetch_header and fetch_object"
          + " events",
      "moq-transport, objects"),
  MOQ_GROUPS(
      "moq.tracks.groups",
      "groups, objects",
      "complete: the end is known (status end of group or track, end_of_group of a"
          + " datagram, or a stream with contains_end_of_group that ended with FIN) and every"
          + " id from 0 to it was there; of the first group, from its first id. incomplete:"
          + " ids are missing although a later group has finished, or a stream of the group"
          + " was reset or stopped. A group has finished if its end is known, if all its"
          + " streams have ended, or if two later ones have begun. unknown: all others."
          + " objects_missing: ids that incomplete groups lack; a publisher may leave ids out"
          + " by intent.",
      "as moq.tracks.delivery; packet_sent, packet_received (FIN, RESET_STREAM," + " STOP_SENDING)",
      "moq-transport, groups"),
  MOQ_SUBSCRIBE(
      "moq.tracks.subscribe_ms, moq.tracks.first_object_ms",
      "ms",
      "From SUBSCRIBE to SUBSCRIBE_OK, and to the first object that is not fetched. On"
          + " the publisher, from parsing the request to creating them.",
      "control_message events, subgroup_object and object_datagram events",
      "-"),
  MOQ_FETCH(
      "moq.tracks.fetch_first_object_ms, moq.tracks.fetch_ms",
      "ms",
      "From FETCH to the first and to the last object that answers it.",
      "control_message events, fetch_header, fetch_object",
      "-"),
  MOQ_INTER_ARRIVAL(
      "moq.tracks.inter_arrival_ms, moq.tracks.jitter_ms",
      "ms",
      "From one object to the next of the same track, without fetched ones; jitter_ms"
          + " is the mean absolute difference between one of those and the next.",
      "subgroup_object and object_datagram events",
      "-"),
  MOQ_GROUP_TIMES(
      "moq.tracks.group_interval_ms, moq.tracks.group_delivery_ms",
      "ms",
      "group_interval_ms: from the first object of a group to that of the next group"
          + " with a higher id. group_delivery_ms: from the first object of a group to its"
          + " last.",
      "subgroup_object and object_datagram events",
      "-"),
  MOQ_RESIDENCE(
      "moq.tracks.residence_ms",
      "ms",
      "In the log of a relay with many connections: from the first time an object of"
          + " that track, group and object id was parsed on one of them to when it was"
          + " created on this. One clock, so exact.",
      "subgroup_object and object_datagram events of all connections of a trace",
      "-"),
  MOQ_DROPS(
      "moq.tracks.drops",
      "events",
      "reset_stream and stop_sending on data streams of the track, once a stream, and"
          + " PUBLISH_DONE, by code. A code of WebTransport is shown as the one of MoQ behind"
          + " it. name: what the code means in the negotiated draft; absent where the draft"
          + " decides and is not known.",
      "packet_sent, packet_received (RESET_STREAM, STOP_SENDING), control_message" + " events",
      "moq-transport, error codes"),
  MOQ_STALLS(
      "moq.stalls, moq.tracks.stalls, moq.tracks.stalled_ms",
      "stalls, ms",
      "late_group: a group began more than two median group intervals after the one"
          + " before; it lasts from one median after that to its first object, and stalled_ms"
          + " sums those up. slow_group: a delivery of more than two medians and longer than"
          + " the median group interval. missing_objects: an incomplete group. reset_stream:"
          + " from the header of the stream to its reset. Late and slow groups need four"
          + " groups for a median; of each kind the 32 worst of a track are listed.",
      "as moq.tracks.groups",
      "-"),
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
          + " first_sent since the first event of the sender's log, span, packets, bytes,"
          + " delay_before and delay_after (delay variation of the nearest packets that arrived),"
          + " silence (how long nothing arrived between these). Drops at a full queue come after"
          + " large delays, those of a full receive buffer may come after small ones.",
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
      "RFC 7679, RFC 3393"),
  JOIN_MOQ(
      "join.moq",
      "objects, ms",
      "Media over QUIC objects from one end to the other, if both logs, or logs of MoQ beside them"
          + " on a wall clock, tell of objects. An object is told by track, group and object id,"
          + " however it was delivered; of one created or parsed several times the first counts."
          + " created at one end; matched of them: parsed by the other; never_parsed: the rest, of"
          + " which unresolved were created so late that the other log may have ended before, by"
          + " the largest latency seen. latency_ms: parsed - created - offset, which shares the"
          + " error of join.clock, by nearest rank, exact to 0.8 %. not_logged_as_created: parsed,"
          + " but not in the other log. parsed_before_created: the clocks are off by more than the"
          + " object took, so that it has no latency. complete: all objects were compared, at most"
          + " 524,288 of each log and direction. tracks: the 32 with the largest p95, before them"
          + " those of which no latency is known. A track goes by its name; where the"
          + " logs do not tell that or hash it, by its alias.",
      "subgroup_object_created, object_datagram_created, fetch_object_created; the same _parsed of"
          + " the other log; control messages and stream headers of both",
      "moq-transport, object"),
  DELIVERY_WIRE(
      "delivery.sent_bytes, delivery.received_bytes, delivery.sent_bps," + " delivery.received_bps",
      "bytes, bit/s",
      "UDP payload sent and received. sent_source and received_source say what is summed:"
          + " datagrams, where the log has them, else packets. The rates divide by active_ms. UDP"
          + " and IP headers are in neither.",
      "udp_datagrams_sent, udp_datagrams_received; else packet_sent, packet_received",
      "qlog main schema, RawInfo"),
  DELIVERY_TIME(
      "delivery.active_ms, delivery.idle_ms",
      "ms",
      "Time from the first packet to the last, in either direction. idle is the part of it"
          + " in gaps between packets that are longer than a second and three probe timeouts,"
          + " active the rest.",
      "packet_sent, packet_received",
      "RFC 9002 section 6.2.1"),
  DELIVERY_OUT(
      "delivery.acknowledged_bytes, delivery.unique_bytes_sent, delivery.goodput_out_bps",
      "bytes, bit/s",
      "unique_bytes_sent: data of STREAM and DATAGRAM frames sent, each byte of a stream"
          + " once. acknowledged_bytes: the data in packets that were acknowledged, and no more"
          + " than unique_bytes_sent, since data sent again is in two packets. goodput_out divides"
          + " it by active_ms. Absent without frames, or without acknowledgments.",
      "packet_sent with packet_received (ACK frames), packets_acked",
      "RFC 9000 section 13.3"),
  DELIVERY_IN(
      "delivery.unique_bytes_received, delivery.duplicate_bytes_received,"
          + " delivery.goodput_in_bps",
      "bytes, bit/s",
      "unique_bytes_received: data of STREAM and DATAGRAM frames received, each byte of a"
          + " stream once; duplicate_bytes_received: stream data received again, a lower bound of"
          + " what the peer sent again. goodput_in divides the first by active_ms.",
      "packet_received (STREAM and DATAGRAM frames)",
      "RFC 9000 section 2.2"),
  DELIVERY_DELIVERED(
      "delivery.delivered_bytes",
      "bytes",
      "Data that the transport handed to the application, as logged. Absent if the stack"
          + " does not log it.",
      "stream_data_moved, datagram_data_moved",
      "quic-events"),
  DELIVERY_PEAK(
      "delivery.peak_sent_bps, delivery.peak_received_bps",
      "bit/s",
      "The most UDP payload in any second, to a tenth of a second. Absent if less than a"
          + " second of packets was logged.",
      "as delivery.sent_bytes",
      "-"),
  CONGESTION_WINDOW(
      "congestion.window_bytes, congestion.ssthresh_bytes, congestion.pacing_bps",
      "bytes, bit/s",
      "The congestion window and the pacing rate as logged: min, mean weighted by time"
          + " (each value holds until the next), max, last. ssthresh is the last slow start"
          + " threshold, absent as long as there is none.",
      "recovery_metrics_updated",
      "RFC 9002 section 7"),
  CONGESTION_IN_FLIGHT(
      "congestion.in_flight_bytes, congestion.utilisation, congestion.window_limited_share",
      "bytes, 1, 1",
      "Bytes in flight. in_flight_source logged: as logged, and 0 when all that was sent is"
          + " acknowledged or lost, since some stacks leave a zero out. inferred: in-flight"
          + " packets sent less those acknowledged, lost or of discarded keys. utilisation: mean"
          + " in flight over mean window, while both are known; window_limited_share: the share of"
          + " that time with at least 0.9 of the window in flight.",
      "recovery_metrics_updated; else packet_sent, packet_received (ACK frames),"
          + " packet_lost, key_discarded",
      "RFC 9002 sections 2 and 7"),
  CONGESTION_STATES(
      "congestion.states",
      "ms",
      "The time in each congestion state, and how often it was entered, in one spelling for"
          + " all stacks (slow_start, congestion_avoidance, recovery, application_limited and"
          + " others).",
      "congestion_state_updated",
      "RFC 9002 section 7.3"),
  CONGESTION_EVENTS(
      "congestion.events, congestion.spurious_events",
      "1",
      "Recovery periods. events_source event: recovery states that were logged. inferred: a"
          + " period begins when a packet is lost that was sent after the period before began;"
          + " where the log does not name the packets, a loss more than an RTT after it."
          + " spurious_events: periods of which every packet declared lost was acknowledged after"
          + " all. MTU probes do not count.",
      "congestion_state_updated; else packet_lost, recovery_metrics_updated" + " (cf_lost_packets)",
      "RFC 9002 section 7.3.2"),
  BLOCKED(
      "blocked",
      "ms",
      "The time that somebody was kept from sending, by side (local: this endpoint; remote: its"
          + " peer, as it shows here) and reason; periods may overlap, and those of streams add up."
          + " source event: as logged. source inferred: connection_flow_control,"
          + " stream_flow_control and stream_id from the moment a limit is used up (or a *_BLOCKED"
          + " frame says so) until the raise arrives (for remote: until more data arrives), if such"
          + " a frame said so or the raise was used at once (local: within 10 ms; remote: more"
          + " arrives within one and a half round trips and 10 ms of the raise)."
          + " congestion_control: at least 0.95 of the window in flight, or less than one packet of"
          + " room. application: from the last new data to the next, if longer than half a round"
          + " trip and 5 ms, while no limit was used up and nothing, or less than half of the"
          + " window, was in flight. amplification_protection: a server that had no room for a"
          + " datagram of 1200 bytes within three times what it had received, until the next packet"
          + " arrived, if it then sent more of the handshake. pacing: until send_at_time, if that"
          + " is 0.1 ms away.",
      "connection_data_blocked_updated, stream_data_blocked_updated,"
          + " datagram_data_blocked_updated; else packet_sent, packet_received, parameters_set,"
          + " recovery_metrics_updated",
      "RFC 9000 sections 4 and 8.1, RFC 9002 section 7.8"),
  STREAMS_COUNT(
      "streams.client_bidirectional, streams.server_bidirectional,"
          + " streams.client_unidirectional, streams.server_unidirectional,"
          + " streams.largest_concurrency",
      "streams",
      "Streams that a STREAM, RESET_STREAM or STOP_SENDING frame names, by the last bits of"
          + " their id; and the most that were open at once: from the first frame until FIN or"
          + " RESET_STREAM was seen in each direction.",
      "packet_sent, packet_received",
      "RFC 9000 section 2.1"),
  STREAMS_BYTES(
      "streams.bytes_sent, streams.unique_bytes_sent, streams.bytes_received,"
          + " streams.unique_bytes_received",
      "bytes",
      "Data of STREAM frames both ways: all of it, and each byte once.",
      "packet_sent, packet_received (STREAM frames)",
      "RFC 9000 section 19.8"),
  STREAMS_ENDS(
      "streams.fins_sent, streams.fins_received, streams.resets_sent,"
          + " streams.resets_received, streams.stops_sent, streams.stops_received",
      "streams",
      "Streams whose end was sent or received (FIN), that were reset, or that were to be"
          + " stopped. A frame that is sent again counts once.",
      "packet_sent, packet_received",
      "RFC 9000 sections 3.1 to 3.5"),
  STREAMS_DURATION(
      "streams.duration_ms, streams.fin_acked_ms",
      "ms",
      "duration: from the first frame of a stream until both directions, or its only one,"
          + " had ended. fin_acked: from the first frame to the first acknowledgment of a packet"
          + " that carried its FIN; data before it may still be missing then.",
      "packet_sent, packet_received",
      "RFC 9000 section 3.1"),
  STREAMS_HEAD_OF_LINE(
      "streams.head_of_line_ms, streams.head_of_line_streams," + " streams.longest_head_of_line_ms",
      "ms, streams",
      "For how long data of a stream that had arrived could not be handed to the"
          + " application, since something before it was missing: summed over streams; on how"
          + " many; and the longest that a range of bytes waited.",
      "packet_received (STREAM frames)",
      "RFC 9000 section 2.2"),
  STREAMS_LARGEST(
      "streams.largest",
      "-",
      "The eight streams with the most data and the eight on which data waited longest"
          + " behind a gap, one by one. Codes are -1 where the log has none.",
      "packet_sent, packet_received",
      "RFC 9000 section 2"),
  DATAGRAMS(
      "datagrams",
      "frames, bytes, packets",
      "DATAGRAM frames and their data both ways; packets sent that carried any; and of"
          + " these the lost ones: declared or inferred lost as loss_source says (see"
          + " loss.lost_in_flight), and not acknowledged after all.",
      "packet_sent, packet_received (DATAGRAM frames), packet_lost",
      "RFC 9221 section 5"),
  REORDER(
      "reorder.reordered, reorder.ratio, reorder.extent_packets, reorder.extent_ms",
      "packets, 1, packets, ms",
      "Packets that arrived behind one with a larger number in their packet number space,"
          + " without duplicates and packets that waited here for their keys; over packets"
          + " received; and by how many numbers, and how long after the largest, they came.",
      "packet_received",
      "RFC 4737"),
  REORDER_MISSING(
      "reorder.missing, reorder.longest_gap, reorder.duplicates",
      "packets",
      "missing: packet numbers between the smallest and the largest received, per packet"
          + " number space, that never came: an upper bound of the packets lost on the way here,"
          + " since stacks may skip numbers. longest_gap: the most in a row.",
      "packet_received",
      "RFC 9000 section 12.3"),
  ACKS_DELAY(
      "acks.delay_ms",
      "ms",
      "How long the peer says that it waited before it acknowledged, over ACK frames"
          + " received with application data. Absent if the log has none.",
      "packet_received (ACK frames)",
      "RFC 9000 section 13.2.5"),
  ACKS_RATE(
      "acks.received, acks.sent, acks.ack_eliciting_received, acks.packets_per_ack",
      "frames, packets, packets, 1",
      "ACK frames received, packets sent with any, packets received that asked for one, and"
          + " the latter over acknowledgments sent, all for application data.",
      "packet_sent, packet_received",
      "RFC 9000 section 13.2.2"),
  SERIES(
      "series",
      "-",
      "The connection over time, on demand: columns with a value for each bucket. Buckets"
          + " are bucket_ms wide, a millisecond doubled until there are few enough, and begin at"
          + " multiples of it. acknowledged_bytes counts data of acknowledged packets, data sent"
          + " again twice; packets_lost packets declared lost, when they were; RTT samples are"
          + " those of latest_rtt, if it is logged, else inferred; window and in flight the"
          + " largest value in a bucket.",
      "as the numbers of those names",
      "-"),
  HANDSHAKE_COMPLETE(
      "handshake.complete_ms, handshake.confirmed_ms",
      "ms",
      "From the first Initial packet, sent by a client or received by a server, until the TLS"
          + " handshake was complete and until it was confirmed. source event: as"
          + " connection_state_updated says. source inferred: complete at a client with the first"
          + " 1-RTT packet sent, at a server with the first HANDSHAKE_DONE frame sent or 1-RTT"
          + " packet received; confirmed at a client with the first HANDSHAKE_DONE frame received,"
          + " at a server when complete. Absent if the log begins later.",
      "connection_state_updated; packet_sent, packet_received",
      "RFC 9001 section 4.1"),
  HANDSHAKE_FIRST_REPLY(
      "handshake.first_reply_ms",
      "ms",
      "From the first Initial packet to the first Initial or Handshake packet of the server. At a"
          + " client this is a round trip and what the server needed, with a Retry two.",
      "packet_sent, packet_received",
      "RFC 9000 section 7"),
  HANDSHAKE_FIRST_BYTE(
      "handshake.first_byte_ms, handshake.responses_ms",
      "ms",
      "first_byte_ms: from the first Initial packet to the first data of the server on a"
          + " bidirectional stream of the client. responses_ms: on each of those streams, from the"
          + " first STREAM frame of the request to the first data of the answer; at a client a"
          + " round trip and what the server needed, at a server what it needed.",
      "packet_sent, packet_received (STREAM frames)",
      "RFC 9000 section 2.1"),
  HANDSHAKE_COST(
      "handshake.initial_packets_sent, handshake.handshake_packets_sent,"
          + " handshake.packets_sent_again, handshake.crypto_bytes_sent,"
          + " handshake.crypto_bytes_sent_again",
      "packets, bytes",
      "Initial and Handshake packets sent, and the bytes of their CRYPTO frames. Sent again are"
          + " bytes whose offset was sent before, and packets with such bytes.",
      "packet_sent (CRYPTO frames)",
      "RFC 9000 section 13.3"),
  HANDSHAKE_WAYS(
      "handshake.retry, handshake.version_negotiation, handshake.resumption_allowed",
      "truth",
      "Whether the log shows a Retry packet or a retry_source_connection_id, a Version Negotiation"
          + " packet, and that the session may be resumed.",
      "packet_sent, packet_received, parameters_set",
      "RFC 9000 sections 6 and 8.1.2"),
  HANDSHAKE_ZERO_RTT(
      "handshake.zero_rtt_packets, handshake.zero_rtt_accepted",
      "packets, truth",
      "0-RTT packets sent or received. accepted: one was acknowledged, or received and not dropped."
          + " Not accepted: packets behind them were acknowledged, and they were neither"
          + " acknowledged nor declared lost. Absent if the log does not tell.",
      "packet_sent, packet_received, packet_dropped",
      "RFC 9001 section 4.6"),
  HANDSHAKE_ALPN(
      "handshake.alpn, handshake.quic_version",
      "text",
      "The application protocol that was chosen, or the only one that was offered if the handshake"
          + " completed; and the QUIC version in hexadecimal without leading zeros.",
      "alpn_information, version_information, parameters_set, packet headers",
      "RFC 7301, RFC 9000 section 15"),
  HANDSHAKE_AMPLIFICATION(
      "handshake.amplification, handshake.amplification_blocked_ms",
      "1, ms",
      "At a server, the largest ratio of bytes sent to bytes received before the client's address"
          + " was validated, that is, before a Handshake packet or a token came. blocked_ms: as the"
          + " stack logs it; else times at a ratio above 2.9 until something came, if CRYPTO data"
          + " was sent after that. An Initial datagram counts as 1200 bytes at least, which it must"
          + " have.",
      "udp_datagrams_sent, udp_datagrams_received; else packet_sent, packet_received;"
          + " connection_data_blocked_updated",
      "RFC 9000 section 8.1"),
  CLOSE(
      "close.kind, close.initiator",
      "text",
      "How the connection ended: clean (no error), idle_timeout, handshake_timeout,"
          + " transport_error, crypto_error, application_error, stateless_reset, version_mismatch,"
          + " unknown (closed for an unknown reason), or log_ended (the log does not show an end)."
          + " An error in a CONNECTION_CLOSE frame or connection_closed event outweighs the trigger"
          + " that the stack names. source event: an event says so. source packet: a"
          + " CONNECTION_CLOSE frame, stateless reset or Version Negotiation packet. source"
          + " inferred: nothing was received for the idle timeout until the last event"
          + " (idle_timeout), or nothing at all tells (log_ended).",
      "connection_closed, connection_state_updated, timer_updated, packet_sent, packet_received"
          + " (CONNECTION_CLOSE frames)",
      "RFC 9000 section 10"),
  CLOSE_ERROR(
      "close.error, close.error_code, close.alert, close.trigger, close.reason",
      "text",
      "The error by its name in qlog and by its number, the TLS alert in a crypto error, and what"
          + " the stack and the frame say in words. Application errors have names with HTTP/3 and"
          + " Media over QUIC.",
      "as close",
      "RFC 9000 section 20, RFC 8446 section 6, RFC 9114 section 8.1"),
  CLOSE_FRAMES(
      "close.after_ms, close.offset, close.idle_timeout_ms, close.frames_sent,"
          + " close.frames_received, close.stateless_resets",
      "ms, bytes, packets",
      "When the end shows first, since the first event, and where in the uncompressed log; the"
          + " smaller max_idle_timeout of both sides; how many CONNECTION_CLOSE frames and"
          + " stateless reset packets were logged, repeats included.",
      "as close; parameters_set",
      "RFC 9000 sections 10.1 to 10.3"),
  PATHS(
      "paths.migrations",
      "changes",
      "How often the connection moved to another path. source event: migration_state_updated"
          + " (migration_complete) or connection_migrated; packets with other frames than probing"
          + " ones sent over another path; another remote address of datagrams. source inferred:"
          + " PATH_CHALLENGE frames of one second that were answered, by either side, count as one"
          + " move. Absent if the log names no frames.",
      "migration_state_updated, tuple_assigned, packet_sent, packet_received,"
          + " udp_datagrams_received",
      "RFC 9000 section 9"),
  PATHS_VALIDATION(
      "paths.challenges_sent, paths.challenges_received, paths.validations",
      "frames",
      "PATH_CHALLENGE frames sent and received, and those sent that a PATH_RESPONSE with the same"
          + " data answered.",
      "packet_sent, packet_received",
      "RFC 9000 section 8.2"),
  PATHS_LIST(
      "paths.list",
      "object",
      "Each path with its addresses as logged, packets and bytes both ways, the time from its first"
          + " PATH_CHALLENGE to the answer, and where there are several its RTT as logged.",
      "packet_sent, packet_received, connection_started, tuple_assigned, recovery_metrics_updated",
      "RFC 9000 section 9"),
  MTU(
      "mtu.logged, mtu.largest_sent, mtu.largest_acked",
      "bytes",
      "The largest MTU that the stack logged, the largest packet sent, and the largest packet"
          + " acknowledged, which is a lower bound of what the path takes. Packets of one datagram"
          + " count one by one.",
      "mtu_updated, packet_sent, packet_received (ACK frames)",
      "RFC 9000 section 14"),
  MTU_PROBES(
      "mtu.probes_sent, mtu.probes_acked, mtu.probes_lost",
      "packets",
      "Packets that probe for a larger MTU: marked as such, or 1-RTT packets of PING and PADDING"
          + " alone that are larger than all before. Lost: declared, or inferred as in"
          + " loss.inferred.",
      "packet_sent, packet_lost",
      "RFC 9000 section 14.4"),
  MTU_PEER(
      "mtu.peer_max",
      "bytes",
      "The peer's max_udp_payload_size.",
      "parameters_set",
      "RFC 9000 section 18.2"),
  ECN_ACKED(
      "ecn.acked_ect0, ecn.acked_ect1, ecn.acked_ce, ecn.ce_ratio",
      "packets, 1",
      "Packets that the peer counted with each mark: the largest counts in its ACK frames, over all"
          + " packet number spaces. ce_ratio is the share of CE. Absent if no ACK frame had"
          + " counts.",
      "packet_received (ACK frames)",
      "RFC 9000 section 13.4.2"),
  ECN_RECEIVED(
      "ecn.received_ect0, ecn.received_ect1, ecn.received_ce",
      "packets",
      "Datagrams received with each mark, else packets. A datagram event without marks has those of"
          + " the one before.",
      "udp_datagrams_received, packet_received",
      "RFC 9000 section 13.4.1"),
  ECN_STATE(
      "ecn.state, ecn.failures",
      "text, times",
      "The last state that the stack logged, and how often validation failed: as logged, or because"
          + " the peer counted more marks than packets were sent.",
      "ecn_state_updated, packet_received (ACK frames)",
      "RFC 9000 section 13.4.2.1"),
  PROBE_TIMEOUTS(
      "probe_timeouts.count, probe_timeouts.largest_backoff, probe_timeouts.runs",
      "times",
      "How often the probe timeout expired, how often in a row at most, and how many rows had two"
          + " or more. source logged: increases of pto_count. source event: timers that expired, or"
          + " packets with the trigger pto_probe, those within 1 ms together. source inferred:"
          + " ack-eliciting packets sent after nothing was sent or acknowledged for a probe"
          + " timeout, less a tenth for inexact timers, while packets above the largest"
          + " acknowledged one waited; 180 ms before the first RTT sample.",
      "recovery_metrics_updated, timer_updated, packet_sent, packet_received (ACK frames)",
      "RFC 9002 section 6.2"),
  PROBE_SILENCE(
      "probe_timeouts.longest_silence_ms, probe_timeouts.silence_after_ms",
      "ms",
      "The longest time without a new acknowledgment while ack-eliciting packets waited for one, to"
          + " the end of the log or of the connection at most; and when it began, since the first"
          + " event.",
      "packet_sent, packet_received (ACK frames), packets_acked",
      "RFC 9002 section 6.2.1"),
  PERSISTENT_CONGESTION(
      "probe_timeouts.persistent_congestion",
      "times",
      "How often persistent congestion was established. persistent_source event: as"
          + " congestion_state_updated says. inferred: ack-eliciting packets declared lost that"
          + " were sent further apart than three probe timeouts, with nothing between acknowledged."
          + " Absent if losses were not declared but inferred.",
      "congestion_state_updated; packet_lost, packet_sent",
      "RFC 9002 section 7.6"),
  DROPS(
      "drops.packets, drops.buffered",
      "packets",
      "Packets that arrived but could not be used, by reason, and packets that had to wait. Reasons"
          + " have their current names; unspecified where the log gives none.",
      "packet_dropped, packet_buffered",
      "qlog quic events"),
  KEY_UPDATES(
      "key_updates",
      "times",
      "How often the 1-RTT keys were updated: by events of updates, or changes of the key phase in"
          + " packets sent. Absent if the log has neither.",
      "key_updated, packet_sent",
      "RFC 9001 section 6"),
  HOST(
      "host",
      "text",
      "The host that recorded the log: the name of its vantage point, unless that is the name of a"
          + " stack or of a role.",
      "header",
      "qlog main schema, VantagePoint");

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
