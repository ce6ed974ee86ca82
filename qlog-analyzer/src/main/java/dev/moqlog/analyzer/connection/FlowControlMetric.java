package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.FrameList;
import dev.moqlog.analyzer.read.ParameterFields;
import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.summary.BlockedSummary.Reason;
import dev.moqlog.analyzer.summary.BlockedSummary.Side;
import dev.moqlog.analyzer.summary.Source;
import dev.moqlog.vocabulary.FrameType;
import java.util.stream.Stream;

/**
 * Flow control and limits of streams (RFC 9000 section 4): whom they held up, by the frames that
 * carry limits and what was sent against them.
 *
 * <p>This endpoint is blocked until a raise arrives here; the peer from the arrival of what reaches
 * its limit until the next arrives.
 */
final class FlowControlMetric implements StreamMetric.Listener {

  /** How soon who waits for a raise sends: at once, but for scheduling. */
  private static final long PROMPT_NANOS = 10_000_000;

  private static final long LIMITS =
      FrameList.bits(
          FrameType.MAX_DATA,
          FrameType.MAX_STREAMS,
          FrameType.MAX_STREAM_DATA,
          FrameType.DATA_BLOCKED,
          FrameType.STREAMS_BLOCKED,
          FrameType.STREAM_DATA_BLOCKED);

  /** The initial limits that one side sets for streams (RFC 9000 section 18.2). */
  private static final class StreamLimits {
    private long bidiLocal = ABSENT;
    private long bidiRemote = ABSENT;
    private long uni = ABSENT;

    void set(ParameterFields parameters) {
      bidiLocal = Math.max(bidiLocal, parameters.initialMaxStreamDataBidiLocalBytes());
      bidiRemote = Math.max(bidiRemote, parameters.initialMaxStreamDataBidiRemoteBytes());
      uni = Math.max(uni, parameters.initialMaxStreamDataUniBytes());
    }

    /** The limit of a stream, by whether the side that sets it opened the stream, or ABSENT. */
    long of(long id, boolean openedBySetter) {
      return (id & 2) != 0 ? uni : openedBySetter ? bidiLocal : bidiRemote;
    }
  }

  private final Role role;
  private final RttEstimate rtt;

  // What the peer lets this endpoint do.
  private final StreamLimits peersLimits = new StreamLimits();
  private final Credit connection = new Credit();
  private final Credit bidirectional = new Credit();
  private final Credit unidirectional = new Credit();
  private final BlockedPeriods connectionPeriods =
      periods(Side.LOCAL, Reason.CONNECTION_FLOW_CONTROL);
  private final BlockedPeriods streamPeriods = periods(Side.LOCAL, Reason.STREAM_FLOW_CONTROL);
  private final BlockedPeriods streamIdPeriods = periods(Side.LOCAL, Reason.STREAM_ID);
  private long fullStreams;

  // What this endpoint lets the peer do.
  private final StreamLimits ownLimits = new StreamLimits();
  private final PeerCredit peerConnection = new PeerCredit();
  private final PeerCredit peerBidirectional = new PeerCredit();
  private final PeerCredit peerUnidirectional = new PeerCredit();
  private final BlockedPeriods peerConnectionPeriods =
      periods(Side.REMOTE, Reason.CONNECTION_FLOW_CONTROL);
  private final BlockedPeriods peerStreamPeriods = periods(Side.REMOTE, Reason.STREAM_FLOW_CONTROL);
  private final BlockedPeriods peerStreamIdPeriods = periods(Side.REMOTE, Reason.STREAM_ID);

  private Moment now = new Moment();
  private StreamMetric streams;
  private boolean limitsSeen;

  FlowControlMetric(Role role, RttEstimate rtt) {
    this.role = role;
    this.rtt = rtt;
  }

  private static BlockedPeriods periods(Side side, Reason reason) {
    return new BlockedPeriods(side, reason, Source.INFERRED);
  }

  /** Where the streams are and what time it is, before all else. */
  void connect(StreamMetric streamMetric, Moment moment) {
    streams = streamMetric;
    now = moment;
  }

