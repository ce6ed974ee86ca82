package dev.moqlog.analyzer.diagnose;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a diagnosis can find, with what it means and what to do about it. */
public enum Rule {
  HANDSHAKE_FAILED(
      "handshake_failed",
      "The handshake failed",
      "The connection ended before its handshake was complete: an error of TLS or of the "
          + "transport closed it.",
      "The end of the connection (close) is a crypto or transport error and the handshake "
          + "was never complete; critical. crypto_error_0x1xx carries the TLS alert in its last "
          + "byte.",
      "RFC 9000 section 10.2.3, RFC 9001 section 4.8, RFC 8446 section 6",
      "Look at the error. no_application_protocol wants the same ALPN on both sides; a "
          + "certificate alert a certificate that the client trusts for that name; "
          + "version_mismatch a common QUIC version."),
  HANDSHAKE_TIMEOUT(
      "handshake_timeout",
      "Nobody answered the handshake",
      "Initial packets were sent again and again and the handshake never got to its end.",
      "The handshake was never complete, at least two Initial or Handshake packets were "
          + "sent, and either nothing came back or the connection timed out; critical.",
      "RFC 9000 section 10.1, RFC 9002 section 6.2.2",
      "Check that the server listens on that UDP port and that firewalls let UDP pass both "
          + "ways; with the server's own log, see whether its answers leave."),
  HANDSHAKE_DELAYED(
      "handshake_delayed",
      "Lost packets delayed the handshake",
      "Handshake packets were lost, and the handshake waited for probe timeouts that start "
          + "at a second without an RTT sample.",
      "A silence of at least 3 round trips and 500 ms that began before the handshake was "
          + "complete. Warning; critical from half of the connection's time.",
      "RFC 9002 section 6.2.2",
      "Remember the RTT of earlier connections, keep the first flight small, and see who "
          + "lost the packets."),
  BLACKOUT(
      "blackout",
      "The path went silent",
      "For a while nothing that was sent was acknowledged, although packets kept being " + "sent.",
      "Silence: from an ack-eliciting packet sent after the last progress to the next "
          + "acknowledgment, at least 3 round trips and 500 ms. Warning; critical from a tenth "
          + "of the connection's time.",
      "RFC 9002 section 6.2",
      "Look for a handover, a link that flapped, a suspended peer or a NAT that lost its "
          + "mapping at that time. Long silence grows with the probe timeout: it ends up to "
          + "twice as late as the path recovers."),
  PROBE_TIMEOUTS(
      "probe_timeouts",
      "Probe timeouts in a row",
      "The sender lost all signs of progress several times and waited ever longer before "
          + "it probed again.",
      "Silences as for blackout while 8 % of the packets and more are lost in short runs, "
          + "critical from a fifth of the connection's time; or, without such a silence, three "
          + "times two or more probe timeouts in a row (pto_count, timer or pto_probe events, "
          + "else inferred).",
      "RFC 9002 section 6.2",
      "Find the heavy loss that causes it; see whether both directions are hit."),
  PERSISTENT_CONGESTION(
      "persistent_congestion",
      "Persistent congestion",
      "All packets over more than three probe timeouts were lost, and the congestion "
          + "window fell to its minimum.",
      "Logged by the stack, or two ack-eliciting lost packets that span more than 3 x "
          + "(smoothed RTT + max(4 x rttvar, 1 ms) + max_ack_delay) with nothing acknowledged "
          + "between them.",
      "RFC 9002 section 7.6",
      "See what silenced the path at that time; a faster start after it needs a larger "
          + "initial window or a stack that undoes a collapse after a mere outage."),
  PMTU_BLACK_HOLE(
      "pmtu_black_hole",
      "Large packets vanish",
      "Packets above some size were lost while smaller ones got through: a link with a "
          + "smaller MTU drops them without a word.",
      "At least 3 lost packets (no MTU probes) larger than every packet that arrived since "
          + "the first of them.",
      "RFC 9000 section 14.3, RFC 8899 section 4.3",
      "Lower the maximum datagram size, or turn on a path MTU discovery with black hole "
          + "detection; look for tunnels and filtered ICMP on the path."),
  RANDOM_LOSS(
      "random_loss",
      "Packets are lost one by one",
      "Losses are single packets, spread over the connection, whatever the RTT and the "
          + "rate: typical of radio links and bad cables, not of congestion.",
      "Net or inferred loss from 0.1 % (and 3 packets) in runs hardly longer than chance "
          + "makes them (mean run below 1.15 / (1 - loss ratio)), mostly while the RTT was low, "
          + "or whatever it was if it was always high. Also where more than a third of the "
          + "packets is lost around silences. Critical from 5 %.",
      "RFC 9002 section 6.1",
      "A loss-based congestion control (Reno, Cubic) mistakes it for congestion: try BBR "
          + "or Copa; see which link of the path it is, and from which side."),
  BURST_LOSS(
      "burst_loss",
      "Packets are lost in long bursts",
      "Many consecutive packets vanish at once while the RTT stays as it is: a link that "
          + "fades, a route that changes, or a buffer that is full for a moment.",
      "As random_loss, but the mean run of consecutive lost packets is 6 or longer and no "
          + "silence explains it.",
      "RFC 9002 section 6.1",
      "Compare the times with handovers and route changes; if the peer is near and fast, "
          + "see receive_buffer_overflow."),
  QUEUE_OVERFLOW(
      "queue_overflow",
      "A queue on the path overflows",
      "Packets are lost while the RTT is high: the bottleneck's queue is full, the sender "
          + "is faster than the path.",
      "At least 60 % of the lost packets were sent while the RTT around them was at least "
          + "a quarter and 4 ms above the smallest, and the median queue was at least 4 ms.",
      "RFC 9002 section 7",
      "This is how loss-based congestion control finds the rate of the path. For less of "
          + "it: a congestion control that keeps queues short (BBR), pacing, ECN at the "
          + "bottleneck."),
  RATE_POLICING(
      "rate_policing",
      "A rate limit drops packets",
      "Groups of packets are lost, with others in between that arrive, and the RTT stays "
          + "low: a limiter drops what is above its rate without queueing it.",
      "Runs longer than chance, in clusters of 5 or more lost packets, with the RTT low "
          + "around them and no silence.",
      "RFC 9002 section 7",
      "Ask for the policer's rate and burst; pace below it, or have it shape (queue) "
          + "instead of police."),
  RECEIVE_BUFFER_OVERFLOW(
      "receive_buffer_overflow",
      "The receiver's socket buffer overflows",
      "Small groups of packets are lost again and again while the path is idle and the RTT "
          + "low: the receiving host drops datagrams that its process does not fetch in time.",
      "Runs longer than chance in many small clusters (less than 5 packets each) with the "
          + "RTT low around them; or such losses on a path shorter than 3 ms, where no "
          + "bottleneck queues.",
      "-",
      "Raise SO_RCVBUF and net.core.rmem_max at the receiver, read the socket on its own "
          + "thread, use recvmmsg or GRO, and pace the sender. There, UdpRcvbufErrors (nstat) "
          + "counts it."),
  TAIL_LOSS(
      "tail_loss",
      "The end of a flight was lost",
      "Packets were lost behind which nothing more was sent, so no acknowledgment could "
          + "show it; only the probe timeout did.",
      "At least half of the lost packets are the last ones before a pause of a round trip "
          + "or the end, in at most 3 clusters.",
      "RFC 9002 section 6.2, RFC 8985 section 1",
      "It costs a probe timeout each time; an application can keep the pipe filled, or "
          + "repeat small last objects."),
  INBOUND_LOSS(
      "inbound_loss",
      "Packets of the peer are missing",
      "Packet numbers of the peer never arrived. That is an upper bound: some stacks skip "
          + "numbers on purpose.",
      "Gaps in the packet numbers received at the end of the log, from 0.5 % and 3 packets "
          + "more than a peer skips on purpose (as many as the number received has binary "
          + "digits, if gaps are short).",
      "RFC 9000 section 12.3 and 21.4",
      "Read the peer's log for what it declared lost; with both, qlog-cli join tells "
          + "exactly."),
  SPURIOUS_LOSS(
      "spurious_loss",
      "Reordering is taken for loss",
      "Packets were declared lost and sent again although they arrived, only late.",
      "At least 5 packets, and 0.1 %, were declared lost and then acknowledged; info if "
          + "they are less than half of all declared. Where a stack only counts its losses: what "
          + "it counts beyond those that were never acknowledged.",
      "RFC 9002 section 6.1.1, RFC 9002 section 6.1.2",
      "Raise the packet threshold or the time threshold, or use a stack that adapts them; "
          + "find out who reorders (parallel links, jitter)."),
  REORDERING(
      "reordering",
      "Packets arrive out of order",
      "Packets of the peer overtook each other on the way.",
      "At least 0.5 % of the packets received have a smaller number than one received " + "before.",
      "RFC 4737",
      "It costs retransmissions at a peer whose thresholds are small. Look for parallel "
          + "links and queues."),
  DUPLICATES(
      "duplicates",
      "Packets arrive twice",
      "The network, or a retransmission that was not needed, delivered packets or data "
          + "more than once.",
      "At least 0.5 % of the packets received (and 3) had been received before.",
      "RFC 9000 section 12.3",
      "Packets with the same number are made by the network, never by QUIC: look for "
          + "mirrored ports and link-layer repetition."),
  BUFFERBLOAT(
      "bufferbloat",
      "Queues fill and the RTT grows",
      "The RTT is far above its smallest value for much of the time: the sender keeps a "
          + "queue at the bottleneck filled.",
      "p95 of the RTT at least 2.5 times the smallest and 25 ms above it, and the RTT high "
          + "(one and a half times the smallest) in at least 30 % of the time and 250 ms. "
          + "Critical from 10 times and 200 ms.",
      "RFC 8290 section 1",
      "Use a congestion control that keeps queues short, active queue management "
          + "(fq_codel, CAKE) at the bottleneck, or cap the rate of what need not be that fast."),
  RTT_JITTER(
      "rtt_jitter",
      "The RTT varies from packet to packet",
      "Round trips differ at random, not by a queue that fills: radio links, busy hosts.",
      "The mean difference of consecutive RTT samples is at least 3 ms and a tenth of the "
          + "smallest RTT, and at least a quarter of the spread of the samples.",
      "RFC 9002 section 5.3",
      "Media needs a longer playout buffer; thresholds in time for loss detection should "
          + "allow for it."),
  ACK_DELAY(
      "ack_delay",
      "The peer acknowledges late",
      "The peer held its acknowledgments back for longer than it promised, so that every "
          + "RTT is too long and losses are seen late.",
      "p95 of at least 20 acknowledgment delays above the default max_ack_delay of 25 ms "
          + "by more than 15 ms.",
      "RFC 9000 section 13.2.1 and 18.2",
      "See whether the peer is busy, or lower its max_ack_delay; a threshold of two "
          + "packets per ACK is usual."),
  APP_LIMITED(
      "app_limited",
      "The application had nothing to send",
      "Neither the network nor the peer slowed the connection down: data came in portions.",
      "The time in which nothing was in flight and nothing was blocked, from a third of "
          + "the connection. Info.",
      "RFC 9002 section 7.8",
      "If that is slower than wished, look at the application, its source, and its write "
          + "sizes."),
  CONGESTION_LIMITED(
      "congestion_limited",
      "The congestion window limited the rate",
      "The window was full most of the time: the network's share was used.",
      "Bytes in flight at 95 % of the congestion window or more for at least half of the "
          + "time. Info.",
      "RFC 9002 section 7",
      "Normal for a bulk transfer. More rate needs less loss, a shorter RTT, or another "
          + "congestion control."),
  CONNECTION_FLOW_CONTROL(
      "connection_flow_control",
      "The connection's flow control limited the rate",
      "The sender had data and the network had room, but the peer's limit for the "
          + "connection was used up.",
      "Blocked time of reason connection_flow_control, as far as the congestion window was "
          + "not full anyway, from 5 % of the connection and 20 ms; critical from a third.",
      "RFC 9000 section 4.1",
      "Raise initial_max_data and the window to at least bandwidth x RTT, and read faster: "
          + "a reader that is slow keeps the window closed."),
  STREAM_FLOW_CONTROL(
      "stream_flow_control",
      "A stream's flow control limited the rate",
      "Data of a stream waited for the peer to raise the stream's limit.",
      "Blocked time of reason stream_flow_control, as far as the congestion window was not "
          + "full anyway, from 5 % of the connection and 20 ms; critical from a third.",
      "RFC 9000 section 4.1",
      "Raise initial_max_stream_data_* and the stream's window to at least bandwidth x "
          + "RTT, and read streams in parallel."),
  STREAM_LIMIT(
      "stream_limit",
      "No more streams were allowed",
      "A new stream had to wait for MAX_STREAMS. For MoQ, each subgroup is a stream.",
      "Blocked time of reason stream_id, from 2 % of the connection and 20 ms.",
      "RFC 9000 section 4.6",
      "Raise initial_max_streams_* at the peer, finish streams sooner, or put more objects "
          + "into one."),
  AMPLIFICATION_BLOCKED(
      "amplification_blocked",
      "The server waited for the client's address to be validated",
      "Before a client's address is validated a server may send three times what it "
          + "received; its certificate chain needed more.",
      "Blocked time of reason amplification_protection: as logged, or the server silent at "
          + "three times what it received; of at least two round trips, and 2 % of the "
          + "connection and 20 ms.",
      "RFC 9000 section 8.1",
      "Make the certificate chain smaller (ECDSA, compression), or let clients present "
          + "tokens."),
  RETRY(
      "retry",
      "The server asked for a Retry",
      "A Retry packet validated the client's address and cost one more round trip.",
      "A Retry packet was sent or received. Info.",
      "RFC 9000 section 8.1.2",
      "Issue tokens by NEW_TOKEN, or ask for Retry only under load."),
  VERSION_NEGOTIATION(
      "version_negotiation",
      "Versions had to be negotiated",
      "The client's first version was not spoken by the server, which cost a round trip.",
      "A Version Negotiation packet was sent or received. Info; the handshake's failure is "
          + "a finding of its own.",
      "RFC 9000 section 6",
      "Let the client offer a version that the server speaks first."),
  ZERO_RTT_REJECTED(
      "zero_rtt_rejected",
      "0-RTT data was rejected",
      "Early data had to be sent again after the handshake.",
      "0-RTT packets were sent and none was accepted.",
      "RFC 9001 section 4.6.2",
      "Share session ticket keys between the servers, and keep them for as long as tickets "
          + "live."),
  IDLE_TIMEOUT(
      "idle_timeout",
      "The connection timed out",
      "Nothing came for longer than the idle timeout, or ever again until the log ended.",
      "The connection's end is an idle timeout after a complete handshake, or a silence "
          + "lasts to the end of the log. Critical if packets were waiting for an acknowledgment.",
      "RFC 9000 section 10.1",
      "If the peer was meant to be there: it vanished without a close. If not: close idle "
          + "connections, or keep them alive by PING."),
  STATELESS_RESET(
      "stateless_reset",
      "The peer had forgotten the connection",
      "A stateless reset ended it: the peer was restarted or lost its state.",
      "The connection's end is a stateless reset.",
      "RFC 9000 section 10.3",
      "Look for a restart or a load balancer that moved the connection to another server."),
  TRANSPORT_ERROR(
      "transport_error",
      "An error of the transport ended the connection",
      "One side violated the protocol as the other sees it.",
      "The connection's end is a transport or crypto error after the handshake.",
      "RFC 9000 section 20.1",
      "The error and its reason phrase name the rule; report it to the stack that sent the "
          + "offending frame."),
  APPLICATION_ERROR(
      "application_error",
      "The application closed with an error",
      "The application protocol (HTTP/3, MoQ) gave the connection up.",
      "The connection's end has an application error code other than no error.",
      "RFC 9000 section 20.2",
      "Look the code up in the application protocol, and at the last messages before it."),
  ENDS_EARLY(
      "ends_early",
      "The log ends in the middle",
      "The connection was still busy when the log ended: a killed process, a full disk, or "
          + "a log that was copied too early.",
      "The log is cut, or ends without a close, a timeout or a reset. Info.",
      "-",
      "What comes after it is unknown; numbers are right up to there."),
  PACKETS_DROPPED(
      "packets_dropped",
      "Packets arrived but could not be used",
      "The endpoint threw packets away: for lack of keys, because they failed "
          + "authentication, or had an unknown connection id.",
      "packet_dropped events (duplicates aside), from 1 % of the packets received and 5.",
      "RFC 9001 section 5.5 and 5.7",
      "A few at the start and after a key update are normal. Many that fail to decrypt "
          + "mean damage on the path or an injection."),
  ECN_CONGESTION(
      "ecn_congestion",
      "The network marked congestion",
      "Routers asked to slow down by ECN marks instead of dropping packets.",
      "CE marks among the newly acknowledged packets, from 0.1 %.",
      "RFC 9000 section 13.4, RFC 3168",
      "This is congestion without loss; nothing to mend but the load."),
  MIGRATION(
      "migration",
      "The connection changed its path",
      "An address changed: the client moved, or a NAT gave it another port.",
      "A change of the remote address, migration events, or path validation after the "
          + "handshake. Info, unless a burst of losses or a silence comes with it.",
      "RFC 9000 section 9",
      "See whether the RTT, the losses and the window after it are those of the new path."),
  MOQ_LATE_GROUP(
      "moq_late_group",
      "MoQ groups came late",
      "The pause between two groups of a track was much longer than usual: viewers see a "
          + "freeze.",
      "A group began more than twice the median distance after the one before. The cause "
          + "is the transport trouble in the same time, if there is any.",
      "draft-ietf-moq-transport, draft-pardue-moq-qlog-moq-events",
      "See the cause that is named with it. Without one, the publisher was late."),
  MOQ_INCOMPLETE_GROUP(
      "moq_incomplete_group",
      "MoQ groups are incomplete",
      "Objects of a group never came although a later group was finished, or its stream "
          + "was reset.",
      "Missing objects or resets in groups, counted only after a later group has finished.",
      "draft-ietf-moq-transport",
      "See the cause that is named with it; delivery_timeout resets are a decision of the "
          + "publisher."),
  MOQ_SLOW_GROUP(
      "moq_slow_group",
      "MoQ groups were delivered slowly",
      "From the first to the last object of a group took much longer than for most groups.",
      "A group's delivery time above twice the median and a round trip.",
      "draft-ietf-moq-transport",
      "See the cause that is named with it."),
  MOQ_STREAM_RESET(
      "moq_stream_reset",
      "MoQ streams were reset",
      "A publisher gave a data stream up before its end: the objects that were left on it "
          + "are lost to that subscriber.",
      "RESET_STREAM on a stream that carried a subgroup or a fetch.",
      "draft-ietf-moq-transport, RFC 9000 section 19.4",
      "The code says why: delivery_timeout and too_far_behind mean that the path was too "
          + "slow for the track; see the cause that is named with it."),
  MOQ_REQUEST_FAILED(
      "moq_request_failed",
      "MoQ requests were refused",
      "A subscribe, fetch or publish request got an error.",
      "subscribe_error, fetch_error, publish_error or request_error messages.",
      "draft-ietf-moq-transport",
      "Look at the code and the reason phrase.");

  private final String label;
  private final String title;
  private final String meaning;
  private final String derivation;
  private final String reference;
  private final String advice;

  Rule(
      String label,
      String title,
      String meaning,
      String derivation,
      String reference,
      String advice) {
    this.label = label;
    this.title = title;
    this.meaning = meaning;
    this.derivation = derivation;
    this.reference = reference;
    this.advice = advice;
  }

  /** The name in machine-readable output and for {@code --explain}. */
  public String label() {
    return label;
  }

  /** What it is, in a few words. */
  public String title() {
    return title;
  }

  /** What it means for the connection. */
  public String meaning() {
    return meaning;
  }

  /** The numbers it uses and the thresholds it applies. */
  public String derivation() {
    return derivation;
  }

  /** Where the terms are defined. */
  public String reference() {
    return reference;
  }

  /** What to try. */
  public String advice() {
    return advice;
  }

  /** The rule of that label, in any letter case, with dashes or low lines. */
  public static Optional<Rule> of(String label) {
    String name = label.strip().toLowerCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(values()).filter(rule -> rule.label.equals(name)).findFirst();
  }
}
