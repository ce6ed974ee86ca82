package dev.moqlog.analyzer.connection;

import dev.moqlog.analyzer.summary.Episode;
import dev.moqlog.analyzer.summary.LossPatternSummary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How losses lie in what was sent, and what the path was like around them. */
final class LossPatternMetric {

  /** Of more packets lost, the pattern of the first ones is enough. */
  private static final int MAX_LOST = 16_384;

  /** An RTT is high from a quarter and 4 ms above the smallest one. */
  private static final long MIN_QUEUE_NANOS = 4_000_000;

  /** Losses closer than this belong together even if the RTT is shorter. */
  private static final long MIN_CLUSTER_GAP_NANOS = 5_000_000;

  /** How long a pause makes what was sent before it a tail if no RTT is known. */
  private static final long DEFAULT_RTT_NANOS = 100_000_000;

  /** Packets sent faster after each other than this are a burst. */
  private static final long BURST_GAP_NANOS = 300_000;

  /** From this one on packets are late in their burst; pacing lets out ten at once (RFC 9002). */
  private static final int BURST_PACKETS = 12;

  private final SendTimeline timeline = new SendTimeline();
  private final LongRanges tails = new LongRanges();
  private final LongRanges lateInBurst = new LongRanges();
  private long lateInBurstCount;
  private long sentCount;
  private int burst;
  private long minRttNanos = Long.MAX_VALUE;

  private long lastElicitingNumber = -1;
  private long lastElicitingNanos;

  private int size;
  private long[] sentNanos = {};
  private long[] numbers = {};
  private long[] offsets = {};
  private int[] lengths = {};

  /** A round trip of a packet sent at that time, which the log tells at an offset. */
  void rtt(long sentAtNanos, long rttNanos, long offset) {
    if (rttNanos > 0) {
      minRttNanos = Math.min(minRttNanos, rttNanos);
      timeline.rtt(sentAtNanos, rttNanos, offset);
    }
  }

  /** An ack-eliciting packet of application data was sent. */
  void sent(long number, long nanos) {
    long rtt = minRttNanos == Long.MAX_VALUE ? DEFAULT_RTT_NANOS : minRttNanos;
    if (lastElicitingNumber >= 0 && nanos - lastElicitingNanos >= rtt) {
      tails.add(lastElicitingNumber);
    }
    burst = nanos - lastElicitingNanos < BURST_GAP_NANOS ? burst + 1 : 0;
    sentCount++;
    if (burst >= BURST_PACKETS && lateInBurst.add(number)) {
      lateInBurstCount++;
    }
    lastElicitingNumber = number;
    lastElicitingNanos = nanos;
  }

  /** A packet arrived. */
  void acked(FateListener.SentPacket packet) {
    timeline.arrived(packet.sentNanos, packet.lengthBytes);
  }

  /** A packet was lost for good; packets come by ascending number within their space. */
  void lostForGood(FateListener.SentPacket packet) {
    if (!packet.inFlight() || packet.mtuProbe() || size == MAX_LOST) {
      return;
    }
    if (size == numbers.length) {
      int capacity = Math.max(16, size * 2);
      sentNanos = Arrays.copyOf(sentNanos, capacity);
      numbers = Arrays.copyOf(numbers, capacity);
      offsets = Arrays.copyOf(offsets, capacity);
      lengths = Arrays.copyOf(lengths, capacity);
    }
    sentNanos[size] = packet.sentNanos;
    numbers[size] = packet.number;
    offsets[size] = packet.offset;
    lengths[size] = packet.lengthBytes;
    size++;
  }

  /** Smallest RTT seen, or -1. */
  long minRttNanos() {
    return minRttNanos == Long.MAX_VALUE ? -1 : minRttNanos;
  }

  SendTimeline timeline() {
    return timeline;
  }

  /** Above which an RTT is high. */
  long highRttNanos() {
    return minRttNanos + Math.max(minRttNanos / 4, MIN_QUEUE_NANOS);
  }