  /** One side's transport parameters became known. */
  void parametersSet(QlogEvent event) {
    ParameterFields parameters = event.parameters();
    if ("remote".equals(event.owner())) {
      peersLimits.set(parameters);
      raise(connection, parameters.initialMaxDataBytes(), connectionPeriods);
      raise(bidirectional, parameters.initialMaxStreamsBidi(), streamIdPeriods);
      raise(unidirectional, parameters.initialMaxStreamsUni(), streamIdPeriods);
    } else if ("local".equals(event.owner())) {
      ownLimits.set(parameters);
      raise(peerConnection, parameters.initialMaxDataBytes());
      raise(peerBidirectional, parameters.initialMaxStreamsBidi());
      raise(peerUnidirectional, parameters.initialMaxStreamsUni());
    }
  }

  private void raise(Credit credit, long limit, BlockedPeriods periods) {
    if (limit >= 0) {
      limitsSeen = true;
      credit.raise(limit, now, periods);
    }
  }

  private void raise(PeerCredit credit, long limit) {
    if (limit >= 0) {
      limitsSeen = true;
      credit.raise(limit, now);
    }
  }

  /** The frames of a packet that was sent, after their stream data was told. */
  void sent(FrameList frames) {
    if (!frames.containsAny(LIMITS)) {
      return;
    }
    for (int i = 0; i < frames.count(); i++) {
      long value = frames.value(i);
      boolean uni = frames.unidirectional(i);
      switch (frames.type(i)) {
        case MAX_DATA -> raise(peerConnection, value);
        case MAX_STREAMS -> raise(uni ? peerUnidirectional : peerBidirectional, value);
        case MAX_STREAM_DATA -> {
          StreamState stream = streams.get(frames.streamId(i));
          if (stream != null) {
            initialLimit(stream, stream.receiving);
            raise(stream.receiving, value);
          }
        }
        case DATA_BLOCKED -> connection.blocked(value, now);
        case STREAMS_BLOCKED -> (uni ? unidirectional : bidirectional).blocked(value, now);
        case STREAM_DATA_BLOCKED -> {
          StreamState stream = streams.get(frames.streamId(i));
          if (stream != null) {
            boolean before = stream.sending.full();
            stream.sending.blocked(value, now);
            fullStreams += stream.sending.full() && !before ? 1 : 0;
          }
        }
        default -> {}
      }
    }
  }

  /** The frames of a packet that was received, after their stream data was told. */
  void received(FrameList frames) {
    if (!frames.containsAny(LIMITS)) {
      return;
    }
    for (int i = 0; i < frames.count(); i++) {
      long value = frames.value(i);
      boolean uni = frames.unidirectional(i);
      switch (frames.type(i)) {
        case MAX_DATA -> raise(connection, value, connectionPeriods);
        case MAX_STREAMS -> raise(uni ? unidirectional : bidirectional, value, streamIdPeriods);
        case MAX_STREAM_DATA -> {
          StreamState stream = streams.get(frames.streamId(i));
          if (stream != null && value >= 0) {
            raiseStream(stream, value);
          }
        }
        case DATA_BLOCKED -> peerConnection.blocked(value, now);
        case STREAMS_BLOCKED -> (uni ? peerUnidirectional : peerBidirectional).blocked(value, now);
        case STREAM_DATA_BLOCKED -> {
          StreamState stream = streams.get(frames.streamId(i));
          if (stream != null) {
            stream.receiving.blocked(value, now);
          }
        }
        default -> {}
      }
    }
  }

  private void raiseStream(StreamState stream, long limit) {
    boolean before = stream.sending.full();
    if (stream.sending.raise(limit, now, streamPeriods)) {
      countBlocked(stream);
    }
    fullStreams -= before && !stream.sending.full() ? 1 : 0;
  }

  private void countBlocked(StreamState stream) {
    if (!stream.countedAsBlocked) {
      stream.countedAsBlocked = true;
      streamPeriods.stream();
    }
  }

