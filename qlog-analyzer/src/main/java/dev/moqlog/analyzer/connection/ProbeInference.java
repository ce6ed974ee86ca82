package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.FrameList;
import dev.moqlog.analyzer.read.PacketFields;
import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.vocabulary.FrameType;
import dev.moqlog.vocabulary.PacketNumberSpace;
import dev.moqlog.vocabulary.PacketType;

/**
 * What is waiting for an acknowledgment, and the probe timeouts and silences that follow from it.
 *
 * <p>The timer starts again with each ack-eliciting packet and each new acknowledgment (RFC 9002
 * section 6.2.1). So an ack-eliciting packet that leaves a probe timeout later or more, while
 * packets above the largest acknowledged one are waiting, is a probe. Not safe for several threads.
 */
final class ProbeInference {

  /** Timers in logs are not exact, and stacks differ in the ack delay they allow for. */
  private static final double TOLERANCE = 0.9;

  /** Before any sample: twice the smallest initial RTT that stacks assume, less the tolerance. */
  private static final long FIRST_TIMEOUT_NANOS = 180_000_000;

  private static final int MAX_BACKOFF_SHIFT = 6;

  /** The ack-eliciting packets of one packet number space. */
  private static final class Space {
    private final PacketNumberSpace space;
    private long largestSent = -1;
    private long largestAcked = -1;

    Space(PacketNumberSpace space) {
      this.space = space;
    }
  }

  private final PtoEstimate estimate;
  private final BySpace<Space> spaces = new BySpace<>((space, path) -> new Space(space));
  private boolean client;
  private boolean sideKnown;
  private boolean confirmed;
  private boolean ended;
  private long startedNanos = ABSENT;
  private long waitingSinceNanos = ABSENT;
  private boolean ackPending;
  private long nowNanos;
  private int backoff;

  private long timeouts;
  private long largestBackoff;
  private long runs;
  private long longestNanos = ABSENT;
  private long longestStartNanos;
  private boolean acksSeen;

  ProbeInference(PtoEstimate estimate) {
    this.estimate = estimate;
  }

  /** Any event begins. */
  void time(long nanos) {
    if (ackPending) {
      ackPending = false;
      waitingSinceNanos = waiting() ? nowNanos : ABSENT;
    }
    nowNanos = nanos;
  }

  /** The connection is over: no silence from here on means anything. */
  void ended() {
    if (!ended) {
      silence();
      ended = true;
    }
  }

  /** A packet was sent. */
  void sent(QlogEvent event) {
    PacketFields packet = event.packet();
    FrameList frames = event.frames();
    side(packet, true);
    confirm(frames);
    if (packet.type() == PacketType.HANDSHAKE && client) {
      discard(PacketNumberSpace.INITIAL);
    }
    if (ended || !packet.hasNumber() || (frames.logged() && !frames.ackEliciting())) {
      return;
    }
    if (waitingSinceNanos != ABSENT && startedNanos != ABSENT && frames.logged()) {
      timer(nowNanos - startedNanos);
    }
    if (waitingSinceNanos == ABSENT) {
      waitingSinceNanos = nowNanos;
    }
    startedNanos = nowNanos;
    Space space = spaces.of(packet);
    space.largestSent = Math.max(space.largestSent, packet.number());
  }

  private void timer(long silentNanos) {
    double timeout =
        estimate.known()
            ? TOLERANCE * estimate.nanos(confirmed) * (1L << Math.min(backoff, MAX_BACKOFF_SHIFT))
            : FIRST_TIMEOUT_NANOS;
    if (silentNanos >= timeout) {
      timeouts++;
      backoff++;
      runs += backoff == 2 ? 1 : 0;
      largestBackoff = Math.max(largestBackoff, backoff);
    }
  }

  /** A packet was received. */
  void received(QlogEvent event) {
    side(event.packet(), false);
    confirm(event.frames());
    if (event.packet().type() == PacketType.HANDSHAKE && sideKnown && !client) {
      discard(PacketNumberSpace.INITIAL);
    }
  }

  private void side(PacketFields packet, boolean sent) {
    if (!sideKnown && packet.type() == PacketType.INITIAL) {
      sideKnown = true;
      client = sent;
    }
  }

  private void confirm(FrameList frames) {
    if (!confirmed && frames.contains(FrameType.HANDSHAKE_DONE)) {
      confirmed();
    }
  }

  /** The handshake is confirmed. */
  void confirmed() {
    confirmed = true;
    discard(PacketNumberSpace.INITIAL);
    discard(PacketNumberSpace.HANDSHAKE);
  }

  /** The keys of a space are gone, and with them what waits in it (RFC 9002 section 6.4). */
  private void discard(PacketNumberSpace number) {
    boolean changed = false;
    for (Space space : spaces.all()) {
      if (space.space == number && space.largestSent > space.largestAcked) {
        space.largestAcked = space.largestSent;
        changed = true;
      }
    }
    if (changed) {
      startedNanos = nowNanos;
      backoff = 0;
      if (!waiting()) {
        waitingSinceNanos = ABSENT;
      }
    }
  }

  /** A packet was acknowledged for the first time. */
  void acked(PacketNumberSpace number, long pathId, long packet) {
    acksSeen = true;
    if (ended) {
      return;
    }
    Space space = spaces.of(number, pathId);
    space.largestAcked = Math.max(space.largestAcked, packet);
    if (!ackPending) {
      ackPending = true;
      silence();
      startedNanos = nowNanos;
      backoff = 0;
    }
  }

  private void silence() {
    if (waitingSinceNanos == ABSENT) {
      return;
    }
    // A clock that was set back makes no silence.
    long nanos = Math.max(0, nowNanos - waitingSinceNanos);
    if (nanos > longestNanos) {
      longestNanos = nanos;
      longestStartNanos = waitingSinceNanos;
    }
  }

  private boolean waiting() {
    for (Space space : spaces.all()) {
      if (space.largestSent > space.largestAcked) {
        return true;
      }
    }
    return false;
  }

  boolean acksSeen() {
    return acksSeen;
  }

  long timeouts() {
    return timeouts;
  }

  long largestBackoff() {
    return largestBackoff;
  }

  long runs() {
    return runs;
  }

  /** The longest time without a new acknowledgment while some were waited for, or ABSENT. */
  long longestSilenceNanos() {
    return longestNanos;
  }

  /** When it began. */
  long silenceStartNanos() {
    return longestStartNanos;
  }
}
