package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.summary.StreamSummary;
import java.util.Arrays;
import java.util.OptionalLong;

/** What is known of one stream so far. */
final class StreamState {

  /** Of more ranges that wait behind gaps, how long the others wait is not measured one by one. */
  private static final int MAX_WAITING = 256;

  final long id;
  final long openedNanos;
  final long firstOffset;
  final LongRanges sent = new LongRanges();
  final LongRanges received = new LongRanges();

  /** What the peer lets us send, and what we let the peer send. */
  final Credit sending = new Credit();

  final PeerCredit receiving = new PeerCredit();
  boolean countedAsBlocked;
  boolean countedAsPeerBlocked;

  long lastNanos;
  long bytesSent;
  long uniqueBytesSent;
  long bytesReceived;
  long uniqueBytesReceived;
  boolean finSent;
  boolean finReceived;
  long sentSize = ABSENT;
  long receivedSize = ABSENT;
  long resetSentCode = ABSENT;
  long resetReceivedCode = ABSENT;
  long stopSentCode = ABSENT;
  long stopReceivedCode = ABSENT;
  long finAckedNanos = ABSENT;
  boolean closed;

  private long gapSinceNanos = ABSENT;
  private long headOfLineNanos;
  private long longestHeadOfLineNanos;
  private long[] waitingEnds = {};
  private long[] waitingSince = {};
  private int waiting;

  private final StreamBudget budget;

  StreamState(long id, Moment now, StreamBudget budget) {
    this.budget = budget;
    this.id = id;
    this.openedNanos = now.nanos();
    this.firstOffset = now.offset();
    this.lastNanos = now.nanos();
  }

  /** Data was sent; how many of its bytes are new. */
  long addSent(long offset, long length) {
    long fresh = length == 0 ? 0 : add(sent, offset, length);
    bytesSent += length;
    uniqueBytesSent += fresh;
    return fresh;
  }

  private long add(LongRanges data, long offset, long length) {
    int before = data.ranges();
    long fresh = data.add(offset, offset + length - 1);
    if (data.ranges() > before && budget.exceeded()) {
      data.joinAll();
    }
    budget.addRanges(data.ranges() - before);
    return fresh;
  }

  /** The stream is given up: others may have its memory. */
  void release() {
    budget.addRanges(-sent.ranges() - received.ranges());
    budget.addWaiting(-waiting);
  }

  /** Data was received; how many of its bytes are new. */
  long addReceived(long offset, long length, long nanos) {
    if (length == 0) {
      return 0;
    }
    long before = received.firstMissing();
    long fresh = add(received, offset, length);
    bytesReceived += length;
    uniqueBytesReceived += fresh;
    if (fresh > 0) {
      headOfLine(before, offset + length, nanos);
    }
    return fresh;
  }

  /** RFC 9000 section 2.2: the application gets data in order, so what is behind a gap waits. */
  private void headOfLine(long prefixBefore, long end, long nanos) {
    long prefix = received.firstMissing();
    if (prefix > prefixBefore && waiting > 0) {
      int kept = 0;
      for (int i = 0; i < waiting; i++) {
        if (waitingEnds[i] <= prefix) {
          longestHeadOfLineNanos = Math.max(longestHeadOfLineNanos, nanos - waitingSince[i]);
        } else {
          waitingEnds[kept] = waitingEnds[i];
          waitingSince[kept++] = waitingSince[i];
        }
      }
      budget.addWaiting(kept - waiting);
      waiting = kept;
    }
    if (end > prefix && waiting < MAX_WAITING && budget.mayWait()) {
      budget.addWaiting(1);
      if (waiting == waitingEnds.length) {
        int capacity = Math.max(4, waiting * 2);
        waitingEnds = Arrays.copyOf(waitingEnds, capacity);
        waitingSince = Arrays.copyOf(waitingSince, capacity);
      }
      waitingEnds[waiting] = end;
      waitingSince[waiting++] = nanos;
    }
    boolean gap = received.hasGap();
    if (gap && gapSinceNanos == ABSENT) {
      gapSinceNanos = nanos;
    } else if (!gap && gapSinceNanos != ABSENT) {
      headOfLineNanos += nanos - gapSinceNanos;
      gapSinceNanos = ABSENT;
    }
  }

  long headOfLineNanos() {
    return headOfLineNanos;
  }

  long longestHeadOfLineNanos() {
    return longestHeadOfLineNanos;
  }

  /** All its data both ways, each byte once. */
  long uniqueBytes() {
    return uniqueBytesSent + uniqueBytesReceived;
  }

  /** Whether both directions, or its only one, have ended. */
  boolean ended() {
    boolean out = finSent || resetSentCode != ABSENT;
    boolean in = finReceived || resetReceivedCode != ABSENT;
    return (id & 2) != 0 ? out || in : out && in;
  }

  StreamSummary summary() {
    return new StreamSummary(
        id,
        openedNanos,
        firstOffset,
        lastNanos,
        bytesSent,
        uniqueBytesSent,
        bytesReceived,
        uniqueBytesReceived,
        finSent,
        finReceived,
        optional(receivedSize != ABSENT ? receivedSize : sentSize),
        optional(resetSentCode),
        optional(resetReceivedCode),
        optional(stopSentCode),
        optional(stopReceivedCode),
        optional(finAckedNanos),
        headOfLineNanos,
        longestHeadOfLineNanos);
  }

  private static OptionalLong optional(long value) {
    return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