  private void countPeerBlocked(StreamState stream) {
    if (!stream.countedAsPeerBlocked) {
      stream.countedAsPeerBlocked = true;
      peerStreamPeriods.stream();
    }
  }

  @Override
  public void sent(StreamState stream, long end, long freshBytes) {
    Credit credit = stream.sending;
    if (!credit.hasLimit() && role.known()) {
      // Who sets the limit is the peer.
      raise(credit, peersLimits.of(stream.id, !role.opens(stream.id)), streamPeriods);
    }
    long more = end - credit.used();
    if (more <= 0) {
      return;
    }
    boolean before = credit.full();
    if (credit.use(end, now, PROMPT_NANOS, streamPeriods)) {
      countBlocked(stream);
    }
    fullStreams += credit.full() && !before ? 1 : 0;
    connection.use(sum(connection.used(), more), now, PROMPT_NANOS, connectionPeriods);
  }

  @Override
  public void received(StreamState stream, long end, long freshBytes) {
    PeerCredit credit = stream.receiving;
    initialLimit(stream, credit);
    long more = end - credit.used();
    if (more <= 0) {
      return;
    }
    if (credit.use(end, now, peerPromptNanos(), peerStreamPeriods)) {
      countPeerBlocked(stream);
    }
    peerConnection.use(
        sum(peerConnection.used(), more), now, peerPromptNanos(), peerConnectionPeriods);
  }

  private void initialLimit(StreamState stream, PeerCredit credit) {
    if (!credit.hasLimit() && role.known()) {
      raise(credit, ownLimits.of(stream.id, role.opens(stream.id)));
    }
  }

  private static long sum(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** A round trip after a raise is sent, what waited for it arrives; with some room for jitter. */
  private long peerPromptNanos() {
    return rtt.nanos() + rtt.nanos() / 2 + PROMPT_NANOS;
  }

  @Override
  public void opened(long id) {
    if (!role.known()) {
      return;
    }
    boolean uni = (id & 2) != 0;
    long number = (id >> 2) + 1;
    if (role.opens(id)) {
      (uni ? unidirectional : bidirectional).use(number, now, PROMPT_NANOS, streamIdPeriods);
    } else {
      (uni ? peerUnidirectional : peerBidirectional)
          .use(number, now, peerPromptNanos(), peerStreamIdPeriods);
    }
  }

  @Override
  public void forgotten(StreamState stream) {
    fullStreams -= stream.sending.full() ? 1 : 0;
    // A stream that has ended waits for nothing.
    if (!stream.closed && stream.sending.end(now, streamPeriods)) {
      countBlocked(stream);
    }
    if (!stream.closed && stream.receiving.end(now, peerStreamPeriods)) {
      countPeerBlocked(stream);
    }
  }

  /** Whether a limit of the peer may be what keeps this endpoint from sending. */
  boolean mayBlock() {
    return connection.full() || fullStreams > 0;
  }

  /** For how long of a stretch of time no stream could be opened, by the latest such period. */
  long waitedForStreamNanos(long startNanos, long endNanos) {
    return streamIdPeriods.latestWithin(startNanos, endNanos);
  }

  /** Whether the log tells of limits at all. */
  boolean limitsSeen() {
    return limitsSeen;
  }

  /** The log has ended, and its streams were told to be forgotten. */
  void finish() {
    connection.end(now, connectionPeriods);
    bidirectional.end(now, streamIdPeriods);
    unidirectional.end(now, streamIdPeriods);
    peerConnection.end(now, peerConnectionPeriods);
    peerBidirectional.end(now, peerStreamIdPeriods);
    peerUnidirectional.end(now, peerStreamIdPeriods);
  }

  /** All periods, by who was blocked and why. */
  Stream<BlockedPeriods> periods() {
    return Stream.of(
        connectionPeriods,
        streamPeriods,
        streamIdPeriods,
        peerConnectionPeriods,
        peerStreamPeriods,
        peerStreamIdPeriods);
  }
}
