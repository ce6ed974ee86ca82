package dev.moqlog.analyzer.summary;

import java.util.List;

/**
 * What the numbers about how a connection began, ended, and found its path mean, in the order of
 * the output.
 */
final class TransportDefinitions {

  static final List<MetricDefinition> ALL =
      List.of(
          new MetricDefinition(
              "handshake.complete_ms, handshake.confirmed_ms",
              "ms",
              "From the first Initial packet, sent by a client or received by a server, until the"
                  + " TLS handshake was complete and until it was confirmed. source event: as"
                  + " connection_state_updated says. source inferred: complete at a client with the"
                  + " first 1-RTT packet sent, at a server with the first HANDSHAKE_DONE frame sent"
                  + " or 1-RTT packet received; confirmed at a client with the first HANDSHAKE_DONE"
                  + " frame received, at a server when complete. Absent if the log begins later.",
              "connection_state_updated; packet_sent, packet_received",
              "RFC 9001 section 4.1"),
          new MetricDefinition(
              "handshake.first_reply_ms",
              "ms",
              "From the first Initial packet to the first Initial or Handshake packet of the"
                  + " server. At a client this is a round trip and what the server needed, with a"
                  + " Retry two.",
              "packet_sent, packet_received",
              "RFC 9000 section 7"),
          new MetricDefinition(
              "handshake.first_byte_ms, handshake.responses_ms",
              "ms",
              "first_byte_ms: from the first Initial packet to the first data of the server on a"
                  + " bidirectional stream of the client. responses_ms: on each of those streams,"
                  + " from the first STREAM frame of the request to the first data of the answer;"
                  + " at a client a round trip and what the server needed, at a server what it"
                  + " needed.",
              "packet_sent, packet_received (STREAM frames)",
              "RFC 9000 section 2.1"),
          new MetricDefinition(
              "handshake.initial_packets_sent, handshake.handshake_packets_sent,"
                  + " handshake.packets_sent_again, handshake.crypto_bytes_sent,"
                  + " handshake.crypto_bytes_sent_again",
              "packets, bytes",
              "Initial and Handshake packets sent, and the bytes of their CRYPTO frames. Sent again"
                  + " are bytes whose offset was sent before, and packets with such bytes.",
              "packet_sent (CRYPTO frames)",
              "RFC 9000 section 13.3"),
          new MetricDefinition(
              "handshake.retry, handshake.version_negotiation, handshake.resumption_allowed",
              "truth",
              "Whether the log shows a Retry packet or a retry_source_connection_id, a Version"
                  + " Negotiation packet, and that the session may be resumed.",
              "packet_sent, packet_received, parameters_set",
              "RFC 9000 sections 6 and 8.1.2"),
          new MetricDefinition(
              "handshake.zero_rtt_packets, handshake.zero_rtt_accepted",
              "packets, truth",
              "0-RTT packets sent or received. accepted: one was acknowledged, or received and not"
                  + " dropped. Not accepted: packets behind them were acknowledged, and they were"
                  + " neither acknowledged nor declared lost. Absent if the log does not tell.",
              "packet_sent, packet_received, packet_dropped",
              "RFC 9001 section 4.6"),
          new MetricDefinition(
              "handshake.alpn, handshake.quic_version",
              "text",
              "The application protocol that was chosen, or the only one that was offered if the"
                  + " handshake completed; and the QUIC version in hexadecimal without leading"
                  + " zeros.",
              "alpn_information, version_information, parameters_set, packet headers",
              "RFC 7301, RFC 9000 section 15"),
          new MetricDefinition(
              "handshake.amplification, handshake.amplification_blocked_ms",
              "1, ms",
              "At a server, the largest ratio of bytes sent to bytes received before the client's"
                  + " address was validated, that is, before a Handshake packet or a token came."
                  + " blocked_ms: as the stack logs it; else times at a ratio above 2.9 until"
                  + " something came, if CRYPTO data was sent after that. An Initial datagram"
                  + " counts as 1200 bytes at least, which it must have.",
              "udp_datagrams_sent, udp_datagrams_received; else packet_sent, packet_received;"
                  + " connection_data_blocked_updated",
              "RFC 9000 section 8.1"),
          new MetricDefinition(
              "close.kind, close.initiator",
              "text",
              "How the connection ended: clean (no error), idle_timeout, handshake_timeout,"
                  + " transport_error, crypto_error, application_error, stateless_reset,"
                  + " version_mismatch, unknown (closed for an unknown reason), or log_ended (the"
                  + " log does not show an end). An error in a CONNECTION_CLOSE frame or"
                  + " connection_closed event outweighs the trigger that the stack names. source"
                  + " event: an event says so. source packet: a CONNECTION_CLOSE frame, stateless"
                  + " reset or Version Negotiation packet. source inferred: nothing was received"
                  + " for the idle timeout until the last event (idle_timeout), or nothing at all"
                  + " tells (log_ended).",
              "connection_closed, connection_state_updated, timer_updated, packet_sent,"
                  + " packet_received (CONNECTION_CLOSE frames)",
              "RFC 9000 section 10"),
          new MetricDefinition(
              "close.error, close.error_code, close.alert, close.trigger, close.reason",
              "text",
              "The error by its name in qlog and by its number, the TLS alert in a crypto error,"
                  + " and what the stack and the frame say in words. Application errors have names"
                  + " with HTTP/3 and Media over QUIC.",
              "as close",
              "RFC 9000 section 20, RFC 8446 section 6, RFC 9114 section 8.1"),
          new MetricDefinition(
              "close.after_ms, close.offset, close.idle_timeout_ms, close.frames_sent,"
                  + " close.frames_received, close.stateless_resets",
              "ms, bytes, packets",
              "When the end shows first, since the first event, and where in the uncompressed log;"
                  + " the smaller max_idle_timeout of both sides; how many CONNECTION_CLOSE frames"
                  + " and stateless reset packets were logged, repeats included.",
              "as close; parameters_set",
              "RFC 9000 sections 10.1 to 10.3"),
          new MetricDefinition(
              "paths.migrations",
              "changes",
              "How often the connection moved to another path. source event:"
                  + " migration_state_updated (migration_complete) or connection_migrated; packets"
                  + " with other frames than probing ones sent over another path; another remote"
                  + " address of datagrams. source inferred: PATH_CHALLENGE frames of one second"
                  + " that were answered, by either side, count as one move. Absent if the log"
                  + " names no frames.",
              "migration_state_updated, tuple_assigned, packet_sent, packet_received,"
                  + " udp_datagrams_received",
              "RFC 9000 section 9"),
          new MetricDefinition(
              "paths.challenges_sent, paths.challenges_received, paths.validations",
              "frames",
              "PATH_CHALLENGE frames sent and received, and those sent that a PATH_RESPONSE with"
                  + " the same data answered.",
              "packet_sent, packet_received",
              "RFC 9000 section 8.2"),
          new MetricDefinition(
              "paths.list",
              "object",
              "Each path with its addresses as logged, packets and bytes both ways, the time from"
                  + " its first PATH_CHALLENGE to the answer, and where there are several its RTT"
                  + " as logged.",
              "packet_sent, packet_received, connection_started, tuple_assigned,"
                  + " recovery_metrics_updated",
              "RFC 9000 section 9"),
          new MetricDefinition(
              "mtu.logged, mtu.largest_sent, mtu.largest_acked",
              "bytes",
              "The largest MTU that the stack logged, the largest packet sent, and the largest"
                  + " packet acknowledged, which is a lower bound of what the path takes. Packets"
                  + " of one datagram count one by one.",
              "mtu_updated, packet_sent, packet_received (ACK frames)",
              "RFC 9000 section 14"),
          new MetricDefinition(
              "mtu.probes_sent, mtu.probes_acked, mtu.probes_lost",
              "packets",
              "Packets that probe for a larger MTU: marked as such, or 1-RTT packets of PING and"
                  + " PADDING alone that are larger than all before. Lost: declared, or inferred as"
                  + " in loss.inferred.",
              "packet_sent, packet_lost",
              "RFC 9000 section 14.4"),
          new MetricDefinition(
              "mtu.peer_max",
              "bytes",
              "The peer's max_udp_payload_size.",
              "parameters_set",
              "RFC 9000 section 18.2"),
          new MetricDefinition(
              "ecn.acked_ect0, ecn.acked_ect1, ecn.acked_ce, ecn.ce_ratio",
              "packets, 1",
              "Packets that the peer counted with each mark: the largest counts in its ACK frames,"
                  + " over all packet number spaces. ce_ratio is the share of CE. Absent if no ACK"
                  + " frame had counts.",
              "packet_received (ACK frames)",
              "RFC 9000 section 13.4.2"),
          new MetricDefinition(
              "ecn.received_ect0, ecn.received_ect1, ecn.received_ce",
              "packets",
              "Datagrams received with each mark, else packets. A datagram event without marks has"
                  + " those of the one before.",
              "udp_datagrams_received, packet_received",
              "RFC 9000 section 13.4.1"),
          new MetricDefinition(
              "ecn.state, ecn.failures",
              "text, times",
              "The last state that the stack logged, and how often validation failed: as logged, or"
                  + " because the peer counted more marks than packets were sent.",
              "ecn_state_updated, packet_received (ACK frames)",
              "RFC 9000 section 13.4.2.1"),
          new MetricDefinition(
              "probe_timeouts.count, probe_timeouts.largest_backoff, probe_timeouts.runs",
              "times",
              "How often the probe timeout expired, how often in a row at most, and how many rows"
                  + " had two or more. source logged: increases of pto_count. source event: timers"
                  + " that expired, or packets with the trigger pto_probe, those within 1 ms"
                  + " together. source inferred: ack-eliciting packets sent after nothing was sent"
                  + " or acknowledged for a probe timeout, less a tenth for inexact timers, while"
                  + " packets above the largest acknowledged one waited; 180 ms before the first"
                  + " RTT sample.",
              "recovery_metrics_updated, timer_updated, packet_sent, packet_received (ACK frames)",
              "RFC 9002 section 6.2"),
          new MetricDefinition(
              "probe_timeouts.longest_silence_ms, probe_timeouts.silence_after_ms",
              "ms",
              "The longest time without a new acknowledgment while ack-eliciting packets waited for"
                  + " one, to the end of the log or of the connection at most; and when it began,"
                  + " since the first event.",
              "packet_sent, packet_received (ACK frames), packets_acked",
              "RFC 9002 section 6.2.1"),
          new MetricDefinition(
              "probe_timeouts.persistent_congestion",
              "times",
              "How often persistent congestion was established. persistent_source event: as"
                  + " congestion_state_updated says. inferred: ack-eliciting packets declared lost"
                  + " that were sent further apart than three probe timeouts, with nothing between"
                  + " acknowledged. Absent if losses were not declared but inferred.",
              "congestion_state_updated; packet_lost, packet_sent",
              "RFC 9002 section 7.6"),
          new MetricDefinition(
              "drops.packets, drops.buffered",
              "packets",
              "Packets that arrived but could not be used, by reason, and packets that had to wait."
                  + " Reasons have their current names; unspecified where the log gives none.",
              "packet_dropped, packet_buffered",
              "qlog quic events"),
          new MetricDefinition(
              "key_updates",
              "times",
              "How often the 1-RTT keys were updated: by events of updates, or changes of the key"
                  + " phase in packets sent. Absent if the log has neither.",
              "key_updated, packet_sent",
              "RFC 9001 section 6"),
          new MetricDefinition(
              "host",
              "text",
              "The host that recorded the log: the name of its vantage point, unless that is the"
                  + " name of a stack or of a role.",
              "header",
              "qlog main schema, VantagePoint"));

  private TransportDefinitions() {}
}