  /** The pattern, if packets were lost; to be asked once all packets were given up. */
  Optional<LossPatternSummary> summary() {
    if (size == 0) {
      return Optional.empty();
    }
    long runs = 0;
    long longestRun = 0;
    long clusters = 0;
    long atHighRtt = 0;
    long tailPackets = 0;
    long delivered = 0;
    long run = 0;
    int clusterStart = 0;
    long[] queues = new long[size];
    int queueCount = 0;
    long late = 0;
    for (int i = 0; i < size; i++) {
      boolean continues = i > 0 && numbers[i] == numbers[i - 1] + 1;
      run = continues ? run + 1 : 1;
      runs += continues ? 0 : 1;
      longestRun = Math.max(longestRun, run);
      boolean runEnds = i + 1 == size || numbers[i + 1] != numbers[i] + 1;
      if (runEnds && (tails.contains(numbers[i]) || numbers[i] == lastElicitingNumber)) {
        tailPackets += run;
      }
      if (i == 0 || startsCluster(i)) {
        clusters++;
        delivered += i == 0 ? 0 : delivered(clusterStart, i);
        clusterStart = i;
      }
      late += lateInBurst.contains(numbers[i]) ? 1 : 0;
      long rtt = timeline.rttAt(sentNanos[i]);
      if (rtt >= 0) {
        queues[queueCount++] = Math.max(0, rtt - minRttNanos);
        atHighRtt += rtt > highRttNanos() ? 1 : 0;
      }
    }
    delivered += delivered(clusterStart, size);
    Arrays.sort(queues, 0, queueCount);
    int buckets = timeline.buckets();
    LargePackets large = largePackets();
    return Optional.of(
        new LossPatternSummary(
            size,
            runs,
            longestRun,
            clusters,
            atHighRtt,
            buckets == 0 ? 0 : (double) timeline.bucketsAbove(highRttNanos()) / buckets,
            queueCount == 0 ? OptionalLong.empty() : OptionalLong.of(queues[queueCount / 2]),
            tailPackets,
            late,
            sentCount == 0 ? 0 : (double) lateInBurstCount / sentCount,
            large.packets,
            large.packets == 0 ? OptionalLong.empty() : OptionalLong.of(large.arrivedBytes),
            delivered));
  }

  private boolean startsCluster(int i) {
    long gap = sentNanos[i] - sentNanos[i - 1];
    return gap < 0 || gap > clusterGapNanos();
  }

  private long clusterGapNanos() {
    return minRttNanos == Long.MAX_VALUE
        ? DEFAULT_RTT_NANOS
        : Math.max(minRttNanos, MIN_CLUSTER_GAP_NANOS);
  }

  private long delivered(int start, int end) {
    return Math.max(0, numbers[end - 1] - numbers[start] + 1 - (end - start));
  }

  private record LargePackets(long packets, long arrivedBytes) {}

  /** Lost packets larger than all that arrived since the first of them, as in a PMTU black hole. */
  private LargePackets largePackets() {
    // From the last loss backwards: the earliest start from which all larger packets were lost.
    long bestCount = 0;
    long bestArrived = 0;
    for (int start = Math.max(0, size - 1024); start < size; start++) {
      int arrived = timeline.largestArrivedSince(sentNanos[start] + timeline.widthNanos());
      if (arrived == 0 || lengths[start] <= arrived) {
        continue;
      }
      long count = 0;
      for (int i = start; i < size; i++) {
        count += lengths[i] > arrived ? 1 : 0;
      }
      if (count > bestCount) {
        bestCount = count;
        bestArrived = arrived;
      }
      break;
    }
    return new LargePackets(bestCount, bestArrived);
  }

  /**
   * The clusters of losses.
   *
   * @param limit the largest ones, at most so many
   */
  List<Episode> episodes(int limit) {
    List<Episode> episodes = new ArrayList<>();
    for (int start = 0; start < size; ) {
      int end = start + 1;
      while (end < size && !startsCluster(end)) {
        end++;
      }
      episodes.add(episode(start, end));
      start = end;
    }
    return Episodes.largest(episodes, limit);
  }

  /** The longest stretch of high RTTs, if there is one. */
  Optional<Episode> rttInflation() {
    int above = minRttNanos == Long.MAX_VALUE ? 0 : timeline.bucketsAbove(inflatedNanos());
    if (above == 0) {
      return Optional.empty();
    }
    SendTimeline.Stretch longest = timeline.longestAbove(inflatedNanos());
    return Optional.of(
        new Episode(
            Episode.Kind.RTT_INFLATION,
            longest.startNanos(),
            longest.endNanos(),
            longest.firstOffset(),
            longest.lastOffset(),
            timeline.spanNanos() / timeline.buckets() * above,
            minRttNanos,
            longest.largestRttNanos()));
  }

  /** Above which an RTT is inflated. */
  private long inflatedNanos() {
    return minRttNanos + minRttNanos / 2;
  }

  private Episode episode(int start, int end) {
    long run = 0;
    long longest = 0;
    for (int i = start; i < end; i++) {
      run = i > start && numbers[i] == numbers[i - 1] + 1 ? run + 1 : 1;
      longest = Math.max(longest, run);
    }
    long rtt = timeline.rttAt(sentNanos[start]);
    return new Episode(
        Episode.Kind.LOSS,
        sentNanos[start],
        sentNanos[end - 1],
        offsets[start],
        offsets[end - 1],
        end - start,
        rtt < 0 ? Episode.UNKNOWN : rtt,
        longest);
  }
}
