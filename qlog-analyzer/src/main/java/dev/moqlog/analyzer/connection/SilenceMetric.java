package dev.moqlog.analyzer.connection;

import dev.moqlog.analyzer.summary.Episode;
import java.util.ArrayList;
import java.util.List;

/**
 * Stretches in which packets that ask for an acknowledgment were sent and none was acknowledged,
 * for much longer than a round trip: the peer or the path was silent.
 *
 * <p>A stretch begins with the first such packet sent after the last progress, and ends with the
 * next packet acknowledged. It counts as a silence from 3 round trips, but at least 200 ms, and
 * only if more than one packet was sent in it.
 */
final class SilenceMetric {

  private static final long MIN_NANOS = 200_000_000;
  private static final int MIN_RTTS = 3;

  private final List<Episode> silences = new ArrayList<>();
  private long firstNanos;
  private long firstOffset;
  private long lastNanos;
  private long lastOffset;
  private long packets;
  private long rttNanos = 100_000_000;

  /** The latest round trip. */
  void rtt(long nanos) {
    if (nanos > 0) {
      rttNanos = nanos;
    }
  }

  /** An ack-eliciting packet was sent. */
  void sent(long nanos, long offset) {
    if (packets++ == 0) {
      firstNanos = nanos;
      firstOffset = offset;
    }
    lastNanos = nanos;
    lastOffset = offset;
  }

  /** A packet was acknowledged for the first time. */
  void progress(long nanos) {
    end(nanos, 0);
    packets = 0;
  }

  /** Ends what is open; at the end of the log, at the last packet sent. */
  void finish() {
    if (packets > 2) {
      end(lastNanos, 1);
    }
    packets = 0;
  }

  private void end(long nanos, int open) {
    long duration = nanos - firstNanos;
    if (packets < 2 || duration < Math.max(MIN_NANOS, MIN_RTTS * rttNanos)) {
      return;
    }
    silences.add(
        new Episode(
            Episode.Kind.SILENCE,
            firstNanos,
            nanos,
            firstOffset,
            lastOffset,
            packets,
            rttNanos,
            open));
    if (silences.size() > 4 * Episodes.MAX_PER_KIND) {
      List<Episode> kept = Episodes.longest(silences, Episodes.MAX_PER_KIND);
      silences.clear();
      silences.addAll(kept);
    }
  }

  List<Episode> episodes() {
    return Episodes.longest(silences, Episodes.MAX_PER_KIND);
  }
}
